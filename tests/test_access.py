"""Who may read a file: modes and access lists, of the file and of the folders above it."""

from __future__ import annotations

import errno
import os
import struct
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from scanner.crawl import walk
from scanner.document import UNTOLD, Access, FoundFile
from scanner.posix_access import EVERYONE, READ, SEARCH, Grant, of_nfs4_acl, of_posix_acl

posix_only = pytest.mark.skipif(sys.platform == "win32", reason="modes of POSIX")
linux_only = pytest.mark.skipif(sys.platform != "linux", reason="access lists as extended attributes")

USER_OBJ, USER, GROUP_OBJ, GROUP, MASK, OTHER = 0x01, 0x02, 0x04, 0x08, 0x10, 0x20


# --- files on this disk ----------------------------------------------------------------------------------------


@pytest.fixture
def share(tmp_path: Path) -> Iterator[Path]:
    share = tmp_path / "共有"
    share.mkdir(mode=0o755)
    share.chmod(0o755)
    yield share
    for folder, _, _ in os.walk(share):
        Path(folder).chmod(0o755)


def put(folder: Path, name: str, mode: int) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_text("見本", encoding="utf-8")
    path.chmod(mode)
    return path


def accesses(root: Path) -> dict[str, Access]:
    return {met.relative: met.access for met in walk([root]) if isinstance(met, FoundFile)}


def me() -> tuple[str, ...]:
    """How the reader of a file of ours is told: root is left out."""
    import pwd

    return () if os.getuid() == 0 else (f"user:{pwd.getpwuid(os.getuid()).pw_name}",)


def group_of(path: Path) -> str:
    import grp

    return f"group:{grp.getgrgid(path.stat().st_gid).gr_name}"


@posix_only
def test_a_file_that_others_may_read_is_open_to_everyone(share: Path) -> None:
    put(share, "a.csv", 0o644)
    assert accesses(share) == {"a.csv": Access(everyone=True)}
    met = next(walk([share]))
    assert isinstance(met, FoundFile)
    assert met.readable_by_all


@posix_only
def test_a_readable_file_in_a_closed_folder_is_not_exposed(share: Path) -> None:
    put(share / "人事部" / "給与", "a.csv", 0o644)
    (share / "人事部").chmod(0o700)
    (share / "人事部" / "給与").chmod(0o755)
    assert accesses(share) == {"人事部/給与/a.csv": Access(False, me())}


@posix_only
def test_a_closed_root_closes_what_lies_in_it(share: Path) -> None:
    put(share, "a.csv", 0o644)
    share.chmod(0o700)
    assert accesses(share)["a.csv"] == Access(False, me())


@posix_only
def test_a_folder_that_can_be_entered_but_not_listed_hides_nothing(share: Path) -> None:
    put(share / "x", "a.csv", 0o644)
    (share / "x").chmod(0o711)
    assert accesses(share)["x/a.csv"].everyone


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root gives files away")
def test_groups_of_file_and_folder_must_both_be_passed(share: Path) -> None:
    path = put(share / "x", "a.csv", 0o640)
    (share / "x").chmod(0o750)
    os.chown(share / "x", 0, 4321)
    os.chown(path, 12345, 4322)
    assert accesses(share)["x/a.csv"] == Access(False, ("group:4321&group:4322",))
    os.chown(path, 12345, 4321)
    assert accesses(share)["x/a.csv"] == Access(False, ("group:4321",))
    (share / "x").chmod(0o755)
    assert accesses(share)["x/a.csv"] == Access(False, ("user:12345", "group:4321"))


@posix_only
def test_the_owner_of_a_member_of_nobody_stays_known_by_number(share: Path) -> None:
    path = put(share, "a.csv", 0o600)
    met = next(walk([share]))
    assert isinstance(met, FoundFile)
    import pwd

    assert met.owner == pwd.getpwuid(path.stat().st_uid).pw_name


@posix_only
def test_without_access_nobody_is_asked(share: Path) -> None:
    put(share, "a.csv", 0o644)
    met = next(walk([share], access=False))
    assert isinstance(met, FoundFile)
    assert met.access == UNTOLD
    assert not met.readable_by_all


# --- access lists of POSIX -------------------------------------------------------------------------------------


def access_list(*entries: tuple[int, int, int]) -> bytes:
    return struct.pack("<I", 2) + b"".join(struct.pack("<HHI", *entry) for entry in entries)


NOBODY = 0xFFFF_FFFF


def set_list(path: Path, data: bytes) -> None:
    try:
        os.setxattr(path, "system.posix_acl_access", data)
    except OSError as error:
        if error.errno not in (errno.ENOTSUP, errno.EOPNOTSUPP, errno.EPERM):
            raise
        pytest.skip("the file system of the temporary folder has no access lists")


