"""Items of Outlook (mails, contacts, appointments, tasks) as MAPI keeps them: properties by number ([MS-OXPROPS])."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, timezone

from scanner import encoding, markup
from scanner.document import Item, Passage
from scanner.letters import TEXT_KEPT, Letter
from scanner.passages import passages

UNICODE, ANSI, BINARY, OBJECT, LONG, TIME = 0x1F, 0x1E, 0x102, 0x0D, 0x03, 0x40
MANY = 0x1000  # added to a type: several values
SUBJECT, BODY, HTML, RTF, CLASS = 0x37, 0x1000, 0x1013, 0x1009, 0x1A
NAME, DATA, METHOD, SHORT_FILE_NAME, FILE_NAME, LONG_PATH = 0x3001, 0x3701, 0x3705, 0x3704, 0x3707, 0x370D
EMBEDDED = 5  # value of METHOD: a message in the message
_RECIPIENT_KIND, _SMTP, _ADDRESS = 0x0C15, 0x39FE, 0x3003
_MESSAGE_ID, _REFERENCES, _IN_REPLY_TO, _SENT, _DELIVERED, _CODEPAGE = 0x1035, 0x1039, 0x1042, 0x39, 0xE06, 0x3FFD
_FROM = ((0x42, (0x5D02, 0x65)), (0xC1A, (0x5D01, 0xC1F)))  # name, then addresses: on whose behalf, and who
_KINDS = {1: "To", 2: "Cc", 3: "Bcc"}
_SHOWN_RECIPIENTS = {"To": 0xE04, "Cc": 0xE03, "Bcc": 0xE02}
_FIELDS = {
    0x3A11: "姓",
    0x3A06: "名",
    0x3A44: "ミドルネーム",
    0x3A4F: "ニックネーム",
    0x3A16: "会社名",
    0x3A18: "部署",
    0x3A17: "役職",
    0x3A08: "電話（勤務先）",
    0x3A1B: "電話（勤務先2）",
    0x3A09: "電話（自宅）",
    0x3A2F: "電話（自宅2）",
    0x3A1C: "携帯電話",
    0x3A1F: "電話（その他）",
    0x3A1A: "電話（代表）",
    0x3A24: "FAX（勤務先）",
    0x3A25: "FAX（自宅）",
    0x3A15: "住所",
    0x3A2A: "郵便番号",
    0x3A42: "誕生日",
    0x3A41: "記念日",
    0x3A48: "配偶者",
    0x3A58: "子",
    0x3A30: "秘書",
    0x3A4E: "上司",
    0x3A46: "職業",
    0x3A51: "ホームページ（勤務先）",
    0x3A50: "ホームページ",
}
_NAMED = {
    0x802C: "フリガナ（名）",
    0x802D: "フリガナ（姓）",
    0x802E: "フリガナ（会社名）",
    0x8005: "表題",
    0x801A: "住所（自宅）",
    0x801B: "住所（勤務先）",
    0x801C: "住所（その他）",
    0x8062: "インスタントメッセージ",
    0x8083: "メールアドレス",
    0x8080: "メールの表示名",
    0x8093: "メールアドレス2",
    0x80A3: "メールアドレス3",
    0x8208: "場所",
    0x8238: "出席者",
    0x811F: "担当者",
    0x8539: "会社",
    0x853A: "連絡先",
}
_UNTELLING = re.compile(
    r"x-ms-|x-originating|x-microsoft|content-|http://schemas|\{|dav:|x-forefront|authentication", re.I
)
_IDS = re.compile(r"<[^<>\s]{3,250}>")
_JAPAN = timezone(timedelta(hours=9))
_EPOCH = datetime(1601, 1, 1, tzinfo=UTC)


@dataclass(slots=True)
class Properties:
    """The properties of one item: by number, the type and the raw value; `names` tells what the named ones are."""

    values: dict[int, tuple[int, bytes]] = field(default_factory=dict)
    names: Mapping[int, int | str] = field(default_factory=dict)
    codepage: int = 0

    def text(self, number: int) -> str:
        """A property as text, empty where it is missing."""
        kind, raw = self.values.get(number, (0, b""))
        match kind:
            case 0x1F:
                text = raw.decode("utf-16-le", "replace").rstrip("\0")
                return text[2:] if text.startswith("\1") else text  # a subject told with the length of its prefix
            case 0x1E:
                return encoding.decode_bytes(raw.rstrip(b"\0"), self._charset()) if raw.rstrip(b"\0") else ""
            case 0x40:
                return f"{when:%Y-%m-%d}" if (when := self.when(number)) else ""
            case _:
                return ""

    def data(self, number: int) -> bytes:
        """A property as bytes, empty where it is missing."""
        return self.values.get(number, (0, b""))[1]

    def number(self, number: int) -> int:
        """A property as a number, 0 where it is missing."""
        return int.from_bytes(self.values.get(number, (0, b""))[1][:4], "little")

    def when(self, number: int) -> datetime | None:
        """A property as a time in Japan: Outlook keeps a birthday as the midnight before it in Greenwich."""
        kind, raw = self.values.get(number, (0, b""))
        if kind != TIME or len(raw) < 8:
            return None
        try:
            return (_EPOCH + timedelta(microseconds=int.from_bytes(raw[:8], "little") // 10)).astimezone(_JAPAN)
        except OverflowError:
            return None

    def _charset(self) -> str | None:
        page = self.number(_CODEPAGE) or self.codepage
        return {932: "cp932", 50220: "cp932", 50221: "cp932", 65001: "utf-8", 51932: "euc-jp", 0: None}.get(
            page, f"cp{page}"
        )


@dataclass(frozen=True, slots=True)
class OutlookItem:
    """A mail, contact, appointment or task with the people it names."""

    properties: Properties
    recipients: Sequence[Properties] = ()
    attachments: Sequence[str] = ()


def items(item: OutlookItem) -> Iterator[Item]:
    """Head, body and further fields. A body that is rich text only is handed out as a file by those who have it."""
    if lines := list(_head(item)):
        yield Passage("\n".join(lines), "ヘッダー")
    yield from _body(item.properties)
    if fields := list(_fields(item.properties)):
        yield Passage("\n".join(fields), "そのほかの項目")


def letter_of(item: OutlookItem) -> Letter:
    """The mail as far as it helps to open the attachments of another."""
    values = item.properties
    sent = values.when(_SENT) or values.when(_DELIVERED)
    text = values.text(BODY) or re.sub(r"<[^>]{0,2000}>", "\n", _html(values)[: 16 * TEXT_KEPT])
    return Letter(
        message_id=next(iter(_IDS.findall(values.text(_MESSAGE_ID))), ""),
        thread=frozenset(_IDS.findall(f"{values.text(_REFERENCES)} {values.text(_IN_REPLY_TO)}")[-50:]),
        sender=_sender(values)[1].lower(),
        subject=values.text(SUBJECT),
        sent=sent.timestamp() if sent else None,
        attachments=tuple(item.attachments),
        text=text[:TEXT_KEPT],
    )


def has_text(properties: Properties) -> bool:
    """Whether the body is there as plain text or HTML."""
    return bool(properties.text(BODY).strip() or _html(properties).strip())


def _head(item: OutlookItem) -> Iterator[str]:
    values = item.properties
    name, address = _sender(values)
    if name or address:
        yield f"From: {_who(name, address)}"
    for kind, shown in _SHOWN_RECIPIENTS.items():
        whole = [each for each in item.recipients if _KINDS.get(each.number(_RECIPIENT_KIND) & 0xF) == kind]
        named = [_who(each.text(NAME), each.text(_SMTP) or each.text(_ADDRESS)) for each in whole]
        if people := "; ".join(filter(None, named)) or values.text(shown):
            yield f"{kind}: {people}"
    if subject := values.text(SUBJECT):
        yield f"{'氏名' if values.text(CLASS).upper().startswith('IPM.CONTACT') else 'Subject'}: {subject}"
    if when := values.when(_SENT) or values.when(_DELIVERED):
        yield f"Date: {when:%Y-%m-%d %H:%M}"


def _sender(values: Properties) -> tuple[str, str]:
    for name, addresses in _FROM:
        address = next(filter(None, (values.text(each) for each in addresses)), "")
        if values.text(name) or address:
            return values.text(name), address
    return "", ""


def _who(name: str, address: str) -> str:
    """A person with the address; the path of an Exchange server is none."""
    if not address or address == name or address.lower().startswith(("/o=", "/ou=")):
        return name
    return f"{name} <{address}>" if name else address


def _body(values: Properties) -> Iterator[Item]:
    plain, page = values.text(BODY), _html(values)
    if plain.strip():
        for passage in passages([plain.replace("\r\n", "\n")]):
            yield Passage(passage.text, "本文")
    if page.strip() and len(page) > 4 * len(plain.encode()) and (not plain.strip() or len(page) > 200_000):
        yield from markup.items([page])


def _html(values: Properties) -> str:
    if text := values.text(HTML):
        return text
    raw = values.data(HTML)
    return encoding.decode_bytes(raw) if raw else ""


def _fields(values: Properties) -> Iterator[str]:
    """What stands in contacts and appointments, and what people or programs added under a name of their own."""
    for number, label in _FIELDS.items():
        if text := values.text(number):
            yield f"{label}: {text}"
    for number, name in sorted(values.names.items()):
        label = _NAMED.get(name, "") if isinstance(name, int) else name
        if label and not _UNTELLING.match(label) and (text := values.text(number)):
            yield f"{label}: {text}"
