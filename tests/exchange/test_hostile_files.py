"""A file made to do harm: one clear sentence in good time and memory, and the program alive to read the next one.

Each is read twice: where the system bounds the reading process, and where it does not, as on Windows, so that only
the watch over its memory and the clock hold.
"""

from __future__ import annotations

import random
import sys
import time as clock
from collections.abc import Callable
from datetime import date
from pathlib import Path

import psutil
import pytest

from npt_desktop.exchange import safe
from npt_desktop.exchange.book import UnreadableWorkbook
from npt_desktop.exchange.limits import OLE, Limits
from npt_desktop.exchange.safe import read_workbook
from tests.exchange.bent_books import END, SHEET, START, STRINGS, altered, plain, refused, repeated
from tests.exchange.old_books import ods, xls

ROOT = Path(__file__).parents[2]
STYLES = "xl/styles.xml"
SPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
MIB = 1024 * 1024


@pytest.fixture(params=[True, False], ids=["bounded", "unbounded"])
def bounded(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> bool:
    """Whether the reading process may bound itself; without, it finds no `resource` module, as on Windows."""
    if not request.param:

        def command(path: Path, limits: Limits) -> list[str]:
            started = whole(path, limits)
            starter = started.index("-c") + 1
            started[starter] = f"import sys; sys.modules['resource'] = None; {started[starter]}"
            return started

        whole = safe.worker_command
        monkeypatch.setattr(safe, "worker_command", command)
    return bool(request.param)


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """What the reading processes were seen to hold, in bytes."""
    seen: list[int] = []
    look = safe.memory_of

    def noted(process: psutil.Process) -> int:
        seen.append(look(process))
        return seen[-1]

    monkeypatch.setattr(safe, "memory_of", noted)
    return seen


def bomb(path: Path) -> Path:
    return altered(path, {SHEET: START + " " * 30_000_000 + END})


def billion_laughs(path: Path) -> Path:
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "ha"}">' for n in range(10))
    strings = f"<?xml version='1.0'?><!DOCTYPE sst [{entities}]><sst><si><t>&l9;</t></si></sst>"
    return altered(path, {STRINGS: strings})


def absurd_dimensions(path: Path) -> Path:
    rows = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    return altered(path, {SHEET: START + rows + END})


def a_row_without_end(path: Path) -> Path:
    return ods(path, repeat=2_000_000_000)


def broken_zip(path: Path) -> Path:
    content = plain(path).read_bytes()
    path.write_bytes(content[: len(content) // 2])
    return path


def password(path: Path) -> Path:
    path.write_bytes(OLE + bytes(5000) + "EncryptedPackage".encode("utf-16-le"))
    return path


def macros(path: Path) -> Path:
    return altered(path, {"xl/vbaProject.bin": b"x"})


def million_styles(path: Path) -> Path:
    chance = random.Random(7)
    some = "".join(f'<xf numFmtId="{n}" fontId="0"/>' for n in chance.choices(range(1000), k=10_000))
    formats = some * 100  # too far apart for the zip to notice: no bomb
    return altered(path, {STYLES: f'<styleSheet xmlns="{SPACE}"><cellXfs>{formats}</cellXfs></styleSheet>'})


def letter(path: Path) -> Path:
    path.write_bytes(b"Dear Sergeant, the log is below.\n")
    return path


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (bomb, "bomb"),
        (billion_laughs, "doctype"),
        (absurd_dimensions, "too_many_rows too_large worker"),
        (a_row_without_end, "too_many_rows"),
        (broken_zip, "damaged"),
        (password, "password"),
        (macros, "macros"),
        (million_styles, "too_many_styles"),
        (letter, "not_workbook"),
    ],
)
@pytest.mark.usefixtures("bounded")
def test_one_sentence_in_good_time_and_memory(
    make: Callable[[Path], Path], code: str, held: list[int], tmp_path: Path
) -> None:
    path = make(tmp_path / "log.xlsx")
    began = clock.monotonic()
    refused(path, code)
    assert clock.monotonic() - began < 20
    assert max(held, default=0) < 1024 * MIB
    assert read_workbook(plain(tmp_path / "next.xlsx")).sheets[0].rows[1] == (date(2019, 10, 17), "Ward walk")


