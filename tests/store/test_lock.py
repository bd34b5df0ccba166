"""One program per file: refused politely while it is open, let go at closing and by a kill."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from npt_desktop import cli
from npt_desktop.errors import CannotDo, NotOurStore
from npt_desktop.models.organisation import Area
from npt_desktop.store import backup, opening
from npt_desktop.store.clock import FixedClock
from npt_desktop.store.lock import lock_file
from tests.conftest import CEDAR

HOLD = """
import sys, pathlib
from npt_desktop.store.lock import FileLock
held = FileLock.take(pathlib.Path(sys.argv[1]))
print("held", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def path(empty_file: Path, tmp_path: Path) -> Path:
    copy = tmp_path / "s.npt"
    shutil.copyfile(empty_file, copy)
    return copy


@contextmanager
def elsewhere(path: Path) -> Iterator[subprocess.Popen[str]]:
    """Another process that has the store open."""
    other = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert other.stdin is not None
    assert other.stdout is not None
    with other:
        assert other.stdout.readline() == "held\n"
        yield other
        if other.poll() is None:
            other.stdin.close()
            other.wait(10)


def test_a_store_open_in_another_process_is_refused_and_recovers_after_a_kill(path: Path) -> None:
    with elsewhere(path) as other:
        with pytest.raises(NotOurStore, match=rf"open in another window .*process {other.pid}"):
            opening.open_store(path)
        assert not backup.folder_for(path).exists(), "nothing is written by the one refused"
        os.kill(other.pid, signal.SIGTERM if os.name == "nt" else signal.SIGKILL)
        other.wait(10)
    opening.open_store(path).close()


def test_the_lock_goes_with_closing_and_leaves_no_file(path: Path) -> None:
    store = opening.open_store(path)
    assert lock_file(path).exists()
    with pytest.raises(NotOurStore, match="open in another window"):
        opening.open_store(path)
    store.close()
    store.close()
    assert not lock_file(path).exists()
    opening.open_store(path).close()


def test_a_new_store_is_held_too_and_a_refused_one_is_let_go(path: Path, tmp_path: Path) -> None:
    made = opening.create(tmp_path / "new.npt")
    with pytest.raises(NotOurStore, match="open in another window"):
        opening.open_store(tmp_path / "new.npt")
    made.close()
    (tmp_path / "s backups").write_text("a file where the copies should go")
    for _ in range(2):
        with pytest.raises(CannotDo, match="backup folder"):
            opening.open_store(path)
    assert not lock_file(path).exists()


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
def test_a_link_to_the_file_is_the_same_file(path: Path, tmp_path: Path) -> None:
    link = tmp_path / "other.npt"
    link.symlink_to(path)
    store = opening.open_store(path)
    with pytest.raises(NotOurStore, match="open in another window"):
        opening.open_store(link)
    store.close()


def test_the_command_line_obeys_and_reads(
    path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], clock: FixedClock
) -> None:
    store = opening.open_store(path, clock=clock)
    with store.write(CEDAR, "Added an area") as unit:
        uid = unit.add(Area(name="Gedling")).uid
    copy = tmp_path / "copy.npt"
    assert cli.main(["--store", str(path), "backup", str(copy)]) == 0
    before = path.read_bytes()
    for command in (["undo"], ["restore", str(copy)], ["import", "engagement", "x.csv", "--area", "Gedling"]):
        assert cli.main(["--store", str(path), *command]) == 2
        assert "open in another window" in capsys.readouterr().err
    assert path.read_bytes() == before
    assert cli.main(["--store", str(path), "check"]) == 0
    assert cli.main(["--store", str(path), "history", uid]) == 0
    assert "Added an area" in capsys.readouterr().out
    store.close()
    assert cli.main(["--store", str(path), "undo"]) == 0


def test_a_store_opened_to_read_cannot_be_written(path: Path) -> None:
    store = opening.read_store(path)
    with pytest.raises(CannotDo, match="reading only"), store.write(CEDAR, "Added") as unit:
        unit.add(Area(name="Gedling"))
    store.keep("form", {"a": 1})
    assert store.kept("form") == {}
    store.close()
