"""Whom the security descriptor of Windows lets read a file; SMB and NTFS mounts of Linux hand over the same bytes.

Format: [MS-DTYP] 2.4.6 SECURITY_DESCRIPTOR (self-relative), 2.4.5 ACL, 2.4.4 ACE, 2.4.2 SID. Folders above a file do
not matter: Windows lets every user through folders (「走査チェックのバイパス」) unless a company changes that.
"""

from __future__ import annotations

import struct
import sys
from collections.abc import Callable, Iterator
from functools import lru_cache

from scanner.document import UNTOLD, Access
from scanner.posix_access import allowed

_DACL_PRESENT, _INHERIT_ONLY = 0x0004, 0x08
_READS = 0x0000_0001 | 0x1000_0000 | 0x8000_0000  # FILE_READ_DATA, GENERIC_ALL, GENERIC_READ
_ALLOW, _DENY = (0x00, 0x05, 0x09, 0x0B), (0x01, 0x06, 0x0A, 0x0C)
_OF_OBJECTS, _CONDITIONAL = (0x05, 0x06, 0x0B, 0x0C), (0x09, 0x0A, 0x0B, 0x0C)
_ALL = ("S-1-1-0", "S-1-5-11")  # a denial to these leaves nobody
_KNOWN = {
    "S-1-1-0": "Everyone", "S-1-5-2": "NETWORK", "S-1-5-4": "INTERACTIVE", "S-1-5-7": "ANONYMOUS LOGON",
    "S-1-5-11": "Authenticated Users", "S-1-5-15": "This Organization", "S-1-5-32-544": "Administrators",
    "S-1-5-32-545": "Users", "S-1-5-32-546": "Guests", "S-1-5-32-547": "Power Users",
    "S-1-5-32-551": "Backup Operators",
}  # fmt: skip
_OF_DOMAIN = {"500": "Administrator", "501": "Guest", "512": "Domain Admins", "513": "Domain Users",
              "514": "Domain Guests", "515": "Domain Computers"}  # fmt: skip
_WIDE = ("Everyone", "NETWORK", "INTERACTIVE", "ANONYMOUS LOGON", "Authenticated Users", "This Organization", "Users",
         "Guests", "Domain Users", "Domain Guests", "Guest")  # fmt: skip
_NOBODY = ("S-1-5-18", "S-1-3-0", "S-1-3-1", "S-1-3-4")  # SYSTEM; the owner to come, the owner's limits
_USERS_OF_DOMAIN = ("Administrator", "Guest")


def told(descriptor: bytes, name: Callable[[str], str]) -> tuple[str, Access]:
    """The owner and who may read, from a descriptor; `name` finds the name of a SID (「group:営業部」) or returns it.

    What is no descriptor comes to UNTOLD.
    """
    try:
        _, _, control, owner, _, _, dacl = struct.unpack_from("<BBHIIII", descriptor)
        owner_sid = _sid(descriptor, owner) if owner else ""
        if not control & _DACL_PRESENT or not dacl:  # no list at all: everybody may do everything
            return _plain(name, owner_sid), Access(everyone=True, readers=("group:Everyone",))
        return _plain(name, owner_sid), _of_list(descriptor, dacl, name)
    except (struct.error, IndexError, ValueError):
        return "", UNTOLD


def common_name(sid: str) -> str:
    """The name of a SID that is the same everywhere; the SID itself where it is not."""
    known = _KNOWN.get(sid)
    if known is None and sid.startswith("S-1-5-21-"):
        known = _OF_DOMAIN.get(sid.rpartition("-")[2])
    if known is None:
        return sid
    return f"{'user' if known in _USERS_OF_DOMAIN else 'group'}:{known}"


def _of_list(data: bytes, start: int, name: Callable[[str], str]) -> Access:
    unknown = False
    entries = []
    for kind, sid in _entries(data, start):
        unknown = unknown or kind in _CONDITIONAL
        entries.append((kind in _ALLOW, sid))
    readers = tuple(dict.fromkeys(sid for sid in allowed(entries, _ALL.__contains__) if sid not in _NOBODY))
    everyone = any(common_name(sid).partition(":")[2] in _WIDE for sid in readers)
    return Access(everyone, tuple(sorted(map(name, readers))), unknown)


