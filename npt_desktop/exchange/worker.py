"""The other process: reads one workbook and writes its values to standard output as JSON lines.

Started only by :mod:`npt_desktop.exchange.safe`. It may be aborted by a hostile file; nothing is lost by it.

Lines, in order: for each worksheet ``{"sheet": [name, hidden, first row, first column]}`` followed by any
number of chunks of rows (:mod:`.chunks`); then ``{"end": [[name, [hidden rows], uncalculated, errors], ...],
"elsewhere": whether it takes values from other files}`` with a list for each worksheet. Instead of the end there may be ``{"refused": code}``.
In a column of several kinds a date is ``{"d": "2019-10-17"}``, a date with a time ``{"t": "2019-10-17T09:00:00"}``, a time of day
``{"h": "09:00:00"}``; an empty cell is ``""``.
"""

from __future__ import annotations

import gc
import json
import sys
import threading
from datetime import date, datetime, time, timedelta
from io import BytesIO
from itertools import islice
from typing import BinaryIO

from npt_desktop.exchange.chunks import packed
from npt_desktop.exchange.limits import Limits
from npt_desktop.exchange.preflight import BookNotes, Refused, SheetNotes, inspect

CHUNK_ROWS = 1_000


def main(arguments: list[str]) -> int:
    """Read the workbook named by ``arguments[0]`` within the limits in ``arguments[1]`` (JSON).

    Returns 0 when an end or a refusal was written.
    """
    out = sys.stdout.buffer
    gc.disable()  # one pass, then the end: collecting would cost a tenth of the time
    try:
        limits = Limits(**json.loads(arguments[1]))
        bounded = bound_this_process(limits)
        content = read_all(arguments[0], limits)
        inspection = Inspection(content, limits)
        if not bounded:
            inspection.result()
        write_values(content, inspection, limits, out)
    except Refused as refused:
        write_line(out, {"refused": refused.code})
    except MemoryError:
        write_line(out, {"refused": "too_large"})
    except BrokenPipeError:
        return 1
    except BaseException as why:  # the reader's panics are not Exceptions
        write_line(out, {"refused": _code_of(why)})
    return 0


def bound_this_process(limits: Limits) -> bool:
    """Cap memory and processor time where the system allows it; say whether it did.

    POSIX only. Elsewhere the parent's clock and its watch over this process's memory bound it, and the container
    is looked into before the reader sees it.
    """
    try:
        import resource
    except ImportError:
        return False
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    wanted = limits.memory if hard == resource.RLIM_INFINITY else min(limits.memory, hard)
    resource.setrlimit(resource.RLIMIT_AS, (wanted, hard))
    seconds = int(limits.seconds) + 2
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    if hard == resource.RLIM_INFINITY or hard > seconds:
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, hard))
    resource.setrlimit(resource.RLIMIT_CORE, (0, resource.getrlimit(resource.RLIMIT_CORE)[1]))
    return True


class Inspection:
    """The look into the container, begun at once in a thread of its own.

    Where memory is bounded it runs beside the reader, which holds no interpreter lock while it parses; no
    value leaves this process before :meth:`result` has returned.
    """

    def __init__(self, content: bytes, limits: Limits) -> None:
        self._notes = BookNotes()
        self._why: BaseException | None = None
        self._thread = threading.Thread(target=self._run, args=(content, limits), daemon=True)
        self._thread.start()

    def _run(self, content: bytes, limits: Limits) -> None:
        try:
            self._notes = inspect(content, limits)
        except BaseException as why:  # handed to whoever asks for the result
            self._why = why

    def result(self) -> BookNotes:
        """What was found; raises what :func:`~npt_desktop.exchange.preflight.inspect` raised."""
        self._thread.join()
        if self._why is not None:
            raise self._why
        return self._notes


def read_all(path: str, limits: Limits) -> bytes:
    """The whole file, once: what is checked is what is read."""
    with open(path, "rb") as source:  # noqa: PTH123 - this process loads as little as it can
        content = source.read(limits.file_size + 1)
    if len(content) > limits.file_size:
        raise Refused("file_too_big")
    return content


