"""Train the networks of the name model and write the one that ships to `detectors/models`.

    pip install -e '.[train]'
    python -m tools.names.build

Two wide networks (teachers) learn from the labels, a narrow one learns to say what they say together. Seeds are fixed:
the same data give the same figures. Takes some half an hour on one core. Figures on the dev split are printed
after each epoch; the last ones stand in `detectors/models/names.md`.
"""

from __future__ import annotations

import argparse
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

import torch
from torch import Tensor

from detectors.lexicon import Lexicon
from tools.names import distilling
from tools.names.data import SOURCES, Data
from tools.names.distilling import Teachers, distil
from tools.names.examples import Known, Numbered, known_from
from tools.names.export import FOLDER, write, write_teachers
from tools.names.judging import judged, of_taggers
from tools.names.network import Kinds, Tagger
from tools.names.training import train
from tools.names.vectors import word_vectors

SEEDS, TEACHER = (2, 3), 96  # of the teachers, and how wide they are
SEED, WIDTH = 6, 64  # of the network that ships


class Build:
    """The data, what is known of them, and the networks that are trained on them."""

    def __init__(self, jmnedict: Path) -> None:
        self._lexicon, (rows, vectors) = Lexicon(), word_vectors()
        self._vectors: Tensor = torch.from_numpy(vectors)
        self.data = Data(self._lexicon, jmnedict, {word: rank for rank, word in enumerate(rows)})
        self.known: Known = known_from(self.data.met, rows, unknown=len(vectors) - 1)

    def teach(self, folder: Path) -> None:
        """Train the teachers and write them into a folder."""
        numbered, trained = self._numbered(), list[Tagger]()
        for seed in SEEDS:
            trained.append(train(self._tagger(seed, TEACHER), self.data, numbered, seed))
        table = torch.from_numpy(numbered.features())
        print(f"together: {judged(of_taggers(trained, numbered, table), self.data, numbered)}", flush=True)
        write_teachers(trained, self.known, folder)

    def ship(self, teachers: Teachers, folder: Path) -> None:
        """Train the network that ships and write it into a folder."""
        self.data.more(*distilling.MORE)
        model = distil(self._tagger(SEED, WIDTH), teachers, self.data, self._numbered(), SEED)
        write(model, self.known, folder)

    def _numbered(self) -> Numbered:
        numbered, data = Numbered(self.known.vocabulary(), self._lexicon), self.data
        for many in (data.all(), *(ones for _, ones in data.dev)):
            for one in many:
                numbered.numbers(one.kinds)
        parts = (data.gold, data.copies, data.documents, data.papers)
        print("{} sentences, {} copies, {} of documents, {} of papers".format(*map(len, parts)), flush=True)
        return numbered

    def _tagger(self, seed: int, width: int) -> Tagger:
        torch.manual_seed(seed)
        sizes = len(self.known.parts) + 1, len(self.known.words) + 1, len(self.known.characters) + 2
        return Tagger(Kinds(sizes, self._vectors, width), len(SOURCES))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--jmnedict", type=Path, help="jamdict's database; by default that of the package jamdict-data")
    parser.add_argument("--teachers", type=Path, help="a folder with teachers of an earlier run")
    parser.add_argument("--keep-teachers", type=Path, help="where the teachers are written")
    parser.add_argument("--folder", type=Path, default=FOLDER, help="where the model is written")
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    build = Build(arguments.jmnedict or _jamdict())
    with TemporaryDirectory(prefix="daicho-teachers-") as private:
        folder = arguments.teachers or arguments.keep_teachers or Path(private)
        if not arguments.teachers:
            folder.mkdir(parents=True, exist_ok=True)
            build.teach(folder)
        build.ship(Teachers(folder), arguments.folder)


def _jamdict() -> Path:
    spec = find_spec("jamdict_data")
    assert spec is not None and spec.origin is not None, "pip install -e '.[train]'"
    return Path(spec.origin).with_name("jamdict.db")


if __name__ == "__main__":
    main()
