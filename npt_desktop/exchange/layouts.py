"""Which column of a sheet is which: layouts as data, and finding one in somebody's workbook."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from npt_desktop.exchange.book import Row, Sheet, Value
from npt_desktop.exchange.cells import is_blank, spelling_distance, text_of
from npt_desktop.rules.words import matching_form

HEADER_ROWS = 30
_LONGEST_HEADING = 120
"""Longer text is content, not a heading."""
"""How far down the heading row is looked for."""
ENOUGH = 0.6
"""The share of a layout's columns a heading row must have, besides all required ones."""

_PUNCTUATION = re.compile(r"[^\w\s]+|_+")
_TOTAL = re.compile(r"(?:grand )?(?:sub ?)?(?:total|sum|average|mean)s?\b")


@dataclass(frozen=True)
class FieldSpec:
    """One column. ``kind`` is date, month, quarter, number, yesno, text, list or score; ``width`` is for writing, in
    characters. A list's entries go by ``choices`` (by ``key`` when empty); an ``open`` one keeps words of its own."""

    key: str
    title: str
    aliases: tuple[str, ...] = ()
    required: bool = False
    kind: str = "text"
    width: float = 20
    choices: str = ""
    open: bool = False

    @property
    def short(self) -> str:
        """The heading's first words, for a label."""
        return re.split(r"[,:?]", self.title)[0]

    @property
    def list_name(self) -> str:
        """Which list its entries come from."""
        return self.choices or self.key


@dataclass(frozen=True)
class Layout:
    """The columns of one kind of sheet, in the order they are written."""

    name: str
    fields: tuple[FieldSpec, ...]

    def field(self, key: str) -> FieldSpec:
        """The field named ``key``; KeyError when there is none."""
        for spec in self.fields:
            if spec.key == key:
                return spec
        raise KeyError(key)


ENGAGEMENT_LOG = Layout(
    name="engagement log",
    # Booklet, “Engagement activity and evaluation documents”: the Gedling log's headings, in their order.
    fields=(
        FieldSpec(
            "date", "Date", ("Date of engagement", "Engagement date", "When", "Event date"), True, "date", 12
        ),
        FieldSpec(
            "audience",
            "Target Audience",
            ("Audience", "Target group", "Community", "Target"),
            kind="list",
            width=20,
            open=True,
        ),
        FieldSpec(
            "purpose",
            "Purpose",
            ("Purpose of engagement", "Engagement purpose", "Reason", "Why"),
            kind="list",
            width=20,
            open=True,
        ),
        FieldSpec(
            "who",
            "Who Engaged?",
            (
                "Who was engaged",
                "Who did you engage",
                "Who did we engage",
                "Who",
                "Engaged with",
                "People engaged",
            ),
            width=28,
        ),
        FieldSpec(
            "lead",
            "Lead Officer Present",
            (
                "Lead officer",
                "Officer",
                "Lead",
                "Officer present",
                "Officers present",
                "Lead officers present",
            ),
            width=22,
        ),
        FieldSpec(
            "summary",
            "Summary of engagement, what was the engagement, what did you do?",
            ("Summary of engagement", "Summary", "What was the engagement", "What did you do", "Engagement"),
            required=True,
            width=60,
        ),
        FieldSpec(
            "outcome",
            "OUTCOME: what was the result of your engagement?",
            ("Outcome", "Outcomes", "What was the result of your engagement", "Result", "Results"),
            width=60,
        ),
        FieldSpec(
            "score", "Score", ("Evaluation", "Evaluation score", "Rating", "Scoring"), kind="score", width=14
        ),
    ),
)


@dataclass(frozen=True)
class Located:
    """Where a layout was found in a sheet.

    ``header`` and ``columns`` are indexes into ``Sheet.rows`` and into a row, both from 0. ``notes`` are
    sentences about columns left out. ``fingerprint`` is the same for every sheet with the same headings, so
    that a user's corrections can be remembered.
    """

    header: int
    columns: dict[str, int]
    notes: tuple[str, ...]
    fingerprint: str


def heading_form(value: Value) -> str:
    """A heading for comparing: as :func:`matching_form`, without punctuation."""
    return _heading_form(text_of(value))


@lru_cache(1_024)
def _heading_form(text: str) -> str:
    # The first rows of a sheet are held against every layout there is.
    return matching_form(_PUNCTUATION.sub(" ", matching_form(text)))


def fingerprint(header: Row) -> str:
    """A short hash of the headings of a row, in order; empty cells at the end do not count."""
    forms = [heading_form(value) for value in header]
    while forms and not forms[-1]:
        forms.pop()
    return hashlib.sha256("\x1f".join(forms).encode("utf-8", "replace")).hexdigest()[:16]


