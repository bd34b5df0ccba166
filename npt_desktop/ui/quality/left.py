"""The left card: the filter, the list of questions or of all areas, and the meeting's date."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget

from npt_desktop.rules.dates import parse_typed
from npt_desktop.rules.periods import MONTHS
from npt_desktop.rules.quality import Evidence
from npt_desktop.services.quality import MeetingLine, MeetingPage
from npt_desktop.ui.quality.areas import AreaTable
from npt_desktop.ui.quality.lines import lines_of
from npt_desktop.ui.quality.questions import QuestionList
from npt_desktop.ui.widgets.buttons import Button
from npt_desktop.ui.widgets.cards import Card
from npt_desktop.ui.widgets.choices import Segmented
from npt_desktop.ui.widgets.dates import DateEdit
from npt_desktop.ui.widgets.layout import box, col, line, row
from npt_desktop.ui.widgets.text import Text

DUE, ALL = "due", "all"


class LeftCard(Card):
    """``filtered`` when the filter was changed, ``areasWanted`` when all areas are asked for, ``areaChosen``
    carries one, ``scheduled`` the day typed for the meeting."""

    filtered = Signal()
    areasWanted = Signal()
    boardWanted = Signal()
    areaChosen = Signal(int)
    scheduled = Signal(object)

    def __init__(self, today: date) -> None:
        super().__init__(pad=1, gap=0)
        self.body.setContentsMargins(1, 1, 1, 6)
        self.filter = Segmented([(DUE, "Due"), (ALL, "All")], DUE, label="Questions shown", small=True)
        self.filter.setObjectName("filter")
        self.filter.changed.connect(lambda _: self.filtered.emit())
        self.areas_button = Button("All areas", "quiet", "table", small=True)
        self.areas_button.clicked.connect(self._toggle)
        self.board_button = Button("Compliance board", "quiet", "layout-grid", small=True)
        self.board_button.clicked.connect(self.boardWanted)
        self.board_button.hide()
        self.list = QuestionList()
        self.areas = AreaTable()
        self.areas.opened.connect(self._open)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.list)
        self.stack.addWidget(self.areas)
        self.day = DateEdit(
            lambda text: parse_typed(text, today, future=True), placeholder="28 oct, fri", width=150,
            name="Meeting on",
        )  # fmt: skip
        self.day.setObjectName("scheduled_on")
        self.day.changed.connect(self._scheduled)
        self.day_error = Text("", "meta_strong", "bad_text", wrap=True)
        self.day.errorChanged.connect(self.say_day)
        label = Text("Meeting on", "label", "text2")
        label.setBuddy(self.day)
        self.foot = box(
            col(
                line(),
                col(row(label, self.day, None, gap=8), self.day_error, gap=2, margins=(12, 6, 12, 6)),
                gap=0,
            )
        )
        self.day_error.hide()
        self._heading = Text("All areas", "card")
        self._heading.hide()
        head = row(
            self.filter,
            self._heading,
            None,
            self.board_button,
            self.areas_button,
            gap=8,
            margins=(10, 8, 10, 8),
        )
        self.add(head, line(), (self.stack, 1), self.foot)
        self.setAccessibleName("Questions")

    @property
    def everything(self) -> bool:
        """Whether questions not due are shown too."""
        return self.filter.value() == ALL

    @property
    def showing_areas(self) -> bool:
        return self.stack.currentWidget() is self.areas

    def show_page(
        self, page: MeetingPage, evidence: Mapping[int, Evidence], *, areas: int, may_plan: bool
    ) -> None:
        """Show the questions of a meeting."""
        month = MONTHS[page.month.month - 1]
        self.filter.set_words((f"Due in {month} {len(page.due)}", f"All {len(page.checklist.questions)}"))
        self.list.questions.set(lines_of(page, evidence, everything=self.everything))
        self.areas_button.setVisible(areas > 1)
        meeting = page.meeting
        held = meeting is not None and meeting.held_on is not None
        self.foot.setVisible(may_plan and not page.finished and not held)
        if not self.day.isModified():
            self.day.set_value(meeting.scheduled_on if meeting else None)

    def show_areas(self, lines: Sequence[MeetingLine], area_id: int) -> None:
        self.areas.show_meetings(lines, area_id)

    def show_questions(self) -> None:
        """Back from the areas to the questions."""
        if self.showing_areas:
            self._toggle()

    def say_day(self, error: str) -> None:
        """Say what is wrong with the day typed."""
        self.day_error.setText(error)
        self.day_error.setVisible(bool(error))

    def _toggle(self) -> None:
        to_areas = not self.showing_areas
        self.stack.setCurrentWidget(self.areas if to_areas else self.list)
        self.areas_button.set_text("Questions" if to_areas else "All areas")
        self.filter.setVisible(not to_areas)
        self._heading.setVisible(to_areas)
        self.board_button.setVisible(to_areas)
        if to_areas:
            self.areasWanted.emit()
        (self.areas if to_areas else self.list).setFocus()

    def _open(self, index: object) -> None:
        row_ = self.areas.currentIndex().row()
        del index
        if row_ >= 0:
            area_id = self.areas.areas.lines[row_].area_id
            self._toggle()
            self.areaChosen.emit(area_id)

    def _scheduled(self, day: object) -> None:
        if day is not None:
            self.scheduled.emit(day)
