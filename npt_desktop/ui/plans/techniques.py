"""What the response covers: the grid of sides by tactics, and the 25 techniques as prompts for an action."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import groupby

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu, QWidget

from npt_desktop.models.actions import Action
from npt_desktop.models.kinds import Side, Tactic
from npt_desktop.rules.plan_prompts import techniques
from npt_desktop.rules.response import cover_of
from npt_desktop.ui.widgets.buttons import Button, plain
from npt_desktop.ui.widgets.grids import CountDelegate, Grid, GridModel
from npt_desktop.ui.widgets.layout import col, row
from npt_desktop.ui.widgets.text import Text


class ResponseGrid(QWidget):
    """How many actions work on each side by each tactic: a side without any is a row of gaps, and is
    said."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("response_grid")
        self._model = GridModel(
            [side.value.capitalize() for side in Side], [tactic.value.capitalize() for tactic in Tactic], said="actions", nothing="none"
        )  # fmt: skip
        self.grid = Grid(
            self._model, CountDelegate((1, 2, 3, 5)), name="Actions by side and tactic", label_width=84,
            cell_width=104,
        )  # fmt: skip
        self.says = Text("", "meta", "text2", wrap=True)
        self.setLayout(row(self.grid, (col(self.says, None), 1), gap=16, margins=(8, 4, 0, 8)))

    def show_actions(self, actions: Sequence[Action]) -> None:
        """Count the actions that are not dropped."""
        cover = cover_of([(action.side, action.tactic, action.state) for action in actions])
        shown = [[count or (None if any(side) else 0) for count in side] for side in cover.counts]
        self._model.set(self._model.rows, self._model.cols, shown)
        self.says.setText(cover.says)
        self.says.set_tone("warn_text" if cover.warns else "text2")
        self.setVisible(bool(actions))


def ask_technique(button: Button, chosen: Callable[[str], None]) -> None:
    """Offer the techniques below the button, five by five; ``chosen`` is called with the key of one."""
    menu = QMenu(button)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    for group, members in groupby(techniques(), key=lambda one: one.group):
        part = menu.addMenu(plain(group))
        for one in members:
            action = part.addAction(plain(f"{one.name}: {one.example[:1].lower()}{one.example[1:]}"))
            action.triggered.connect(lambda _=False, key=one.key: chosen(key))
    menu.popup(button.mapToGlobal(button.rect().bottomLeft()))
