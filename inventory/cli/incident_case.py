"""`daicho incident new` and `update`: a case is recorded and judged, and judged again as more is learned."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import click

from inventory.cli.incident_asking import ask
from inventory.cli.incident_facts import facts_of, subject_options, subjects_of, text_options
from inventory.cli.incident_options import known_options
from inventory.cli.incident_show import say_case
from inventory.cli.incident_view import names
from inventory.cli.japanese import Command
from inventory.cli.keeping import keeper, keeping
from inventory.incident import cases
from inventory.incident.assessment import Known
from inventory.incident.case_judging import judge
from inventory.incident.case_keeping import CaseKeeper, News, NewSubject
from inventory.incident.cases import Case, StoredSubject
from inventory.incident.facts import FACTS
from inventory.incident.kept import KeptAssessment
from inventory.incident.scope import Names
from inventory.keeping import Keeper, NotPossible

number_argument = click.argument("number", metavar="事故番号", type=click.IntRange(1))


@click.command("new", cls=Command)
@subject_options
@click.option("--title", metavar="件名", help="何が起きたかを短く。省略すると、順に質問します。")
@known_options
@text_options
@keeping
def new(
    paths: tuple[str, ...], entries: tuple[int, ...], others: tuple[str, ...], title: str | None, known: Known,
    noticed_at: str | None, texts: Mapping[str, str], register: str | None, settings_file: Path | None, by: str | None,
) -> None:  # fmt: skip
    """事故を記録し、報告の要否と期限を判断します。件名を省略すると、画面で順に質問します。

    場所は、漏れたファイルやフォルダー、スキャンしたパソコンやバックアップの全体です。
    人の氏名や、漏れた値そのものは書かないでください。部署や役職で書きます。
    """
    if title is None and not sys.stdin.isatty():
        raise click.UsageError("--title に、何が起きたかを短く書いてください（例：--title 営業のPCを電車に置き忘れ）。")
    with keeper(register, settings_file, by) as (at_work, settings):
        _refuse_unscanned(at_work, others)
        subjects = subjects_of(paths, entries, others, at_work.register)
        facts = facts_of(known, noticed_at, texts)
        if title is None:
            title, facts, subjects = ask(at_work.register, facts, subjects)
        facts.setdefault("noticed", date.today().isoformat())
        kept = judge(at_work.register, subjects, facts, date.today(), names(settings))
        number = CaseKeeper(at_work).open(News(facts, subjects, title=title), kept)
        say_case(at_work.register, number, f"事故 {number} として記録しました。")


@click.command("update", cls=Command)
@number_argument
@subject_options
@click.option("--title", default="", metavar="件名", help="件名を直します。")
@click.option("--withdraw", multiple=True, type=click.IntRange(1), metavar="対象No", help="対象から外すもの。")
@click.option("--unknown", "unknown", multiple=True, metavar="項目", help="不明に戻す項目（例：暗号化）。")
@known_options
@text_options
@keeping
def update(
    number: int, paths: tuple[str, ...], entries: tuple[int, ...], others: tuple[str, ...], title: str,
    withdraw: tuple[int, ...], unknown: tuple[str, ...], known: Known, noticed_at: str | None,
    texts: Mapping[str, str], register: str | None, settings_file: Path | None, by: str | None,
) -> None:  # fmt: skip
    """後から分かったことを加え、判断し直します。何も指定しなければ、今の台帳で判断し直すだけです。

    前の判断も残ります。人の氏名や、漏れた値そのものは書かないでください。
    """
    with keeper(register, settings_file, by) as (at_work, settings):
        case = known_case(at_work, number)
        added = subjects_of(paths, entries, others, at_work.register)
        facts = facts_of(known, noticed_at, texts) | {_fact(written): "" for written in unknown}
        news = News(facts, added, withdraw, title)
        kept = _judge_again(at_work, case, news, names(settings))
        CaseKeeper(at_work).learn(number, case.facts, news, kept)
        did = "を記録し、判断し直しました。" if news else "を、今の台帳で判断し直しました。"
        say_case(at_work.register, number, f"事故 {number} {did}")


def _judge_again(at_work: Keeper, case: Case, news: News, words: Names) -> KeptAssessment:
    left = [one for one in case.subjects if one.id not in news.withdrawn]
    subjects: Sequence[StoredSubject | NewSubject] = [*left, *news.subjects]
    facts = {name: value for name, value in {**case.facts, **news.facts}.items() if value}
    return judge(at_work.register, subjects, facts, date.today(), words)


def known_case(at_work: Keeper, number: int) -> Case:
    """The case of a number; a sentence where there is none, or where it is closed."""
    with at_work.register.reading() as connection:
        found = cases.read(connection, number)
    if not found:
        raise NotPossible(f"事故 {number} の記録はありません。「daicho incident list」で確かめてください。")
    return found[0]


def _fact(written: str) -> str:
    """A fact by its name or heading."""
    name = next((fact.name for fact in FACTS.values() if written in (fact.name, fact.heading)), "")
    near = [fact for fact in FACTS.values() if written and written in fact.heading]
    if not name and len(near) != 1:
        known = "、".join(fact.heading for fact in FACTS.values())
        raise click.UsageError(f"「{written}」という項目はありません。使える項目は {known} です。")
    return name or near[0].name


def _refuse_unscanned(at_work: Keeper, others: Sequence[str]) -> None:
    if not others and not at_work.register.runs() and not at_work.register.entries():
        raise NotPossible("まだスキャンしていません。「daicho scan 場所」で検査するか、--other で指定してください。")


COMMANDS: tuple[Any, ...] = (new, update)
