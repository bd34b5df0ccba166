"""Where a store may not be, by its path alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from npt_desktop.errors import NotOurStore
from npt_desktop.rules.places import why_no_place
from npt_desktop.store import opening, place

MOUNTS = """/dev/sda1 / ext4 rw 0 0
server:/srv /srv/common nfs4 rw 0 0
//server/share /mnt/team\\040share cifs rw 0 0
/dev/sdb1 /srv/common/local ext4 rw 0 0
"""


@pytest.mark.parametrize(
    "path",
    [
        r"\\server\team\log.npt", "//server/team/log.npt", r"\\?\UNC\server\team\log.npt",
        r"\\server.force.police.uk\home$\cedar\log.npt",
    ],
)  # fmt: skip
def test_a_share_is_refused(path: str) -> None:
    assert "network share" in why_no_place(path)


@pytest.mark.parametrize(
    ("path", "name"),
    [
        (r"C:\Users\cedar\OneDrive - Example Police\NPT\log.npt", "OneDrive"),
        (r"C:\Users\cedar\onedrive\log.npt", "OneDrive"),
        ("/srv/cedar/Dropbox/log.npt", "Dropbox"),
        ("/srv/cedar/Dropbox (Team)/log.npt", "Dropbox"),
        (r"G:\My Drive\log.npt", "My Drive"),
        ("/Volumes/cedar/Library/Mobile Documents/com~apple~CloudDocs/log.npt", "com~apple~CloudDocs"),
        ("/Volumes/cedar/Library/CloudStorage/GoogleDrive-cedar@example.org/My Drive/log.npt", "GoogleDrive"),
    ],
)
def test_a_synchronised_folder_is_refused_by_its_name(path: str, name: str) -> None:
    says = why_no_place(path)
    assert says.startswith(f"{name} copies this folder")


@pytest.mark.parametrize(
    "path",
    [
        r"C:\Users\cedar\AppData\Local\NPT Desktop\neighbourhood.npt", r"\\?\C:\NPT\log.npt",
        "/srv/cedar/stores/log.npt", "/srv/cedar/Dropbox.npt", r"C:\Boxes\log.npt", "/srv/onedrives/log.npt",
    ],
)  # fmt: skip
def test_a_folder_of_this_computer_is_fine(path: str) -> None:
    assert why_no_place(path, "ext4") == ""


def test_a_mapped_drive_and_a_mounted_share_are_refused() -> None:
    assert "network share" in why_no_place(r"H:\log.npt", "remote")
    assert place.of_mounts("/mnt/team share/log.npt", MOUNTS) == "cifs"
    assert place.of_mounts("/srv/common/log.npt", MOUNTS) == "nfs4"
    assert place.of_mounts("/srv/commoner/log.npt", MOUNTS) == "ext4"
    assert place.of_mounts("/srv/common/local/log.npt", MOUNTS) == "ext4"
    assert "network share" in why_no_place("/srv/common/log.npt", "nfs4")


def test_a_folder_the_system_says_it_copies_is_refused_whatever_its_name() -> None:
    kept = (r"D:\Work\Force files",)
    assert "Force files copies" in why_no_place(r"d:\work\force files\npt\log.npt", "", kept)
    assert why_no_place(r"D:\Work\Force files 2\log.npt", "", kept) == ""


def test_opening_and_making_refuse_such_a_place_and_write_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "Dropbox"
    with pytest.raises(NotOurStore, match="Dropbox copies this folder"):
        opening.create(folder / "log.npt")
    assert not folder.exists()
    folder.mkdir()
    opening.create(tmp_path / "log.npt").close()
    (tmp_path / "log.npt").rename(folder / "log.npt")
    with pytest.raises(NotOurStore, match="Dropbox copies this folder"):
        opening.open_store(folder / "log.npt")
    assert [p.name for p in folder.iterdir()] == ["log.npt"]


def test_a_mounted_share_is_asked_for_at_opening(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    table = tmp_path / "mounts"
    table.write_text(f"server:/x {tmp_path.resolve()} nfs rw 0 0\n")
    monkeypatch.setattr(place, "_MOUNTS", table)
    with pytest.raises(NotOurStore, match="network share"):
        opening.create(tmp_path / "log.npt")
