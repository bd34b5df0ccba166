"""From files to a plan of reading: which sheet holds what, and what was decided for layouts like it before."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from sqlalchemy import select

from npt_desktop.errors import CannotDo
from npt_desktop.exchange.any_file import read_any
from npt_desktop.exchange.book import Book, Progress, Sheet
from npt_desktop.exchange.cells import Choice, is_blank
from npt_desktop.exchange.layouts import HEADER_ROWS, FieldSpec, Layout, Located, fingerprint, titles_at
from npt_desktop.exchange.sheets import (
    DateColumn,
    Heading,
    Strange,
    date_columns,
    fit,
    grouped,
    guess,
    headings,
    lacking,
    strangers,
    unread,
)
from npt_desktop.models.imports import SavedMapping
from npt_desktop.rules.words import listed, matching_form
from npt_desktop.services.desk import Desk
from npt_desktop.services.import_others import PATH_KINDS, PathKind
from npt_desktop.services.kind_log import LogKind
from npt_desktop.services.kind_people import AnswersKind, KeyIndividualsKind, PrioritiesKind
from npt_desktop.services.kind_plans import ActionsKind, PlansKind
from npt_desktop.services.record_kinds import RecordKind

RECORD_KINDS: tuple[type[RecordKind], ...] = (
    LogKind, PrioritiesKind, PlansKind, ActionsKind, KeyIndividualsKind, AnswersKind,
)  # fmt: skip
"""In the order they are written: what others point at comes first where it can."""
WRITE_ORDER = ("plans", "log", "priorities", "actions", "key-individuals", "qa")
TOGETHER: Mapping[str, tuple[str, ...]] = {"plans": ("plans", "actions")}
"""Kinds that come in one workbook under the name of the first."""
_BOOKS = (".xlsx", ".xls", ".xlsb", ".ods", ".csv", ".tsv")
MOST_FILES = 400
_UNREAD_TOLD = 5


@dataclass(frozen=True)
class OpenedFile:
    """A file that could be read."""

    path: Path
    book: Book
    digest: str


@dataclass(frozen=True)
class Gathered:
    """What was chosen: the files read, and those that were not with the reason."""

    files: tuple[OpenedFile, ...]
    refused: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class SheetPlan:
    """How one sheet is to be read. ``kind`` is empty for a sheet left out, ``why`` then says why.

    ``area_id`` is the area of rows that name none. ``picks`` gives entries' words for (list, words in matching
    form). ``remembered`` says that an earlier import of this layout decided it.
    """

    file: int
    sheet: int
    kind: str = ""
    located: Located | None = None
    area_id: int | None = None
    month_first: frozenset[str] = frozenset()
    why: str = ""
    remembered: str = ""


Picks = Mapping[tuple[str, str], str]


class Planner:
    """Reads files and plans their reading, at a desk. Long: call off the window's thread."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.kinds: dict[str, RecordKind] = {kind.key: kind(desk) for kind in RECORD_KINDS}
        self.others: dict[str, PathKind] = {kind.key: kind for kind in PATH_KINDS}
        self._lists: dict[str, dict[str, tuple[Choice, ...]]] = {}

    def choices(self) -> list[tuple[str, str]]:
        """Every kind of sheet that can be read: (key, label)."""
        return [
            *((kind.key, kind.label) for kind in self.kinds.values()),
            *((other.key, other.label) for other in self.others.values()),
        ]

    def layout(self, kind: str) -> Layout:
        """The layout of a kind."""
        return self.kinds[kind].layout if kind in self.kinds else self.others[kind].layout

    def fields(self, kind: str, row: int) -> tuple[FieldSpec, ...]:
        """The fields of a line of the difference: of a row, or with ``row`` 0 of what several rows make together."""
        counted = self.others[kind].counted if kind in self.others and not row else None
        return (counted or self.layout(kind)).fields

    def lists(self, kind: str) -> dict[str, tuple[Choice, ...]]:
        """The lists of a kind, read once for this import."""
        if kind not in self._lists:
            found = self.kinds[kind].lists() if kind in self.kinds else {}
            self._lists[kind] = found
        return self._lists[kind]

    def open_lists(self) -> frozenset[str]:
        """The lists whose fields keep words of their own."""
        return frozenset(s.list_name for kind in self.kinds.values() for s in kind.layout.fields if s.open)

    def gather(self, paths: Iterable[Path], progress: Progress | None = None) -> Gathered:
        """Read files, and every workbook and CSV file in folders. A single file that cannot be read is refused
        with its sentence; one of several is told in the result."""
        files = list(_expanded(paths))
        if not files:
            raise CannotDo("There is no workbook or CSV file here: choose a file, or the folder they are in.")
        if len(files) > MOST_FILES:
            raise CannotDo(f"{len(files):,} files are too many at once: choose up to {MOST_FILES}.")
        found: list[OpenedFile] = []
        refused: list[tuple[str, str]] = []
        for number, path in enumerate(files):
            if progress is not None:
                progress(number, len(files), f"Reading {path.name}")
            try:
                book = read_any(path, progress)
            except CannotDo as error:
                if len(files) == 1:
                    raise
                refused.append((path.name, error.says))
                continue
            found.append(OpenedFile(path, book, hashlib.sha256(path.read_bytes()).hexdigest()))
        if not found:
            raise CannotDo(f"None of the {len(files)} files can be read: {refused[0][1]}")
        return Gathered(tuple(found), tuple(refused))

    def plan(
        self, gathered: Gathered, kind: str = "", area_id: int | None = None, mapping: str = ""
    ) -> list[SheetPlan]:
        """A plan for every sheet, as far as it can be guessed; ``kind`` says that all of them hold one kind,
        ``mapping`` names a remembered layout to be used for every sheet."""
        saved = self._saved()
        named = next(
            (m for m in saved.values() if mapping and matching_form(m.name) == matching_form(mapping)), None
        )
        if mapping and named is None:
            known = ", ".join(sorted(m.name for m in saved.values() if m.name)) or "none yet"
            raise CannotDo(f"There is no mapping called “{mapping}”: those remembered are {known}.")
        plans = []
        for number, file in enumerate(gathered.files):
            for place, sheet in enumerate(file.book.sheets):
                plans.append(
                    self._guessed(SheetPlan(number, place), file, sheet, kind, area_id, saved, named)
                )
        return plans

    def replan(
        self, gathered: Gathered, plan: SheetPlan, *, kind: str | None = None, header: int | None = None
    ) -> SheetPlan:
        """The plan with another kind or heading row, its columns guessed anew."""
        file = gathered.files[plan.file]
        sheet = file.book.sheets[plan.sheet]
        kind = plan.kind if kind is None else kind
        if not kind:
            return replace(plan, kind="", located=None, why="Left out.")
        at = header if header is not None else None
        located = guess(self.layout(kind), sheet, self.lists(kind), header=at)
        if located is None:
            located = guess(self.layout(kind), sheet, self.lists(kind), header=_first_filled(sheet))
        assert located is not None
        area = plan.area_id or self._area_of(file, sheet, located)
        return replace(plan, kind=kind, located=located, why="", area_id=area, month_first=self._order(kind, sheet, located),
                       remembered="")  # fmt: skip

    # -- what is asked of a person --
    def headings(self, gathered: Gathered, plan: SheetPlan) -> tuple[Heading, ...]:
        """The columns of a sheet with the first values under them."""
        assert plan.located is not None
        return headings(self._sheet(gathered, plan), plan.located.header)

    def unread(self, gathered: Gathered, plan: SheetPlan) -> str:
        """Which columns of a sheet no field takes, in a sentence; empty where every one is read."""
        if plan.located is None or (plan.kind in self.others and self.others[plan.kind].counted):
            return ""  # what is published is known to hold more
        left = [
            f"{head.letter} “{head.title[:40]}”" for head in unread(self._sheet(gathered, plan), plan.located)
        ]
        if not left:
            return ""
        said = [
            *left[:_UNREAD_TOLD],
            *([f"{len(left) - _UNREAD_TOLD} more"] if len(left) > _UNREAD_TOLD else []),
        ]
        return f"Not read: column{'s' if len(left) > 1 else ''} {listed(said)}."

    def lacking(self, plan: SheetPlan) -> tuple[str, ...]:
        """What must still be decided before a sheet can be read."""
        if not plan.kind or plan.located is None:
            return ()
        missing = lacking(self.layout(plan.kind), plan.located)
        if self.asks_area(plan) and plan.area_id is None:
            missing = (*missing, "Area")
        return missing

    def asks_area(self, plan: SheetPlan) -> bool:
        """Whether a sheet's rows name no area and need one."""
        if plan.located is None or "area" in plan.located.columns:
            return False
        if plan.kind == ActionsKind.key and "plan" in plan.located.columns:
            return False  # an action is of its plan's area
        return plan.kind in self.kinds or self.others[plan.kind].needs_area

    def dates(self, gathered: Gathered, plan: SheetPlan) -> dict[str, DateColumn]:
        """The text dates of a sheet, by field."""
        if not plan.kind or plan.located is None:
            return {}
        return date_columns(self.layout(plan.kind), self._sheet(gathered, plan), plan.located)

    def strange(self, gathered: Gathered, plans: Sequence[SheetPlan], picks: Picks) -> tuple[Strange, ...]:
        """Words of all sheets that are in no list, near spellings together, without those picked already."""
        words: list[tuple[str, str]] = []
        lists: dict[str, Sequence[Choice]] = {}
        for plan in plans:
            if plan.kind not in self.kinds or plan.located is None:
                continue
            known = self.lists(plan.kind)
            lists.update(known)
            found = strangers(self.layout(plan.kind), self._sheet(gathered, plan), plan.located, known)
            words += [
                (name, text)
                for name, text in found
                if (name, matching_form(text)) not in picks and name != "plan"
            ]
        return grouped(words, lists)

    def remembered_picks(self) -> dict[tuple[str, str], str]:
        """Every word decided in an earlier import."""
        found: dict[tuple[str, str], str] = {}
        for mapping in self._saved().values():
            for name, words in mapping.values.items():
                found.update({(name, form): label for form, label in words.items()})
        return found

    # -- inside --
    def _sheet(self, gathered: Gathered, plan: SheetPlan) -> Sheet:
        return gathered.files[plan.file].book.sheets[plan.sheet]

    def _guessed(
        self, plan: SheetPlan, file: OpenedFile, sheet: Sheet, kind: str, area_id: int | None,
        saved: Mapping[str, SavedMapping], named: SavedMapping | None,
    ) -> SheetPlan:  # fmt: skip
        if not any(not is_blank(value) for row in sheet.rows for value in row):
            return replace(plan, why="The sheet is empty.")
        if sheet.hidden:
            return replace(plan, why="The sheet is hidden; show it in Excel to have it read.")
        for index in range(min(HEADER_ROWS, len(sheet.rows))):
            row = titles_at(sheet, index)
            known = named if named and sum(not is_blank(v) for v in row) > 1 else saved.get(fingerprint(row))
            if (
                known is not None
                and (not kind or known.kind in TOGETHER.get(kind, (kind,)))
                and known.kind in dict(self.choices())
            ):
                columns = {key: int(at) for key, at in known.columns.items()}
                located = Located(index, columns, (), fingerprint(row))
                months = frozenset(known.options.get("month_first", ()))
                return replace(plan, kind=known.kind, located=located, month_first=months, remembered=known.name or "before",
                               area_id=area_id or self._area_of(file, sheet, located))  # fmt: skip
        best: tuple[float, str, Located] | None = None
        for name, _ in self.choices():
            if kind and name not in TOGETHER.get(kind, (kind,)):
                continue
            tried = guess(self.layout(name), sheet, self.lists(name))
            score = fit(self.layout(name), tried, sheet) if tried is not None else 0.0
            if tried is not None and score > 0 and (best is None or score > best[0]):
                best = (score, name, tried)
        if best is None:
            what = self.layout(kind).name if kind else "a kind this program reads"
            return replace(plan, why=f"No heading row of {what} was found on this sheet.")
        _, name, located = best
        return replace(plan, kind=name, located=located, month_first=self._order(name, sheet, located),
                       area_id=area_id or self._area_of(file, sheet, located))  # fmt: skip

    def _order(self, kind: str, sheet: Sheet, located: Located) -> frozenset[str]:
        found = date_columns(self.layout(kind), sheet, located)
        return frozenset(key for key, column in found.items() if column.month_first)

    def _area_of(self, file: OpenedFile, sheet: Sheet, located: Located) -> int | None:
        """The one area that the lines above the headings, the sheet's name, the file's or its folder's name."""
        above = " ".join(str(v) for row in sheet.rows[: located.header] for v in row if isinstance(v, str))
        areas = [(a.id, matching_form(a.label)) for a in self.desk.areas(closed=True)]
        for words in (above, sheet.name, file.path.stem, file.path.parent.name):
            form = f" {matching_form(words.replace('_', ' ').replace('-', ' '))} "
            named = [key for key, name in areas if f" {name} " in form]
            if len(named) == 1:
                return named[0]
        return None

    def _saved(self) -> dict[str, SavedMapping]:
        with self.desk.read() as session:
            return {m.fingerprint: m for m in session.scalars(select(SavedMapping).order_by(SavedMapping.id))}


def _expanded(paths: Iterable[Path]) -> Iterable[Path]:
    for path in paths:
        if path.is_dir():
            inside = (p for p in path.rglob("*") if p.is_file() and p.suffix.lower() in _BOOKS)
            yield from sorted(p for p in inside if not p.name.startswith(("~$", ".")))
        else:
            yield path


def _first_filled(sheet: Sheet) -> int:
    return next(
        (index for index, row in enumerate(sheet.rows) if sum(not is_blank(value) for value in row) > 1), 0
    )
