"""Street-level crime as data.police.uk publishes it: one row a crime or incident, a file a month.

Read in one pass without making a book of it: a year of a force is a hundred thousand rows. Counted by small area,
month and category; each crime leaves a 64-bit mark, so that the same one twice counts once.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from hashlib import blake2b
from pathlib import Path

from npt_desktop.errors import CannotDo
from npt_desktop.exchange.book import Progress
from npt_desktop.exchange.delimited import divided, read_text
from npt_desktop.exchange.engagement import Rejected
from npt_desktop.exchange.layouts import column_letter, heading_form
from npt_desktop.exchange.limits import Limits
from npt_desktop.rules.guarding import unguard
from npt_desktop.rules.words import listed

COLUMNS = ("Crime ID", "Month", "Longitude", "Latitude", "Location", "LSOA code", "LSOA name", "Crime type",
           "Last outcome category")  # fmt: skip
NEEDED = ("Month", "LSOA code", "LSOA name", "Crime type")
"""Headings of data.police.uk; without an identity column a row is told by what it says."""
LIMITS = Limits(file_size=100 * 1024 * 1024, rows=1_000_000)
"""A force's year is some 30 MB."""
NO_PLACE = "-", "No location"
"""Code and name under which rows without a small area are counted."""
_TELL_EVERY = 5_000
_MARK = 2**64 - 1


@dataclass
class CrimePlace:
    """What a file says of one small area in one month: the mark of each crime with its category and its place as
    published (“On or near …”), empty where none is."""

    name: str
    marks: dict[int, tuple[str, str]] = field(default_factory=dict)


@dataclass(frozen=True)
class ParsedCrime:
    """One file read. ``places`` is keyed by LSOA code and month; ``twice`` are crimes that stand again."""

    name: str
    rows: int
    places: dict[tuple[str, date], CrimePlace]
    twice: int
    rejected: tuple[Rejected, ...]
    notes: tuple[str, ...]


def read_crime(path: Path, today: date, progress: Progress | None = None) -> ParsedCrime:
    """Read a street-level file.

    Raises CannotDo with one sentence for a file that cannot be read, lacks a needed column, or holds the
    headings twice.
    """
    text, warnings = read_text(path, LIMITS)
    rows = enumerate(divided(text, path.name, LIMITS), 1)
    header = next((cells for _, cells in rows if any(cells)), [])
    at = _columns(header, path.name)
    sheet, needs = path.stem, max(at[name] for name in NEEDED)
    places: dict[tuple[str, date], CrimePlace] = {}
    rejected: list[Rejected] = []
    months: dict[str, date | None] = {}
    alike: defaultdict[str, int] = defaultdict(int)
    identity = [at[name] for name in COLUMNS if name in at and name != "Crime ID"]
    id_at, month_at = at.get("Crime ID"), at["Month"]
    code_at, name_at, type_at = at["LSOA code"], at["LSOA name"], at["Crime type"]
    street_at = at.get("Location", -1)
    count = twice = 0
    for number, cells in rows:
        if not any(cells):
            continue
        count += 1
        if progress is not None and count % _TELL_EVERY == 0:
            progress(count, 0, f"Reading {path.name}")
        if len(cells) <= needs:
            _refuse(rejected, sheet, number, "Month", month_at, "", "The row is cut short.")
            continue
        said = cells[month_at]
        if said not in months:
            months[said] = _month(said, today)
        month, kind = months[said], cells[type_at]
        if month is None:
            if said == header[month_at]:
                raise CannotDo(
                    f"{path.name} has its headings again in row {number}: import each file by itself."
                )
            reason = f"“{said}” is not a month up to now, written as 2026-02."
            _refuse(rejected, sheet, number, "Month", month_at, said, reason)
        if not kind:
            _refuse(rejected, sheet, number, "Crime type", type_at, "", "There is no crime type.")
        if month is None or not kind:
            continue
        code = cells[code_at]
        mark = _mark_of_id(cells[id_at]) if id_at is not None and id_at < len(cells) else None
        if mark is None:
            says = "\x1f".join(
                [unguard(c) if c[:1] == "'" else c for c in (cells[n] for n in identity if n < len(cells))]
            )
            alike[says] += 1
            mark = _mark_of_words(f"{says}\x1f{alike[says]}")
        place = places.get((code, month))
        if place is None:
            known = (code, cells[name_at]) if code else NO_PLACE
            place = places.setdefault((known[0], month), CrimePlace(known[1]))
        if mark in place.marks:
            twice += 1
        else:
            place.marks[mark] = kind, cells[street_at] if 0 <= street_at < len(cells) else ""
    if not count:
        raise CannotDo(f"{path.name} holds headings and no crime: download the month again.")
    return ParsedCrime(path.name, count, places, twice, tuple(rejected), warnings)


def _columns(header: list[str], name: str) -> dict[str, int]:
    known = {heading_form(title): title for title in COLUMNS}
    at: dict[str, int] = {}
    for place, value in enumerate(header):
        title = known.get(heading_form(value))
        if title is not None:
            at.setdefault(title, place)
    lacking = [f"“{title}”" for title in NEEDED if title not in at]
    if len(lacking) == len(NEEDED):
        raise CannotDo(
            f"{name} holds no street-level crime: its first row needs the headings of data.police.uk, "
            f"{listed(NEEDED)}."
        )
    if lacking:
        raise CannotDo(f"{name} has no column {listed(lacking)}: its first row needs it.")
    return at


def _month(said: str, today: date) -> date | None:
    try:
        month = date.fromisoformat(f"{said.strip()}-01")
    except ValueError:
        return None
    return month if month.year >= 2000 and month <= today else None


def _mark_of_id(words: str) -> int | None:
    """A published identity is 64 hexadecimal digits; its first 16 are mark enough. None for another."""
    if not words:
        return None
    try:
        return int(words[:16], 16) & _MARK if len(words) == 64 else _mark_of_words(words)
    except ValueError:
        return _mark_of_words(words)


def _mark_of_words(words: str) -> int:
    return int.from_bytes(blake2b(words.encode("utf-8", "replace"), digest_size=8).digest(), "big")


def _refuse(
    rejected: list[Rejected], sheet: str, number: int, title: str, column: int, value: str, reason: str
) -> None:
    rejected.append(Rejected(sheet, number, title, f"{column_letter(column)}{number}", value, reason))
