"""Makes the samples of plain text in this folder: python tests/readers/make_plain.py (same bytes each time).

All people, addresses and numbers are invented.
"""

from __future__ import annotations

from pathlib import Path

HERE = Path(__file__).parent
NOTE = "面談の記録\r\n担当：架空　花子（総務部）\r\n連絡先は自宅の電話と携帯電話の両方を確認した。\r\n"


def encoded() -> dict[str, bytes]:
    """The encodings that Japanese files are in, each with the characters that only it has."""
    kana = b"\x1b(I" + bytes(code & 0x7F for code in "ｶｸｳ ﾊﾅｺ".encode("cp932") if code != 0x20) + b"\x1b(B"
    mail = NOTE.encode("iso2022_jp") + kana + b"\r\n\x1b$B\x2d\x21\x7c\x62\x1b(J (\x1b$(D\x30\x21\x1b(B)\r\n"
    unix = b"\xad\xa1\x8f\xf3\xf3\x8f\xf4\xae\xf5\xa1\x8e\xb6\x8f\xb0\xa1"
    return {
        "own_characters_cp932.txt": NOTE.encode("cp932") + "①㈱髙﨑ｶｸｳ ～―".encode("cp932") + b"\xf0\x40\xed\x40\r\n",
        "own_characters_euc.txt": NOTE.encode("euc_jp") + unix + b"\r\n",
        "jis_mail.txt": mail,
        "jis_2.txt": (NOTE + "김 Zoë\r\n").encode("iso2022_jp_2"),
        "jis_2004.txt": (NOTE + "①俱𠀋剝\r\n").encode("iso2022_jp_2004"),
        "shift_jis_2004.txt": (NOTE + "①俱𠀋剝Ａ\\~\r\n").replace("\\~", "").encode("shift_jis_2004") + b"C:\\x~\r\n",
        "euc_jis_2004.txt": (NOTE + "①俱𠀋剝\r\n").encode("euc_jis_2004"),
        "utf16_be_mark.txt": b"\xfe\xff" + NOTE.encode("utf-16-be"),
        "utf32_no_mark.txt": NOTE.encode("utf-32-le"),
    }


def mixed() -> bytes:
    """A log that three programs write to, each in the encoding of its own."""
    lines = [
        ("2026-04-01 10:00:00 受付 架空 花子 様", "utf-8"),
        ("2026-04-01 10:00:05 バッチ処理を開始しました（担当：見本 太郎）", "cp932"),
        ("2026-04-01 10:00:06 OK", "ascii"),
        ("2026-04-01 10:00:09 印刷の要求を受け付けました　例示 次郎", "euc_jp"),
        ("2026-04-01 10:01:00 問い合わせ 電話 090-0000-0001", "utf-8"),
    ]
    return b"".join(text.encode(codec) + b"\n" for text, codec in lines)


STAFF = (("架空 花子", "090-0000-0001"), ("見本 太郎", "090-0000-0002"))


def settings() -> dict[str, bytes]:
    """Settings and sources: text, whatever marks stand in them."""
    rows = "".join(f"| {name} | {phone} |\n" for name, phone in STAFF)
    items = "".join(f"  - name: {name}\n    tel: {phone}\n" for name, phone in STAFF)
    calls = "".join(f'    add("{name}", "{phone}");\n' for name, phone in STAFF)
    sections = "".join(f'[[users]]\nname = "{name}"\ntel = "{phone}"\n\n' for name, phone in STAFF)
    escaped = "架空 花子\nsecond.name=𠮷田".encode("utf-16-be")
    units = (int.from_bytes(escaped[at : at + 2], "big") for at in range(0, len(escaped), 2))
    properties = "".join(chr(unit) if unit < 128 else f"\\u{unit:04x}" for unit in units)
    return {
        "staff.yaml": f"担当:\n{items}".encode(),
        "staff.toml": sections.encode(),
        "staff.ini": "[連絡先]\r\n氏名=架空 花子\r\n電話=090-0000-0001\r\n[設定]\r\nx=1\r\n".encode("cp932"),
        "staff.properties": f"owner.name={properties}\n".encode("ascii"),
        "staff.md": f"# 連絡先\n\n| 氏名 | 電話 |\n|---|---|\n{rows}".encode(),
        "staff.java": f"/** 作成者 架空 花子 */\nvoid fill() {{\n{calls}}}\n".encode("cp932"),
    }


if __name__ == "__main__":
    for name, content in {**encoded(), "mixed.log": mixed(), **settings()}.items():
        (HERE / name).write_bytes(content)
