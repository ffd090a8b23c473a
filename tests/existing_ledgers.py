"""台帳 as consultants lay them out: fictional companies, every layout different."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet


def _add(sheet: Worksheet, rows: Sequence[Sequence[str | int | None]], first: int = 1) -> None:
    for number, row in enumerate(rows, first):
        for place, value in enumerate(row, 1):
            sheet.cell(number, place, value)


def plain(path: Path) -> None:
    """Headings on row 5 below a title block, one department column merged downwards."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "個人情報管理台帳"
    sheet["A1"], sheet["A2"] = "個人情報管理台帳", "株式会社見本商事"
    sheet["H2"], sheet["I2"] = "承認", "作成"
    headings = [
        "No",
        "管理部門",
        "個人情報の種類",
        "利用目的",
        "取得方法",
        "保存場所",
        "件数",
        "要配慮の有無",
        "保存期間",
        "廃棄方法",
        "備考",
    ]
    rows: list[Sequence[str | int | None]] = [
        headings,
        [
            1,
            "営業部",
            "顧客名簿",
            "商品の案内",
            "申込書",
            "ファイルサーバー",
            "約500件",
            "無",
            "取引終了後5年",
            "消去",
            None,
        ],
        [2, None, "名刺", "商談", "名刺交換", "キャビネット", "若干", "無", "随時", "溶解", None],
        [
            3,
            "人事部",
            "履歴書・職務経歴書",
            "採用選考",
            "郵送",
            r"\\server\人事部\採用",
            "1,200名",
            "無",
            "採用後3年",
            "シュレッダー",
            None,
        ],
        [
            4,
            "〃",
            "健康診断結果",
            "健康管理",
            "健診機関",
            "ファイルサーバー",
            "50～60",
            "―",
            "1年",
            "消去",
            "外部委託あり",
        ],
        [5, "総務部", "防犯カメラ映像", "防犯", "撮影", "レコーダー", None, "無", "2週間", "上書き", None],
        [None, None, "合計", None, None, None, 1750, None, None, None, None],
        ["※件数は概数です。"],
    ]
    _add(sheet, rows, 5)
    sheet.merge_cells("B6:B7")
    book.create_sheet("改訂履歴").append(["版", "日付", "内容", "保管場所", "利用目的", "名称"])
    book.save(path)


def two_rows(path: Path) -> None:
    """Groups above the headings, merged both ways; departments as rows across the sheet."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "台帳"
    sheet["A1"] = "個人情報台帳 2025年度"
    _add(
        sheet,
        [
            ["項番", "基本", None, None, "取得", None, "保管", None, None, "委託", None],
            [
                None,
                "情報名",
                "個人情報の内容",
                "件数",
                "取得分類",
                "方法",
                "場所",
                "期間",
                "利用可能者",
                "有無",
                "委託先名",
            ],
            ["■営業部"],
            [
                1,
                "お客様情報",
                "氏名、住所、電話番号",
                "1万2千件",
                "直接",
                "Web",
                r"S:\営業部\顧客管理",
                "7年",
                "営業部員",
                "有",
                "ABC物流",
            ],
            ["■人事部"],
            [2, "マイナンバー", "氏名、個人番号", "60", "直接", "書面", "金庫", "7年", "人事部長", "無", None],
        ],
        3,
    )
    for area in ("A3:A4", "B3:D3", "E3:F3", "G3:I3", "J3:K3", "A5:K5", "A7:K7"):
        sheet.merge_cells(area)
    book.save(path)


def by_department(path: Path) -> None:
    """One department per sheet; the seven items of JIS alone, the name under 「項目」; an example sheet."""
    book = Workbook()
    book.remove(book.worksheets[0])
    headings = ["項目", "利用目的", "保管場所", "保管方法", "アクセス権を有する者", "利用期限", "保管期限"]
    sheets = {
        "記入例": [["見本", "見本", "見本", "見本", "見本", "見本", "見本"]],
        "営業部": [["顧客リスト", "案内", "共有フォルダ", "パスワード", "営業部員", "取引終了", "3年"]],
        "総務人事課": [["社員名簿", "労務管理", "サーバ", "権限設定", "人事担当", "退職", "永久"]],
    }
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        _add(sheet, [["個人情報特定シート"]])
        _add(sheet, [headings], 3)
        _add(sheet, rows, 4)
    book.save(path)


def house_style(path: Path) -> None:
    """Three rows of headings, the department above the table; a second sheet with departments in brackets."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "台帳(全社)"
    sheet["A1"], sheet["A3"] = "様式3-1", "部署：営業部"
    _add(
        sheet,
        [
            ["管理\n番号", "個人情報の特定", None, None, None, "ライフサイクル", None, None, None, None],
            [None, "個人情報\nの名称", "項目", "件数\n(概算)", "特定\n個人情報", "取得", None, "保管", None, "廃棄"],
            [None, None, None, None, None, "方法", "本人同意", "場所", "期間", "方法"],
            ["営-1", "顧客名簿", "氏名\n住所", "約2千名", "無", "本人", "有", "サーバー", "退会後3年", "消去"],
            ["営-2", None, None, None, None, None, None, None, None, None],
        ],
        5,
    )
    for area in ("A5:A7", "B5:E5", "F5:J5", "B6:B7", "C6:C7", "D6:D7", "E6:E7", "F6:G6", "H6:I6"):
        sheet.merge_cells(area)
    other = book.create_sheet("別紙")
    _add(
        other,
        [
            ["No.", "書類名", "内容", "利用目的", "媒体", "保管場所", "管理者", "保存年限"],
            ["【人事部】"],
            [1, "履歴書", "氏名等", "採用", "紙", "金庫", "部長", "3年"],
            [None, None, None, None, "電子", r"\\sv\人事部\採用", None, None],
            ["以上"],
        ],
    )
    small = book.create_sheet("鍵")
    small.append(["名称", "保管場所", "件数"])
    small.append(["金庫の鍵", "総務", 2])
    book.save(path)
