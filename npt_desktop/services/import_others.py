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
from npt_desktop.exchange.delimited import write_csv
from npt_desktop.exchange.layouts import Layout, Located
from npt_desktop.exchange.survey import SURVEY
from npt_desktop.services.desk import Desk
from npt_desktop.services.imports import ImportReport
from npt_desktop.services.survey_import import SurveyImport


@dataclass(frozen=True)
class PathKind:
    """One such kind. ``preview`` returns something with a ``report``; ``commit`` is given that back."""

    key: str
    label: str
    layout: Layout
    preview: Callable[[Desk, Path, Progress | None], Any]
    commit: Callable[[Desk, Any, Progress | None], ImportReport]


PATH_KINDS: tuple[PathKind, ...] = (
    PathKind("survey", "Police and Crime Survey", SURVEY,
             lambda desk, path, progress: SurveyImport(desk).preview(path, progress=progress),
             lambda desk, found, progress: SurveyImport(desk).commit(found, keep_good=True, progress=progress)),
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