def _entries(data: bytes, start: int) -> Iterator[tuple[int, str]]:
    """The entries that allow or deny reading, in their order: kind and SID."""
    _, _, size, count, _ = struct.unpack_from("<BBHHH", data, start)
    if size < 8 or start + size > len(data):
        raise ValueError("a list that is cut off")
    place = start + 8
    for _ in range(count):
        kind, flags, length, mask = struct.unpack_from("<BBHI", data, place)
        if length < 8 or place + length > start + size:
            raise ValueError("an entry that is cut off")
        if kind in _ALLOW + _DENY and mask & _READS and not flags & _INHERIT_ONLY:
            yield kind, _sid(data, place + 8 + (_guids(data, place + 8) if kind in _OF_OBJECTS else 0))
        place += length


def _guids(data: bytes, place: int) -> int:
    """How many bytes stand before the SID in an entry for objects: flags, and the GUIDs they announce."""
    (flags,) = struct.unpack_from("<I", data, place)
    return 4 + 16 * (int(flags) & 3).bit_count()


def _sid(data: bytes, place: int) -> str:
    revision, count = data[place], data[place + 1]
    if revision != 1 or count > 15:
        raise ValueError("not a SID")
    authority = int.from_bytes(data[place + 2 : place + 8], "big")
    parts = struct.unpack_from(f"<{count}I", data, place + 8)
    return "-".join(map(str, ("S", 1, authority, *parts)))


def _plain(name: Callable[[str], str], sid: str) -> str:
    """The name of an owner without what it is."""
    found = name(sid) if sid else ""
    return found.partition(":")[2] or found


if sys.platform == "win32":
    import ctypes
    from ctypes import wintypes

    _advapi32 = ctypes.WinDLL("advapi32", use_last_error=True)
    _OWNER_AND_DACL, _TOO_SMALL = 0x1 | 0x4, 122
    _USER_TYPES = (1, 6, 9)  # SidTypeUser, SidTypeDeletedAccount, SidTypeComputer

    def descriptor_of(path: str) -> bytes:
        """The security descriptor of a file; OSError where it may not be seen."""
        long_path = path if path.startswith("\\\\?\\") else _long(path)
        needed = wintypes.DWORD(1024)
        for _ in range(2):
            buffer = ctypes.create_string_buffer(needed.value)
            if _advapi32.GetFileSecurityW(long_path, _OWNER_AND_DACL, buffer, len(buffer), ctypes.byref(needed)):
                return buffer.raw
            if ctypes.get_last_error() != _TOO_SMALL:
                break
        raise ctypes.WinError(ctypes.get_last_error())

    @lru_cache(maxsize=4096)
    def name_of(sid: str) -> str:
        """The name under which this computer or its domain knows a SID (「group:EXAMPLE\\営業部」)."""
        common = common_name(sid)
        pointer, kind = ctypes.c_void_p(), wintypes.DWORD()
        if common != sid or not _advapi32.ConvertStringSidToSidW(sid, ctypes.byref(pointer)):
            return common
        name, domain = ctypes.create_unicode_buffer(512), ctypes.create_unicode_buffer(512)
        sizes = wintypes.DWORD(512), wintypes.DWORD(512)
        found = _advapi32.LookupAccountSidW(
            None, pointer, name, ctypes.byref(sizes[0]), domain, ctypes.byref(sizes[1]), ctypes.byref(kind)
        )
        ctypes.windll.kernel32.LocalFree(pointer)
        whole = f"{domain.value}\\{name.value}" if domain.value else name.value
        return f"{'user' if kind.value in _USER_TYPES else 'group'}:{whole}" if found else sid

    def _long(path: str) -> str:
        return f"\\\\?\\UNC\\{path[2:]}" if path.startswith("\\\\") else f"\\\\?\\{path}"