@linux_only
def test_users_and_groups_of_an_access_list_are_readers(share: Path) -> None:
    path = put(share, "a.csv", 0o600)
    entries = (
        (USER_OBJ, 6, NOBODY), (USER, 4, 54321), (USER, 4, 54322), (GROUP_OBJ, 0, NOBODY), (GROUP, 4, 54323),
        (MASK, 4, NOBODY), (OTHER, 0, NOBODY),
    )  # fmt: skip
    set_list(path, access_list(*entries))
    assert accesses(share)["a.csv"] == Access(False, (*me(), "user:54321", "user:54322", "group:54323"))


@linux_only
def test_the_mask_takes_rights_away(share: Path) -> None:
    path = put(share, "a.csv", 0o600)
    entries = ((USER_OBJ, 6, NOBODY), (USER, 4, 54321), (GROUP_OBJ, 4, NOBODY), (MASK, 0, NOBODY), (OTHER, 0, NOBODY))
    set_list(path, access_list(*entries))
    assert accesses(share)["a.csv"] == Access(False, me())


@linux_only
def test_the_list_of_a_folder_lets_a_group_through(share: Path) -> None:
    path = put(share / "x", "a.csv", 0o644)
    (share / "x").chmod(0o700)
    entries = ((USER_OBJ, 7, NOBODY), (GROUP_OBJ, 0, NOBODY), (GROUP, 5, 54323), (MASK, 5, NOBODY), (OTHER, 0, NOBODY))
    set_list(path.parent, access_list(*entries))
    assert accesses(share)["x/a.csv"] == Access(False, (*me(), "group:54323"))


@posix_only
@pytest.mark.parametrize("data", [b"", b"\x02\0\0", b"\x01\0\0\0", b"\x02\0\0\0abc", bytes(range(40, 80))])
def test_what_is_no_access_list_is_refused(share: Path, data: bytes) -> None:
    with pytest.raises(ValueError, match="not an access list"):
        of_posix_acl(data, share.stat(), READ)


# --- access lists of NFSv4 -------------------------------------------------------------------------------------


def nfs4(*entries: tuple[int, int, int, str]) -> bytes:
    data = struct.pack(">I", len(entries))
    for kind, flags, mask, who in entries:
        name = who.encode()
        data += struct.pack(">4I", kind, flags, mask, len(name)) + name + b"\0" * (-len(name) % 4)
    return data


@posix_only
def test_an_access_list_of_nfs4(share: Path) -> None:
    status = share.stat()
    entries = [
        (0, 0, 0x16019F, "OWNER@"), (1, 0, 0x1, "suzuki@example.jp"), (0, 0x40, 0x1, "soumu@example.jp"),
        (0, 0, 0x1, "suzuki@example.jp"), (0, 0, 0x20, "EVERYONE@"), (0, 0x08, 0x1, "inherit@example.jp"),
    ]  # fmt: skip
    grant = of_nfs4_acl(nfs4(*entries), status, READ)
    assert grant == Grant(False, frozenset({status.st_uid}), frozenset({frozenset({"soumu@example.jp"})}))
    assert grant.access().readers == (*me(), "group:soumu@example.jp")
    assert of_nfs4_acl(nfs4(*entries), status, SEARCH).everyone
    assert of_nfs4_acl(nfs4((1, 0, 1, "EVERYONE@"), (0, 0, 1, "EVERYONE@")), status, READ) == Grant()
    with pytest.raises(ValueError, match="not an access list"):
        of_nfs4_acl(nfs4(*entries)[:30], status, READ)


# --- rights together -------------------------------------------------------------------------------------------


def test_rights_of_file_and_folder_together() -> None:
    def of(*groups: str) -> frozenset[int | str]:
        return frozenset(groups)

    file = Grant(users=frozenset({"a", "b"}), groups=frozenset({of("x"), of("y")}))
    folder = Grant(users=frozenset({"b", "c"}), groups=frozenset({of("y"), of("z")}))
    both = file.and_also(folder)
    assert both.users == {"b"}
    assert both.groups == {of("y"), of("x", "z")}  # who is in y needs no other group
    assert EVERYONE.and_also(file) == file.and_also(EVERYONE) == file


def test_very_many_combinations_of_groups_are_not_all_told() -> None:
    one, other = (Grant(groups=frozenset(frozenset({f"{name}{n}"}) for n in range(40))) for name in "ab")
    assert one.and_also(other).partial
    assert one.and_also(other).access().unknown
