"""Look into a workbook's zip container before any workbook reader does.

Runs inside the worker process, over bytes already held in memory. Sizes are counted while inflating: what
the container says of itself is never believed. XML is searched as bytes, so nothing is expanded. No dataclasses
here: what they load takes longer than looking into most workbooks.
"""

from __future__ import annotations

import re
import zipfile
from io import BytesIO

from npt_desktop.exchange.limits import OLE, Limits

CHUNK = 256 * 1024
OVERLAP = 256
_OPEN_DOCUMENT = frozenset({"mimetype", "content.xml"})
XML_ENDINGS = (".xml", ".rels", ".vml")

_HIDDEN_ROW = re.compile(rb'<row (?=[^>]*\bhidden="(?:1|true)")[^>]*?\br="(\d+)"')
_UNCALCULATED = re.compile(rb"(?:</f>|<f [^>]*/>)\s*(?:<v\s*/>|<v></v>|</c>)")
_ERROR_CELL = re.compile(rb'<c [^>]*\bt="e"[^>]*>')
_STYLE = re.compile(rb"<(?:\w+:)?(?:xf|cellStyle|numFmt)[\s/>]")
_STYLES = "xl/styles.xml"
_ELSEWHERE = ("xl/externallinks/", "xl/connections.xml")


class Refused(Exception):  # noqa: N818 - a refusal
    """The workbook breaks a limit; ``code`` says which."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class SheetNotes:
    """What the search over one worksheet's XML found besides values."""

    def __init__(self) -> None:
        self.hidden_rows: list[int] = []
        self.uncalculated = self.errors = 0


class BookNotes:
    """What the search over a workbook found besides values: by worksheet's part name, as
    ``xl/worksheets/sheet1.xml``, and whether it takes values from files outside (``elsewhere``)."""

    def __init__(self, *, elsewhere: bool = False) -> None:
        self.sheets: dict[str, SheetNotes] = {}
        self.elsewhere = elsewhere


def inspect(content: bytes, limits: Limits) -> BookNotes:
    """Refuse a container that is not a plain workbook or unpacks to more than the limits.

    Raises :class:`Refused` with one of: damaged, password, macros, not_workbook, too_many_parts, bad_names,
    too_large, bomb, doctype, encoding, too_many_styles. A file of Excel's old container (.xls) has nothing to
    unpack.
    """
    if content.startswith(OLE):
        return BookNotes()
    try:
        with zipfile.ZipFile(BytesIO(content)) as box:
            entries = box.infolist()
            _check_entries(entries, limits)
            notes = BookNotes(elsewhere=any(e.filename.lower().startswith(_ELSEWHERE) for e in entries))
            total = 0
            for entry in entries:
                found = SheetNotes()
                total += _check_part(box, entry, limits, limits.total_size - total, found)
                if _is_sheet(entry.filename):
                    notes.sheets[entry.filename] = found
            return notes
    except (Refused, MemoryError):
        raise
    except (
        Exception
    ) as why:  # malformed containers raise a dozen kinds, zlib.error and struct.error among them
        raise Refused("damaged") from why


def _is_sheet(name: str) -> bool:
    return "worksheets/" in name and name.lower().endswith(".xml")


def _check_entries(entries: list[zipfile.ZipInfo], limits: Limits) -> None:
    if len(entries) > limits.parts:
        raise Refused("too_many_parts")
    names = {entry.filename for entry in entries}
    if len(names) != len(entries):
        raise Refused("bad_names")
    for entry in entries:
        name = entry.orig_filename
        if name.startswith(("/", "\\")) or ":" in name or "\\" in name or "\0" in name:
            raise Refused("bad_names")
        if ".." in name.split("/"):
            raise Refused("bad_names")
        if entry.flag_bits & 0x1:
            raise Refused("password")
        if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise Refused("damaged")
    lowered = {name.lower() for name in names}
    if any(name.endswith("vbaproject.bin") for name in lowered):
        raise Refused("macros")
    if lowered >= _OPEN_DOCUMENT:
        return
    if "[content_types].xml" not in lowered or not any(name.startswith("xl/") for name in lowered):
        raise Refused("not_workbook")


def _check_part(
    box: zipfile.ZipFile, entry: zipfile.ZipInfo, limits: Limits, room: int, found: SheetNotes
) -> int:
    """Inflate one part, counting and searching; return its true size."""
    is_xml = entry.filename.lower().endswith(XML_ENDINGS)
    is_sheet = _is_sheet(entry.filename)
    styles = 0
    most = min(limits.part_size, room)
    size = 0
    rest = b""
    with box.open(entry) as part:
        while chunk := part.read(CHUNK):
            if size == 0 and is_xml:
                _check_encoding(chunk)
            size += len(chunk)
            if size > limits.ratio_above and size > limits.ratio * max(entry.compress_size, 1):
                raise Refused("bomb")
            if size > most:
                raise Refused("too_large")
            if is_xml:
                data = rest + chunk
                if b"<!DOCTYPE" in data:
                    raise Refused("doctype")
                if entry.filename.lower() == _STYLES:
                    styles += len(_STYLE.findall(chunk))  # one cut in two between chunks may go uncounted
                    if styles > limits.styles:
                        raise Refused("too_many_styles")
                rest = _search_rows(data, found) if is_sheet else data[-OVERLAP:]
    if is_sheet:
        _search_rows(rest, found, last=True)
    return size


def _check_encoding(start: bytes) -> None:
    # UTF-16 parts are legal XML; no spreadsheet program writes them, and readers take them for empty.
    if start[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in start[:128]:
        raise Refused("encoding")


def _search_rows(data: bytes, found: SheetNotes, *, last: bool = False) -> bytes:
    """Search up to the last whole row of ``data`` and return the rest, to be searched with what follows."""
    rest = b""
    if not last:
        cut = data.rfind(b"</row>")
        if cut < 0 or len(data) - cut > CHUNK:
            # A row longer than a chunk: search it as it comes, keeping enough for a tag cut in two.
            cut = max(len(data) - OVERLAP, 0)
        data, rest = data[:cut], data[cut:]
    if b"hidden=" in data:
        found.hidden_rows.extend(int(number) for number in _HIDDEN_ROW.findall(data))
    if b"</f>" in data:
        found.uncalculated += len(_UNCALCULATED.findall(data))
    if b"<v>#" in data:
        found.errors += len(_ERROR_CELL.findall(data))
    return rest
