"""The rows of an import against the store: new, changed, the same, typed twice, perhaps the same, or rejected."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from npt_desktop.exchange.book import Progress, Sheet
from npt_desktop.exchange.cells import text_of
from npt_desktop.exchange.layouts import Located, heading_form, titles_at
from npt_desktop.exchange.records import Item, ReadRow, column_values
from npt_desktop.exchange.sheets import Lists
from npt_desktop.services.desk import Desk
from npt_desktop.services.import_plan import Gathered, SheetPlan
from npt_desktop.services.imports import ImportReport, NotTaken, RejectedCell
from npt_desktop.services.record_kinds import Key, Known, RecordKind, ToWrite, same

UID_TITLE = "Record id"
_TELL_EVERY = 500
_NONE: Mapping[str, str] = MappingProxyType({})


class Mode(StrEnum):
    """What an import may do to the store."""

    ADD = "add"
    UPDATE = "update"
    BOTH = "both"


class LineState(StrEnum):
    """What an import would do with a row."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    TWICE = "twice"
    POSSIBLE = "possible"
    REJECTED = "rejected"


_NEW, _SAME, _POSSIBLE, _REJECTED = LineState.NEW, LineState.SAME, LineState.POSSIBLE, LineState.REJECTED
_TAKEN = (LineState.NEW, LineState.CHANGED)
# Named once: asking the class for each of 20,000 rows takes as long as making the rows does.
_WRITTEN: Mapping[Mode, frozenset[LineState]] = {
    Mode.ADD: frozenset({LineState.NEW}),
    Mode.UPDATE: frozenset({LineState.CHANGED}),
    Mode.BOTH: frozenset({LineState.NEW, LineState.CHANGED}),
}


@dataclass(frozen=True)
class Decisions:
    """What a person decided beside the columns.

    ``picks``: entries' words for (list, words in matching form). ``mended``: what was typed over a cell, by
    (file, sheet, Excel's row, column index). ``clear_blanks``: a blank cell empties the field; otherwise it
    leaves it alone. ``doubles``: for rows that may be duplicates, by (file, sheet, row), "same" or "other".
    ``moved``: plans whose columns a person changed. ``alike_are_new``: rows that only resemble a record of the
    store are taken without asking.
    """

    mode: Mode = Mode.ADD
    picks: Mapping[tuple[str, str], str] = field(default_factory=dict)
    mended: Mapping[tuple[int, int, int, int], str] = field(default_factory=dict)
    clear_blanks: bool = False
    doubles: Mapping[tuple[int, int, int], str] = field(default_factory=dict)
    moved: tuple[SheetPlan, ...] = ()
    alike_are_new: bool = False


@dataclass(slots=True, kw_only=True)
class Line(ToWrite):
    """One row: where it stands, what it says by field, what the store says where that differs, and what is
    wrong with it. ``like`` names the record it may be a duplicate of."""

    kind: str
    file: int
    sheet: int
    row: int
    state: LineState
    old: Mapping[str, str] = field(default_factory=dict)
    problems: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    like: str = ""

    @property
    def place(self) -> tuple[int, int, int]:
        """File, sheet and Excel's row."""
        return self.file, self.sheet, self.row

    @property
    def why(self) -> str:
        """Everything that keeps the row out, in one line."""
        return " ".join(self.problems.values())


