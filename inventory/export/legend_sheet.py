"""凡例: what the looks, flags and statuses mean, what counted as personal data, and what to do with the workbook."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from inventory.export import celltext, page, styles
from inventory.export.ledger_sheet import FILL_IN, coverage_line, made_on
from inventory.export.list_sheets import PERSONAL, SENSITIVE, UNREAD
from inventory.ledger import COLUMNS, Ledger
from inventory.version import program_version

TITLE_OF_SHEET = "凡例"
_WIDTHS = (36.0, 50.0, 108.0)

_LOOKS = (
    ("検出した内容", styles.FOUND, "ファイルを検査してわかったことです。そのまま使えます。"),
    ("確認済の内容", styles.CONFIRMED, "人が確かめた内容です。ふつうの文字で印刷します。"),
    (
        "候補",
        styles.SUGGESTED,
        "文書の種類から考えられる内容です。実際の運用と合っているかを確かめ、違えば直してください。",
    ),
    (FILL_IN, styles.BLANK, "検査だけではわからない項目です。記入すると枠が消え、ふつうの文字になります。"),
    ("対象のなくなった行", styles.GONE, "もとのファイルが見つからなくなった行です。廃棄か移動かを確かめてください。"),
    ("濃い見出し", styles.MANDATORY, "JIS Q 15001 が台帳に求める7項目です。どの行も空欄のままにできません。"),
)
_LAWS = {
    "my_number": (
        "番号法2条",
        "個人番号を含む個人情報。法令の定める事務のほかでは集めることも保管することもできません。",
    ),
    "special_care": (
        "個人情報保護法2条3項、施行令2条",
        "病歴、健康診断の結果、障害、犯罪の経歴、信条など。取得には原則として本人の同意が必要です。",
    ),
    "jis_special": (
        "JIS Q 15001:2023（Pマーク構築・運用指針 J.8.3）",
        "性生活、性的指向、労働組合に関する情報。要配慮個人情報と同じに扱います。",
    ),
    "financial_sensitive": (
        "金融分野における個人情報保護に関するガイドライン5条",
        "本籍地、保健医療などの機微情報。金融分野の事業者だけが対象です。",
    ),
    "financial_damage": (
        "個人情報保護法26条、施行規則7条2号",
        "カード番号、IDとパスワードなど。漏えいのおそれがあれば、1人分でも報告の対象となりえます。",
    ),
    "personal_identifier_code": (
        "個人情報保護法2条2項、施行令1条",
        "運転免許証、旅券、基礎年金、保険証などの番号。それだけで個人情報です。",
    ),
}
_STATUSES = {
    "read": "最後まで読み、検査しました。",
    "partly_read": "一部を読めませんでした。読めたところは検査しています。理由の欄の部分を開いて確かめます。",
    "encrypted": "パスワードや暗号化で読めません。解除してもう一度スキャンするか、管理部門に中身を確かめます。",
    "corrupt": "壊れていて読めません。元のファイルやバックアップから開けるかを確かめ、不要なら廃棄します。",
    "unsupported": "読み方のわからない形式です。作成したソフトで開いて確かめます。",
    "too_large": "大きすぎるため読みませんでした。分割するか、設定の上限を上げてもう一度スキャンします。",
    "timed_out": "制限時間のうちに読み終わりませんでした。制限時間を延ばしてもう一度スキャンします。",
    "denied": "読む権限がありませんでした。閲覧できる権限でもう一度スキャンします。",
    "media": "映像・音声です。人が映る・話す記録（防犯カメラ映像、通話録音など）なら台帳に行を加えます。",
}
_CRITERIA = (
    "生存する個人に関する情報で、特定の個人を識別できるもの（個人情報保護法2条1項）を個人情報としました。氏名のほか、"
    "個人のメールアドレスや携帯電話番号など、ほかの情報と合わせて個人がわかるものを含みます。",
    "個人識別符号（個人番号、運転免許証や旅券の番号など）は、1件でもあれば個人情報としました。",
    "記入前の様式、規程やマニュアル、商品や店舗・会社の一覧、会社の代表電話や法人番号だけのファイルは含めていません。",
    "ファイルの種類は、拡張子でなく中身で判断しました。圧縮ファイルやメールの添付も1件ずつ検査しています。",
    "本人の数は、重複を除いて数えた推定です。漏えいのおそれを判断するときは最大の数を使ってください。",
    "見つかった氏名や番号そのものは、この表にも記録にも残していません（フォルダーとファイルの名前はそのまま載せています）。",
)
_STEPS = (
    f"「{UNREAD}」を1件ずつ確かめ、対応を記入します。個人情報があれば台帳に行を加えます。",
    f"「{SENSITIVE}」を先に見て、保管場所と閲覧できる人が適切かを確かめます。",
    "管理部門ごとに、台帳の候補（色のついた斜体）を確かめ、実際の運用と違えば直します。",
    f"「{FILL_IN}」を埋めます。見出しの▼で「{FILL_IN}」だけを表示できます。",
    "紙の書類、防犯カメラ、委託先にあるものなど、ファイルサーバーの外の個人情報の行を加えます。",
    "折りたたんだ列（委託・第三者提供・廃棄方法など）は、表の上の［＋］か左上の［2］で開きます。開いて印刷するときはA3が向いています。",
    "作成・確認・承認の欄に記入し、少なくとも年に1回見直します。管理Noはリスク分析表との対応に使えます。",
)  # fmt: skip


def add(workbook: Workbook, ledger: Ledger) -> None:
    """Lay out the sheet."""
    sheet: Worksheet = workbook.create_sheet(TITLE_OF_SHEET)
    page.set_widths(sheet, _WIDTHS)
    page.put(sheet, 1, 1, TITLE_OF_SHEET, styles.TITLE)
    sheet.row_dimensions[1].height = 28
    row = _section(sheet, 3, "表示の見方", ("表示", "例", "意味"), ())
    for name, look, meaning in _LOOKS:
        example = name if look in (styles.BLANK, styles.MANDATORY) else "商品の発送とお問い合わせへの回答"
        row = _row(sheet, row, (name, example, meaning), (styles.FOUND, look, styles.FOUND))
    flags = [(name, *_LAWS.get(code, ("", ""))) for code, name in ledger.flag_names.items()]
    row = _section(sheet, row + 1, "区分", ("区分", "根拠", "内容"), flags)
    counts = ledger.coverage.by_status
    statuses = [
        (name, f"{counts.get(code, 0):,} 件", _STATUSES.get(code, "")) for code, name in ledger.status_names.items()
    ]
    row = _section(sheet, row + 1, "検査の状態", ("状態", "今回の件数", "意味と、次にすること"), statuses)
    page.break_before(sheet, row + 1)
    row = _list(sheet, row + 1, "判断基準：何を個人情報としたか", _CRITERIA)
    row = _list(sheet, row + 1, "この台帳の仕上げ方", _STEPS)
    _section(sheet, row + 1, "版", ("項目", "内容", "補足"), _facts(ledger))
    page.set_up(sheet, ledger.company, heading_rows="", freeze="A2")


def _facts(ledger: Ledger) -> list[tuple[str, str, str]]:
    coverage = ledger.coverage
    return [
        ("作成日", made_on(ledger), ""),
        ("作成に使ったプログラム", f"daicho {program_version()}", ""),
        ("台帳の行", f"{len(ledger.lines):,} 行", f"必須項目：{'、'.join(c.heading for c in COLUMNS if c.mandatory)}"),
        (
            "個人情報を含むファイル",
            f"{len(ledger.holding):,} 件",
            f"「{PERSONAL}」のうち、人が非該当・様式のみとしたものを除きます。",
        ),
        ("検査範囲", f"{coverage.files:,} 件（{coverage.bytes / 1e6:,.1f} MB）", coverage_line(coverage)),
        ("対象範囲", f"{len(ledger.roots):,} か所", "、".join(ledger.roots)),
    ]


def _section(
    sheet: Worksheet, row: int, title: str, headings: Sequence[str], rows: Iterable[tuple[str, str, str]]
) -> int:
    page.put(sheet, row, 1, title, styles.SECTION)
    sheet.row_dimensions[row].height = 22
    for place, heading in enumerate(headings, 1):
        page.put(sheet, row + 1, place, heading, styles.HEADING)
    row += 2
    for values in rows:
        row = _row(sheet, row, values, (styles.FOUND, styles.FOUND, styles.FOUND))
    return row


def _row(sheet: Worksheet, row: int, values: Sequence[str], looks: Sequence[styles.Look]) -> int:
    for place, (value, look) in enumerate(zip(values, looks, strict=True), 1):
        page.put(sheet, row, place, value, look)
    tallest = max(celltext.lines(value, width) for value, width in zip(values, _WIDTHS, strict=True))
    sheet.row_dimensions[row].height = celltext.height(tallest)
    return row + 1


def _list(sheet: Worksheet, row: int, title: str, items: Iterable[str]) -> int:
    page.put(sheet, row, 1, title, styles.SECTION)
    sheet.row_dimensions[row].height = 22
    for number, item in enumerate(items, 1):
        row += 1
        page.span(sheet, row, 1, 3, f"{number}. {item}", styles.TEXT)
        sheet.row_dimensions[row].height = celltext.height(celltext.lines(item, sum(_WIDTHS) - 4))
    return row + 1
