"""Kinds of file with a service of their own, plugged into the import screen by one line each.

Such a service takes a path, checks it (``preview``) and writes it (``write``) into the unit of the whole import, as
:class:`~npt_desktop.services.survey_import.SurveyImport` does. Columns a person moved and cells they mended
reach it as a CSV file of the sheet under the layout's own headings.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from npt_desktop.exchange.book import Progress, Sheet, Value
from npt_desktop.exchange.crime import COLUMNS, NEEDED
from npt_desktop.exchange.delimited import write_csv
from npt_desktop.exchange.layouts import FieldSpec, Layout, Located
from npt_desktop.exchange.reach import REACH
from npt_desktop.exchange.responses import RESPONSES
from npt_desktop.exchange.survey import SURVEY
from npt_desktop.services.crime_import import CrimeImport
from npt_desktop.services.desk import Desk
from npt_desktop.services.reach import Reach
from npt_desktop.services.response_import import ResponseImport
from npt_desktop.services.survey_import import SurveyImport
from npt_desktop.store.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class PathKind:
    """One such kind. ``preview`` is given the area of the sheet, if it is known, and what the same kind brings in the
    same import already; it returns something with a ``report``, ``changes`` and ``only``, and ``write`` is given that
    back. ``needs_area`` says that its rows need one where no column names it."""

    key: str
    label: str
    layout: Layout
    preview: Callable[[Desk, Path, int | None, Sequence[Any], Progress | None], Any]
    write: Callable[[Desk, UnitOfWork, Any], None]
    needs_area: bool = False
    counted: Layout | None = None
    """The fields of its difference, for a kind that is kept and shown as counts."""
    above: Callable[[Any], str] = lambda _: ""
    """What a file must say above its headings to be read, from a preview."""


CRIME = Layout("street-level crime", tuple(FieldSpec(name, name, (), name in NEEDED) for name in COLUMNS))
CRIME_COUNTS = Layout("counts of crime", (
    FieldSpec("area", "Area"), FieldSpec("place", "Small area"), FieldSpec("month", "Month"),
    FieldSpec("category", "Category"), FieldSpec("count", "Crimes"),
))  # fmt: skip

PATH_KINDS: tuple[PathKind, ...] = (
    PathKind("survey", "Police and Crime Survey", SURVEY,
             lambda desk, path, _, before, told: SurveyImport(desk).preview(path, None, told, before),
             lambda desk, unit, found: SurveyImport(desk).write(unit, found), above=lambda found: found.quarter.spoken),
    PathKind("responses", "Survey responses", RESPONSES,
             lambda desk, path, area, before, told: ResponseImport(desk).preview(path, area, told, before),
             lambda desk, unit, found: ResponseImport(desk).write(unit, found), needs_area=True),
    PathKind("crime", "Street-level crime", CRIME,
             lambda desk, path, _, before, told: CrimeImport(desk).preview([path], told, before),
             lambda desk, unit, found: CrimeImport(desk).write(unit, found), counted=CRIME_COUNTS),
    PathKind("reach", "Reach of channels", REACH,
             lambda desk, path, area, before, told: Reach(desk).preview(path, area or 0, told, before),
             lambda desk, unit, found: Reach(desk).write(unit, found), needs_area=True),
)  # fmt: skip


def as_file(layout: Layout, sheet: Sheet, located: Located, folder: Path, stem: str) -> Path:
    """The sheet as a CSV file that any reader of the layout takes: lines keep their numbers, columns their
    meaning. Dates and numbers are as text."""
    titles = {at: layout.field(key).title for key, at in located.columns.items()}
    wide = max(len(row) for row in sheet.rows)
    blank: list[tuple[Value, ...]] = [(None,)] * (sheet.first_row - 1)
    lines: list[tuple[Value, ...]] = []
    for index, row in enumerate(sheet.rows):
        cells = (*row, *(None,) * (wide - len(row)))
        if index == located.header:
            cells = tuple(titles.get(at, "") for at in range(wide))
        lines.append(cells)
    first, *rest = [*blank, *lines]
    path = folder / f"{stem}.csv"
    write_csv(path, ["" if value is None else str(value) for value in first], rest)
    return path
