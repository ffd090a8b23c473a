"""A register of one file is refused on network drives, whatever they are called."""

from __future__ import annotations

import sys
from pathlib import Path, PurePosixPath, PureWindowsPath

import pytest

from inventory.network_drives import kind_on, mounts_of_linux, mounts_of_mac, network_kind, on_windows
from inventory.storage import RegisterError, refuse_network
from tests.commands import is_one_sentence

LINUX = r"""
/dev/sda1 / ext4 rw,relatime 0 0
proc /proc proc rw 0 0
server:/export /srv/nfs nfs4 rw,vers=4.2 0 0
/dev/sdb1 /srv/nfs/local xfs rw 0 0
//fs01/\345\226\266\346\245\255 /mnt/営業\040部 cifs rw,vers=3.1.1 0 0
user@host:/home /home/a/遠く fuse.sshfs rw,nosuid 0 0
C:\134 /mnt/c 9p rw,aname=drvfs 0 0
/dev/sdc1 /media/usb fuseblk rw 0 0
tmpfs /mnt/over tmpfs rw 0 0
//fs01/a /mnt/over smb3 rw 0 0
""".strip()
MAC = """
/dev/disk3s1s1 on / (apfs, sealed, local, read-only, journaled)
//taro@fs01/share on /Volumes/共有 (A) (smbfs, nodev, nosuid, mounted by taro)
map auto_home on /System/Volumes/Data/home (autofs, automounted, nobrowse)
""".strip()


@pytest.mark.parametrize(
    ("place", "kind"),
    [
        ("/home/a/daicho.db", ""),
        ("/srv/nfs/台帳/daicho.db", "nfs4"),
        ("/srv/nfs/local/daicho.db", ""),
        ("/srv/nfsx/daicho.db", ""),
        ("/mnt/営業 部/daicho.db", "cifs"),
        ("/home/a/遠く/daicho.db", "fuse.sshfs"),
        ("/mnt/c/Users/daicho.db", "9p"),
        ("/media/usb/daicho.db", ""),
        ("/mnt/over/daicho.db", "smb3"),
    ],
)
def test_linux(place: str, kind: str) -> None:
    assert kind_on(PurePosixPath(place), mounts_of_linux(LINUX)) == kind


@pytest.mark.parametrize(("place", "kind"), [("/Users/a/daicho.db", ""), ("/Volumes/共有 (A)/daicho.db", "smbfs")])
def test_macos(place: str, kind: str) -> None:
    assert kind_on(PurePosixPath(place), mounts_of_mac(MAC)) == kind


@pytest.mark.parametrize(
    ("place", "kind"),
    [
        (r"\\fs01\share\daicho.db", "UNC"),
        (r"\\?\UNC\fs01\share\daicho.db", "UNC"),
        (r"Z:\daicho.db", "SMB"),
        (r"C:\台帳\daicho.db", ""),
        (r"\\?\C:\台帳\daicho.db", ""),
    ],
)
def test_windows(place: str, kind: str) -> None:
    assert on_windows(PureWindowsPath(place), {"Z:\\": 4, "C:\\": 3}.get) == kind


def test_a_register_there_is_refused_with_the_reason(tmp_path: Path) -> None:
    with pytest.raises(RegisterError) as refused:
        refuse_network(tmp_path / "daicho.db", "cifs")
    said = str(refused.value)
    assert is_one_sentence(said) and "ネットワークドライブ（cifs）" in said and "PostgreSQL" in said
    refuse_network(tmp_path / "daicho.db", "")


def test_this_place_is_none(tmp_path: Path) -> None:
    """Where the tests run on a network drive themselves, the others say so."""
    assert network_kind(tmp_path) == "" or sys.platform != "linux"
