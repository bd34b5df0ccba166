"""The one heading row of a sheet of figures: found, or refused with what it lacks; and what is wrong under it."""

from __future__ import annotations

from npt_desktop.errors import CannotDo
from npt_desktop.exchange.book import Row, Sheet, Value
from npt_desktop.exchange.cells import is_blank, text_of
from npt_desktop.exchange.engagement_rows import Rejected
from npt_desktop.exchange.layouts import HEADER_ROWS, Layout, column_letter, match_columns, titled_columns
from npt_desktop.rules.words import listed


def heading_row(
    layout: Layout, sheet: Sheet, name: str, *, only: bool
) -> tuple[int | None, dict[str, int], tuple[str, ...]]:
    """Where the heading row is, which column holds which field, and notes on columns left out; None where the
    sheet has none.

    Raises CannotDo for two heading rows and, for the ``only`` sheet of a file, for a row that has most headings
    (half of the layout's) but lacks a needed one. ``name`` is the file's.
    """
    required = {spec.key for spec in layout.fields if spec.required}
    whole: list[tuple[int, dict[str, int], tuple[str, ...]]] = []
    nearest: tuple[int, set[str]] | None = None
    for index, row in enumerate(sheet.rows[:HEADER_ROWS]):
        if all(is_blank(value) for value in row):
            continue
        columns, said = titled_columns(layout, sheet, index)
        lacking = required - set(columns)
        if whole and whole[-1][0] == index - 1 and required - set(match_columns(layout, row)[0]):
            continue  # a row of figures with blanks, which the headings above it do not fill
        if not lacking:
            whole.append((index, columns, said))
        elif len(columns) * 2 >= len(layout.fields) and (nearest is None or len(lacking) < len(nearest[1])):
            nearest = index, lacking
    if len(whole) > 1:
        first, second = (sheet.row_number(found[0]) for found in whole[:2])
        raise CannotDo(
            f"{name} has two heading rows on sheet “{sheet.name}”, rows {first} and {second}: "
            "remove one, or put each table on its own sheet."
        )
    if whole:
        return whole[0]
    if nearest is not None and only:
        titles = listed(f"“{layout.field(key).title}”" for key in sorted(nearest[1]))
        raise CannotDo(
            f"{name} has no column {titles}: its heading row {sheet.row_number(nearest[0])} needs it."
        )
    return None, {}, ()


class SheetReader:
    """Reads cells of one sheet by field and gathers what is wrong with them in ``bad``."""

    def __init__(self, layout: Layout, sheet: Sheet, columns: dict[str, int]) -> None:
        self.layout, self.sheet, self.columns = layout, sheet, columns
        self.bad: list[Rejected] = []

    def cell(self, row: Row, key: str) -> Value:
        """The cell of a field; None where the sheet has no such column."""
        at = self.columns.get(key)
        return row[at] if at is not None and at < len(row) else None

    def refuse(self, index: int, row: Row, key: str, reason: str) -> None:
        """Say why the cell of a field cannot be taken."""
        number = self.sheet.row_number(index)
        where = f"{column_letter(self.columns.get(key, 0))}{number}"
        self.bad.append(Rejected(
            self.sheet.name, number, self.layout.field(key).title, where, text_of(self.cell(row, key)), reason,
            tuple(self.cell(row, spec.key) for spec in self.layout.fields),
        ))  # fmt: skip
