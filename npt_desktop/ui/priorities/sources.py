"""The sources of a round: each with its base and period, its counts by issue beside earlier ones, in words what it
cannot bear."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex
from PySide6.QtWidgets import QDialog, QStackedWidget, QWidget

from npt_desktop.rules.authority import Act
from npt_desktop.rules.periods import number_of
from npt_desktop.rules.sources import Source
from npt_desktop.ui.priorities.own_sources import OwnCard
from npt_desktop.ui.priorities.page import Fetch, Head, Page
from npt_desktop.ui.priorities.panel import Panel
from npt_desktop.ui.priorities.source_cells import (
    answer_cells,
    chart_items,
    heads,
    issue_cells,
    said_cells,
    source_cells,
)
from npt_desktop.ui.priorities.source_files import CrimeFiles, ResponseFile
from npt_desktop.ui.priorities.sources_forms import AgesPanel, ConsultationPanel, FigurePanel
from npt_desktop.ui.priorities.survey_file import SurveyFile
from npt_desktop.ui.theme import tokens as tk
from npt_desktop.ui.widgets.buttons import Button
from npt_desktop.ui.widgets.cards import Card
from npt_desktop.ui.widgets.cells import CellModel
from npt_desktop.ui.widgets.choices import Segmented
from npt_desktop.ui.widgets.compare import CompareBars
from npt_desktop.ui.widgets.layout import Split, box, clear, col, row, scroll
from npt_desktop.ui.widgets.marks import Mark
from npt_desktop.ui.widgets.messages import EmptyState
from npt_desktop.ui.widgets.tables import Table
from npt_desktop.ui.widgets.text import Text
from npt_desktop.ui.workspace import Workspace

if TYPE_CHECKING:
    from npt_desktop.services.priority_view import QuarterView
    from npt_desktop.services.source_tables import SourceTable
    from npt_desktop.services.sources import SourcesPage as Read

_EMPTY = {
    Source.SURVEY: "No survey figures of {period}: bring the workbook in, or type figures in.",
    Source.RESPONSES: "No survey responses of {period}: bring the download in.",
    Source.CRIME: "No street-level crime of {period}: bring the monthly files in.",
    Source.CONSULTATION: "Nobody’s words are recorded for {period}: add what partners and communities said.",
    Source.LOG: "No engagement of {period} is in the log.",
}


@dataclass(frozen=True)
class _Act:
    """A button of one source, the right it needs, and whether it is for one area only."""

    source: Source
    button: Button
    right: Act
    own: bool


class SourcesPage(Page):
    """Left the sources, right the counts of the chosen one as a table or a chart; forms open above."""

    def __init__(self, work: Workspace, fetch: Fetch) -> None:
        super().__init__(work, fetch)
        self.read_page: Read | None = None
        self._then = ""
        self.survey, self.responses, self.crime = (
            SurveyFile(work, self),
            ResponseFile(work, self),
            CrimeFiles(work, self),
        )
        self.consultation, self.figure, self.ages = (
            ConsultationPanel(work),
            FigurePanel(work),
            AgesPanel(work),
        )
        self.panels: tuple[Panel, ...] = (self.consultation, self.figure, self.ages)
        self.dialog: QDialog | None = None
        for panel in self.panels:
            panel.hide()
            panel.finished.connect(self.close_panel)
        self._build_list()
        self._build_table()
        side = box(col(self.list_card, self.own, None, gap=tk.M))
        self.split = Split(self.main, side, 330, break_at=860)
        left, _, right, bottom = tk.PAGE_MARGINS
        body = col(*self.panels, (self.split, 1), gap=tk.M, margins=(left, 0, right, bottom))
        self.area = scroll(box(body))
        self.setLayout(col(self.area, gap=0))
        self.words_button = Button("Words and issues", icon="message-2")
        self.words_button.clicked.connect(self.open_words)
        self.places_button = Button("Small areas", icon="map-pin")
        self.places_button.clicked.connect(self.open_small_areas)

    def _build_list(self) -> None:
        self.sources = CellModel(("Source",), self)
        self.list = Table("Sources")
        self.list.setModel(self.sources)
        self.list.set_widths([0])
        self.list.horizontalHeader().hide()
        self.list.selectionModel().currentChanged.connect(lambda *_: self._show_table())
        self.list.opened.connect(lambda _: self.table.setFocus())
        self.list_card = Card("Sources", pad=0, head_margins=(tk.M, tk.M, tk.M, 0))
        self.list_card.add(self.list)
        self.list_card.body.setContentsMargins(1, 1, 1, tk.S)
        self.own = OwnCard()

    def _build_table(self) -> None:
        self.scope = Segmented(
            [("area", "This area"), ("all", "All areas")], "area", label="Whose figures", small=True
        )
        self.scope.changed.connect(lambda _: self.read())
        self.kind = Segmented([("table", "Table"), ("chart", "Chart")], "table", label="Show as", small=True)
        self.kind.changed.connect(lambda _: self._show_table())
        self.cautions = col(gap=4)
        self.model = CellModel(("Issue", "", "", "", ""), self)
        self.table = Table("Counts by issue")
        self.table.setModel(self.model)
        self.table.set_widths([0, 110, 150, 150])
        self.chart = CompareBars("Counts by issue")
        self.empty = EmptyState("chart-histogram", "")
        self.views = QStackedWidget()
        for view in (self.table, scroll(box(col(self.chart, None))), self.empty):
            self.views.addWidget(view)
        self.views.setMinimumHeight(340)
        self.said_model = CellModel(("What was said", "Issue"), self)
        self.said = Table("What partners and communities said")
        self.said.setModel(self.said_model)
        self.said.set_widths([0, 230])
        self.said.opened.connect(self._open_said)
        self.said.setMinimumHeight(150)
        self.acts = tuple(self._make_acts())
        self.base = Text("", "meta", "text2", wrap=True)
        self.main = Card("Counts by issue", right=[self.scope, self.kind], pad=14, gap=8, role="section")
        self.main.add(
            self.base,
            self.cautions,
            row(*(act.button for act in self.acts), None),
            (self.views, 1),
            self.said,
        )

    def _make_acts(self) -> Iterator[_Act]:
        """What can be done about each source."""

        def make(
            source: Source, words: str, icon: str, right: Act, do: Callable[[], object], *, own: bool = False
        ) -> _Act:
            button = Button(words, icon=icon, small=True)
            button.clicked.connect(lambda: do())
            return _Act(source, button, right, own)

        bring, prepare = Act.IMPORT, Act.PREPARE_PRIORITIES
        yield make(
            Source.SURVEY,
            "Bring the survey workbook in",
            "database-import",
            bring,
            lambda: self.survey.choose(None),
        )
        yield make(Source.SURVEY, "Type a figure in", "pencil", prepare, self.open_figure, own=True)
        yield make(Source.RESPONSES, "Bring responses in", "database-import", bring, self._bring_responses)
        yield make(
            Source.RESPONSES, "Age bands of the area", "users-group", prepare, self.open_ages, own=True
        )
        yield make(Source.CRIME, "Bring monthly files in", "database-import", bring, self.crime.choose)
        yield make(
            Source.CONSULTATION, "Add what was said", "plus", prepare, self.open_consultation, own=True
        )
        yield make(Source.LOG, "Open the log", "messages", Act.EXPORT, lambda: self.work.go("engagement"))

    def _bring_responses(self) -> None:
        self.responses.choose(self.work.area_id if self.scope.value() == "area" else None)

    # -- reading --
    @property
    def source(self) -> Source:
        """The chosen source."""
        return list(Source)[max(0, self.list.currentIndex().row())]

    def show_view(self, view: QuarterView) -> None:
        super().show_view(view)
        if self.isVisible():
            self.read()

    def read(self) -> None:
        """Read the sources anew, of the area or of all."""
        view, desk = self.view, self.work.desk
        if view is None:
            return
        area_id = self.work.area_id if self.scope.value() == "area" else None

        def sources() -> Read:
            from npt_desktop.services.sources import Sources

            return Sources(desk).page(area_id, view.quarter)

        self.fetch(sources, self._show)

    def _show(self, page: Read) -> None:
        at = self.list.currentIndex().row()
        self.read_page = page
        self.sources.fill([(source_cells(page.tables[source], page.data),) for source in Source])
        self.list.selectRow(max(0, at))
        self.list.setFixedHeight(self.list.verticalHeader().defaultSectionSize() * len(Source) + 4)
        self.own.setVisible(page.area_id is not None)
        self.own.set(page)
        self._show_table()
        if not self.figure.isHidden():
            self.figure.show_typed(page)
        self.headed.emit()
        then, self._then = self._then, ""
        if then:
            self._begin(Source(then))

    def _show_table(self) -> None:
        page = self.read_page
        if page is None:
            return
        source, table = self.source, page.tables[self.source]
        self.main.set_title(source.label)
        self._show_base(table, page)
        clear(self.cautions)
        for words in table.cautions:
            self.cautions.addLayout(row(Mark("warn", 14), (Text(words, "meta", wrap=True), 1), gap=6))
        self.model.fill([issue_cells(table, line) for line in table.lines], heads(table))
        share, items = chart_items(table)
        self.chart.set([quarter.label for quarter in table.quarters], items, " %" if share else "")
        if not table.lines:
            self.empty.set(_EMPTY[source].format(period=page.data.spoken))
        self.views.setCurrentIndex(2 if not table.lines else 1 if self.kind.value() == "chart" else 0)
        if table.lines:
            self.table.selectRow(0)
        self._show_said(source, page)
        self._show_acts(source, page)

    def _show_said(self, source: Source, page: Read) -> None:
        """People's own words below the counts, where there are any."""
        today = self.work.desk.today
        if source is Source.RESPONSES:
            lines = [answer_cells(answer, today) for answer in page.answers]
            self.said.setAccessibleName("What people answered")
            self.said_model.fill(lines, ("What people answered", "What they added"))
        else:
            lines = [said_cells(said, today) for said in page.said] if source is Source.CONSULTATION else []
            self.said.setAccessibleName("What partners and communities said")
            self.said_model.fill(lines, ("What was said", "Issue"))
        self.said.setVisible(bool(lines))

    def _show_base(self, table: SourceTable, page: Read) -> None:
        held, source = table.held[0], table.source
        if held is None:
            words = f"{page.area}: nothing of {page.data.spoken}."
        elif held.base is not None:
            words = f"{page.area}: share of {number_of(held.base, source.unit, source.units)}, {held.period}."
        else:
            words = f"{page.area}: {number_of(held.total, source.unit, source.units)}, {held.period}."
        later = sum(said.record.day > page.data.end for said in page.said)
        if source is Source.CONSULTATION and later:
            words += f" {later} more since then below, counted with the next round."
        self.base.setText(words)

    def _show_acts(self, source: Source, page: Read) -> None:
        for act in self.acts:
            act.button.setVisible(act.source is source and (page.area_id is not None or not act.own))
            act.button.lock(self.why_not(act.right))

    def head(self) -> Head:
        crumbs = (("Priorities", lambda: self.asked.emit("quarter", None, "")),)
        if self.view is None:
            return Head("Sources", crumbs=crumbs)
        facts = (
            f"For the round of {self.view.quarter.label}: figures of {self.view.quarter.previous().spoken}"
        )
        return Head("Sources", facts, crumbs=crumbs, actions=(self.words_button, self.places_button))

    # -- forms and dialogs --
    def act(self, source: str) -> None:
        """Once the area's sources are read, choose one and begin what is done first about it."""
        self._then = source
        self.scope.set_value("area")
        self.read()

    def _begin(self, source: Source) -> None:
        self.list.selectRow(list(Source).index(source))
        first = next(act.button for act in self.acts if act.source is source)
        if first.isEnabled():
            first.click()
        else:
            self.work.refused.emit(first.toolTip())

    def open_consultation(self) -> None:
        """An empty form for what somebody said."""
        page = self._area_page()
        if page is not None:
            self.consultation.load(page, None)
            self._open(self.consultation)

    def _open_said(self, index: QModelIndex) -> None:
        page = self._area_page()
        if page is not None and self.source is Source.CONSULTATION and index.row() < len(page.said):
            self.consultation.load(page, page.said[index.row()].record)
            self._open(self.consultation)

    def open_figure(self) -> None:
        """A form for a survey figure without a file."""
        page = self._area_page()
        if page is not None:
            self.figure.load(page)
            self._open(self.figure)

    def open_ages(self) -> None:
        """A form for the age bands of the area."""
        page = self._area_page()
        if page is not None:
            self.ages.load(page)
            self._open(self.ages)

    def _area_page(self) -> Read | None:
        page = self.read_page
        return page if page is not None and page.area_id is not None else None

    def _open(self, panel: Panel) -> None:
        for other in self.panels:
            other.setVisible(other is panel)
        panel.lock(self.why_not(Act.PREPARE_PRIORITIES))
        panel.begin()

    def close_panel(self) -> None:
        """Close the open form; the focus goes to the sources."""
        for panel in self.panels:
            panel.hide()
        self.list.setFocus()

    def open_words(self) -> None:
        """What people’s words count as."""
        from npt_desktop.ui.priorities.words_dialog import WordsDialog

        page = self.read_page
        of = page.area if page else "All areas"
        area_id = page.area_id if page else None
        self._show_dialog(WordsDialog(self.window(), self.work, area_id, of, self.why_not(Act.CHANGE_LISTS)))

    def open_small_areas(self) -> None:
        """Which small areas count towards which area."""
        from npt_desktop.ui.priorities.small_areas_dialog import SmallAreasDialog

        self._show_dialog(SmallAreasDialog(self.window(), self.work, self.why_not(Act.CHANGE_LISTS)))

    def _show_dialog(self, dialog: QDialog) -> None:
        self.dialog = dialog
        dialog.finished.connect(dialog.deleteLater)
        dialog.finished.connect(self._dialog_closed)
        dialog.open()

    def _dialog_closed(self) -> None:
        self.dialog = None

    # -- keys --
    def primary(self) -> None:
        panel = next((panel for panel in self.panels if not panel.isHidden()), None)
        if panel is not None:
            panel.submit()

    def new(self) -> None:
        self.open_consultation()

    def escape(self) -> bool:
        if any(not panel.isHidden() for panel in self.panels):
            self.close_panel()
        else:
            self.asked.emit("quarter", None, "")
        return True

    def panes(self) -> list[QWidget]:
        return [*self.panels, self.main, self.list_card]

    def start(self) -> None:
        self.list.setFocus()
