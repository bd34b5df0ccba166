"""A file on disk is the old one or the new one, never a piece of either."""

from __future__ import annotations

import errno
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from npt_desktop.errors import CannotDo
from npt_desktop.files import file_name, write_atomically

ROOT = Path(__file__).parents[1]


def names_in(folder: Path) -> list[str]:
    return [item.name for item in folder.iterdir()]


def fail_after_writing(path: Path) -> None:
    with write_atomically(path) as out:
        out.write(b"half")
        raise ZeroDivisionError


def test_the_new_file_takes_the_place_of_the_old(tmp_path: Path) -> None:
    path = tmp_path / "log.txt"
    path.write_bytes(b"old")
    with write_atomically(path) as out:
        out.write(b"new")
        assert path.read_bytes() == b"old"
    assert path.read_bytes() == b"new"
    assert names_in(tmp_path) == ["log.txt"]


def test_failure_keeps_the_old_file_and_leaves_nothing_behind(tmp_path: Path) -> None:
    path = tmp_path / "log.txt"
    path.write_bytes(b"old")
    with pytest.raises(ZeroDivisionError):
        fail_after_writing(path)
    assert path.read_bytes() == b"old"
    assert names_in(tmp_path) == ["log.txt"]


def test_killed_in_the_middle_keeps_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "log.txt"
    path.write_bytes(b"old")
    code = (
        f"import os, sys; sys.path.insert(0, {str(ROOT)!r})\n"
        "from pathlib import Path\n"
        "from npt_desktop.files import write_atomically\n"
        f"with write_atomically(Path({str(path)!r})) as out:\n"
        "    out.write(b'half'); out.flush(); os.kill(os.getpid(), 9)\n"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode != 0
    assert path.read_bytes() == b"old"


def test_open_in_excel(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "log.xlsx"
    path.write_bytes(b"old")

    def held(_self: Path, _target: Path) -> Path:
        raise PermissionError(errno.EACCES, "in use")

    monkeypatch.setattr(Path, "replace", held)
    with pytest.raises(CannotDo, match="close it in Excel") as caught, write_atomically(path) as out:
        out.write(b"new")
    assert "log.xlsx" in caught.value.says
    assert path.read_bytes() == b"old"
    assert names_in(tmp_path) == ["log.xlsx"]


@pytest.mark.parametrize(
    ("number", "words"), [(errno.ENOSPC, "The disk is full"), (errno.EIO, "save it in another folder")]
)
def test_the_disk_refuses(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, words: str) -> None:
    path = tmp_path / "log.xlsx"
    path.write_bytes(b"old")

    def full(_handle: int) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(CannotDo, match=words), write_atomically(path) as out:
        out.write(b"new")
    assert path.read_bytes() == b"old"
    assert names_in(tmp_path) == ["log.xlsx"]


def test_a_folder_that_is_not_there_or_in_the_way(tmp_path: Path) -> None:
    with pytest.raises(CannotDo, match="does not exist"), write_atomically(tmp_path / "no" / "a.txt"):
        pass
    (tmp_path / "a.txt").mkdir()
    with pytest.raises(CannotDo, match="is a folder"), write_atomically(tmp_path / "a.txt") as out:
        out.write(b"new")


@given(st.text(max_size=300), st.sampled_from(["OFFICIAL", "Official-Sensitive", ""]))
def test_every_file_name_is_one_all_systems_take(stem: str, marking: str) -> None:
    name = file_name(stem, marking, ".pdf")

    assert len(name) <= 120
    assert name.endswith(f"{marking.upper()}.pdf")
    assert re.fullmatch(r"[A-Za-z0-9 _()-]+\.pdf", name)
    assert not re.match(r"(?i)(con|prn|aux|nul|com\d|lpt\d)\.", name)


def test_the_marking_is_in_the_name() -> None:
    assert file_name("Plan PSP/2026/014: bikes.", "official-sensitive", ".pdf") == (
        "Plan PSP 2026 014 bikes OFFICIAL-SENSITIVE.pdf"
    )
    assert file_name("CON", "", ".pdf") == "Report CON.pdf"
    assert file_name("../../etc/passwd", "", ".pdf") == "etc passwd.pdf"
    assert file_name(" .. ", "OFFICIAL", ".xlsx") == "Report OFFICIAL.xlsx"
