"""Responses to an open survey: one row a person, free-text issues apart by ``;``, dates day first.

Source: the layout of the #nottsmatters download. Good rows are read, bad ones named with their cell; what is wrong
with the sheet as a whole is a refusal.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from npt_desktop.errors import CannotDo
from npt_desktop.exchange.book import Book, Row, Sheet
from npt_desktop.exchange.cells import BadCell, Choice, is_blank, match_choice, parse_date, text_of
from npt_desktop.exchange.engagement import Rejected, Skipped
from npt_desktop.exchange.headings import SheetReader, heading_row
from npt_desktop.exchange.layouts import FieldSpec, Layout, heading_form
from npt_desktop.rules.words import listed, matching_form, present

RESPONSES = Layout(
    name="survey responses",
    fields=(
        FieldSpec("day", "Submitted", ("Date", "Date submitted", "Submitted on", "Completed", "Timestamp", "Response date"), True),
        FieldSpec("area", "District", ("Area", "Local area", "Neighbourhood area", "Neighbourhood", "Policing area")),
        FieldSpec("ward", "Ward", ("Electoral ward", "Beat")),
        FieldSpec("age", "Age band", ("Age", "Age group", "Age range")),
        FieldSpec("issues", "What are the three issues that matter most to you where you live?", (
            "Issues", "What are the issues that matter most to you", "What matters most to you", "Top three issues",
            "Top issues", "Concerns", "Priorities", "What matters"), True),
        FieldSpec("seen", "Seen police in last month?", ("Seen police", "Have you seen police in the last month")),
        FieldSpec("comments", "Comments", ("Comment", "Anything else", "Other comments")),
    ),
)  # fmt: skip


@dataclass(frozen=True)
class ResponseRow:
    """One person's answer. ``area_key`` is None where the file names no area; ``natural_key`` tells it again."""

    sheet: str
    row: int
    day: date
    area_key: str | None
    ward: str
    age_band: str
    issues: str
    seen: str
    comments: str
    natural_key: str


@dataclass(frozen=True)
class ParsedResponses:
    """A file of responses read. ``names_area`` says whether it has a column for the area."""

    rows: tuple[ResponseRow, ...]
    rejected: tuple[Rejected, ...]
    skipped: tuple[Skipped, ...]
    notes: tuple[str, ...]
    names_area: bool


def parse_responses(book: Book, areas: Sequence[Choice], today: date) -> ParsedResponses:
    """Read every sheet that holds responses.

    Raises CannotDo with one sentence for a book without such a sheet, naming the column that is lacking, and
    for a sheet with two heading rows.
    """
    rows: list[ResponseRow] = []
    rejected: list[Rejected] = []
    skipped: list[Skipped] = []
    notes: list[str] = list(book.warnings)
    found = names_area = False
    times: Counter[str] = Counter()
    for sheet in book.sheets:
        header, columns, said = heading_row(RESPONSES, sheet, book.name, only=len(book.sheets) == 1)
        if header is None:
            skipped.append(Skipped(sheet.name, None, "Holds no responses."))
            continue
        found = True
        names_area = names_area or "area" in columns
        notes.extend(said)
        reader = _Reader(sheet, header, columns, areas, today, times)
        for index in range(header + 1, len(sheet.rows)):
            read = reader.read(index)
            if read is not None:
                rows.append(read)
        rejected.extend(reader.bad)
        skipped.extend(reader.skipped)
    if not found:
        needs = listed(f"“{spec.title}”" for spec in RESPONSES.fields if spec.required)
        raise CannotDo(f"{book.name} holds no survey responses: its heading row needs {needs}.")
    return ParsedResponses(tuple(rows), tuple(rejected), tuple(skipped), tuple(notes), names_area)


class _Reader(SheetReader):
    """Reads the rows of one sheet and gathers what is wrong with them."""

    def __init__(
        self, sheet: Sheet, header: int, columns: dict[str, int], areas: Sequence[Choice], today: date,
        times: Counter[str],
    ) -> None:  # fmt: skip
        super().__init__(RESPONSES, sheet, columns)
        self.areas, self.today, self.times = areas, today, times
        self.headings = [heading_form(value) for value in sheet.rows[header]]
        self.skipped: list[Skipped] = []
        self._named: dict[str, str | None] = {}

    def read(self, index: int) -> ResponseRow | None:
        """The answer of a row; None with at least one refusal, or for a row left out."""
        row, number = self.sheet.rows[index], self.sheet.row_number(index)
        if all(is_blank(value) for value in row):
            return None
        if [heading_form(value) for value in row] == self.headings:
            self.refuse(index, row, "day", "The headings stand here a second time: remove this row.")
            return None
        before = len(self.bad)
        day = self._day(index, row)
        area = self._area(index, row)
        issues = text_of(self.cell(row, "issues")).strip()
        words = {key: text_of(self.cell(row, key)).strip() for key in ("ward", "age", "seen", "comments")}
        if len(self.bad) > before or day is None:
            return None
        if not present(issues) and not present(words["comments"]):
            self.skipped.append(Skipped(self.sheet.name, number, "Names no issue and says nothing."))
            return None
        return ResponseRow(
            self.sheet.name, number, day, area, words["ward"], words["age"], issues, words["seen"],
            words["comments"], self._key(row),
        )  # fmt: skip

    def _day(self, index: int, row: Row) -> date | None:
        value = self.cell(row, "day")
        try:
            day = parse_date(value)
        except BadCell as error:
            self.refuse(index, row, "day", str(error))
            return None
        if day > self.today:
            self.refuse(index, row, "day", f"{day:%d/%m/%Y} is still to come: dates are read day first.")
            return None
        return day

    def _area(self, index: int, row: Row) -> str | None:
        said = text_of(self.cell(row, "area")).strip()
        if not said:
            return None
        if said not in self._named:
            matched = match_choice(said, self.areas, near=False)
            self._named[said] = matched.choice.key if matched else None
        key = self._named[said]
        if key is None:
            self.refuse(index, row, "area", f"There is no area “{said}” in this store.")
        return key

    def _key(self, row: Row) -> str:
        """What tells the row again in the same file or another; its second standing has a key of its own."""
        says = "\x1f".join(matching_form(text_of(self.cell(row, spec.key))) for spec in RESPONSES.fields)
        self.times[says] += 1
        body = f"{says}\x1f{self.times[says]}"
        return hashlib.sha256(body.encode("utf-8", "replace")).hexdigest()[:40]
