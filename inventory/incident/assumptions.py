"""What was taken for granted: everything that nobody told and that would change the answer, or might."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from inventory.incident.matter import Matter
from inventory.incident.reporting import in_force

_FIRST_DAY = date(2022, 4, 1)
LAW_SEEN = "法令は、法 2025-06-01・規 2024-12-06 の条文による。令和8年法律第56号（課徴金など）は未施行のため含めない。"


def assumptions(matter: Matter, noticed: date) -> tuple[str, ...]:
    """What holds for all rules; each is one sentence."""
    return (*_of_facts(matter, noticed), *_of_data(matter), *_of_law(noticed))


def _of_facts(matter: Matter, noticed: date) -> Iterator[str]:
    known = matter.known
    if known.noticed is None:
        yield f"知った日は今日（{noticed}）とみなした。どの部署かがもっと早く知っていれば、期限も早まる。"
    if known.encrypted is None:
        yield "暗号化はされていなかったとみなした。"
    if known.recovered is None:
        yield "第三者に見られる前の回収はできていないとみなした。"
    if not known.role:
        yield "自社のデータとみなした（委託元から預かったデータなら、委託元への通知が先に要る）。"
    if known.persons_told is not None and matter.scope.persons_max and known.persons_told != matter.scope.persons_max:
        counted = f"台帳では {matter.scope.persons:,}～{matter.scope.persons_max:,}人"
        yield f"本人の数は、指定された {known.persons_told:,}人とした（{counted}）。"


def _of_data(matter: Matter) -> Iterator[str]:
    scope = matter.scope
    yield "漏れたものは、検索できるように整理した個人データとみなした（散在する1通のメールは当たらないこともある）。"
    if scope.total:
        yield "中身は、最後のスキャンの時のまま変わっていないとみなした。"
    unread = len(scope.unread) - len(matter.locked)
    if unread:
        yield f"画像・映像や対応していない形式のファイル {unread:,}件は、人数に入っていない。"
    if scope.gone_left_out:
        yield f"指定のフォルダーから消えたファイル {scope.gone_left_out:,}件は、含めていない。"
    if "my_number" in matter.flags:
        yield "個人番号は自社の給与・社会保険の事務のものとみなした（行政機関等の情報システムの事由①は当たらない）。"


def _of_law(noticed: date) -> Iterator[str]:
    if noticed < _FIRST_DAY or not in_force(noticed).duties:
        yield f"報告と通知の義務は {_FIRST_DAY} に始まったため、それより前に知った事故には当てはめていない。"
    yield LAW_SEEN
