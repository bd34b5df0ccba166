"""Step 2: what each sheet holds, where its headings are and which column is which."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from npt_desktop.exchange.cells import is_blank, text_of
from npt_desktop.rules.periods import number_of
from npt_desktop.ui.widgets.cards import Card
from npt_desktop.ui.widgets.cells import CellModel
from npt_desktop.ui.widgets.choices import Segmented
from npt_desktop.ui.widgets.forms import Combo, Field
from npt_desktop.ui.widgets.layout import Split, box, clear, col, order_tabs, row, scroll
from npt_desktop.ui.widgets.tables import Cell, Table
from npt_desktop.ui.widgets.text import Icon, Text

if TYPE_CHECKING:
    from npt_desktop.exchange.sheets import DateColumn
    from npt_desktop.services.import_plan import Gathered, Planner, SheetPlan

_HEADS_SHOWN = 30


class SheetsPane(QWidget):
    """``changed`` says that a plan was decided otherwise."""

    changed = Signal()

    def __init__(self, areas: Sequence[tuple[int, str]]) -> None:
        super().__init__()
        self._areas = list(areas)
        self._planner: Planner | None = None
        self._gathered: Gathered | None = None
        self.plans: list[SheetPlan] = []
        self.moved: set[tuple[int, int]] = set()
        self._looked: dict[object, dict[str, DateColumn]] = {}
        self.table = Table("Sheets", two_line=True)
        self.model = CellModel(("Sheet", "Holds", "Rows"), self.table)
        self.table.setModel(self.model)
        self.table.set_widths((0, 190, 60))
        self._form = col(gap=10, margins=(0, 0, 8, 0))
        self.side = Card("How it is read")
        self.side.add((scroll(box(self._form)), 1))
        main = Card("Sheets", note="Each is known by its headings; change what was guessed wrong.").add(
            (self.table, 1)
        )
        self.setLayout(col((Split(main, self.side, 430, break_at=800), 1)))
        self.table.selectionModel().currentRowChanged.connect(lambda *_: self._show_form())

    def show_plans(self, planner: Planner, gathered: Gathered, plans: Sequence[SheetPlan]) -> None:
        """Show the sheets of files; the first that needs a decision is chosen."""
        self._planner, self._gathered, self.plans = planner, gathered, list(plans)
        self.moved.clear()
        self._looked.clear()
        self._fill()
        waiting = next((n for n, plan in enumerate(self.plans) if planner.lacking(plan)), None)
        first = next((n for n, plan in enumerate(self.plans) if plan.kind), 0)
        self.table.setCurrentIndex(self.model.index(first if waiting is None else waiting, 0))
        self._show_form()

    def waiting(self) -> str:
        """What must still be decided, in a sentence; empty when nothing is."""
        if self._planner is None or not any(plan.kind for plan in self.plans):
            return "Choose what at least one sheet holds."
        for plan in self.plans:
            if missing := self._planner.lacking(plan):
                return f"{self._name(plan)}: choose {missing[0]}."
        return ""

    # -- inside --
    def _name(self, plan: SheetPlan) -> str:
        assert self._gathered is not None
        return self._gathered.files[plan.file].book.sheets[plan.sheet].name

    def _fill(self) -> None:
        assert self._planner is not None
        assert self._gathered is not None
        labels = dict(self._planner.choices())
        rows: list[Sequence[str | Cell]] = []
        for plan in self.plans:
            file = self._gathered.files[plan.file]
            sheet = file.book.sheets[plan.sheet]
            missing = self._planner.lacking(plan)
            under = len(sheet.rows) - plan.located.header - 1 if plan.located is not None and plan.kind else 0
            said = (
                f"Choose {missing[0]}"
                if missing
                else "Read as before"
                if plan.remembered
                else plan.why or "Ready"
            )
            state = "warn" if missing else "good" if plan.kind else "none"
            doubts = sum(len(d.doubtful) for d in self._dates(plan).values())
            if doubts and not missing:
                said, state = f"{number_of(doubts, 'date')} either way", "part"
            rows.append((
                Cell(sheet.name, file.path.name), Cell(labels.get(plan.kind, "Left out"), said, sub_mark=state),
                Cell(f"{under:,}" if under else "", right=True),
            ))  # fmt: skip
        self.model.fill(rows)

    def _chosen(self) -> int:
        return self.table.currentIndex().row()

    def _dates(self, plan: SheetPlan) -> dict[str, DateColumn]:
        """The text dates of a sheet: looked for once, since it may have a hundred thousand rows."""
        assert self._planner is not None
        assert self._gathered is not None
        columns = tuple(plan.located.columns.items()) if plan.located is not None else ()
        key = (plan.file, plan.sheet, plan.kind, plan.located and plan.located.header, columns)
        if key not in self._looked:
            self._looked[key] = self._planner.dates(self._gathered, plan)
        return self._looked[key]

    def _set(self, plan: SheetPlan, *, moved: bool = False) -> None:
        at = self._chosen()
        was, self.plans[at] = self.plans[at], plan
        if moved:
            self.moved.add((plan.file, plan.sheet))
            for n, other in enumerate(self.plans):
                if n != at and _alike(was, other) and (new := self._as_here(other, plan)) is not None:
                    self.plans[n] = new
                    self.moved.add((other.file, other.sheet))
        self._fill()
        self.table.setCurrentIndex(self.model.index(at, 0))
        self._show_form()
        self.changed.emit()

    def _as_here(self, other: SheetPlan, plan: SheetPlan) -> SheetPlan | None:
        """Another sheet read as this one is: a layout is mapped once. None where its headings are others."""
        assert self._planner is not None
        assert self._gathered is not None
        if plan.located is None:
            return None
        new = other
        if new.located is None or new.kind != plan.kind or new.located.header != plan.located.header:
            header = (
                other.located.header if _same_headings(other, plan) and other.located else plan.located.header
            )
            new = self._planner.replan(self._gathered, other, kind=plan.kind, header=header)
        if not _same_headings(new, plan) or new.located is None:
            return None
        return replace(new, located=replace(new.located, columns=dict(plan.located.columns)), remembered="")

    def _show_form(self) -> None:
        at = self._chosen()
        focused = self.side.focusWidget()
        name = focused.objectName() if focused is not None else ""
        clear(self._form)
        if self._planner is None or self._gathered is None or not 0 <= at < len(self.plans):
            return
        plan = self.plans[at]
        file = self._gathered.files[plan.file].path
        self.side.set_title(self._name(plan), file.name if file.stem != self._name(plan) else "")
        kind = Combo([("", "Leave this sheet out"), *self._planner.choices()], plan.kind)
        kind.changed.connect(self._kind_chosen)
        self._form.addWidget(Field("What the sheet holds", kind, name="kind"))
        if plan.kind and plan.located is not None:
            self._add_place(plan)
            self._add_dates(plan)
            self._add_columns(plan)
        elif plan.why:
            self._form.addWidget(Text(plan.why, "meta", "text2", wrap=True))
        self._form.addStretch(1)
        order_tabs(self)
        again = self.side.findChild(QWidget, name) if name else None
        if again is not None:
            again.setFocus()

    def _kind_chosen(self, kind: object) -> None:
        assert self._planner is not None
        assert self._gathered is not None
        plan = self._planner.replan(self._gathered, self.plans[self._chosen()], kind=str(kind))
        self._set(plan, moved=bool(kind))  # leaving one sheet out says nothing of the others

    def _add_place(self, plan: SheetPlan) -> None:
        assert self._planner is not None
        assert self._gathered is not None
        assert plan.located is not None
        sheet = self._gathered.files[plan.file].book.sheets[plan.sheet]
        rows = []
        for index, line in enumerate(sheet.rows[:_HEADS_SHOWN]):
            words = ", ".join(text_of(value).strip() for value in line if not is_blank(value))
            rows.append((index, f"Row {sheet.row_number(index)}: {words[:60]}"))
        header = Combo(rows, plan.located.header)
        header.changed.connect(self._header_chosen)
        self._form.addWidget(Field("Heading row", header, name="header"))
        if self._planner.asks_area(plan):
            area = Combo(self._areas, plan.area_id)
            area.changed.connect(
                lambda key: self._set(replace(self.plans[self._chosen()], area_id=int(str(key))))
            )
            error = "" if plan.area_id is not None else "Choose the area of these rows."
            self._form.addWidget(Field("Area of its rows", area, name="area_id", error=error))

    def _header_chosen(self, header: object) -> None:
        assert self._planner is not None
        assert self._gathered is not None
        self._set(
            self._planner.replan(self._gathered, self.plans[self._chosen()], header=int(str(header))),
            moved=True,
        )

    def _add_columns(self, plan: SheetPlan) -> None:
        assert self._planner is not None
        assert self._gathered is not None
        assert plan.located is not None
        notes = list(plan.located.notes)
        if left := self._planner.unread(self._gathered, plan):
            notes.append(left)
        if others := sum(_alike(plan, other) for other in self.plans) - 1:
            notes.append(
                f"What you choose here holds for {number_of(others, 'more sheet')} with these headings."
            )
        for note in notes:
            self._form.addLayout(
                row(Icon("info-circle", 15, "accent_text"), (Text(note, "meta", "text2", wrap=True), 1))
            )
        self._form.addWidget(Text("Columns", "card"))
        there = self._planner.headings(self._gathered, plan)
        options: list[tuple[int, str]] = [(-1, "Not in this sheet")]
        first: dict[int, str] = {}
        for head in there:
            options.append((head.column, f"{head.letter}: {head.title or 'no heading'}"))
            first[head.column] = "First values: " + "; ".join(words[:40] for words in head.samples)
        for spec in self._planner.layout(plan.kind).fields:
            at = plan.located.columns.get(spec.key, -1)
            choice = Combo(options, at)
            choice.changed.connect(lambda column, key=spec.key: self._column_chosen(key, int(str(column))))
            error = f"Choose the column that holds {spec.short}." if spec.required and at < 0 else ""
            self._form.addWidget(Field(spec.short, choice, name=f"column.{spec.key}", hint=first.get(at, ""),
                                       error=error, optional=not spec.required))  # fmt: skip

    def _column_chosen(self, key: str, column: int) -> None:
        plan = self.plans[self._chosen()]
        assert plan.located is not None
        columns = {name: at for name, at in plan.located.columns.items() if name != key and at != column}
        if column >= 0:
            columns[key] = column
        self._set(replace(plan, located=replace(plan.located, columns=columns), remembered=""), moved=True)

    def _add_dates(self, plan: SheetPlan) -> None:
        assert self._planner is not None
        assert self._gathered is not None
        for key, dates in self._dates(plan).items():
            title = self._planner.layout(plan.kind).field(key).short
            order = Segmented([(False, "Day first"), (True, "Month first")], key in plan.month_first, small=True,
                              label=f"Order of the dates in {title}")  # fmt: skip
            order.changed.connect(lambda month, key=key: self._order_chosen(key, month=bool(month)))
            hint = dates.doubts() or "None can be read both ways"
            self._form.addWidget(
                Field(f"Dates as text in {title}", order, name=f"dates.{key}", hint=f"{hint}.")
            )

    def _order_chosen(self, key: str, *, month: bool) -> None:
        plan = self.plans[self._chosen()]
        months = plan.month_first | {key} if month else plan.month_first - {key}
        self._set(replace(plan, month_first=months))


def _alike(one: SheetPlan, other: SheetPlan) -> bool:
    """Whether two sheets are read the same way so far: of one kind, under the same headings or under none."""
    if one.kind != other.kind:
        return False
    return _same_headings(one, other) or (one.located is None and other.located is None)


def _same_headings(one: SheetPlan, other: SheetPlan) -> bool:
    if one.located is None or other.located is None:
        return False
    return one.located.fingerprint == other.located.fingerprint
