"""openpyxl's write-only sheets, bent three ways. Imported only by :mod:`.writing`, inside functions.

- Cells are a handful of shared objects, given a new value for each cell as it is written, so that styles cost
  nothing.
- Text is always a forced string with a quote prefix, so nothing a person typed becomes a formula.
- Sheets are built in memory: openpyxl's own way leaves their plain text in the temporary folder when killed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from io import BytesIO
from typing import Any, BinaryIO
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.packaging.custom import StringProperty
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet._write_only import WriteOnlyWorksheet
from openpyxl.worksheet._writer import WorksheetWriter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.writer.excel import ExcelWriter

from npt_desktop.exchange.book import Value

_TOP = Alignment(vertical="top", wrap_text=True)


class SharedCell(Cell):  # type: ignore[misc]
    """A cell written many times with one style."""

    _fixed_style: int
    _value: object
    row: int
    column: int
    data_type: str

    def fix(self, data_type: str) -> SharedCell:
        """Take the style as it is now for good."""
        self.data_type = data_type
        self._fixed_style = self.parent.parent._cell_styles.add(self._style)  # noqa: SLF001 - no public way
        return self

    @property
    def style_id(self) -> int:
        return self._fixed_style

    @property
    def has_style(self) -> bool:
        return True

    def put(self, value: object, row: int, column: int) -> SharedCell:
        """Hold ``value`` until it is written."""
        self._value = value
        self.row = row
        self.column = column
        return self


class MemoryWriter(WorksheetWriter):  # type: ignore[misc]
    """Writes a sheet's XML to memory."""

    def __init__(self, sheet: TableSheet) -> None:
        super().__init__(sheet, BytesIO())


class TableSheet(WriteOnlyWorksheet):  # type: ignore[misc]
    """A sheet whose rows are plain values; the look is chosen by each value's type.

    Text must be fit for a cell already: an error while a row is written would leave the sheet's XML open.
    """

    _writer: Any

    def __init__(self, book: TableBook, name: str) -> None:
        super().__init__(book, name)
        side = Side(style="thin", color="FFBFBFBF")
        edges = Border(bottom=side)
        self._text = self._cell("s", alignment=_TOP, quotePrefix=True)
        self._head = self._cell(
            "s",
            alignment=_TOP,
            quotePrefix=True,
            font=Font(bold=True),
            border=edges,
            fill=PatternFill("solid", fgColor="FFE7E6E6"),
        )
        self._title = self._cell("s", quotePrefix=True, font=Font(bold=True, size=14))
        self._marking = self._cell("s", quotePrefix=True, font=Font(bold=True))
        self._number = self._cell("n", alignment=_TOP)
        self._day = self._cell("d", alignment=_TOP, number_format="dd/mm/yyyy")
        self._moment = self._cell("d", alignment=_TOP, number_format="dd/mm/yyyy hh:mm")
        self._looks = {"body": self._text, "head": self._head, "title": self._title, "marking": self._marking}
        self._texts = self._text
        self._count = 0

    def _cell(self, data_type: str, **look: object) -> SharedCell:
        cell = SharedCell(self)
        for name, value in look.items():
            setattr(cell, name, value)
        return cell.fix(data_type)

    def put_line(self, values: Sequence[Value], look: str = "body") -> None:
        """Add a row; ``look`` is body, head, title or marking."""
        self._texts = {
            "body": self._text,
            "head": self._head,
            "title": self._title,
            "marking": self._marking,
        }[look]
        self._count += 1
        self.append(values)

    @property
    def lines(self) -> int:
        """Rows added so far."""
        return self._count

    def finish(self) -> bytes:
        """The sheet's XML, after closing."""
        writer: Any = self._writer
        self._rels = writer._rels  # noqa: SLF001 - as openpyxl's own writer does
        self._drawing = None
        xml: bytes = writer.out.getvalue()
        writer.out.close()
        return xml

    def _get_writer(self) -> None:
        if self._writer is None:
            writer: Any = MemoryWriter(self)
            self._writer = writer
            writer.write_top()

    def _values_to_row(self, values: Sequence[Value], row_idx: int) -> Iterator[SharedCell]:
        text = self._texts
        for column, value in enumerate(values, 1):
            if value is None:
                continue
            kind = type(value)
            if kind is str:
                yield text.put(value, row_idx, column)
            elif kind is date:
                yield self._day.put(value, row_idx, column)
            elif kind is int or kind is float:
                yield self._number.put(value, row_idx, column)
            elif kind is datetime:
                yield self._moment.put(value, row_idx, column)
            else:
                raise TypeError(kind.__name__)

    def choices(self, column: str, first: int, last: int, name: str, hint: str = "") -> None:
        """Offer the named list in a column's rows; other values are allowed after a question."""
        offered = DataValidation(
            type="list", formula1=name, allow_blank=True, errorStyle="warning", showErrorMessage=True,
            showInputMessage=bool(hint), prompt=hint[:255] or None,
        )  # fmt: skip
        offered.add(f"{column}{first}:{column}{last}")
        self.data_validations.append(offered)

    def hint(self, column: str, first: int, last: int, words: str) -> None:
        """Say something when a cell of a column is entered."""
        said = DataValidation(allow_blank=True, showInputMessage=True, prompt=words[:255])
        said.add(f"{column}{first}:{column}{last}")
        self.data_validations.append(said)


class MemoryExcelWriter(ExcelWriter):  # type: ignore[misc]
    """Takes sheets from memory."""

    def write_worksheet(self, ws: TableSheet) -> None:
        if not ws.closed:
            ws.close()
        self._archive.writestr(ws.path[1:], ws.finish())
        self.manifest.append(ws)


class TableBook(Workbook):  # type: ignore[misc]
    """A write-only workbook of :class:`TableSheet`."""

    def __init__(self) -> None:
        super().__init__(write_only=True)

    def table(self, name: str) -> TableSheet:
        """Add a sheet; a name that is taken gets a number."""
        sheet = TableSheet(self, name)
        self._add_sheet(sheet)
        return sheet

    def name_range(self, name: str, reference: str) -> None:
        """Give a range a name for the whole workbook."""
        self.defined_names[name] = DefinedName(name, attr_text=reference)

    def abandon(self) -> None:
        """Close what is open; for a book that will not be written."""
        for sheet in self.worksheets:
            if not sheet.closed:
                sheet.close()

    def write_to(self, out: BinaryIO, trace: str = "") -> None:
        """Write the whole workbook to an open file, with a trace as a property of the document."""
        if trace:
            self.custom_doc_props.append(StringProperty(name="Journal", value=trace))
        self.properties.modified = datetime.now(UTC).replace(tzinfo=None)
        with ZipFile(out, "w", ZIP_DEFLATED, allowZip64=True) as archive:
            MemoryExcelWriter(self, archive).write_data()
