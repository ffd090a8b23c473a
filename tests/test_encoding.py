"""The whole file decides on its encoding; a few broken bytes do not change it, and nothing is lost."""

from __future__ import annotations

import codecs
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scanner.encoding import decode, decode_bytes
from scanner.kept import KEPT

SENTENCE = "個人情報の取扱いについて、担当者は山田太郎です。お問い合わせは総務部まで。\n"
ENCODINGS = {
    "utf-8": "utf-8",
    "utf-8-sig": "utf-8",
    "utf-16": "utf-16-le",
    "utf-16-le": "utf-16-le",
    "utf-16-be": "utf-16-be",
    "utf-32-le": "utf-32-le",
    "cp932": "cp932",
    "euc_jp": "euc-jp-ms",
    "iso2022_jp": "iso-2022-jp-ms",
}
JIS = "あいうえおアイウエオ亜唖娃阿哀愛挨姶逢葵茜穐悪握渥旭葦芦鯵梓、。「」ー々山田東京都０１２ＡＢＣ"


def read(content: bytes) -> tuple[str, str, bool]:
    decoded = decode(io.BytesIO(content))
    return decoded.encoding, "".join(decoded.blocks), decoded.remark is not None


@pytest.mark.parametrize(("codec", "name"), ENCODINGS.items())
def test_recognised(codec: str, name: str) -> None:
    assert read(SENTENCE.encode(codec)) == (name, SENTENCE, False)


