"""Who may read a file of Windows: security descriptors, built byte by byte."""

from __future__ import annotations

import struct
from collections.abc import Sequence

import pytest

from scanner.document import UNTOLD, Access
from scanner.windows_access import common_name, told

DOMAIN = "S-1-5-21-1111-2222-3333"


def sid(text: str) -> bytes:
    _, revision, authority, *parts = text.split("-")
    head = struct.pack("BB", int(revision), len(parts)) + int(authority).to_bytes(6, "big")
    return head + struct.pack(f"<{len(parts)}I", *map(int, parts))


def ace(kind: int, who: str, mask: int = 0x1200A9, flags: int = 0, before: bytes = b"", after: bytes = b"") -> bytes:
    body = struct.pack("<I", mask) + before + sid(who) + after
    return struct.pack("<BBH", kind, flags, 4 + len(body)) + body


def descriptor(entries: Sequence[bytes] | None, owner: str = f"{DOMAIN}-1104") -> bytes:
    control = 0x8000 | (0x0004 if entries is not None else 0)
    written_owner = sid(owner)
    listed = b"".join(entries or ())
    dacl = struct.pack("<BBHHH", 2, 0, 8 + len(listed), len(entries or ()), 0) + listed
    place = 20 + len(written_owner) if entries is not None else 0
    return struct.pack("<BBHIIII", 1, 0, control, 20, 0, 0, place) + written_owner + (dacl if place else b"")


ALLOW, DENY, INHERIT_ONLY = 0, 1, 0x08


def readers(*entries: bytes) -> Access:
    return told(descriptor(entries), common_name)[1]


@pytest.mark.parametrize(
    ("who", "name"),
    [
        ("S-1-1-0", "Everyone"), ("S-1-5-11", "Authenticated Users"), ("S-1-5-32-545", "Users"),
        (f"{DOMAIN}-513", "Domain Users"), ("S-1-5-7", "ANONYMOUS LOGON"), ("S-1-5-32-546", "Guests"),
        ("S-1-5-2", "NETWORK"),
    ],
)  # fmt: skip
def test_groups_that_everybody_is_in(who: str, name: str) -> None:
    assert readers(ace(ALLOW, f"{DOMAIN}-1105"), ace(ALLOW, who)) == Access(True, (f"{DOMAIN}-1105", f"group:{name}"))


def test_named_readers_and_the_owner() -> None:
    entries = (
        ace(ALLOW, "S-1-5-18", 0x1F01FF), ace(ALLOW, "S-1-5-32-544", 0x1F01FF), ace(ALLOW, f"{DOMAIN}-1106"),
        ace(ALLOW, f"{DOMAIN}-512", 0x8000_0000), ace(ALLOW, f"{DOMAIN}-1107", 0x1000_0000),
        ace(ALLOW, f"{DOMAIN}-1108", 0x0010_0002),
    )  # fmt: skip
    names = {f"{DOMAIN}-1106": "group:EXAMPLE\\総務部", f"{DOMAIN}-1104": "user:EXAMPLE\\suzuki"}
    owner, access = told(descriptor(entries), lambda who: names.get(who, common_name(who)))
    assert owner == "EXAMPLE\\suzuki"
    assert access == Access(
        False, (f"{DOMAIN}-1107", "group:Administrators", "group:Domain Admins", "group:EXAMPLE\\総務部")
    )


def test_who_is_denied_first_is_no_reader() -> None:
    assert readers(ace(DENY, "S-1-1-0"), ace(ALLOW, "S-1-1-0")) == Access()
    assert readers(ace(DENY, "S-1-5-11"), ace(ALLOW, f"{DOMAIN}-1105")) == Access()
    assert readers(ace(DENY, f"{DOMAIN}-1105"), ace(ALLOW, f"{DOMAIN}-1105")) == Access()
    assert readers(ace(DENY, f"{DOMAIN}-1105"), ace(ALLOW, "S-1-1-0")).everyone
    assert readers(ace(ALLOW, "S-1-1-0"), ace(DENY, "S-1-1-0")).everyone
    assert readers(ace(DENY, "S-1-1-0", 0x2), ace(ALLOW, "S-1-1-0")).everyone  # writing is denied


def test_entries_for_what_comes_to_lie_in_a_folder_do_not_count() -> None:
    assert readers(ace(ALLOW, "S-1-1-0", flags=INHERIT_ONLY), ace(ALLOW, "S-1-3-0")) == Access()


def test_entries_for_objects_and_with_conditions() -> None:
    guids = struct.pack("<I", 3) + bytes(32)
    assert readers(ace(5, "S-1-1-0", before=guids)) == Access(True, ("group:Everyone",))
    assert readers(ace(9, "S-1-1-0", after=b"artx\0\0\0\0")) == Access(True, ("group:Everyone",), unknown=True)


def test_no_list_lets_everybody_read_and_an_empty_one_nobody() -> None:
    assert told(descriptor(None), common_name)[1] == Access(True, ("group:Everyone",))
    assert told(descriptor([]), common_name)[1] == Access()


def test_broken_descriptors_are_not_told() -> None:
    whole = descriptor([ace(DENY, f"{DOMAIN}-1105"), ace(ALLOW, "S-1-1-0")])
    for length in range(len(whole)):
        assert told(whole[:length], common_name) in (("", UNTOLD), (f"{DOMAIN}-1104", UNTOLD))
    for place in range(len(whole)):
        told(whole[:place] + b"\xff" + whole[place + 1 :], common_name)
