"""The areas side by side, for whoever answers for more than one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from npt_desktop.rules.periods import days_words, month_label, number_of
from npt_desktop.rules.thresholds import standard_thresholds
from npt_desktop.services.side_by_side import AreaLine, side_by_side
from npt_desktop.ui.communities.lists import Line, ListTable
from npt_desktop.ui.communities.pane import Pane
from npt_desktop.ui.widgets.cards import Card
from npt_desktop.ui.widgets.layout import col
from npt_desktop.ui.widgets.tables import Cell
from npt_desktop.ui.widgets.text import Text

if TYPE_CHECKING:
    from npt_desktop.ui.work_screen import WorkScreen


class AreasPane(Pane):
    """One line an area. Enter goes there."""

    title: ClassVar[str] = "Areas"

    def __init__(self, host: WorkScreen) -> None:
        super().__init__(host)
        self.page: list[AreaLine] | None = None
        self.table = ListTable(
            "Areas side by side",
            ("Area", "Profile", "Plan", "Gaps", "KIN overdue", "Planned", "Average", "Advice", "Alert"),
            (0, 84, 84, 96, 104, 80, 122, 66, 76),
        )  # fmt: skip
        self.note = Text("", "meta", "text3", wrap=True)
        card = Card(pad=1, gap=0)
        card.add((self.table, 1))
        self.setLayout(col((card, 1), self.note, gap=6))
        self.table.opened.connect(lambda _: self._go())

    def reader(self) -> Callable[[], Any]:
        desk, month = self.work.desk, self.work.month
        return lambda: side_by_side(desk, month)

    def show_page(self, page: list[AreaLine]) -> None:
        self.page = page
        self.table.show_lines([self._line(area) for area in page])
        self.note.setText(
            "Profile and plan: since last confirmed. Gaps: groups without contact. KIN: key individuals, and groups "
            f"without one. Planned and average: {month_label(self.work.month)}, activities done and scores of the "
            "log. Advice: still to be answered. Alert: the latest count. Enter opens an area."
        )

    def facts(self) -> str:
        if not self.page:
            return ""
        late = sum(
            _late(one.profile_confirmed, self.today) or _late(one.plan_confirmed, self.today)
            for one in self.page
        )
        gaps = sum(one.gaps for one in self.page)
        return f"{number_of(len(self.page), 'area')}: {late} with a document to confirm, {number_of(gaps, 'gap')} in all"

    def buttons(self) -> list[QWidget]:
        return []

    def forms(self) -> Mapping[str, Callable[[], object]]:
        return {}  # nothing here is typed without being saved

    def begin(self) -> None:
        self.table.setFocus(Qt.FocusReason.TabFocusReason)

    def new(self) -> None:
        """Nothing is made here."""

    def _line(self, one: AreaLine) -> Line:
        def day(on: date | None) -> Cell:
            late = _late(on, self.today)
            words = days_words((self.today - on).days) if on else "Never"
            return Cell(words, tone="bad_text" if late else "text", strong=late)

        def of(number: int, total: int, sub: str = "") -> Cell:
            tone = "bad_text" if number else "text"
            return Cell(f"{number} of {total}", sub, tone=tone, strong=number > 0, right=True)

        average = Cell("–", f"0 of {one.entries} scored", tone="text3", right=True)
        if one.average is not None:
            average = Cell(f"{one.average:.1f}", f"{one.scored} of {one.entries} scored", right=True)
        return Line(one.area_id, (
            Cell(one.area, strong=True), day(one.profile_confirmed), day(one.plan_confirmed),
            of(one.gaps, one.groups, f"{one.hidden_gaps} hidden" if one.hidden_gaps else ""),
            of(one.overdue, one.individuals, f"{one.without_anyone} without" if one.without_anyone else ""),
            Cell(f"{one.done} of {one.planned}", tone="text" if one.planned else "text3", right=True),
            average, Cell(str(one.advice_open), right=True),
            Cell(f"{one.alert:,}" if one.alert is not None else "–", right=True),
        ))  # fmt: skip

    def _go(self) -> None:
        chosen = self.table.chosen()
        if chosen is not None:
            self.work.move(area_id=chosen)
            self.work.go("communities", None, "profile")


def _late(on: date | None, today: date) -> bool:
    return on is None or (today - on).days > standard_thresholds().confirm_days