@pytest.mark.parametrize(("codec", "name"), ENCODINGS.items())
@settings(max_examples=25)
@given(text=st.text(JIS + " 0123456789,\n", max_size=300))
def test_any_text_survives_beside_a_sentence(codec: str, name: str, text: str) -> None:
    if name.startswith("utf-16"):
        text = text[: len(SENTENCE) // 2]  # without a mark only the usual mixture of kana and ASCII tells it
    assert read((SENTENCE + text).encode(codec)) == (name, SENTENCE + text, False)


@pytest.mark.parametrize(("codec", "name"), [("cp932", "cp932"), ("euc_jp", "euc-jp-ms"), ("utf-8", "utf-8")])
def test_half_width_kana(codec: str, name: str) -> None:
    text = "No,ﾌﾘｶﾞﾅ\n1,ﾔﾏﾀﾞ ﾀﾛｳ\n2,ｽｽﾞｷ ﾊﾅｺ\n3,ﾀｶﾊｼ ｼﾞﾛｳ\n4,ｲﾄｳ ﾐﾂｺ\n"
    assert read(text.encode(codec)) == (name, text, False)


@pytest.mark.parametrize(("codec", "name"), [("cp932", "cp932"), ("euc_jp", "euc-jp-ms"), ("utf-8", "utf-8")])
@pytest.mark.parametrize("text", ["山田太郎", "氏名,住所\n佐々木一郎,東京都港区\n", "営業部", "顧客名簿"])
def test_a_few_kanji_are_enough(codec: str, name: str, text: str) -> None:
    assert read(text.encode(codec)) == (name, text, False)


def test_characters_of_windows() -> None:
    text = "①②㈱㈲№℡髙﨑～－∥"
    assert read(text.encode("cp932")) == ("cp932", text, False)
    euc = SENTENCE.encode("euc_jp") + b"\xad\xa1\xad\xea\xfc\xe2"  # ①㈱髙, which Python's euc_jp refuses
    assert read(euc) == ("euc-jp-ms", SENTENCE + "①㈱髙", False)
    jis = SENTENCE.encode("iso2022_jp") + b"\x1b$B\x2d\x21\x7c\x62\x1b(B \x1b(I\x54\x4f\x40\x5e\x1b(B"
    assert read(jis) == ("iso-2022-jp-ms", SENTENCE + "①髙 ﾔﾏﾀﾞ", False)


def test_characters_that_a_company_made_for_itself() -> None:
    assert read(SENTENCE.encode("cp932") + b"\xf0\x40\xf9\xfc") == ("cp932", SENTENCE + "\ue000\ue757", False)
    euc = SENTENCE.encode("euc_jp") + b"\xf5\xa1\x8f\xf5\xa1\x8f\xf3\xf3\x8f\xf4\xae\x8f\xf4\xfe\x8f\xb0\xa1"
    assert read(euc) == ("euc-jp-ms", SENTENCE + "\ue000\ue3acⅰ炻黑丂", False)


@pytest.mark.parametrize(
    ("codec", "name"),
    [
        ("shift_jis_2004", "shift-jis-2004-ms"),
        ("euc_jis_2004", "euc_jis_2004"),
        ("iso2022_jp_2004", "iso2022_jp_2004"),
        ("iso2022_jp_3", "iso2022_jp_3"),
    ],
)
def test_characters_of_jis_x_0213(codec: str, name: str) -> None:
    text = SENTENCE + "①𠀋\n"
    assert read(text.encode(codec)) == (name, text, False)


def test_backslash_and_tilde_stay_in_shift_jis_2004() -> None:
    assert read((SENTENCE + "①俱𠀋\n").encode("shift_jis_2004") + b"C:\\x~\n")[1].endswith("C:\\x~\n")


def test_other_languages_within_iso_2022() -> None:
    text = SENTENCE + "김 Zoë 陈\n"
    assert read(text.encode("iso2022_jp_2")) == ("iso2022_jp_2", text, False)


@pytest.mark.parametrize("step", [1, 2, 3, 7, 1000])
def test_iso_2022_jp_may_be_cut_anywhere(step: int) -> None:
    lines = [SENTENCE.encode("iso2022_jp"), b"\x1b$B\x2d\x21\x7c\x62\x1b(J a\x1b(B\n", b"plain\n\x1b(I\x54\x4f\x1b(B\n"]
    decoder = codecs.getincrementaldecoder("iso-2022-jp-ms")("replace")
    content = b"".join(lines * 3)
    pieces = [decoder.decode(content[at : at + step]) for at in range(0, len(content), step)]
    assert "".join(pieces) + decoder.decode(b"", True) == (SENTENCE + "①髙 a\nplain\nﾔﾏ\n") * 3


def test_lines_in_different_encodings() -> None:
    lines = [("受付　架空 花子\n", "utf-8"), (SENTENCE, "cp932"), ("OK\n", "ascii"), (SENTENCE, "euc_jp")]
    decoded = decode(io.BytesIO(b"".join(text.encode(codec) for text, codec in lines) * 2))
    assert "".join(decoded.blocks) == "".join(text for text, _ in lines) * 2
    assert decoded.remark and not decoded.remark.incomplete
    assert "CP932・EUC-JP・UTF-8" in decoded.remark.text


@pytest.mark.parametrize("codec", ["cp932", "euc_jp", "utf-8", "iso2022_jp", "utf-16", "mixed"])
def test_a_long_text_is_decoded_in_the_same_way(codec: str) -> None:
    text = SENTENCE * (KEPT // len(SENTENCE) + 100)
    if codec == "mixed":
        first, second = SENTENCE * 10_000, SENTENCE * (KEPT // len(SENTENCE))
        text, content = first + second, first.encode("cp932") + second.encode()
    else:
        content = text.encode(codec)
    assert read(content)[1:] == (text, codec == "mixed")


def test_the_end_of_the_file_decides_as_much_as_its_beginning() -> None:
    text = "plain ascii line, nothing else\n" * 100_000 + SENTENCE
    assert read(text.encode("cp932")) == ("cp932", text, False)
    assert read(text.encode("iso2022_jp")) == ("iso-2022-jp-ms", text, False)


@pytest.mark.parametrize(("codec", "name"), [("cp932", "cp932"), ("euc_jp", "euc-jp-ms"), ("utf-8", "utf-8")])
def test_a_few_broken_bytes_are_replaced_and_said_so(codec: str, name: str) -> None:
    good = (SENTENCE * 10).encode(codec)
    encoding, text, is_remarked = read(good + b"\x81\n" + good.rstrip(b"\n")[:-1])
    assert (encoding, is_remarked) == (name, True)
    assert text.startswith(SENTENCE * 10 + "\ufffd")


def test_other_languages_are_not_taken_for_japanese() -> None:
    text = "Größe, Straße, Übergrößenträger, naïve café, señor, façade, Ærøskøbing\n" * 5
    assert read(text.encode("utf-8")) == ("utf-8", text, False)
    assert "Größe" in read(text.encode("cp1252"))[1]


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_blocks_end_at_line_ends(line_end: str) -> None:
    text = (SENTENCE.rstrip("\n") + line_end) * 60_000
    blocks = list(decode(io.BytesIO(text.encode("cp932"))).blocks)
    assert len(blocks) > 2
    assert "".join(blocks) == text
    assert all(block.endswith(line_end) for block in blocks)


@pytest.mark.parametrize("codec", ["cp932", "euc_jp", "utf-8"])
def test_a_short_text_is_one_block(codec: str) -> None:
    assert len(list(decode(io.BytesIO((SENTENCE * 2_000).encode(codec))).blocks)) == 1


def test_a_long_line_is_cut_at_a_bound() -> None:
    text = "あ" * 5_000_000
    blocks = list(decode(io.BytesIO(text.encode("utf-8"))).blocks)
    assert "".join(blocks) == text
    assert max(map(len, blocks)) < 3_000_000


@given(st.binary(max_size=400))
def test_any_bytes_give_some_text(content: bytes) -> None:
    encoding, text, _ = read(content)
    assert encoding
    assert text.encode("utf-8", "strict") is not None


def test_declared_names_mean_what_they_mean_in_japan() -> None:
    assert decode_bytes("①髙".encode("cp932"), "Shift_JIS") == "①髙"
    assert decode_bytes("髙橋".encode(), "no-such-charset") == "髙橋"
    assert decode_bytes("山田".encode("iso2022_jp"), "us-ascii") == "山田"
