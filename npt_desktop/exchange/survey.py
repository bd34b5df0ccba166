"""The commissioner's survey workbook: one row an area and issue, with base, count, share and change.

Source: the layout of the Police and Crime Survey workbook (title row above, headings, one block an area). Good
rows are read, bad ones named with their cell; what may be wrong with the sheet as a whole is a refusal.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from npt_desktop.errors import CannotDo
from npt_desktop.exchange.book import Book, Row, Sheet, Value
from npt_desktop.exchange.cells import BadCell, Choice, is_blank, match_choice, text_of
from npt_desktop.exchange.engagement import Rejected, Skipped
from npt_desktop.exchange.headings import SheetReader, heading_row
from npt_desktop.exchange.layouts import FieldSpec, Layout, is_total_row
from npt_desktop.rules.periods import MONTHS, QUARTER_STARTS, Quarter, quarter_of
from npt_desktop.rules.words import listed, matching_form

SURVEY = Layout(
    name="survey",
    fields=(
        FieldSpec("area", "Neighbourhood area", ("Area", "Local area", "Neighbourhood", "Policing area"), True),
        FieldSpec("base", "Respondents (unweighted)", ("Respondents", "Base", "Base size", "Unweighted base", "Sample"), True),
        FieldSpec("issue", "Issue", ("Concern", "Category", "Issue of concern", "Topic"), True),
        FieldSpec("count", "Citing as a top-three concern", ("Count", "Number citing", "Number", "Responses"), True),
        FieldSpec("percent", "% citing", ("Percent", "Per cent", "Percentage", "Share", "% of respondents"), True),
        FieldSpec("change", "Change on previous quarter (pts)", ("Change", "Change on quarter", "Change (pts)", "Difference")),
    ),
)  # fmt: skip
ROUNDING = 1.0
"""Points by which a printed share may differ from count over base, before the row is refused."""
_NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?")
_RANGE = re.compile(
    rf"\b({'|'.join(MONTHS)})\s+(?:to|-|–)\s+({'|'.join(MONTHS)})\s+(20\d\d)\b", re.IGNORECASE
)


@dataclass(frozen=True)
class SurveyRow:
    """One figure. ``percent`` and ``change`` are in per cent and points; ``issue_key`` is None where the
    issue is in no list; ``row`` is Excel's."""

    sheet: str
    row: int
    area_key: str
    issue_key: str | None
    issue_text: str
    base: int
    count: int
    percent: float
    change: float | None

    @property
    def key(self) -> tuple[str, str]:
        """Area and issue: what a survey may say only once. An issue in no list is known by its words."""
        return self.area_key, issue_form(self.issue_key, self.issue_text)


@dataclass(frozen=True)
class ParsedSurvey:
    """A survey read. ``quarter`` is the one its title names, None when it names none."""

    quarter: Quarter | None
    rows: tuple[SurveyRow, ...]
    rejected: tuple[Rejected, ...]
    skipped: tuple[Skipped, ...]
    notes: tuple[str, ...]


def issue_form(key: str | None, words: str) -> str:
    """An issue for comparing: its place in the list, or else its words."""
    return f"#{key}" if key is not None else matching_form(words)


def parse_survey(book: Book, areas: Sequence[Choice], issues: Sequence[Choice]) -> ParsedSurvey:
    """Read every sheet that holds survey figures.

    Raises CannotDo with one sentence for a book without such a sheet, naming the column that is lacking, and
    for a sheet with two heading rows.
    """
    rows: list[SurveyRow] = []
    rejected: list[Rejected] = []
    skipped: list[Skipped] = []
    notes: list[str] = list(book.warnings)
    quarter: Quarter | None = None
    found = False
    for sheet in book.sheets:
        header, columns, said = heading_row(SURVEY, sheet, book.name, only=len(book.sheets) == 1)
        if header is None:
            skipped.append(Skipped(sheet.name, None, "Holds no survey figures."))
            continue
        found = True
        notes.extend(said)
        quarter = quarter or _named_quarter(sheet.rows[:header])
        reader = _Reader(sheet, columns, areas, issues)
        for index in range(header + 1, len(sheet.rows)):
            row = sheet.rows[index]
            if all(is_blank(value) for value in row):
                continue
            if is_total_row(row):
                skipped.append(
                    Skipped(sheet.name, sheet.row_number(index), "A total; it is counted from the rows.")
                )
                continue
            read = reader.read(index, row)
            if read is not None:
                rows.append(read)
        rejected.extend(reader.bad)
    if not found:
        raise CannotDo(
            f"{book.name} holds no survey: its heading row needs "
            f"{listed(spec.title for spec in SURVEY.fields if spec.required)}."
        )
    kept, twice = _once(rows)
    return ParsedSurvey(quarter, tuple(kept), (*rejected, *twice), tuple(skipped), tuple(notes))


def _named_quarter(above: Sequence[Row]) -> Quarter | None:
    """The quarter a title names in words: ``July to September 2026``."""
    names = [month.casefold() for month in MONTHS]
    for row in above:
        for value in row:
            said = _RANGE.search(value) if isinstance(value, str) else None
            if said is None:
                continue
            first = names.index(said[1].casefold()) + 1
            if first in QUARTER_STARTS and names.index(said[2].casefold()) + 1 == first + 2:
                return quarter_of(date(int(said[3]), first, 1))
    return None