@dataclass
class Checked:
    """A whole import, checked and not yet written. ``others`` are the previews of kinds with a service of
    their own, ``figures`` their rows, to be shown."""

    gathered: Gathered
    plans: tuple[SheetPlan, ...]
    decisions: Decisions
    lines: list[Line] = field(default_factory=list)
    skipped: list[NotTaken] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    others: list[tuple[str, Any]] = field(default_factory=list)
    figures: list[Line] = field(default_factory=list)

    def place(self, plan: SheetPlan | Line) -> str:
        """The sheet's name, after its file's where there are several."""
        file = self.gathered.files[plan.file]
        name = file.book.sheets[plan.sheet].name
        return name if len(self.gathered.files) == 1 else f"{file.path.name}: {name}"

    def count(self, state: LineState) -> int:
        """How many rows are in a state."""
        there = sum(line.state is state for line in self.lines)
        field_of = {
            LineState.NEW: "added", LineState.CHANGED: "updated", LineState.SAME: "unchanged",
            LineState.TWICE: "duplicates",
        }  # fmt: skip
        if state in field_of:
            there += sum(getattr(preview.report, field_of[state]) for _, preview in self.others)
        return there

    def writes(self) -> dict[str, list[ToWrite]]:
        """What would be written, by kind, as the mode allows."""
        wanted = _WRITTEN[self.decisions.mode]
        found: dict[str, list[ToWrite]] = {}
        for line in self.lines:
            if line.state in wanted:
                found.setdefault(line.kind, []).append(line)
        return found

    def report(self) -> ImportReport:
        """What committing it does."""
        rejected = []
        skipped = list(self.skipped)
        mode = self.decisions.mode
        plain = _NEW if mode is not Mode.UPDATE else _SAME  # most lines, of which nothing is to be told
        for line in [line for line in self.lines if line.state is not plain]:
            if line.state is _REJECTED:
                rejected += [
                    RejectedCell(
                        self.place(line), line.row, self._title(line.kind, key), line.said.get(key, ""), why
                    )
                    for key, why in line.problems.items()
                ]
            elif line.state is _POSSIBLE:
                skipped.append(
                    NotTaken(self.place(line), line.row, f"May be the same as {line.like}; say which.")
                )
            elif line.state is LineState.CHANGED and mode is Mode.ADD:
                skipped.append(NotTaken(
                    self.place(line), line.row, "In the store already with other words; it was left as it is."
                ))  # fmt: skip
            elif line.state is LineState.NEW and mode is Mode.UPDATE:
                skipped.append(
                    NotTaken(self.place(line), line.row, "Not in the store yet; only updates were asked for.")
                )
        writes = self.writes()
        rows = [row for part in writes.values() for row in part]
        added = sum(row.record_id is None for row in rows)
        others = [preview.report for _, preview in self.others]
        idle = self.count(LineState.SAME) + (
            sum(line.state is LineState.CHANGED for line in self.lines)
            if self.decisions.mode is Mode.ADD
            else 0
        )
        return ImportReport(
            read=len(self.lines) + sum(r.read - r.rejected_rows for r in others),
            added=added + sum(r.added for r in others),
            updated=len(rows) - added + sum(r.updated for r in others),
            unchanged=idle, duplicates=self.count(LineState.TWICE),
            skipped=tuple(skipped), rejected=tuple(rejected), notes=tuple(dict.fromkeys(self.notes)),
        )  # fmt: skip

    def titles(self, kind: str, layout: Any) -> None:
        """Keep the headings of a kind, for the report."""
        self._titles[kind] = {spec.key: spec.title for spec in layout.fields}

    _titles: dict[str, dict[str, str]] = field(default_factory=dict)

    def _title(self, kind: str, key: str) -> str:
        return self._titles.get(kind, {}).get(key, key)


def uid_column(sheet: Sheet, located: Located) -> int | None:
    """The column of our record ids, in a sheet this program wrote."""
    for at, value in enumerate(titles_at(sheet, located.header)):
        if heading_form(value) == heading_form(UID_TITLE):
            return at
    return None


def check_rows(
    desk: Desk, kind: RecordKind, sheets: Sequence[tuple[SheetPlan, Sheet]], lists: Lists, found: Checked,
    progress: Progress | None,
) -> None:  # fmt: skip
    """Read the sheets of a kind and add a line for each row to ``found``."""
    with desk.read() as session:
        known = kind.load(
            session, lambda: progress(0, 0, "Reading what is here") if progress is not None else None
        )
    _Against(kind, known, lists, found, progress).sheets(sheets)