def column_letter(index: int) -> str:
    """Excel's name of the column ``index`` (0 is A)."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def locate(layout: Layout, sheet: Sheet) -> Located | None:
    """Find the heading row: of the first 30 rows, the one with most of the layout's columns.

    It needs all required columns and at least 60 % of all; of equals the first wins. None when there is none.
    """
    best: Located | None = None
    for index, row in enumerate(sheet.rows[:HEADER_ROWS]):
        if all(is_blank(value) for value in row):
            continue
        columns, notes = titled_columns(layout, sheet, index)
        if best is not None and len(columns) <= len(best.columns):
            continue
        if len(columns) < ENOUGH * len(layout.fields):
            continue
        if any(spec.required and spec.key not in columns for spec in layout.fields):
            continue
        best = Located(index, columns, notes, fingerprint(titles_at(sheet, index)))
    return best


def match_columns(layout: Layout, header: Sequence[Value]) -> tuple[dict[str, int], tuple[str, ...]]:
    """Match headings to fields by title, alias or spelling.

    Each column serves at most one field. Where two columns claim one field the better match wins, the left
    one of equals, and a note says which was left out.
    """
    claims: list[tuple[int, int, int]] = []  # how far from the title, column, field number
    names = _names(layout)
    for column, value in enumerate(header):
        form = heading_form(value) if not is_blank(value) else ""
        if form and len(form) <= _LONGEST_HEADING:
            for number, distance in _near(form, names.get(form[0], ())).items():
                claims.append((distance, column, number))
    claims.sort()
    columns: dict[str, int] = {}
    used: set[int] = set()
    lost: list[tuple[int, FieldSpec]] = []
    for _, column, number in claims:
        spec = layout.fields[number]
        if column in used:
            continue
        if spec.key in columns:
            lost.append((column, spec))
            continue
        columns[spec.key] = column
        used.add(column)
    notes: list[str] = []
    for column, spec in dict.fromkeys(lost):
        if column not in used:
            used.add(column)
            notes.append(
                f"Columns {column_letter(columns[spec.key])} and {column_letter(column)} both look like "
                f"“{spec.title}”; column {column_letter(columns[spec.key])} was read."
            )
    return columns, tuple(notes)


def titles_at(sheet: Sheet, index: int) -> Row:
    """The headings of the columns under a row: its own, and where it is blank the one above it, for a heading merged
    over two rows stands in the upper of them. The row above counts only where it is headings too: two short texts
    and more, and nothing else."""
    row, above = sheet.rows[index], _headings_above(sheet, index)
    if not above or all(is_blank(value) for value in row):
        return row
    wide = max(len(row), len(above))
    return tuple([_cell(above, at) if is_blank(_cell(row, at)) else row[at] for at in range(wide)])


def titled_columns(layout: Layout, sheet: Sheet, index: int) -> tuple[dict[str, int], tuple[str, ...]]:
    """As :func:`match_columns` for a heading row, with headings merged over rows or columns: “Date” under
    “Engagement” is “Engagement Date” where that says more."""
    titles = titles_at(sheet, index)
    columns, notes = match_columns(layout, titles)
    groups = _groups(sheet, index)
    if not any(groups):
        return columns, notes
    full = [f"{group} {text_of(_cell(titles, at))}" if group else None for at, group in enumerate(groups)]
    said = list(notes)
    for key, at in match_columns(layout, full)[0].items():
        old = columns.get(key)
        if old is None and at not in columns.values():
            columns[key] = at
        elif old is not None and old != at and heading_form(titles[old]) == heading_form(titles[at]):
            title = layout.field(key).title
            said = [note for note in said if f"“{title}”" not in note]
            said.append(
                f"Columns {column_letter(old)} and {column_letter(at)} both look like “{title}”; column "
                f"{column_letter(at)} was read."
            )
            columns[key] = at
    return columns, tuple(said)


def _headings_above(sheet: Sheet, index: int) -> Row:
    """The row above, if it is headings; else nothing."""
    if index == 0:
        return ()
    filled = [value for value in sheet.rows[index - 1] if not is_blank(value)]
    short = all(isinstance(value, str) and len(value) <= _LONGEST_HEADING for value in filled)
    return sheet.rows[index - 1] if len(filled) > 1 and short else ()


def _groups(sheet: Sheet, index: int) -> list[str]:
    """For each column the heading above its own that is merged over several columns; "" where there is none."""
    above, row = _headings_above(sheet, index), sheet.rows[index]
    found: list[str] = []
    group = ""
    for at in range(len(row) if above else 0):
        if not is_blank(_cell(above, at)):
            group = text_of(_cell(above, at))
        found.append("" if is_blank(row[at]) else group)
    return found


def _cell(row: Row, at: int) -> Value:
    return row[at] if at < len(row) else None


def is_total_row(row: Row) -> bool:
    """Whether the first filled cell of a row starts with Total, Sum or Average."""
    for value in row:
        if not is_blank(value):
            return isinstance(value, str) and _TOTAL.match(matching_form(value)) is not None
    return False


@cache
def _names(layout: Layout) -> dict[str, list[tuple[str, int, int]]]:
    """Every name of a layout's fields by its first letter: the name, the field's number, and 0 for its title or 1
    for an alias."""
    found: dict[str, list[tuple[str, int, int]]] = {}
    for number, spec in enumerate(layout.fields):
        for place, name in enumerate(map(heading_form, (spec.title, *spec.aliases))):
            found.setdefault(name[0], []).append((name, number, min(place, 1)))
    return found


def _near(form: str, names: Sequence[tuple[str, int, int]]) -> dict[int, int]:
    """The fields a heading may be: 0 for the title, 1 for an alias, more for near spellings. ``names`` are those
    that begin as the heading does, as what is near does too: most of what stands in a sheet is no heading at all."""
    found: dict[int, int] = {}
    for name, number, rank in names:
        slips = spelling_distance(form, name) if form != name else None
        if form == name or slips is not None:
            distance = rank if slips is None else 1 + slips
            found[number] = min(distance, found.get(number, distance))
    return found