def test_memory_runs_out_in_the_other_process_only(
    bounded: bool, held: list[int], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Text of 3 GB once read: the process bounds itself, or is ended soon after it holds too much."""
    monkeypatch.setattr(safe, "_LOOK", 0.01)
    path = repeated(tmp_path / "log.xlsx", "x" * 1_000_000, 3_000)
    most = 256 * MIB
    refused(
        path, "too_large" if not bounded else "too_large worker", Limits(memory=most, text_size=8192 * MIB)
    )
    assert max(held) < 2 * most
    assert bounded == (max(held) <= most)


def test_macros_are_refused_by_name_too(tmp_path: Path) -> None:
    refused(plain(tmp_path / "log.xlsm"), "macros")


def test_many_styles_of_a_sound_workbook_are_read(tmp_path: Path) -> None:
    """As many as Excel keeps: cell formats twice, and named styles."""
    formats = '<xf numFmtId="{}"/>'
    chance = random.Random(7)
    many = "".join(formats.format(n) for n in chance.choices(range(1000), k=65_490))
    named = "".join(f'<cellStyle name="s{n}" xfId="{n}"/>' for n in range(65_490))
    sheet = (
        f'<styleSheet xmlns="{SPACE}"><cellStyleXfs>{many}</cellStyleXfs><cellXfs>{many}</cellXfs>'
        f"<cellStyles>{named}</cellStyles></styleSheet>"
    )
    assert read_workbook(altered(tmp_path / "log.xlsx", {STYLES: sheet})).sheets[0].rows


@pytest.mark.parametrize("part", ["xl/externalLinks/externalLink1.xml", "xl/connections.xml"])
def test_links_to_other_files_are_not_followed_and_told(part: str, tmp_path: Path) -> None:
    """The values a workbook was saved with are read; what it points at is never opened."""
    link = (
        f'<externalLink xmlns="{SPACE}"><externalBook><sheetNames><sheetName val="A"/></sheetNames>'
        "</externalBook></externalLink>"
    )
    target = tmp_path / "other.xlsx"
    rels = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/externalLinkPath" '
        f'Target="{target.as_uri()}" TargetMode="External"/></Relationships>'
    )
    rows = '<row r="1"><c r="A1"><f>[1]A!A1</f><v>7</v></c></row>'
    parts: dict[str, bytes | str | None] = {
        part: link,
        "xl/externalLinks/_rels/externalLink1.xml.rels": rels,
        SHEET: START + rows + END,
    }
    book = read_workbook(altered(tmp_path / "log.xlsx", parts))
    assert book.sheets[0].rows == ((7.0,),)
    assert book.warnings == (
        "The workbook takes values from other files, which were not opened; the values it was saved with were read.",
    )


def test_a_workbook_under_the_name_of_text_is_read_as_what_it_is(tmp_path: Path) -> None:
    from npt_desktop.exchange.any_file import read_any

    for path in (plain(tmp_path / "log.csv"), xls(tmp_path / "old.txt")):
        assert read_any(path).sheets[0].rows[0] == ("Date", "Summary")
    (tmp_path / "text.csv").write_text("Date,Summary\n", encoding="utf-8")
    assert read_any(tmp_path / "text.csv").sheets[0].rows == (("Date", "Summary"),)
    with pytest.raises(UnreadableWorkbook, match="cannot be opened"):
        read_any(tmp_path / "gone.csv")
    refused(broken_zip(tmp_path / "half.csv"), "damaged")


@pytest.mark.skipif(sys.platform == "win32", reason="Linux counts what a process has in memory")
def test_memory_is_that_of_the_process_asked() -> None:
    held = safe.memory_of(psutil.Process())
    assert 10 * MIB < held < 4096 * MIB
