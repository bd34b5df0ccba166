"""Which figures of the store are about a priority: a check box each, by their source, with the month's number."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from npt_desktop.ui.priorities.page import Fetch
from npt_desktop.ui.widgets.buttons import Check
from npt_desktop.ui.widgets.form_dialog import FormDialog
from npt_desktop.ui.widgets.forms import Field
from npt_desktop.ui.widgets.layout import box, col

if TYPE_CHECKING:
    from npt_desktop.models.priorities import Priority
    from npt_desktop.services.priority_figures import FigureLine
    from npt_desktop.ui.workspace import Workspace

_MOST_WORDS = 70


class FiguresDialog(FormDialog):
    """What is ticked is “about this priority”: this month’s update and those to come are drafted from it."""

    def __init__(
        self, work: Workspace, priority: Priority, lines: Sequence[FigureLine], parent: QWidget
    ) -> None:
        self._work, self._priority, self._lines = work, priority, lines
        self.boxes = [Check(_told(line), checked=line.marked) for line in lines]
        fields = []
        for source in dict.fromkeys(line.source for line in lines):
            mine = [check for check, line in zip(self.boxes, lines, strict=True) if line.source is source]
            for check, line in zip(self.boxes, lines, strict=True):
                check.setToolTip(line.sentence)
            group = box(col(*mine, gap=2))
            group.setFocusProxy(mine[0])
            fields.append(Field(source.label, group, name=source.value))
        super().__init__(
            parent, f"Figures about ‘{priority.title}’", "Mark these", fields, self._mark, wide=560, tall=420,
            note="Monthly updates are drafted from what is ticked here, each with the figure of its month.",
        )  # fmt: skip
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)

    def _mark(self, _: Any) -> None:
        from npt_desktop.services.priority_figures import PriorityFigures

        shown = [line.key for line in self._lines]
        marked = [key for key, check in zip(shown, self.boxes, strict=True) if check.isChecked()]
        PriorityFigures(self._work.desk).mark(self._priority.id, shown, marked)
        self._work.say(f"Marked {len(marked)} of {len(shown)} figures", undo=True)


def choose_figures(work: Workspace, fetch: Fetch, priority: Priority, parent: QWidget) -> None:
    """Open the dialog for a priority and the chosen month, or say where figures come from when there is none."""
    month, desk = work.month, work.desk

    def read() -> tuple[FigureLine, ...]:
        from npt_desktop.services.priority_figures import PriorityFigures

        return PriorityFigures(desk).of(priority.id, month)

    def show(lines: tuple[FigureLine, ...]) -> None:
        if lines:
            FiguresDialog(work, priority, lines, parent).open()
        else:
            work.refused.emit(
                "No figure is in for this month: bring the survey, crime or reach in, or type in what was said."
            )

    fetch(read, show)


def _told(line: FigureLine) -> str:
    words = f"{line.label}: {line.words}"
    return words if len(words) <= _MOST_WORDS else f"{words[:_MOST_WORDS].rstrip()}…"
