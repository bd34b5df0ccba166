"""Reach by month: the grid, a chart of one measure, and a file to bring in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from npt_desktop.errors import CannotDo
from npt_desktop.rules.authority import Act
from npt_desktop.rules.periods import month_label, month_short, number_of
from npt_desktop.rules.reach import KEYS, MEASURES, reach_words
from npt_desktop.services.reach import Reach, ReachPage
from npt_desktop.ui.communities.pane import Pane
from npt_desktop.ui.communities.reach_grid import Change, ReachTable
from npt_desktop.ui.widgets.buttons import Button
from npt_desktop.ui.widgets.cards import Card
from npt_desktop.ui.widgets.charts import Lines
from npt_desktop.ui.widgets.choices import Segmented
from npt_desktop.ui.widgets.layout import Split, box, col, row
from npt_desktop.ui.widgets.text import Text

if TYPE_CHECKING:
    from npt_desktop.ui.work_screen import WorkScreen

_HINT = (
    "Type a figure and press Enter, fill down with Ctrl+D, or paste a block from a spreadsheet with Ctrl+V. "
    "Alert registrations and followers are counts at the month's end."
)


class ReachPane(Pane):
    """The figures of the area; the chart shows one measure."""

    title: ClassVar[str] = "Reach"

    def __init__(self, host: WorkScreen) -> None:
        super().__init__(host)
        self.page: ReachPage | None = None
        self.table = ReachTable()
        self.error = Text("", "meta_strong", "bad_text", wrap=True)
        self.error.hide()
        self.hint = Text(_HINT, "meta", "text3", wrap=True)
        self.measure = Segmented(
            [(m.key, m.short) for m in MEASURES], KEYS[0], label="Measure of the chart", small=True
        )
        self.chart = Lines(name="Reach", height=220)
        self.words = Text("", "body", "text2", wrap=True)
        self.import_button = Button("Import from Excel or CSV", icon="database-import")
        holder = Card(pad=1, gap=0)
        holder.add((self.table, 1))
        side = Card("By month")
        side.add(row(self.measure, None), self.chart, self.words, None)
        main = box(col((holder, 1), self.error, self.hint, gap=6))
        self.setLayout(col(Split(main, side, 420, break_at=900), gap=0))
        self.table.model_of.edited.connect(self.write)
        self.table.model_of.refused.connect(self.refuse)
        self.measure.changed.connect(lambda _: self._draw())
        self.import_button.clicked.connect(self.import_file)
        self.ask_path: Callable[[], Path | None] = self._ask_path

    # -- shown --
    def reader(self) -> Callable[[], Any]:
        desk, area = self.work.desk, self.work.area_id
        return lambda: Reach(desk).page(area)

    def show_page(self, page: ReachPage) -> None:
        first = self.page is None or self.page.area != page.area
        self.page = page
        here = self.table.currentIndex()
        why = self.why_not(Act.EDIT_COMMUNITIES)
        self.table.model_of.locked = bool(why)
        self.table.model_of.show_figures(dict(page.months), self.today)
        self.import_button.lock(self.why_not(Act.IMPORT))
        self.hint.setText(why or _HINT)
        last = self.table.model_of.rowCount() - 1
        place = self.table.model_of.index(last if first else here.row(), 1 if first else here.column())
        self.table.setCurrentIndex(place)
        self.table.scrollTo(place)
        self._draw()

    def facts(self) -> str:
        if self.page is None or not self.page.months:
            return ""
        last, _ = self.page.months[-1]
        return f"{number_of(len(self.page.months), 'month')} recorded, the last {month_label(last)}"

    def buttons(self) -> list[QWidget]:
        return [self.import_button]

    def forms(self) -> Mapping[str, Callable[[], object]]:
        return {}  # nothing here is typed without being saved

    def begin(self) -> None:
        self.table.setFocus(Qt.FocusReason.TabFocusReason)

    def new(self) -> None:
        """Ctrl+N: the cell of this month."""
        model = self.table.model_of
        self.table.setCurrentIndex(
            model.index(model.rowCount() - 1, max(1, self.table.currentIndex().column()))
        )
        self.begin()

    def _draw(self) -> None:
        key = str(self.measure.value())
        title = next(measure.title for measure in MEASURES if measure.key == key)
        figures = dict(self.page.months) if self.page else {}
        months = [month for month in self.table.model_of.months if figures][-24:]
        values = [figures.get(month, {}).get(key) for month in months]
        labels = [month_short(m) + (f" {m.year % 100:02}" if m.month == 1 else "") for m in months]
        known = [value for value in values if value is not None]
        low = max(0, round(min(known) * 0.9)) if known and min(known) > 50 else 0
        self.chart.set_low(low)
        self.chart.set(values, labels)
        self.chart.setVisible(bool(known))
        if known:
            start = " The scale does not begin at nought." if low else ""
            said = f"{title}: lowest {min(known):,}, highest {max(known):,}.{start}"
            self.words.setText(f"{said}\n\n{reach_words(self.page.months if self.page else ())}")
        else:
            self.words.setText(f"No figures of {title if key == 'alert' else title.lower()} yet.")

    # -- done --
    def write(self, change: Change) -> None:
        """Write what was typed, filled, pasted or cleared."""
        try:
            Reach(self.work.desk).set(self.work.area_id, change)
        except CannotDo as error:
            self.refuse(error.says)
            return
        self.error.hide()
        cells = sum(map(len, change.values()))
        if cells > 1:
            self.work.say(f"{number_of(cells, 'figure')} written.", undo=True)
        self.show_page(Reach(self.work.desk).page(self.work.area_id))

    def refuse(self, says: str) -> None:
        """Say what cannot be taken; the grid stays as it was."""
        self.error.setText(says)
        self.error.show()

    def import_file(self) -> None:
        """Bring a workbook or CSV in, off the window's thread; good rows are taken, bad ones named."""
        path = self.ask_path()
        if path is None:
            return
        desk, area = self.work.desk, self.work.area_id

        def read() -> str:
            reach = Reach(desk)
            preview = reach.preview(path, area)
            reach.commit(preview)
            return preview.in_words()

        self.host.fetch(read, self._imported)

    def _imported(self, words: str) -> None:
        self.work.say(words, undo=True)
        if "to mend" in words:
            self.refuse(words)

    def _ask_path(self) -> Path | None:
        kinds = "Workbooks and CSV (*.xlsx *.csv)"
        chosen, _ = QFileDialog.getOpenFileName(self.host, "Reach by month", str(Path.home()), kinds)
        return Path(chosen) if chosen else None
