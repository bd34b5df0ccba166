"""No spoilt file brings the program down, hangs it, or is changed by being refused."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random

import pytest

from npt_desktop.store import convert, vault
from tests.soak.sizes import rounds as times
from tests.soak.spoiling import spoilt

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="opens each file in a forked process")
ROOT = Path(__file__).parents[2]
BOOKS = tuple(sorted((ROOT / "tests" / "data").glob("*.xlsx")))
Meet = Callable[[str, Path], str]
Record = Callable[[str], None]


@pytest.fixture(scope="module")
def meet() -> Iterator[Meet]:
    """Opens a file in another process; says how that ended."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.soak.fuzzed"], cwd=ROOT, text=True,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    )  # fmt: skip
    assert process.stdin is not None
    assert process.stdout is not None
    with process:
        into, out = process.stdin, process.stdout

        def ask(kind: str, path: Path) -> str:
            into.write(f"{kind} {path}\n")
            into.flush()
            return out.readline().strip()

        yield ask
        into.close()


def repacked(book: Path, target: Path, random: Random) -> None:
    """One part of a workbook spoilt, inside a container that is whole."""
    with zipfile.ZipFile(book) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        victim = random.choice(old.namelist())
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, spoilt(content, random) if name == victim and content else content)


@times(200, 10_000)
def test_stores(
    rounds: int, meet: Meet, world_file: tuple[Path, object], tmp_path: Path, record: Record
) -> None:
    sound, random, ends = world_file[0].read_bytes(), Random(rounds), Counter[str]()
    for _ in range(rounds):
        path = tmp_path / "spoilt.npt"
        content = spoilt(sound, random)
        path.write_bytes(content)
        end = meet("store", path)
        assert end in ("read", "refused"), end
        assert path.read_bytes() == content
        ends[end] += 1
        for left in tmp_path.iterdir():
            left.unlink()
    assert min(ends["refused"], ends["read"]) > rounds // 20
    record(f"fuzzed stores: {rounds}, {ends['refused']} refused, {ends['read']} read, 0 crashes, 0 hangs")


@times(25, 10_000)
def test_encrypted_stores(
    rounds: int, meet: Meet, world_file: tuple[Path, object], tmp_path: Path, record: Record
) -> None:
    pytest.importorskip("sqlcipher3")
    path, random, ends = tmp_path / "spoilt.npt", Random(rounds), Counter[str]()
    key = vault.new_key(vault.new_passphrase())
    convert.copy_as(world_file[0], path, key)
    sound, asked = path.read_bytes(), f"{key.secret.hex()} {key.salt.hex()}"
    for _ in range(rounds):
        content = spoilt(sound, random)
        path.write_bytes(content)
        path.with_name("key").write_text(asked)
        end = meet("sealed", path)
        assert end == "refused" or (end == "read" and content == sound), end
        assert path.read_bytes() == content
        ends[end] += 1
        for left in tmp_path.iterdir():
            left.unlink()
    path.write_bytes(sound)
    path.with_name("key").write_text(asked)
    assert meet("sealed", path) == "read"
    record(f"fuzzed encrypted stores: {rounds}, {ends['refused']} refused, 0 crashes, 0 hangs")


@times(300, 20_000)
def test_workbooks(rounds: int, meet: Meet, tmp_path: Path, record: Record) -> None:
    random, ends = Random(rounds), Counter[str]()
    path = tmp_path / "spoilt.xlsx"
    for _ in range(rounds):
        book = random.choice(BOOKS)
        if random.random() < 0.5:
            path.write_bytes(spoilt(book.read_bytes(), random))
        else:
            repacked(book, path, random)
        end = meet("workbook", path)
        assert end in ("read", "refused"), end
        ends[end] += 1
    assert min(ends["refused"], ends["read"]) > rounds // 20
    record(f"fuzzed workbooks: {rounds}, {ends['refused']} refused, {ends['read']} read, 0 crashes, 0 hangs")
