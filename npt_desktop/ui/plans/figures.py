"""Figures before and after: the measure, its months typed or pasted, and the line they make."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemDelegate, QAbstractItemView, QWidget

from npt_desktop.errors import CannotDo, Clash
from npt_desktop.models.plans import Measure
from npt_desktop.rules.figures import read_pasted
from npt_desktop.rules.periods import add_months, day_month, month_of, month_short, months_from, number_of
from npt_desktop.rules.plan_series import response_mark
from npt_desktop.rules.words import listed
from npt_desktop.services.plan_facts import baseline_and_after
from npt_desktop.services.plan_page import MeasureSeries, PlanPage
from npt_desktop.services.plan_series import PlanSeries
from npt_desktop.services.plans import Plans
from npt_desktop.ui.plans.attaching import AttachForm
from npt_desktop.ui.plans.figures_model import FiguresModel, Unread, month_words
from npt_desktop.ui.plans.rows import LineRow
from npt_desktop.ui.widgets.buttons import Button, Check
from npt_desktop.ui.widgets.charts import Lines
from npt_desktop.ui.widgets.forms import Combo
from npt_desktop.ui.widgets.layout import col, row
from npt_desktop.ui.widgets.messages import reveal
from npt_desktop.ui.widgets.tables import Table
from npt_desktop.ui.widgets.text import Text

if TYPE_CHECKING:
    from npt_desktop.ui.workspace import Workspace

_FIRST_NAME, _FIRST_UNIT = "Reports", "reports"
_AGAIN = "What is in red was typed before and is no month or figure: mend it, or clear it."
_GAPS = 4
_TYPE = "Type a figure, or paste a column of months and figures with Ctrl+V."


class FiguresTable(Table):
    """Typing enters, Enter goes on to the next month, Ctrl+V pastes a block, Delete takes a month out."""

    def __init__(self, block: FiguresBlock) -> None:
        super().__init__("Figures by month", two_line=False)
        self._block = block
        triggers = QAbstractItemView.EditTrigger
        self.setEditTriggers(triggers.AnyKeyPressed | triggers.EditKeyPressed | triggers.DoubleClicked)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)

    def keyPressEvent(self, event: QKeyEvent, /) -> None:
        if event.matches(QKeySequence.StandardKey.Paste):
            self._block.paste()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            if self.state() != QAbstractItemView.State.EditingState:  # the editor passes Enter on
                self.edit(self.currentIndex())
        elif event.key() == Qt.Key.Key_Delete:
            self._block.take_out(self.rows())
        else:
            super().keyPressEvent(event)

    def closeEditor(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint, /) -> None:
        super().closeEditor(editor, hint)
        if hint == QAbstractItemDelegate.EndEditHint.SubmitModelCache:
            here = self.currentIndex()
            across = here.column() == 0
            down = here.row() if across else min(here.row() + 1, self.model().rowCount() - 1)
            self.setCurrentIndex(self.model().index(down, 1))


class FiguresBlock(QWidget):
    """The measures of a plan, one shown at a time."""

    def __init__(self, work: Workspace) -> None:
        super().__init__()
        self._work = work
        self._page: PlanPage | None = None
        self._series: MeasureSeries | None = None
        self._chosen: int | None = None
        self._locked = False
        self.setObjectName("figures")
        self.model = FiguresModel(self)
        self.table = FiguresTable(self)
        self.table.setObjectName("figures_table")
        self.table.setModel(self.model)
        self.table.set_widths((0, 76))
        self.table.setFixedSize(212, 176)
        self.choice = Combo((), name="Measure", width=190)
        self.name_row = LineRow(
            "measure_name", "What is counted", "Such as: Reports of off-road bikes", above=True
        )
        self.unit_row = LineRow("measure_unit", "Unit", "reports", above=True)
        self.elsewhere = Check("Comparison: where the response did not run")
        self.elsewhere.setObjectName("measure_comparison")
        self.elsewhere.clicked.connect(self._save_elsewhere)
        self.add_button = Button("Another measure", "quiet", "plus", small=True)
        self.store_button = Button("From the store", "quiet", "table", small=True)
        self.store_button.setToolTip("Count the engagement log, the survey or street-level crime")
        self.again_button = Button("Read again", "quiet", small=True)
        self.attaching = AttachForm(work)
        self.hint = Text(_TYPE, "meta", "text3", wrap=True)
        self.error = Text("", "meta_strong", "bad_text", wrap=True)
        self.error.hide()
        self._unread: dict[int, Unread] = {}
        self.chart = Lines(name="Figures by month", height=140)
        self.reading = Text("", "meta", "text2", wrap=True)
        self.model.edited.connect(self.write)
        self.model.refused.connect(self.refuse)
        self.model.taken.connect(lambda: self.error.setVisible(bool(self.model.unread)))
        self.choice.changed.connect(self._choose)
        self.add_button.clicked.connect(self._another)
        self.store_button.clicked.connect(self._attach)
        self.again_button.clicked.connect(self._read_again)
        for line in (self.name_row, self.unit_row):
            line.left.connect(lambda _: self._save_names())
        buttons = col(row(self.add_button, self.store_button, self.again_button, gap=4), gap=0)
        names = row((self.name_row, 3), (self.unit_row, 1), self.choice, buttons, gap=8)
        right = col((self.chart, 1), self.reading, gap=4)
        left = col(self.table, self.error, self.hint, None, gap=4)
        self.hint.setFixedWidth(212)
        self.error.setFixedWidth(212)
        self.setLayout(col(names, self.attaching, self.elsewhere, row(left, (right, 1), gap=16), gap=6))

    # -- what is shown --
    def show_page(self, page: PlanPage) -> None:
        self._page = page
        if self._chosen not in {s.measure.id for s in page.measures} and self._chosen != -1:
            main = next((s for s in page.measures if s.measure.main), None)
            self._chosen = main.measure.id if main else page.measures[0].measure.id if page.measures else None
        series = next((s for s in page.measures if s.measure.id == self._chosen), None)
        self._series = series
        self.choice.set_options([(s.measure.id, s.measure.name) for s in page.measures], self._chosen)
        self.choice.setVisible(len(page.measures) > 1)
        counted = series is not None and bool(series.measure.origin)
        self.model.set_locked(self._locked or counted)
        self.add_button.setVisible(bool(page.measures) and self._chosen != -1 and not self._locked)
        self.store_button.setVisible(not self._locked)
        self.again_button.setVisible(counted and not self._locked)
        self.hint.setVisible(not self._locked)
        self.hint.setText(self._hint(series) if counted else _TYPE)
        self.elsewhere.setVisible(series is not None and not series.measure.main)
        self.elsewhere.setChecked(series is not None and series.measure.comparison)
        for line, value in (
            (self.name_row, series.measure.name if series else ""),
            (self.unit_row, series.measure.unit if series else ""),
        ):
            if not line.control.hasFocus():
                line.show_value(value)
        self.model.show_figures(dict(series.points) if series else {}, self._work.desk.today)
        self.model.show_unread(self._unread.setdefault(series.measure.id if series else 0, {}))
        self._draw(page, series)

    def _hint(self, series: MeasureSeries | None) -> str:
        day = series.measure.taken_on if series is not None else None
        when = f" on {day_month(day, self._work.desk.today)}" if day is not None else ""
        return f"Counted from the store{when}. Read it again to bring it up to date."

    def forget(self) -> None:
        """Another plan is open."""
        self._chosen = None
        self._unread = {}
        self.attaching.hide()
        self.error.hide()

    def set_locked(self, locked: bool) -> None:
        self._locked = locked
        if locked:
            self.attaching.hide()
        self.name_row.set_locked(locked)
        self.unit_row.set_locked(locked)
        self.elsewhere.setEnabled(not locked)

    def begin(self, *, last: bool = True) -> None:
        """Go to the line to add to."""
        reveal(self.table)
        self.table.setCurrentIndex(self.model.index(self.model.rowCount() - 1 if last else 0, 1))

    def _draw(self, page: PlanPage, series: MeasureSeries | None) -> None:
        points = dict(series.points) if series else {}
        months = months_from(min(points), max(points)) if points else ()
        marker, words = response_mark(months, page.response_began, page.plan.finished_on)
        years = len({month.year for month in months}) > 1
        labels = [month_short(m) + (f" {m.year % 100:02}" if years else "") for m in months]
        self.chart.set(
            [points.get(m) for m in months], labels, marker=marker, marker_text=words,
            beside=_beside(page, series, points, months),
        )  # fmt: skip
        self.chart.setVisible(bool(points))
        before, after = baseline_and_after(series.points if series else (), page.plan.finished_on)
        unit = series.measure.unit if series else _FIRST_UNIT
        said = [f"Baseline: {before.figure:g} {unit}, {before.period}." if before.figure is not None else ""]
        if after.figure is not None:
            said.append(f"After: {after.figure:g} {unit}, {after.period}.")
        elif page.plan.finished_on is not None:
            said.append("Figures of the months after the response are still to come.")
        gaps = [month_words(month) for month in months if month not in points]
        if gaps:
            more = f" and {len(gaps) - _GAPS} more" if len(gaps) > _GAPS else ""
            shown = ", ".join(gaps[:_GAPS]) if more else listed(gaps)
            said.append(f"No figure for {shown}{more}: left out, not counted as nought.")
        self.reading.setText(" ".join(part for part in said if part) or "No figures yet.")

    # -- what was typed and refused --
    @property
    def unread(self) -> list[list[Any]]:
        """What stands in cells and cannot be read: the measure, the month (blank for the line to add to), the
        column, and what was typed."""
        return [
            [measure, month.isoformat() if month else "", column, text]
            for measure, cells in self._unread.items() for (month, column), text in cells.items()
        ]  # fmt: skip

    def show_unread(self, cells: Sequence[Sequence[Any]]) -> None:
        """Put what was typed and refused back into its cells, and say so."""
        for measure, month, column, text in cells:
            own = self._unread.setdefault(int(measure), {})
            own[date.fromisoformat(month) if month else None, int(column)] = str(text)
        if cells:
            self.refuse(_AGAIN)
            self.model.show_unread(self.model.unread)

    # -- what is written --
    def write(self, figures: Mapping[date, int]) -> None:
        """Write the months of the measure shown, making the first measure when there is none."""
        page = self._page
        if page is None:
            return
        plans, seen = Plans(self._work.desk), self.model.figures

        def work() -> None:
            plans.set_figures(page.plan.id, self._measure(plans, page), figures, seen)

        try:
            work()
        except Clash as clash:
            self.refuse(_both(figures, clash.theirs))
        except CannotDo as error:
            self._work.refused.emit(error.says)
        else:
            self.error.hide()
            self.model.show_figures(figures, self._work.desk.today)

    def refuse(self, says: str) -> None:
        self.error.setText(says)
        self.error.show()

    def paste(self) -> None:
        """Take over a block of the clipboard: months and figures, or figures from the current month on."""
        if self.model.locked:
            return
        text = QGuiApplication.clipboard().text()
        row_now = max(0, self.table.currentIndex().row())
        start = self.model.month_at(row_now) if self.model.figures else None
        try:
            pasted = read_pasted(text, self._work.desk.today, start)
        except CannotDo as error:
            self.refuse(error.says)
            return
        there = self.model.figures
        self.write({**there, **pasted})
        ordered = "" if list(pasted) == sorted(pasted) else " and put them in order"
        said = [f"Pasted {number_of(len(pasted), 'month')}{ordered}"]
        if pasted.added_up:
            months = listed([month_words(month) for month in pasted.added_up])
            said.append(f"added up the lines of {months}, pasted more than once")
        changed = [month for month, value in pasted.items() if there.get(month, value) != value]
        if changed:
            said.append(f"changed {number_of(len(changed), 'month')} that had another figure")
        self._work.say("; ".join(said), undo=True)

    def take_out(self, rows: list[int]) -> None:
        """Take the months of some rows out."""
        left = self.model.without(rows)
        if not self.model.locked and left != self.model.figures:
            self.write(left)

    def _measure(self, plans: Plans, page: PlanPage) -> int:
        if self._series is not None:
            return self._series.measure.id
        fields = {
            "name": self.name_row.value() or _FIRST_NAME, "unit": self.unit_row.value() or _FIRST_UNIT,
            "main": not page.measures,
        }  # fmt: skip
        made = plans.put(page.plan.id, Measure, fields)
        self._chosen = made
        self._series = MeasureSeries(Measure(id=made, **fields), ())
        return made

    def _save_names(self) -> None:
        page = self._page
        if page is None or not (self.name_row.dirty or self.unit_row.dirty) or not self.name_row.value():
            return
        plans = Plans(self._work.desk)
        fields = {"name": self.name_row.value(), "unit": self.unit_row.value() or _FIRST_UNIT}

        def work() -> None:
            if self._series is None:
                self._measure(plans, page)
            else:
                seen = {"name": self.name_row.base, "unit": self.unit_row.base}
                plans.put(page.plan.id, Measure, fields, self._series.measure.id, seen)

        if self._work.attempt(work):
            self.name_row.base = fields["name"]
            self.unit_row.base = self.unit_row.value()

    def _save_elsewhere(self, there: bool) -> None:
        page, series = self._page, self._series
        if page is not None and series is not None:
            plans, fields = Plans(self._work.desk), {"comparison": there}
            self._work.attempt(lambda: plans.put(page.plan.id, Measure, fields, series.measure.id))

    def _attach(self) -> None:
        if self._page is not None:
            self.attaching.begin(self._page)

    def _read_again(self) -> None:
        page, series = self._page, self._series
        if page is not None and series is not None:
            again, measure_id = PlanSeries(self._work.desk), series.measure.id
            self._work.attempt(lambda: again.read_again(page.plan.id, measure_id), "Read the figures again")

    def _choose(self, measure_id: object) -> None:
        if isinstance(measure_id, int) and self._page is not None:
            self._chosen = measure_id
            self.show_page(self._page)

    def _another(self) -> None:
        if self._page is not None:
            self._chosen = -1
            self.show_page(self._page)
            self.name_row.control.setFocus(Qt.FocusReason.TabFocusReason)


def _both(mine: Mapping[date, int], theirs: Mapping[date, int | None]) -> str:
    """Both figures of each month two people entered."""
    months = [
        f"{month_words(month)}: you {_figure(mine.get(month))}, theirs {_figure(other)}"
        for month, other in sorted(theirs.items())
    ]
    return f"Somebody entered other figures meanwhile. {'; '.join(months)}. Enter yours again to keep it."


def _figure(value: int | None) -> str:
    return "none" if value is None else str(value)


def _beside(
    page: PlanPage, series: MeasureSeries | None, points: Mapping[date, int], months: Sequence[date]
) -> list[tuple[str, list[float | None]]]:
    """The same months a year before, from the response on, and the comparison where there is one."""
    found: list[tuple[str, list[float | None]]] = []
    start = response_from(page)
    if start is not None:
        year: list[float | None] = [
            points.get(add_months(month, -12)) if month >= month_of(start) else None for month in months
        ]
        if any(value is not None for value in year):
            found.append(("Same months a year before", year))
    other = next((s for s in page.measures if s.measure.comparison and not s.measure.main), None)
    if other is not None and series is not None and series.measure.main:
        beside = dict(other.points)
        found.append((f"Comparison: {other.measure.name}", [beside.get(month) for month in months]))
    return found


def response_from(page: PlanPage) -> date | None:
    """The day the response began, or else was finished."""
    return page.response_began or page.plan.finished_on
