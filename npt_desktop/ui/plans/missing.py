"""What a plan lacks, stage by stage, each with a link to its field. The lines are used again from plan to plan: to make
and style them takes longer than all else on a page that is there already."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from npt_desktop.rules.plan_fields import name_of
from npt_desktop.rules.sara import STAGES, Missing
from npt_desktop.services.plan_page import PlanPage
from npt_desktop.ui.widgets.buttons import Button
from npt_desktop.ui.widgets.layout import box, col, row
from npt_desktop.ui.widgets.marks import Mark
from npt_desktop.ui.widgets.text import Elided, Text

AHEAD = 9
"""Lines made for each stage before a plan is opened."""


class MissingLine(QWidget):
    """One thing missing: its mark, its name and the link."""

    def __init__(self) -> None:
        super().__init__()
        self.field = ""
        self.mark = Mark("none", 13)
        self.words = Elided("", "meta")
        self.link = Button("", "quiet", small=True)
        self.link.setProperty("tight", "true")
        self.setLayout(row(self.mark, (self.words, 1), self.link, gap=6))

    def set(self, item: Missing, state: str) -> None:
        """Show this; ``warn`` is of a stage that was reached, ``none`` is still to come."""
        self.field = item.field
        self.mark.set_state(state, "Missing" if state == "warn" else "Still to come")
        self.words.setText(name_of(item.field))
        self.words.set_tone("text" if state == "warn" else "text2")
        self.link.set_text(item.action_verb)
        self.link.setAccessibleName(f"{item.action_verb}: {item.says}")
        self.link.setToolTip(item.says)


class _Group(QWidget):
    """A heading with its lines; hidden while it has none. ``wanted`` carries a field."""

    wanted = Signal(str)

    def __init__(self, label: str) -> None:
        super().__init__()
        self._lines: list[MissingLine] = []
        self._lay = col(box(row(Text(label, "head", "text3"), margins=(0, 5, 0, 1))), gap=0)
        self.setLayout(self._lay)
        for _ in range(AHEAD):
            self._add()

    def _add(self) -> None:
        made = MissingLine()
        made.link.clicked.connect(lambda: self.wanted.emit(made.field))
        self._lines.append(made)
        self._lay.addWidget(made)

    def show_items(self, items: Sequence[Missing], state: str) -> dict[str, Button]:
        """Show these; returns their links by field."""
        while len(self._lines) < len(items):
            self._add()
        for made, item in zip(self._lines, items, strict=False):
            made.set(item, state)
        for place, made in enumerate(self._lines):
            made.setVisible(place < len(items))
        self.setVisible(bool(items))
        return {made.field: made.link for made in self._lines[: len(items)]}


class MissingList(QWidget):
    """``wanted`` carries the field to go to."""

    wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.links: dict[str, Button] = {}
        self._shown: object = None
        self._groups = [_Group(stage.label) for stage in STAGES]
        self._advice = _Group("Worth adding")
        self._none = box(row(Mark("good", 15), Text("Nothing is missing.", "meta"), None, gap=6))
        for group in (*self._groups, self._advice):
            group.wanted.connect(self.wanted)
        self.setLayout(col(*self._groups, self._none, self._advice, gap=0))

    def show_page(self, page: PlanPage) -> None:
        """Show what a plan lacks; what a stage still to come will need is told quietly."""
        reading = page.reading
        shown = (page.plan.stage, reading.stages)
        if shown == self._shown:
            return
        self._shown = shown
        now = STAGES.index(page.plan.stage) if page.plan.stage in STAGES else len(STAGES) - 1
        self.links = {}
        for place, (group, stage) in enumerate(zip(self._groups, reading.stages, strict=True)):
            self.links |= group.show_items(stage.missing, "warn" if place <= now else "none")
        self._none.setVisible(not reading.missing)
        advice = [item for stage in reading.stages[: now + 1] for item in stage.advice]
        self.links |= self._advice.show_items(advice, "none")