class _Reader(SheetReader):
    """Reads the rows of one sheet and gathers what is wrong with them."""

    def __init__(
        self, sheet: Sheet, columns: dict[str, int], areas: Sequence[Choice], issues: Sequence[Choice]
    ) -> None:
        super().__init__(SURVEY, sheet, columns)
        self.areas, self.issues = areas, issues
        votes = [vote for row in sheet.rows if (vote := self._votes_share(row)) is not None]
        # A workbook keeps 23.3 % as 0.233; a sheet typed by hand holds 23.3.
        self.scale = 100.0 if 2 * sum(votes) >= len(votes) else 1.0

    def _votes_share(self, row: Row) -> bool | None:
        """Whether a row's per cent is a share of one, going by its count and base; None where they cannot tell."""
        value = self.cell(row, "percent")
        if isinstance(value, str) and "%" in value:
            return None
        try:
            percent, count, base = (_number(self.cell(row, key)) for key in ("percent", "count", "base"))
        except BadCell:
            return None
        if base <= 0 or percent == 0:
            return None
        true = 100 * count / base
        return abs(100 * percent - true) < abs(percent - true)

    def read(self, index: int, row: Row) -> SurveyRow | None:
        """The figure of a row; None with at least one more refusal."""
        before = len(self.bad)
        area = self._area(index, row)
        issue = text_of(self.cell(row, "issue")).strip()
        if not issue:
            self.refuse(index, row, "issue", "There is no issue.")
        base = self._whole(index, row, "base", low=1)
        count = self._whole(index, row, "count", low=0)
        percent = self._percent(index, row)
        change = self._change(index, row)
        if base is not None and count is not None and count > base:
            self.refuse(index, row, "count", f"{count:,} people are more than the {base:,} who were asked.")
        elif (
            base
            and count is not None
            and percent is not None
            and abs(100 * count / base - percent) > ROUNDING
        ):
            says = f"{count:,} of {base:,} is {100 * count / base:.1f} %, not {percent:.1f} %."
            self.refuse(index, row, "percent", says)
        if len(self.bad) > before or area is None or base is None or count is None or percent is None:
            return None
        matched = match_choice(issue, self.issues)
        return SurveyRow(
            self.sheet.name, self.sheet.row_number(index), area, matched.choice.key if matched else None, issue,
            base, count, percent, change,
        )  # fmt: skip

    def _area(self, index: int, row: Row) -> str | None:
        said = text_of(self.cell(row, "area")).strip()
        matched = match_choice(said, self.areas, near=False)
        if matched is None:
            words = f"There is no area “{said}” in this store." if said else "There is no area."
            self.refuse(index, row, "area", words)
            return None
        return matched.choice.key

    def _whole(self, index: int, row: Row, key: str, *, low: int) -> int | None:
        value = self.cell(row, key)
        try:
            number = _number(value)
        except BadCell as error:
            self.refuse(index, row, key, str(error))
            return None
        if number != int(number) or number < low:
            self.refuse(index, row, key, f"“{text_of(value)}” is not a whole number from {low}.")
            return None
        return int(number)

    def _percent(self, index: int, row: Row) -> float | None:
        value = self.cell(row, "percent")
        try:
            signed = isinstance(value, str) and "%" in value
            percent = _number(value) * (1.0 if signed else self.scale)
        except BadCell as error:
            self.refuse(index, row, "percent", str(error))
            return None
        if not 0 <= percent <= 100:
            self.refuse(index, row, "percent", f"“{text_of(value)}” is not between 0 and 100 per cent.")
            return None
        return round(percent, 1)

    def _change(self, index: int, row: Row) -> float | None:
        value = self.cell(row, "change")
        if is_blank(value) or matching_form(text_of(value)) in ("-", "–", "n/a", "new"):
            return None
        try:
            change = _number(value)
        except BadCell as error:
            self.refuse(index, row, "change", str(error))
            return None
        if abs(change) > 100:
            self.refuse(index, row, "change", f"A change of {change:g} points is over 100.")
        return round(change, 1)


def _number(value: Value) -> float:
    """A number from a cell; text may carry commas, a sign and %."""
    if isinstance(value, bool):
        raise BadCell(f"“{text_of(value)}” is not a number.")
    if isinstance(value, int | float):
        return float(value)
    plain = text_of(value).replace(",", "").replace("−", "-").replace("%", "").strip()
    if not plain:
        raise BadCell("There is no number.")
    if not _NUMBER.fullmatch(plain):
        raise BadCell(f"“{text_of(value)}” is not a number.")
    return float(plain)


def _once(rows: Sequence[SurveyRow]) -> tuple[list[SurveyRow], list[Rejected]]:
    """Rows whose area and issue stand once; a second that says the same is dropped, one that says otherwise
    is refused."""
    first: dict[tuple[str, str], SurveyRow] = {}
    twice: list[Rejected] = []
    for row in rows:
        known = first.setdefault(row.key, row)
        if known is not row and (known.base, known.count) != (row.base, row.count):
            reason = f"Row {known.row} gives other figures for this area and issue."
            twice.append(
                Rejected(
                    row.sheet, row.row, SURVEY.field("issue").title, f"{row.row}", row.issue_text, reason
                )
            )
    return list(first.values()), twice
