"""Makes form.pdf in this folder: python tests/readers/make_form.py (same bytes each time).

All people, addresses and numbers are invented.
"""

from __future__ import annotations

import datetime
from pathlib import Path

from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

HERE = Path(__file__).parent
PEOPLE = (
    ("架空 花子", "カクウ ハナコ", 600001, 9000000001, datetime.date(1985, 4, 1)),
    ("見本 太郎", "ミホン タロウ", 1000001, 8000000002, datetime.date(1972, 12, 31)),
    ("例示 次郎", "レイジ ジロウ", 9000003, 7000000003, datetime.date(2001, 1, 8)),
)


def form_pdf() -> None:
    """A table drawn column by column, letters drawn one by one, a form field, a page that is only a picture."""
    pdfmetrics.registerFont(UnicodeCIDFont("HeiseiKakuGo-W5"))
    canvas = Canvas(str(HERE / "form.pdf"), invariant=True)
    canvas.setFont("HeiseiKakuGo-W5", 12)
    columns = (
        [person[0] for person in PEOPLE],
        [f"0{person[3]}" for person in PEOPLE],
        [person[4].isoformat() for person in PEOPLE],
    )
    for left, heading, texts in zip((50, 200, 350), ("氏名", "電話番号", "生年月日"), columns, strict=True):
        for line, text in enumerate([heading, *texts]):
            canvas.drawString(left, 780 - 20 * line, text)
    for place, letter in enumerate("申込者"):
        canvas.drawString(50 + 18 * place, 640, letter)
    canvas.drawString(200, 640, "見本 太郎")
    canvas.acroForm.textfield(name="E-mail", x=100, y=560, value="hanako@example.co.jp", width=200, height=20)
    canvas.showPage()
    picture = ImageReader(Image.new("RGB", (40, 40), "white"))
    for _ in range(2):
        canvas.drawImage(picture, 0, 0, 500, 500)
        canvas.showPage()
    canvas.save()


if __name__ == "__main__":
    form_pdf()