class _Against:
    """The records of a kind, by all they are known by."""

    def __init__(
        self,
        kind: RecordKind,
        known: Sequence[Known],
        lists: Lists,
        found: Checked,
        progress: Progress | None,
    ) -> None:
        self.kind, self.lists, self.found, self._progress = kind, lists, found, progress
        self.by_uid = {record.uid: record for record in known}
        self.by_key: dict[Key, list[Known]] = {}
        self.near: dict[tuple[int | None, Hashable], list[Known]] = {}
        self._items: dict[int, dict[str, Item]] = {}
        self._seen: dict[Hashable, dict[Hashable, Line]] = defaultdict(dict)
        self._more: dict[Key, list[Line]] = {}
        for number, record in enumerate(known):
            if progress is not None and number % _TELL_EVERY == 0:
                progress(number, len(known), "Reading what is here")
            area = kind.area_of(record)
            for key in kind.known_by(record):
                self.by_key.setdefault(key, []).append(record)
            self.near.setdefault((area, kind.near(record.fields)), []).append(record)
        found.titles(kind.key, kind.layout)

    def items(self, record: Known) -> dict[str, Item]:
        if record.id not in self._items:
            self._items[record.id] = self.kind.items(record.fields)
        return self._items[record.id]

    def sheets(self, sheets: Sequence[tuple[SheetPlan, Sheet]]) -> None:
        """Add the lines of all sheets."""
        total = sum(len(sheet.rows) for _, sheet in sheets)
        done = 0
        for plan, sheet in sheets:
            assert plan.located is not None
            read = self.kind.read(sheet, plan.located, self.lists, self._progress)
            self.found.notes.extend(read.notes)
            uid_at = uid_column(sheet, plan.located)
            ask = column_values(sheet, uid_at) if uid_at is not None else None
            for row in read.rows:
                if self._progress is not None and done % _TELL_EVERY == 0:
                    self._progress(done, total, "Checking the rows")
                done += 1
                uid = text_of(ask(row.row)).strip() if ask is not None else ""
                self.found.lines.append(self._line(plan, row, uid))
            for number, reason in read.left_out:
                if number is not None and reason.startswith("Typed twice"):
                    said = {
                        key: text_of(column_values(sheet, at)(number))
                        for key, at in plan.located.columns.items()
                    }
                    self.found.lines.append(Line(
                        None, {}, said, None, kind=self.kind.key, file=plan.file, sheet=plan.sheet, row=number,
                        state=LineState.TWICE, notes=(reason,),
                    ))  # fmt: skip
                self.found.skipped.append(NotTaken(self.found.place(plan), number, reason))
        self._together()

    def _together(self) -> None:
        """Reject rows that could each be taken but not side by side."""
        written = _WRITTEN[self.found.decisions.mode]
        lines = [line for line in self.found.lines if line.kind == self.kind.key and line.state in written]
        for place, why in self.kind.why_not_together(lines).items():
            lines[place].state, lines[place].problems = LineState.REJECTED, why

    def _line(self, plan: SheetPlan, row: ReadRow, uid: str) -> Line:
        kind = self.kind
        named = kind.area_for(row.values)
        area = named if named is not None or "area" in row.bad else plan.area_id
        line = Line(
            None, row.values, row.said, area, "", row.key, kind=kind.key, file=plan.file, sheet=plan.sheet, row=row.row,
            state=_NEW, old=_NONE, problems=_NONE, notes=row.notes,
        )  # fmt: skip
        if row.bad:
            line.state, line.problems = _REJECTED, {**kind.why_not(row, area), **row.bad}
            return line
        key = kind.row_key(row, area)
        matches: Sequence[Known] = ()
        if self.by_uid:
            matches = (
                [self.by_uid[uid]]
                if uid in self.by_uid
                else self.by_key.get(key, ())
                if key is not None
                else ()
            )
        if matches or self.near:
            self._settle(line, row, area, matches)
        if line.state in _TAKEN and (why := kind.why_not(row, area)):
            line.state, line.problems = LineState.REJECTED, why
        if key is not None and line.state in _TAKEN:
            self._once(line, key)
        return line

    def _settle(self, line: Line, row: ReadRow, area: int | None, matches: Sequence[Known]) -> None:
        """What becomes of a row beside the records it is the same as."""
        decided = self.found.decisions.doubles.get(line.place, "")
        if not matches:
            if self.found.decisions.alike_are_new:
                return
            double = self.kind.possible(row, self.near.get((area, self.kind.near_row(row)), ()))
            if double is None or decided == "other":
                return
            line.like = self._name(double)
            if decided != "same":
                line.state, line.record_id = LineState.POSSIBLE, double.id
                return
            matches = [double]
        differences = [self._differences(row, record) for record in matches]
        if any(not differs for differs in differences):
            line.state = LineState.SAME
            return
        line.state, line.record_id = LineState.CHANGED, matches[0].id
        if len(matches) > 1 and decided != "same":
            line.state = LineState.POSSIBLE
            line.like = f"{len(matches)} records of the store"
            return
        line.old = differences[0]
        line.values = {key: value for key, value in row.values.items() if key in differences[0]}

    def _differences(self, row: ReadRow, record: Known) -> dict[str, str]:
        """What the store says where the row says otherwise, in words."""
        items = self.items(record)
        found: dict[str, str] = {}
        for spec in self.kind.layout.fields:
            if spec.key not in row.values:
                continue
            new = row.values[spec.key]
            blank = new in (None, "") and not row.said.get(spec.key)
            if blank and not self.found.decisions.clear_blanks:
                continue
            was = text_of(self.kind.words(spec, record.fields, self.lists))
            if not same(spec, new, row.said.get(spec.key, ""), items[spec.key], was):
                found[spec.key] = was
        return found

    def _name(self, record: Known) -> str:
        text = next(spec for spec in self.kind.layout.fields if spec.required and spec.kind == "text")
        return f"“{text_of(self.kind.words(text, record.fields, self.lists))[:60]}”"

    def _once(self, line: Line, key: Key) -> None:
        """The second row of one import that says the same is left out; one that says otherwise is refused,
        but in the log, where two engagements may share their day, lead and summary."""
        # A key is mostly an area and one text that the row holds anyway: no pair of them is kept for each of thousands.
        rest = key[1] if len(key) == 2 else key[1:]
        first = self._seen[key[0]].setdefault(rest, line)
        if first is line:
            return
        earlier = [first, *self._more.get(key, ())]
        for other in earlier:
            where = f"row {other.row} of “{self.found.place(other)}”"
            if dict(other.values) == dict(line.values):
                line.state, line.notes = LineState.TWICE, (f"Typed twice: the same as {where}.",)
                self.found.skipped.append(NotTaken(self.found.place(line), line.row, line.notes[0]))
                return
        if self.kind.key != "log":
            where = f"row {first.row} of “{self.found.place(first)}”"
            named = next(spec.key for spec in self.kind.layout.fields if spec.required)
            line.state = LineState.REJECTED
            line.problems = {
                named: f"The same {self.kind.noun[0]} as {where}, with other words; keep one of them."
            }
            return
        self._more.setdefault(key, []).append(line)
