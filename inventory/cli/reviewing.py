"""`daicho review`: people decide what the scan found, file by file, finding by finding; also for scripts."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import click

from inventory import verdicts
from inventory.cli import wording
from inventory.cli.addressing import meant
from inventory.cli.japanese import Command
from inventory.cli.keeping import keeper, keeping
from inventory.cli.options import format_option
from inventory.cli.review_screen import said_by, why_open
from inventory.cli.screen import FORMATS, Shown, say, show
from inventory.cli.summary import kept_ledger
from inventory.editing import Verdict
from inventory.judging import Judge
from inventory.keeping import Keeper
from inventory.queries import StoredFile
from inventory.queries_decided import StoredDecision
from inventory.refuting import About
from inventory.register import Register
from inventory.reviewing import Case, cases
from inventory.settings import Settings

_VERDICTS: dict[str, Verdict] = {
    "該当": "applicable",
    "非該当": "not_applicable",
    "様式のみ": "form_only",
    "要確認": "unclear",
}


@click.command(cls=Command)
@click.argument("paths", nargs=-1, metavar="[ファイル]…")
@click.option("--entry", metavar="No", type=click.IntRange(1), help="台帳のこの行のファイルだけを見ます。")
@click.option("--kind", metavar="種別", help="この種別のあるファイルだけを見ます（例：JP_MY_NUMBER）。")
@click.option("--path", "part", metavar="部分", help="場所にこの文字を含むファイルだけを見ます。")
@click.option("--unread", is_flag=True, help="読めなかったファイルを見ます。")
@click.option("--all", "everything", is_flag=True, help="判断の済んだファイルも見ます。")
@click.option("--list", "listed", is_flag=True, help="判断を待つファイルを、一覧にするだけです。")
@click.option(
    "--decide", "verdict", metavar="判断", type=click.Choice(list(_VERDICTS)),
    help=f"画面を出さずに判断します（{'・'.join(_VERDICTS)}）。",
)  # fmt: skip
@click.option(
    "--finding", "findings", multiple=True, metavar="指紋",
    help="検出を、findings の JSON に出る指紋で判断します。非該当は誤りです。",
)  # fmt: skip
@click.option("--allowed", is_flag=True, help="誤りと判断した検出を一覧にします。")
@click.option("--reason", default="", metavar="理由", help="判断の理由。非該当では必ず書きます。")
@format_option(*FORMATS, "yaml")
@keeping
def review(
    paths: tuple[str, ...],
    listed: bool,
    allowed: bool,
    form: str,
    register: str | None,
    settings_file: Path | None,
    by: str | None,
    **given: Any,
) -> None:
    """検出を人が判断します。疑わしいものから、1件ずつキー一つで決めます。

    一つの判断は同じ内容のすべてのファイルに及び、ファイルを移しても残ります。
    内容が変わると、前回の判断を引き継ぎます。区分が変わるか、
    本人の数か種別が2割を超えて変わったときは、もう一度判断を求めます。

    検出を誤りとすると、次のスキャンから数えません。--finding で指紋を書き、
    --decide 該当 とすると、取り消せます。
    """
    with keeper(register, settings_file, by) as (at_work, settings):
        if allowed:
            _show_allowed(at_work.register, form)
            return
        if form == "yaml":
            raise click.UsageError("yaml の形は --allowed と一緒に使います。")
        verdict = _VERDICTS.get(given["verdict"] or "")
        if given["findings"]:
            _decide_findings(at_work, given["findings"], verdict, given["reason"])
            return
        chosen = _chosen(at_work.register, settings, paths, **given)
        if verdict:
            _decide(at_work, chosen, verdict, given["reason"], is_narrowed=_is_narrowed(paths, given))
        elif listed or form != "table":
            show(chosen, _LIST, form, _as_json)
        else:
            _walk(at_work, chosen, given["kind"] or "")


def _is_narrowed(paths: Sequence[str], given: dict[str, Any]) -> bool:
    return bool(paths) or any(given[name] for name in ("entry", "kind", "part", "unread"))


def _chosen(
    register: Register,
    settings: Settings,
    paths: Sequence[str],
    *,
    entry: int | None,
    kind: str | None,
    part: str | None,
    unread: bool,
    everything: bool,
    verdict: str | None,
    **_: Any,
) -> list[Case]:
    """The contents that the options name; without --all, a decision or paths only those that wait for a person."""
    if kind and kind not in wording.kind_names():
        raise click.UsageError(f"{kind} という種別はありません。「daicho rules list」で確かめてください。")
    numbers = _numbers(register, settings, paths, entry)

    def is_chosen(file: StoredFile) -> bool:
        return (
            (numbers is None or file.id in numbers)
            and (kind is None or any(found.kind == kind for found in file.kinds))
            and (part is None or part in file.path)
            and (not unread or file.status != "read")
        )

    found = cases(register, wording.flag_names(), is_chosen)
    if unread:
        return [case for case in found if everything or verdict or case.waits or not case.standing.decision]
    return found if everything or verdict or paths else [case for case in found if case.waits]


def _numbers(register: Register, settings: Settings, paths: Sequence[str], entry: int | None) -> set[int] | None:
    """The numbers of the files that are named or stand behind a line; None for all."""
    named = {file.id for path in paths for file in meant(register, path)} if paths else None
    if entry is None:
        return named
    ledger = kept_ledger(register, settings)
    line = next((line for line in (*ledger.lines, *ledger.excluded) if line.number == entry), None)
    if line is None:
        raise click.UsageError(f"台帳に {entry} という管理No はありません。「daicho entries」で確かめてください。")
    return set(line.files) if named is None else named & set(line.files)


def _walk(at_work: Keeper, chosen: list[Case], kind: str) -> None:
    from inventory.cli.review_walk import Walk

    if not chosen:
        say("人の判断を待つファイルはありません。判断の済んだものも見るには --all を付けます。")
        return
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise click.UsageError("この画面は端末で使います。スクリプトでは --list か --decide を使ってください。")
    Walk(Judge(at_work), chosen, kind).go()


def _decide(at_work: Keeper, chosen: list[Case], verdict: Verdict, reason: str, *, is_narrowed: bool) -> None:
    if not is_narrowed:
        raise click.UsageError("判断するファイルを書くか、--entry・--kind・--path のどれかで選んでください。")
    if not chosen:
        raise click.UsageError("そのようなファイルはありません。「daicho review --list --all」で確かめてください。")
    judge = Judge(at_work)
    for case in chosen:
        judge.decide(case, verdict, reason)
    files = sum(len(case.places) for case in chosen)
    say(f"{files:,}件のファイル（{len(chosen):,}種類の内容）を{verdicts.OF_FILES[verdict]}と判断しました。")


def _decide_findings(at_work: Keeper, written: Sequence[str], verdict: Verdict | None, reason: str) -> None:
    if verdict is None or verdict == "form_only":
        raise click.UsageError("検出の判断は --decide 該当・非該当・要確認 のどれかで書いてください。")
    judge = Judge(at_work)
    due = sum(judge.decide_named(one, verdict, reason) for one in written)
    again = f"次の daicho scan で、{due:,}件のファイルを読み直して数え直します。" if due else ""
    say(f"{len(written):,}件の検出を{verdicts.OF_FINDINGS[verdict]}と判断しました。{again}")


# --- lists -------------------------------------------------------------------------------------------------------


def _remark(case: Case) -> list[str]:
    """What a person should know before the decision."""
    standing = case.standing
    told: list[tuple[Callable[[], bool], Callable[[], str]]] = [
        (lambda: case.is_doubtful, lambda: "確度が低いか、一部しか読めていません"),
        (lambda: case.is_exposed, lambda: "だれでも読めます"),
        (lambda: bool(case.copies), lambda: f"同じ内容がほかに{len(case.copies):,}か所"),
        (lambda: standing.carried, lambda: "内容が変わりましたが、引き継いでいます"),
    ]
    remarks = [text() for holds, text in told if holds()]
    if standing.former and standing.difference and not standing.decision:
        remarks.append(f"前回は{said_by(standing.former)}。{why_open(standing.difference)}")
    return remarks


_LIST: tuple[Shown[Case], ...] = (
    Shown("ファイル", lambda case: case.file.path, least=24),
    Shown("文書の種類", lambda case: wording.document_names().get(case.file.document_type or "", "")),
    Shown(
        "本人の数",
        lambda case: wording.persons(case.file.persons, case.file.persons_max) if case.file.persons_max else "",
        right=True,
    ),
    Shown("区分", lambda case: [wording.short(wording.flag_names().get(flag, flag)) for flag in case.file.flags]),
    Shown("確度", lambda case: "" if case.certainty is None else f"{case.certainty:.2f}", right=True),
    Shown("判断", lambda case: said_by(case.standing.decision) if case.standing.decision else ""),
    Shown("備考", _remark),
)


def _as_json(case: Case) -> dict[str, Any]:
    file, standing = case.file, case.standing
    return {
        "path": file.path,
        "root": file.root,
        "sha256": file.sha256,
        "copies": [{"root": copy.root, "path": copy.path} for copy in case.copies],
        "document_type": file.document_type,
        "persons": file.persons,
        "persons_max": file.persons_max,
        "flags": list(file.flags),
        "kinds": [kind.kind for kind in file.kinds],
        "certainty": case.certainty,
        "exposed": case.is_exposed,
        "waits": case.waits,
        "decision": _decision(standing.decision),
        "carried": standing.carried,
        "former": _decision(standing.former),
        "changed": why_open(standing.difference) if standing.difference else "",
    }


def _decision(decision: StoredDecision | None) -> dict[str, str] | None:
    if decision is None:
        return None
    return {name: getattr(decision, name) for name in ("verdict", "reviewer", "decided_at", "reason", "path")}


_ALLOWED: tuple[Shown[StoredDecision], ...] = (
    Shown("指紋", lambda decision: decision.subject[:12]),
    Shown("種別", lambda decision: _kind(decision)),
    Shown("伏字", lambda decision: About.of(decision).masked),
    Shown("理由", lambda decision: decision.reason),
    Shown("だれが", lambda decision: decision.reviewer),
    Shown("いつ", lambda decision: wording.local(decision.decided_at)),
    Shown("ファイル", lambda decision: decision.path, least=16),
)


def _kind(decision: StoredDecision) -> str:
    kind = About.of(decision).kind
    return wording.short(wording.kind_names().get(kind, kind))


def _show_allowed(register: Register, form: str) -> None:
    decisions = list(register.refuted().values())
    if form == "yaml":
        import yaml

        rows = {"allowed": [_allowed_as_json(decision) for decision in decisions]}
        sys.stdout.buffer.write(yaml.safe_dump(rows, allow_unicode=True, sort_keys=False).encode("utf-8", "replace"))
        return
    show(decisions, _ALLOWED, form, _allowed_as_json)


def _allowed_as_json(decision: StoredDecision) -> dict[str, str]:
    """What is exported: no mask, only what recognises the finding under the key of this register, and why."""
    return {
        "fingerprint": decision.subject,
        "kind": About.of(decision).kind,
        "reason": decision.reason,
        "by": decision.reviewer,
        "at": decision.decided_at,
        "path": decision.path,
    }
