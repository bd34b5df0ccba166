"""Workbooks of other formats, made by hand: the smallest that hold a heading row and one entry."""

from __future__ import annotations

import struct
import zipfile
from pathlib import Path

ROWS = (("Date", "Summary"), ("17/10/2019", "Ward walk"))
SECTOR = 512


def ods(path: Path, repeat: int = 1) -> Path:
    """An OpenDocument spreadsheet; ``repeat`` says how often its last row stands."""
    office = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
    table, text = office.replace("office:1.0", "table:1.0"), office.replace("office:1.0", "text:1.0")
    again = f' table:number-rows-repeated="{repeat}"'
    lines = "".join(
        f"<table:table-row{again if row is ROWS[-1] and repeat > 1 else ''}>"
        + "".join(
            f'<table:table-cell office:value-type="string"><text:p>{cell}</text:p></table:table-cell>'
            for cell in row
        )
        + "</table:table-row>"
        for row in ROWS
    )
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content xmlns:office="{office}" xmlns:table="{table}" '
        f'xmlns:text="{text}"><office:body><office:spreadsheet><table:table table:name="Log">{lines}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as box:
        box.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        box.writestr("content.xml", content)
        box.writestr("META-INF/manifest.xml", '<?xml version="1.0"?><manifest/>')
    return path


def xls(path: Path) -> Path:
    """Excel's format of 1997 to 2003: BIFF8 in an OLE container."""

    def record(kind: int, body: bytes) -> bytes:
        return struct.pack("<HH", kind, len(body)) + body

    def begin(what: int) -> bytes:
        return record(0x0809, struct.pack("<HHHHII", 0x0600, what, 0, 0x07CC, 0, 6))

    cells = b"".join(
        record(0x0204, struct.pack("<HHHHB", r, c, 0, len(words), 0) + words.encode("latin-1"))
        for r, row in enumerate(ROWS) for c, words in enumerate(row)
    )  # fmt: skip
    size = record(0x0200, struct.pack("<IIHHH", 0, len(ROWS), 0, 2, 0))
    sheet = begin(0x0010) + size + cells + record(0x000A, b"")
    page = record(0x0042, struct.pack("<H", 1200))
    bound = struct.pack("<IBBBB", 0, 0, 0, 3, 0) + b"Log"
    start = len(begin(5)) + len(page) + 4 + len(bound) + 4
    bound = struct.pack("<I", start) + bound[4:]
    stream = begin(5) + page + record(0x0085, bound) + record(0x000A, b"") + sheet
    stream = stream.ljust(4096, b"\0")
    sectors = len(stream) // SECTOR
    chain = [*range(3, 2 + sectors), -2]  # the stream begins at sector 2
    fat = struct.pack("<128i", -3, -2, *chain, *[-1] * (126 - len(chain)))

    def entry(name: str, kind: int, child: int, first: int, length: int) -> bytes:
        words = name.encode("utf-16-le") + b"\0\0"
        return (words.ljust(64, b"\0") + struct.pack("<HBBiii", len(words), kind, 1, -1, -1, child) + bytes(36)
                + struct.pack("<iQ", first, length))  # fmt: skip

    directory = entry("Root Entry", 5, 1, -2, 0) + entry("Workbook", 2, -1, 2, len(stream)) + bytes(256)
    head = (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(10)
            + struct.pack("<iiiiiiii", 1, 1, 0, 4096, -2, 0, -2, 0) + struct.pack("<109i", 0, *[-1] * 108))  # fmt: skip
    path.write_bytes(head + fat + directory + stream)
    return path


def xlsb(path: Path) -> Path:
    """Excel's binary workbook: records of a type, a length and a body, in the usual container."""

    def number(value: int) -> bytes:
        return bytes([value]) if value < 128 else bytes([value & 127 | 128, value >> 7])

    def record(kind: int, body: bytes = b"") -> bytes:
        return number(kind) + number(len(body)) + body

    def words(text: str) -> bytes:
        return struct.pack("<I", len(text)) + text.encode("utf-16-le")

    sheet = struct.pack("<II", 0, 1) + words("rId1") + words("Log")
    book = record(131) + record(143) + record(156, sheet) + record(144) + record(132)
    cells = b"".join(
        record(0, struct.pack("<I", r) + bytes(21))
        + b"".join(record(6, struct.pack("<II", c, 0) + words(text)) for c, text in enumerate(row))
        for r, row in enumerate(ROWS)
    )
    size = record(148, struct.pack("<IIII", 0, len(ROWS) - 1, 0, 1))
    data = record(129) + size + record(145) + cells + record(146) + record(130)
    kin = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as box:
        box.writestr("[Content_Types].xml", "<Types/>")
        box.writestr("xl/workbook.bin", book)
        box.writestr(
            "xl/_rels/workbook.bin.rels",
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            f'<Relationship Id="rId1" Type="{kin}/worksheet" Target="worksheets/sheet1.bin"/></Relationships>',
        )
        box.writestr("xl/worksheets/sheet1.bin", data)
    return path
