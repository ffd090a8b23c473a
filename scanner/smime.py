"""Mails that were encrypted or signed as a whole: S/MIME (RFC 8551) and PGP/MIME (RFC 3156)."""

from __future__ import annotations

from email.message import Message

from scanner import mime

_TYPES = ("application/pkcs7-mime", "application/x-pkcs7-mime")
_ENVELOPED = bytes.fromhex("2a864886f70d010703")  # 1.2.840.113549.1.7.3
_AUTHENTICATED = bytes.fromhex("2a864886f70d0109100117")  # 1.2.840.113549.1.9.16.1.23
_SIGNED = bytes.fromhex("2a864886f70d010702")  # 1.2.840.113549.1.7.2
_SEQUENCE, _OCTETS, _OCTETS_IN_PARTS, _TAGGED = 0x30, 0x04, 0x24, 0xA0
_DEEPEST = 16


def locked(message: Message) -> str:
    """How the whole mail is encrypted (「S/MIME」「PGP」), empty where it is not."""
    if message.get_content_type() == "multipart/encrypted":
        return "PGP"
    if message.get_content_type() not in _TYPES:
        return ""
    is_said = str(message.get_param("smime-type", "")).lower() in ("enveloped-data", "authenveloped-data")
    return "S/MIME" if is_said or is_enveloped(mime.content(message)) else ""


def signed(part: Message) -> bytes:
    """The mail inside an opaque signature, empty where the part is none."""
    return signed_content(mime.content(part)) if part.get_content_type() in _TYPES else b""


def is_enveloped(data: bytes) -> bool:
    """Whether this is an S/MIME envelope, which only the key of a recipient opens."""
    return data[:1] == b"\x30" and (_ENVELOPED in data[:64] or _AUTHENTICATED in data[:64])


def signed_content(data: bytes) -> bytes:
    """What was signed, empty where this is no signature with its content."""
    if data[:1] != b"\x30" or _SIGNED not in data[:64]:
        return b""
    try:
        return _signed_content(data)
    except (IndexError, ValueError):  # cut off or damaged: handed out as it stands
        return b""


def _signed_content(data: bytes) -> bytes:
    """ContentInfo → SignedData → EncapsulatedContentInfo → the octets (RFC 5652)."""
    info = _inner(data, _SEQUENCE)
    signed_data = _inner(_inner(_nth(info, 1), _TAGGED), _SEQUENCE)
    encapsulated = _inner(_nth(signed_data, 2), _SEQUENCE)
    return _octets(_inner(_nth(encapsulated, 1), _TAGGED), 0)


def _octets(data: bytes, depth: int) -> bytes:
    """An octet string, also one that came in parts."""
    pieces = []
    while data and data[:2] != b"\0\0":
        tag, start, end, following = _element(data)
        if tag == _OCTETS_IN_PARTS and depth < _DEEPEST:
            pieces.append(_octets(data[start:end], depth + 1))
        elif tag == _OCTETS:
            pieces.append(data[start:end])
        data = data[following:]
    return b"".join(pieces)


def _inner(data: bytes, tag: int) -> bytes:
    found, start, end, _ = _element(data)
    if found != tag:
        raise ValueError(tag)
    return data[start:end]


def _nth(data: bytes, number: int) -> bytes:
    for _ in range(number):
        data = data[_element(data)[3] :]
    return data


def _element(data: bytes, depth: int = 0) -> tuple[int, int, int, int]:
    """Tag, start and end of the content, and where the next element begins; BER with lengths told or left open."""
    length = data[1]
    if length == 0x80:
        at = 2
        while data[at : at + 2] != b"\0\0":
            if depth > _DEEPEST:
                raise ValueError(depth)
            at += _element(data[at : at + (1 << 31)], depth + 1)[3]
        return data[0], 2, at, at + 2
    start = 2
    if length & 0x80:
        start += length & 0x7F
        length = int.from_bytes(data[2:start], "big")
    if start + length > len(data):
        raise ValueError(length)
    return data[0], start, start + length, start + length
