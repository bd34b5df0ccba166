"""A workbook from anybody: read whole and exactly, or refused in one sentence within its limits."""

from __future__ import annotations

import contextlib
import random
import subprocess
import sys
import time as clock
import zipfile
from collections.abc import Callable
from datetime import date, datetime, time
from pathlib import Path

import openpyxl
import pytest
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from npt_desktop.errors import Cancelled, CannotDo
from npt_desktop.exchange import safe
from npt_desktop.exchange.book import UnreadableWorkbook
from npt_desktop.exchange.limits import Limits
from npt_desktop.exchange.safe import read_workbook
from tests.exchange.bent_books import END, SHEET, START, STRINGS, altered, plain, refused, repeated
from tests.exchange.old_books import ROWS, ods, xls, xlsb

SAMPLE = Path(__file__).parents[1] / "data" / "engagement-log-gedling-2019.xlsx"
ROOT = Path(__file__).parents[2]


# What is read ------------------------------------------------------------------------------------------


def test_values_come_back_as_stored(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Log"
    values = ["Stall\xa0at\xa0the fair", " two\nlines ", "=not", 3, 4.5, True, date(2019, 1, 9)]
    moment = datetime(2019, 1, 9, 14, 30)  # noqa: DTZ001 - workbooks know no zones
    for column, value in enumerate([*values, moment, time(9, 15)], 3):
        cell = sheet.cell(row=5, column=column, value=value)
        if isinstance(value, str):
            cell.data_type = "s"
    sheet.row_dimensions[5].hidden = True
    book.create_sheet("Kept back").sheet_state = "hidden"
    book.save(tmp_path / "a.xlsx")

    read = read_workbook(tmp_path / "a.xlsx")

    assert read.name == "a.xlsx"
    assert [(sheet.name, sheet.hidden) for sheet in read.sheets] == [("Log", False), ("Kept back", True)]
    log = read.sheets[0]
    assert log.first_row == 5
    assert log.row_number(0) == 5
    assert log.rows == ((None, None, *values, moment, time(9, 15)),)
    assert log.hidden_rows == {5}
    assert read.sheets[1].rows == ()
    assert read.warnings == ()


def test_values_match_openpyxl_cell_by_cell() -> None:
    read = read_workbook(SAMPLE)
    book = openpyxl.load_workbook(SAMPLE)
    for sheet in read.sheets:
        other = book[sheet.name]
        for index, row in enumerate(sheet.rows):
            for column, value in enumerate(row, 1):
                expected = other.cell(sheet.row_number(index), column).value
                if isinstance(expected, datetime):
                    expected = expected.date()
                assert value == expected
    assert read.sheets[0].hidden_rows == {33}


def test_formulas_never_saved_by_excel_are_told(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["=1+1", "=A1"])
    book.save(tmp_path / "a.xlsx")
    read = read_workbook(tmp_path / "a.xlsx")
    assert len(read.warnings) == 1
    assert "2 formulas have no saved result on sheet “Sheet”" in read.warnings[0]


def test_calculated_formulas_are_values_and_errors_are_told(tmp_path: Path) -> None:
    rows = (
        '<row r="1"><c r="A1"><f>1+1</f><v>2</v></c><c r="B1" t="e"><f>1/0</f><v>#DIV/0!</v></c></row>'
        '<row r="2"><c r="A2" t="str"><f>"a"</f><v>a</v></c></row>'
    )
    read = read_workbook(altered(tmp_path / "a.xlsx", {SHEET: START + rows + END}))
    assert read.sheets[0].rows == ((2.0, None), ("a", None))
    assert read.warnings == ("1 cell shows an error such as #REF! on sheet “Sheet”; read as empty.",)


def test_progress_is_told_the_sheet() -> None:
    told: list[str] = []
    read_workbook(SAMPLE, progress=lambda _done, _total, words: told.append(words))
    assert told[0] == "Checking the workbook"
    assert "Reading Engagement 2019" in told


@pytest.mark.parametrize("make", [xls, xlsb, ods])
@pytest.mark.parametrize("suffix", ["", ".xlsx"])
def test_other_formats_are_read_under_any_name(
    tmp_path: Path, make: Callable[[Path], Path], suffix: str
) -> None:
    path = make(tmp_path / f"log.{make.__name__}{suffix}")
    read = read_workbook(path)
    assert (read.name, [sheet.name for sheet in read.sheets], read.warnings) == (path.name, ["Log"], ())
    assert read.sheets[0].rows == ROWS


def test_dates_of_both_systems_are_the_same_days(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.epoch = CALENDAR_MAC_1904
    book.active.append([date(2019, 10, 17)])
    book.save(tmp_path / "mac.xlsx")
    assert read_workbook(tmp_path / "mac.xlsx").sheets[0].rows == ((date(2019, 10, 17),),)


def test_a_row_repeated_beyond_reason_is_refused(tmp_path: Path) -> None:
    refused(ods(tmp_path / "a.ods", repeat=2_000_000_000), "too_many_rows")


# What is refused ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("empty.xlsx", b"", "empty"),
        ("letter.xlsx", b"Dear Sergeant, the log is below.\n", "not_workbook"),
        ("page.xlsx", b"<html><table></table></html>", "not_workbook"),
        (
            "locked.xlsx",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(5000) + "EncryptedPackage".encode("utf-16-le"),
            "password",
        ),
        (
            "old.xls",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(5000) + "Workbook".encode("utf-16-le"),
            "damaged",
        ),
        (
            "macros.xls",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(5000) + "Workbook _VBA_PROJECT".encode("utf-16-le"),
            "macros",
        ),
        ("short.xlsx", b"PK\x03\x04" + bytes(100), "damaged"),
    ],
)
def test_what_is_no_workbook(tmp_path: Path, name: str, content: bytes, code: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    refused(path, code)


def test_missing_folder_and_unreadable(tmp_path: Path) -> None:
    refused(tmp_path / "gone.xlsx", "missing")
    (tmp_path / "year.xlsx").mkdir()
    refused(tmp_path / "year.xlsx", "folder")


def test_truncated(tmp_path: Path) -> None:
    path = tmp_path / "half.xlsx"
    content = SAMPLE.read_bytes()
    path.write_bytes(content[: len(content) // 2])
    refused(path, "damaged")


def test_other_zip_files(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(path, "w") as box:
        box.writestr("[Content_Types].xml", "<Types/>")
        box.writestr("word/document.xml", "<document/>")
    refused(path, "not_workbook")


def test_part_and_total_too_large(tmp_path: Path) -> None:
    path = altered(tmp_path / "a.xlsx", {"xl/media/a.bin": random.Random(1).randbytes(300_000)})
    refused(path, "too_large", Limits(part_size=200_000))
    refused(path, "too_large", Limits(total_size=250_000))
    refused(path, "file_too_big", Limits(file_size=100_000))
    refused(path, "too_many_parts", Limits(parts=3))


def test_a_doctype_across_two_chunks(tmp_path: Path) -> None:
    noise = random.Random(1).randbytes(140_000).hex().encode()[: 256 * 1024 - 5]
    refused(altered(tmp_path / "a.xlsx", {STRINGS: noise + b"<!DOCTYPE a>"}), "doctype")


def test_sheet_in_utf_16(tmp_path: Path) -> None:
    refused(altered(tmp_path / "a.xlsx", {SHEET: (START + END).encode("utf-16")}), "encoding")


@pytest.mark.parametrize("name", ["../../evil.xml", "/etc/evil.xml", "xl\\evil.xml", "c:/evil.xml"])
def test_names_that_climb_out(tmp_path: Path, name: str) -> None:
    refused(altered(tmp_path / "a.xlsx", {name: b"x"}), "bad_names")


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_parts_of_one_name(tmp_path: Path) -> None:
    path = plain(tmp_path / "a.xlsx")
    with zipfile.ZipFile(path, "a") as box:
        box.writestr(SHEET, START + END)
    refused(path, "bad_names")


def test_a_dimension_that_lies_does_no_harm(tmp_path: Path) -> None:
    sheet = START.replace("<sheetData>", '<dimension ref="A1:XFD1048576"/><sheetData>')
    rows = '<row r="1"><c r="A1"><v>1</v></c></row>'
    read = read_workbook(altered(tmp_path / "a.xlsx", {SHEET: sheet + rows + END}))
    assert read.sheets[0].rows == ((1.0,),)


def test_a_long_text_used_many_times(tmp_path: Path) -> None:
    refused(repeated(tmp_path / "a.xlsx", "é" * 20_000, 100), "too_large", Limits(text_size=1_000_000))


@pytest.mark.parametrize(
    ("limits", "code"),
    [
        (Limits(rows=1), "too_many_rows"),
        (Limits(columns=1), "too_many_columns"),
        (Limits(sheets=0), "too_many_sheets"),
        (Limits(cells=3), "too_large"),
    ],
)
def test_more_than_a_log_holds(tmp_path: Path, limits: Limits, code: str) -> None:
    refused(plain(tmp_path / "a.xlsx"), code, limits)


def test_broken_bytes_are_read_or_refused(tmp_path: Path) -> None:
    good = SAMPLE.read_bytes()
    chance = random.Random(5)
    for number in range(15):
        content = bytearray(good)
        for _ in range(chance.randint(1, 30)):
            content[chance.randrange(len(content))] = chance.randrange(256)
        path = tmp_path / f"{number}.xlsx"
        path.write_bytes(content)
        with contextlib.suppress(UnreadableWorkbook):
            assert read_workbook(path).sheets


# The other process -------------------------------------------------------------------------------------


def child(code: str) -> Callable[..., subprocess.Popen[bytes]]:
    def start(*_: object) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-I", "-S", "-c", code]
        return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)

    return start


@pytest.mark.parametrize(
    "output",
    [
        "",
        "not json\n",
        "[1,2]\n",
        '{"end":[]}{"end":[]}\n',
        '{"sheet":["a"]}\n',
        '{"sheet":["a",false,1,0]}\n[[[1]]]\n',
        '{"sheet":["a",false,1,0]}\n[[{"d":"nonsense"}]]\n',
        '{"sheet":["a",false,1,0]}\n[[{"x":"y"}]]\n',
        '{"sheet":["a",false,1,0]}\n[[NaN]]\n',
        '{"sheet":["a",false,1,0]}\n{"end":[["b",[],0,0]]}\n',
        '{"sheet":["a",false,1,0]}\n{"end":[["a",["x"],0,0]]}\n',
        "[" * 100_000 + "\n",
        "\\xff\n",
    ],
)
def test_what_the_other_process_says_is_only_data(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, output: str
) -> None:
    path = plain(tmp_path / "a.xlsx")
    monkeypatch.setattr(safe, "_start", child(f"import sys; sys.stdout.write({output!r})"))
    refused(path, "worker")


def test_a_flood_is_cut_off(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = plain(tmp_path / "a.xlsx")
    monkeypatch.setattr(safe, "_start", child("while True: print('x' * 1_000_000)"))
    refused(path, "worker", Limits(text_size=100_000))


def test_time_runs_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = plain(tmp_path / "a.xlsx")
    monkeypatch.setattr(safe, "_start", child("import time; time.sleep(60)"))
    began = clock.monotonic()
    refused(path, "too_slow", Limits(seconds=0.3))
    assert clock.monotonic() - began < 1.5


def test_cancel_is_answered_at_once_and_leaves_no_process(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = plain(tmp_path / "a.xlsx")
    started: list[subprocess.Popen[bytes]] = []
    sleeper = child("import time; time.sleep(60)")

    def start(*_: object) -> subprocess.Popen[bytes]:
        started.append(sleeper())
        return started[0]

    monkeypatch.setattr(safe, "_start", start)
    asked_at: list[float] = []
    began = clock.monotonic()

    def progress(_done: int, _total: int, _words: str) -> None:
        if clock.monotonic() - began > 0.3:
            asked_at.append(clock.monotonic())
            raise Cancelled

    with pytest.raises(Cancelled):
        read_workbook(path, progress=progress)
    assert clock.monotonic() - began < 0.3 + 0.5
    assert clock.monotonic() - asked_at[0] < 0.5
    assert started[0].poll() is not None


def test_the_frozen_program_hands_over_to_the_worker(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = plain(tmp_path / "a.xlsx")
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    command = safe.worker_command(path, Limits())
    assert command[:2] == [sys.executable, safe.WORKER_FLAG]
    # What the frozen program's entry does with it, played by an interpreter.
    entry = (
        f"import sys; sys.path.insert(0, {str(ROOT)!r}); from npt_desktop.exchange import safe, worker\n"
        "if sys.argv[1:2] == [safe.WORKER_FLAG]: sys.exit(worker.main(sys.argv[2:]))"
    )
    frozen = [sys.executable, "-c", entry, *command[1:]]
    monkeypatch.setattr(safe, "worker_command", lambda *_: frozen)
    assert read_workbook(path).sheets[0].rows[1] == (date(2019, 10, 17), "Ward walk")


def test_every_refusal_has_words() -> None:
    for code in safe._SAYS:
        refusal = safe.refusal(code, "a.xlsx", Limits())
        assert isinstance(refusal, CannotDo)
        assert refusal.code == code
        assert "{" not in refusal.says
    assert safe.refusal("<script>", "a.xlsx", Limits()).code == "damaged"
