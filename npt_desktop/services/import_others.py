"""Kinds of file with a service of their own, plugged into the import screen by one line each.

Such a service takes a path, checks it (``preview``) and writes it (``commit``), as
:class:`~npt_desktop.services.survey_import.SurveyImport` does. Columns a person moved and cells they mended
reach it as a CSV file of the sheet under the layout's own headings.
"""

from __future__ import annotations

from collections.abc import Callable
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
from npt_desktop.services.imports import ImportReport
from npt_desktop.services.reach import Reach
from npt_desktop.services.response_import import ResponseImport
from npt_desktop.services.survey_import import SurveyImport


@dataclass(frozen=True)
class PathKind:
    """One such kind. ``preview`` is given the area of the sheet, if it is known, and returns something with a
    ``report``; ``commit`` is given that back. ``needs_area`` says that the file itself names none."""

    key: str
    label: str
    layout: Layout
    preview: Callable[[Desk, Path, int | None, Progress | None], Any]
    commit: Callable[[Desk, Any, Progress | None], ImportReport]
    needs_area: bool = False


CRIME = Layout("street-level crime", tuple(FieldSpec(name, name, (), name in NEEDED) for name in COLUMNS))

PATH_KINDS: tuple[PathKind, ...] = (
    PathKind("survey", "Police and Crime Survey", SURVEY,
             lambda desk, path, _, progress: SurveyImport(desk).preview(path, progress=progress),
             lambda desk, found, progress: SurveyImport(desk).commit(found, keep_good=True, progress=progress)),
    PathKind("responses", "Survey responses", RESPONSES,
             lambda desk, path, area, progress: ResponseImport(desk).preview(path, area, progress),
             lambda desk, found, progress: ResponseImport(desk).commit(found, keep_good=True, progress=progress)),
    PathKind("crime", "Street-level crime", CRIME,
             lambda desk, path, _, progress: CrimeImport(desk).preview([path], progress),
             lambda desk, found, progress: CrimeImport(desk).commit(found, keep_good=True, progress=progress)),
    PathKind("reach", "Reach of channels", REACH,
             lambda desk, path, area, progress: Reach(desk).preview(path, area or 0, progress),
             lambda desk, found, _: Reach(desk).commit(found), needs_area=True),
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
