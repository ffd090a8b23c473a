"""Write `rules/words/top_domains.txt`: the top-level domains of the internet, from the list that `tldextract` carries.

    python tools/top_domains.py

Source: the ICANN section of the Public Suffix List (publicsuffix.org), which has every name of the IANA root zone; only
the last labels are taken. `tldextract` is installed with Presidio.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path

TARGET = Path(__file__).parents[1] / "rules" / "words" / "top_domains.txt"
_VERSION = re.compile(r"// VERSION: ([0-9-]+)")


def domains(suffixes: str) -> list[str]:
    """The last labels of the public suffixes, in order."""
    official = suffixes.split("===END ICANN")[0].splitlines()
    return sorted({line.strip().rpartition(".")[2] for line in official if line.strip() and not line.startswith("//")})


def main() -> None:
    """Write the file, with its source and date."""
    spec = find_spec("tldextract")
    if spec is None or spec.origin is None:
        raise SystemExit("tldextract がありません: pip install tldextract")
    suffixes = Path(spec.origin).with_name(".tld_set_snapshot").read_text(encoding="utf-8")
    found, version = domains(suffixes), _VERSION.search(suffixes)
    head = (
        f"# トップレベルドメイン{len(found)}件（IANA の登録、国際化ドメインはその文字で）\n"
        f"# 出典: Public Suffix List の ICANN の部（版 {version[1] if version else '不明'}）の末尾のラベル"
        f"／作成日 {datetime.now(UTC).date().isoformat()}\n"
        "# tools/top_domains.py で作り直せます\n"
    )
    TARGET.write_text(head + "\n".join(found) + "\n", encoding="utf-8")
    print(f"{TARGET.name}: {len(found)}")


if __name__ == "__main__":
    main()
