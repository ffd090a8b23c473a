"""A share of a few files, and scans that find other contents: for tests of what is new."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from inventory.register import Register
from tests.reports import ROOT, report

CUSTOMERS = "氏名,電話番号\n" + "".join(f"山田花{chr(0x4E00 + n)},090-1234-56{n:02}\n" for n in range(12))
PATIENTS = "氏名,電話番号,病名\n" + "".join(f"佐藤美{chr(0x4E00 + n)},080-1234-56{n:02},喘息\n" for n in range(12))


def fill(share: Path) -> None:
    """A customer list, a list of patients and a file that cannot be read."""
    (share / "営業 部#1").mkdir(parents=True)
    (share / "営業 部#1" / "顧客?.csv").write_text(CUSTOMERS, encoding="utf-8")
    (share / "患者.csv").write_text(PATIENTS, encoding="utf-8")
    (share / "壊れた.pdf").write_bytes(b"%PDF-1.7\nxx")


def scan(register: Register, *files: tuple[str, str], ends: bool = True, roots: Sequence[str] = (ROOT,)) -> None:
    """A scan that meets files of these contents below the last root."""
    register.begin_run(roots, "0.1", "d1")
    for path, content in files:
        register.record([report(path, root=roots[-1], sha256=content)])
    if ends:
        register.mark_gone()
        register.finish_run()
    else:
        register._lock.release()
