"""Workbooks bent out of shape: good ones with parts replaced, and what a refusal must be."""

from __future__ import annotations

import time as clock
import zipfile
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from npt_desktop.exchange.book import UnreadableWorkbook
from npt_desktop.exchange.limits import Limits
from npt_desktop.exchange.safe import read_workbook

SHEET = "xl/worksheets/sheet1.xml"
STRINGS = "xl/sharedStrings.xml"
START = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
END = "</sheetData></worksheet>"


def plain(path: Path) -> Path:
    book = openpyxl.Workbook()
    book.active.append(["Date", "Summary"])
    book.active.append([date(2019, 10, 17), "Ward walk"])
    book.save(path)
    return path


def altered(path: Path, parts: dict[str, bytes | str | None]) -> Path:
    """A good workbook with some parts replaced, added, or (None) left out."""
    source = plain(path.with_name("good.xlsx"))
    with (
        zipfile.ZipFile(source) as old,
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            if name not in parts:
                new.writestr(name, old.read(name))
        for name, content in parts.items():
            if content is not None:
                new.writestr(name, content)
    return path


def refused(path: Path, code: str, limits: Limits | None = None) -> None:
    """Refused with this code, or one of several: in one sentence that names the file and says what to do, in time."""
    began = clock.monotonic()
    with pytest.raises(UnreadableWorkbook) as caught:
        read_workbook(path, limits=limits)
    assert caught.value.code in code.split()
    says = caught.value.says
    assert path.name in says
    assert says.endswith(".")
    assert ". " not in says.replace(path.name, "")
    assert ";" in says or ":" in says or "was not opened" in says
    assert clock.monotonic() - began < 10


def repeated(path: Path, text: str, times: int) -> Path:
    """A workbook whose cells all point to one long text: small on disk, large once read."""
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    strings = f'<sst xmlns="{space}"><si><t>{text}</t></si></sst>'
    rows = "".join(f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c></row>' for n in range(1, times + 1))
    types = (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/></Types>'
    )
    return altered(path, {STRINGS: strings, SHEET: START + rows + END, "[Content_Types].xml": types})
