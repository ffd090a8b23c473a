"""Whom modes and access lists of POSIX and NFSv4 let through, for a file and for the folders above it."""

from __future__ import annotations

import os
import stat
import struct
import sys
from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import TypeVar

from scanner.document import Access

READ, SEARCH = 4, 1  # of a file, of a folder; bits of a mode
Principal = int | str  # a number of this system, or a name that the server gave
MOST_GROUPS = 64  # combinations of groups that are told
_USER_OBJ, _USER, _GROUP_OBJ, _GROUP, _MASK, _OTHER = 0x01, 0x02, 0x04, 0x08, 0x10, 0x20
_NFS4_EVERYONE, _NFS4_GROUP, _NFS4_INHERIT_ONLY = "EVERYONE@", 0x40, 0x08
_NFS4_RIGHT = {READ: 0x1, SEARCH: 0x20}
Who = TypeVar("Who", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Grant:
    """Who has a right: everyone, or some users and those who are in all groups of one of the combinations."""

    everyone: bool = False
    users: frozenset[Principal] = frozenset()
    groups: frozenset[frozenset[Principal]] = frozenset()
    partial: bool = False

    def and_also(self, other: Grant) -> Grant:
        """Who has both this right and the other one."""
        if self.everyone:
            return other
        if other.everyone:
            return self
        users = {user for user in self.users if other._has(user)} | {user for user in other.users if self._has(user)}
        combined = {mine | theirs for mine in self.groups for theirs in other.groups}
        least = sorted((one for one in combined if not any(less < one for less in combined)), key=sorted_names)
        partial = self.partial or other.partial or len(least) > MOST_GROUPS
        return Grant(False, frozenset(users), frozenset(least[:MOST_GROUPS]), partial)

    def _has(self, user: Principal) -> bool:
        return user in self.users or any(groups <= _groups_of(user) for groups in self.groups)

    def access(self) -> Access:
        """The same in names; root, who may read everything, is not told."""
        if self.everyone:
            return Access(everyone=True)
        users = sorted(f"user:{user_name(user)}" for user in self.users if user != 0)
        groups = sorted("&".join(f"group:{name}" for name in sorted_names(one)) for one in self.groups if one != {0})
        return Access(False, (*users, *groups), self.partial)


EVERYONE = Grant(everyone=True)


def of_mode(status: os.stat_result, right: int) -> Grant:
    """Whom the mode alone gives a right."""
    mode = stat.S_IMODE(status.st_mode)
    if mode & right:
        return EVERYONE
    users = frozenset({status.st_uid} if mode & right << 6 else ())
    return Grant(False, users, frozenset({frozenset({status.st_gid})} if mode & right << 3 else ()))


def of_posix_acl(data: bytes, status: os.stat_result, right: int) -> Grant:
    """Whom an access list gives a right (`system.posix_acl_access`); ValueError where it is none.

    Four bytes of version, then entries of tag, permissions and number. The mask limits all but owner and others.
    """
    if len(data) < 4 or (len(data) - 4) % 8 or data[:4] != b"\x02\0\0\0":
        raise ValueError("not an access list")
    entries = list(struct.iter_unpack("<HHI", data[4:]))
    mask = next((permissions for tag, permissions, _ in entries if tag == _MASK), 7)
    users: set[Principal] = set()
    groups: set[frozenset[Principal]] = set()
    for tag, permissions, number in entries:
        if tag == _OTHER and permissions & right:
            return EVERYONE
        if tag == _USER_OBJ and permissions & right:
            users.add(status.st_uid)
        elif tag == _USER and permissions & mask & right:
            users.add(number)
        elif tag in (_GROUP_OBJ, _GROUP) and permissions & mask & right:
            groups.add(frozenset({status.st_gid if tag == _GROUP_OBJ else number}))
    return Grant(False, frozenset(users), frozenset(groups))


def of_nfs4_acl(data: bytes, status: os.stat_result, right: int) -> Grant:
    """Whom an access list of NFSv4 gives a right (`system.nfs4_acl`, XDR); ValueError where it is none."""
    users: set[Principal] = set()
    groups: set[frozenset[Principal]] = set()
    wanted = _NFS4_RIGHT[right]
    entries = ((not kind, (bool(flags & _NFS4_GROUP), who)) for kind, flags, who in _nfs4_entries(data, wanted))
    for is_group, who in allowed(entries, lambda one: one[1] == _NFS4_EVERYONE):
        if who == _NFS4_EVERYONE:
            return EVERYONE
        principal: Principal = int(who) if who.isdecimal() else who
        if who == "OWNER@":
            users.add(status.st_uid)
        elif who == "GROUP@":
            groups.add(frozenset({status.st_gid}))
        elif is_group:
            groups.add(frozenset({principal}))
        else:
            users.add(principal)
    return Grant(False, frozenset(users), frozenset(groups))


def _nfs4_entries(data: bytes, wanted: int) -> Iterator[tuple[int, int, str]]:
    """The entries that allow (0) or deny (1) a right: kind, flags, who."""
    try:
        (count,) = struct.unpack_from(">I", data)
        place = 4
        for _ in range(count):
            kind, flags, mask, length = struct.unpack_from(">4I", data, place)
            who = data[place + 16 : place + 16 + length].decode("utf-8", "backslashreplace")
            place += 16 + (length + 3) // 4 * 4
            if kind in (0, 1) and mask & wanted and not flags & _NFS4_INHERIT_ONLY:
                yield kind, flags, who
    except struct.error:
        raise ValueError("not an access list") from None


def allowed(entries: Iterable[tuple[bool, Who]], is_everyone: Callable[[Who], bool]) -> Iterator[Who]:
    """Who gets a right from entries that allow (True) or deny it, the first that speaks of somebody deciding."""
    denied = set()
    for allows, who in entries:
        if not allows and is_everyone(who):
            return
        if not allows:
            denied.add(who)
        elif who not in denied:
            yield who


@cache
def user_name(user: Principal) -> str:
    """The name of a user; the number where it has none."""
    if isinstance(user, str) or sys.platform == "win32":
        return str(user)
    import pwd

    try:
        return pwd.getpwuid(user).pw_name
    except KeyError:
        return str(user)


@cache
def _group_name(group: Principal) -> str:
    if isinstance(group, str) or sys.platform == "win32":
        return str(group)
    import grp

    try:
        return grp.getgrgid(group).gr_name
    except KeyError:
        return str(group)


def sorted_names(groups: Iterable[Principal]) -> list[str]:
    """The names of groups, in order."""
    return sorted(map(_group_name, groups))


@cache
def _groups_of(user: Principal) -> frozenset[Principal]:
    """The groups that a user of this system is in."""
    if isinstance(user, str) or sys.platform == "win32":
        return frozenset()
    import pwd

    try:
        entry = pwd.getpwuid(user)
    except KeyError:
        return frozenset()
    return frozenset(os.getgrouplist(entry.pw_name, entry.pw_gid))
