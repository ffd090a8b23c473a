"""The pipeline a Python engineer would assemble: MarkItDown to text, then Presidio with GiNZA as its NLP engine.

`python -m benchmarks.peer DIRECTORY` prints seconds to load, files that could not be read, and findings, as JSON.
It runs in a process of its own, so that its memory can be told.
"""

from __future__ import annotations

import json
import logging
import sys
import time
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.corpus import files

MOST_BYTES = 48_000  # Sudachi, inside the model, refuses more than 49,149 bytes a call
# What Presidio should call the labels of Sekine's hierarchy that ja_ginza gives.
LABELS = {"Person": "PERSON", "Province": "LOCATION", "City": "LOCATION", "Country": "LOCATION", "Date": "DATE_TIME"}


def main(directory: Path) -> None:
    """Go through the files one after another."""
    logging.disable(logging.WARNING)
    warnings.simplefilter("ignore")
    started = time.perf_counter()
    from markitdown import MarkItDown

    analyzer = presidio()
    converter = MarkItDown()
    loaded = time.perf_counter() - started
    unread = findings = 0
    for path in files(directory):
        try:
            content = converter.convert(path).text_content
        except Exception:  # whatever MarkItDown or its libraries raise, the next file must follow
            unread += 1
            continue
        findings += sum(len(analyzer.analyze(piece, language="ja")) for piece in pieces(content))
    json.dump({"load": loaded, "unread": unread, "findings": findings}, sys.stdout)


def presidio() -> Any:
    """Presidio's analyzer with its own recognizers and GiNZA's names."""
    from presidio_analyzer import AnalyzerEngine, RecognizerRegistry
    from presidio_analyzer.nlp_engine import NlpEngineProvider

    configuration = {
        "nlp_engine_name": "spacy",
        "models": [{"lang_code": "ja", "model_name": "ja_ginza"}],
        "ner_model_configuration": {"model_to_presidio_entity_mapping": LABELS, "low_score_entity_names": []},
    }
    engine = NlpEngineProvider(nlp_configuration=configuration).create_engine()
    registry = RecognizerRegistry(supported_languages=["ja"])
    registry.load_predefined_recognizers(languages=["ja"], nlp_engine=engine)
    return AnalyzerEngine(registry=registry, nlp_engine=engine, supported_languages=["ja"])


def pieces(text: str) -> Iterator[str]:
    """The text in pieces that the model takes, cut at line ends where there are any."""
    start = 0
    while start < len(text):
        end = min(len(text), start + MOST_BYTES // 3)
        if end < len(text):
            end = text.rfind("\n", start, end) + 1 or end
        yield text[start:end]
        start = end


if __name__ == "__main__":
    main(Path(sys.argv[1]))