def write_values(content: bytes, inspection: Inspection, limits: Limits, out: BinaryIO) -> None:
    """Write every worksheet's values, then the end line with what the parent must know besides."""
    try:
        _write_sheets(content, inspection, limits, out)
    except BaseException:
        inspection.result()  # a refusal says more than the reader's own error
        raise


def _write_sheets(content: bytes, inspection: Inspection, limits: Limits, out: BinaryIO) -> None:
    from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    book = CalamineWorkbook.from_filelike(BytesIO(content))
    sheets = [sheet for sheet in book.sheets_metadata if sheet.typ == SheetTypeEnum.WorkSheet]
    if len(sheets) > limits.sheets:
        raise Refused("too_many_sheets")
    written = cells = 0
    for meta in sheets:
        sheet = book.get_sheet_by_name(meta.name)
        start = sheet.start or (0, 0)
        end = sheet.end or (0, 0)
        if end[0] >= limits.rows:
            raise Refused("too_many_rows")
        if end[1] >= limits.columns:
            raise Refused("too_many_columns")
        cells += sheet.height * sheet.width
        if cells > limits.cells:
            raise Refused("too_large")
        inspection.result()
        hidden = meta.visible != SheetVisibleEnum.Visible
        write_line(out, {"sheet": [meta.name, hidden, start[0] + 1, start[1]]})
        rows = islice(sheet.iter_rows(), start[0], None)  # they come from the top of the sheet on
        while some := list(islice(rows, CHUNK_ROWS)):
            line = encoded(packed(some))
            written += len(line)
            if written > limits.text_size:
                raise Refused("too_large")
            out.write(line)
    notes = inspection.result()
    parts = _parts_by_sheet(content)
    told = [(meta.name, notes.sheets.get(parts.get(meta.name, ""), SheetNotes())) for meta in sheets]
    said = [[name, note.hidden_rows, note.uncalculated, note.errors] for name, note in told]
    write_line(out, {"end": said, "elsewhere": notes.elsewhere})


def encoded(what: object) -> bytes:
    """One line of the protocol."""
    return _ENCODER.encode(what).encode() + b"\n"


def write_line(out: BinaryIO, what: object) -> None:
    """Send one line at once."""
    out.write(encoded(what))
    out.flush()


def _tag(value: object) -> object:
    if isinstance(value, datetime):
        return {"t": value.isoformat()}
    if isinstance(value, date):
        return {"d": value.isoformat()}
    if isinstance(value, time):
        return {"h": value.isoformat()}
    if isinstance(value, timedelta):
        return value.total_seconds() / 86_400
    raise TypeError(type(value).__name__)


_ENCODER = json.JSONEncoder(default=_tag, ensure_ascii=False, separators=(",", ":"), check_circular=False)


def _parts_by_sheet(content: bytes) -> dict[str, str]:
    """Sheet name to part name; empty where the workbook part is unusual. Only warnings depend on it."""
    import zipfile
    from xml.etree import ElementTree as ET

    main_space = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
    link_space = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
    found: dict[str, str] = {}
    try:
        with zipfile.ZipFile(BytesIO(content)) as box:
            links = ET.fromstring(box.read("xl/_rels/workbook.xml.rels"))
            targets = {link.get("Id"): link.get("Target", "") for link in links}
            book = ET.fromstring(box.read("xl/workbook.xml"))
            for sheet in book.iter(f"{main_space}sheet"):
                target = targets.get(sheet.get(f"{link_space}id"), "")
                name = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
                found[sheet.get("name", "")] = name
    except (KeyError, ET.ParseError, zipfile.BadZipFile):
        return {}  # another format
    return found


def _code_of(why: BaseException) -> str:
    name = type(why).__name__
    if name == "PasswordError":
        return "password"
    if isinstance(why, PermissionError):
        return "in_use"
    if isinstance(why, FileNotFoundError):
        return "missing"
    return "damaged"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
