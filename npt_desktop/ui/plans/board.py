"""The plans of the register side by side, a column for each stage."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import ClassVar

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from npt_desktop.models.kinds import Stage
from npt_desktop.services.plan_register import PlanLine
from npt_desktop.ui.plans.register_model import state_of
from npt_desktop.ui.widgets.cards import Card
from npt_desktop.ui.widgets.layout import row
from npt_desktop.ui.widgets.lines_model import LinesModel
from npt_desktop.ui.widgets.tables import AnyCell, Cell, Table

STAGES = tuple(Stage)


class StageModel(LinesModel[PlanLine]):
    """The plans of one stage; its head says how many."""

    heads: ClassVar[Sequence[str]] = ("",)

    def __init__(self, stage: Stage, parent: QWidget) -> None:
        super().__init__(parent)
        self.stage = stage
        self._today = date.min

    def show_lines(self, lines: Sequence[PlanLine], today: date) -> None:
        self._today = today
        self.set_lines(lines)
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, 0)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole, /
    ) -> object:
        if role == Qt.ItemDataRole.DisplayRole and orientation == Qt.Orientation.Horizontal and section == 0:
            return f"{self.stage.label}  {len(self.lines)}"
        return None

    def words(self, line: PlanLine, column: int) -> str:
        del column
        return f"{line.reference} {line.title}"

    def cell(self, line: PlanLine, column: int) -> AnyCell:
        del column
        state, _ = state_of(line, self._today)
        return Cell(line.title, f"{line.reference} · {line.lead or 'Nobody'}", mark=state.value, strong=True)

    def extra(self, line: PlanLine, column: int, role: int) -> object:
        del column
        why = state_of(line, self._today)[1]
        if role == Qt.ItemDataRole.ToolTipRole:
            return f"{line.title}\n{why}"
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{line.reference} {line.title}, {line.lead or 'nobody'}, {why}"
        return None


class StageTable(Table):
    """One column. Left and Right ask for the neighbour."""

    sideways = Signal(int)

    def keyPressEvent(self, event: QKeyEvent, /) -> None:
        if event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self.sideways.emit(-1 if event.key() == Qt.Key.Key_Left else 1)
        else:
            super().keyPressEvent(event)


class Board(QWidget):
    """``opened`` carries the id of a plan; ``typed`` letters for the filter. Closed plans have a column of their
    own while the view shows any."""

    opened = Signal(int)
    typed = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.models = {stage: StageModel(stage, self) for stage in STAGES}
        self.tables: dict[Stage, StageTable] = {}
        self._cards: dict[Stage, Card] = {}
        for stage, model in self.models.items():
            table = StageTable(f"{stage.label} plans")
            table.setModel(model)
            table.set_widths((0,))
            table.opened.connect(lambda index, stage=stage: self._open(stage, index))
            table.typed.connect(self.typed)
            table.sideways.connect(lambda step, stage=stage: self._sideways(stage, step))
            card = Card(pad=1, gap=0)
            card.add((table, 1))
            self.tables[stage], self._cards[stage] = table, card
        self.setLayout(row(*((card, 1) for card in self._cards.values()), gap=8))

    def show_lines(self, lines: Sequence[PlanLine], today: date) -> None:
        """Show plans, each in the column of its stage, in the order given."""
        for stage, model in self.models.items():
            model.show_lines([line for line in lines if line.stage is stage], today)
        self._cards[Stage.CLOSED].setVisible(bool(self.models[Stage.CLOSED].lines))

    def focus_first(self) -> None:
        """Go to the first column that has a plan."""
        stage = next((stage for stage in STAGES if self.models[stage].lines), STAGES[0])
        self._go(stage)

    def _sideways(self, stage: Stage, step: int) -> None:
        place = STAGES.index(stage) + step
        while 0 <= place < len(STAGES):
            if self.models[STAGES[place]].lines:
                self._go(STAGES[place])
                return
            place += step

    def _go(self, stage: Stage) -> None:
        table, model = self.tables[stage], self.models[stage]
        table.setFocus(Qt.FocusReason.TabFocusReason)
        if model.lines and not table.currentIndex().isValid():
            table.setCurrentIndex(model.index(0, 0))

    def _open(self, stage: Stage, index: QModelIndex) -> None:
        self.opened.emit(self.models[stage].lines[index.row()].id)
