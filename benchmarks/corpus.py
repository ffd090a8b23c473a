"""The share that is scanned: the samples, then office files in the usual formats until it is large enough.

The same bytes on every run. About a third of the generated files hold personal data.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import count, cycle
from pathlib import Path
from random import Random

from benchmarks.prose import lines, several, somebody
from samples import build, fields
from samples.formats.mail import Letter, eml
from samples.formats.markup import html, table
from samples.formats.pdf import pdf
from samples.formats.plain import separated, text
from samples.formats.slides import Slide, pptx
from samples.formats.word import docx
from samples.formats.workbook import xlsx
from samples.share import Sample
from samples.tables import Row, Sheet, Table

_ROOM_FOR_SAMPLES = 5_000_000
Maker = Callable[[Random], bytes]

CUSTOMERS = {
    "顧客番号": fields.code("C"),
    "氏名": fields.SPACED_NAME,
    "フリガナ": fields.KANA,
    "郵便番号": fields.POSTAL_CODE,
    "住所": fields.ADDRESS,
    "電話番号": fields.MOBILE,
    "メールアドレス": fields.EMAIL,
    "生年月日": fields.SLASHED_BIRTHDAY,
}


_GOODS = ("六角ボルト", "軸受", "洗浄剤", "作業手袋", "配線ダクト", "端子台")


def customers(chance: Random, rows: int) -> list[Row]:
    """A list of customers, dense with personal data: headings, then a row per person."""
    return Table(CUSTOMERS, several(chance, rows)).grid


def products(chance: Random, rows: int) -> list[Row]:
    """A product master: numbers that look like many things, and nobody."""
    grid: list[Row] = [["商品コード", "JANコード", "品名", "規格", "単価", "在庫数", "更新日", "備考"]]
    for _ in range(rows):
        grid.append(
            [
                f"{chance.choice('ABCDEFG')}-{chance.randrange(10_000, 99_999)}",
                f"49{chance.randrange(10**10, 10**11)}",
                f"{chance.choice(_GOODS)}{chance.randrange(1, 400)}",
                f"{chance.randrange(1, 60)}x{chance.randrange(5, 400)}mm",
                chance.randrange(100, 90_000),
                chance.randrange(0, 5_000),
                f"2026/{chance.randrange(1, 13):02}/{chance.randrange(1, 29):02}",
                chance.choice(("", "", "取寄品", "廃番予定", "代替品あり")),
            ]
        )
    return grid


def access_log(chance: Random, characters: int) -> str:
    """Lines of a server in the intranet."""
    made: list[str] = []
    for second in count():
        if len(made) * 110 >= characters:
            return "\n".join(made)
        made.append(
            f"2026-09-{second // 8640 % 28 + 1:02}T{second // 360 % 24:02}:{second // 6 % 60:02}:{second % 6}0+09:00 "
            f"INFO  worker-{chance.randrange(16):02} 処理番号={chance.randrange(10**11, 10**12)} 処理を完了しました "
            f"elapsed={chance.randrange(3, 9000)}ms status={chance.choice((200, 200, 200, 304, 404))}"
        )
    raise AssertionError


def prose(chance: Random, low: int, high: int, people_in_100: int = 0) -> str:
    """Running text of a length between two bounds."""
    return "\n".join(lines(chance, chance.randrange(low, high), people_in_100))


def _deck(chance: Random, people_in_100: int = 0) -> bytes:
    slides = [
        Slide(f"{number}. 進捗と課題", prose(chance, 150, 400), notes=prose(chance, 50, 200, people_in_100))
        for number in range(1, chance.randrange(8, 30))
    ]
    return pptx(slides)


def _mail(chance: Random) -> bytes:
    one, other = somebody(chance), somebody(chance)
    letter = Letter("打ち合わせの件", (one.name, one.email), [(other.name, other.email)])
    return eml(letter, prose(chance, 300, 3_000, people_in_100=10), "utf-8")


def _page(chance: Random) -> bytes:
    return html("お知らせ", f"<p>{prose(chance, 500, 6_000)}</p>{table(products(chance, 20))}")


def _paper(chance: Random, people_in_100: int = 0) -> bytes:
    return docx([prose(chance, 1_000, 12_000, people_in_100), products(chance, 12)], header="社外秘")


def _book(name: str, rows: Callable[[Random, int], Sequence[Row]], low: int, high: int) -> Maker:
    return lambda chance: xlsx([Sheet(name, rows(chance, chance.randrange(low, high)))])


MAKERS: tuple[tuple[str, Maker], ...] = (
    ("議事録{}.txt", lambda chance: text(prose(chance, 1_500, 20_000), "cp932")),
    ("手順書{}.md", lambda chance: text(prose(chance, 1_500, 20_000))),
    ("商品マスタ{}.csv", lambda chance: separated(products(chance, chance.randrange(100, 3_000)))),
    ("報告書{}.docx", _paper),
    ("顧客一覧{}.csv", lambda chance: separated(customers(chance, chance.randrange(30, 1_500)), "utf-8-sig")),
    ("在庫表{}.xlsx", _book("在庫", products, 100, 2_000)),
    ("メール{}.eml", _mail),
    ("会員{}.xlsx", _book("会員", customers, 30, 800)),
    ("説明資料{}.pptx", _deck),
    ("規程{}.pdf", lambda chance: pdf("規程", [prose(chance, 2_000, 10_000)])),
    (
        "お知らせ{}.html",
        _page,
    ),
    ("処理ログ{}.log", lambda chance: text(access_log(chance, chance.randrange(5_000, 150_000)))),
    ("対応記録{}.txt", lambda chance: text(prose(chance, 1_500, 20_000, people_in_100=15), "cp932")),
    ("面談記録{}.docx", lambda chance: _paper(chance, people_in_100=10)),
)


def generated(size: int) -> Iterator[Sample]:
    """Office files of every kind in turn until they come to `size` bytes."""
    made = 0
    for number, (name, maker) in enumerate(cycle(MAKERS), 1):
        if made >= size:
            return
        content = maker(Random(f"{name} {number}"))
        made += len(content)
        yield Sample(f"{number % 12:02}部/{name.format(f'{number:05}')}", content)


def write(directory: Path, size: int) -> None:
    """A share of about `size` bytes; the samples are among them where they are not the most of it."""
    if size >= _ROOM_FOR_SAMPLES:
        build.build(directory / "見本")
    build.write(generated(size - sum(path.stat().st_size for path in files(directory))), directory)


def files(directory: Path) -> list[Path]:
    """All files below a directory in order."""
    return sorted(path for path in directory.rglob("*") if path.is_file())


def evenly(found: Sequence[Path], limit: int) -> list[Path]:
    """As many files as come to `limit` bytes, evenly from the whole list; none that would take a fifth of it."""
    small = [path for path in found if path.stat().st_size <= limit // 5]
    total = sum(path.stat().st_size for path in small)
    chosen, met, taken = [], 0, 0
    for path in small:
        size = path.stat().st_size
        met += size
        if taken + size <= limit * min(1.0, met / total):
            chosen.append(path)
            taken += size
    return chosen
