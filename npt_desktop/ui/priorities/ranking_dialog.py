"""The issues by the local ranking, what each criterion counts, and whether the first places hold."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QDialog, QWidget

from npt_desktop.errors import CannotDo, NotAllowed
from npt_desktop.rules.authority import Act, require
from npt_desktop.rules.ranking import standard_ranking
from npt_desktop.ui.widgets.buttons import Button
from npt_desktop.ui.widgets.forms import Edit, Field
from npt_desktop.ui.widgets.layout import col, line, row
from npt_desktop.ui.widgets.marks import Mark
from npt_desktop.ui.widgets.messages import reveal
from npt_desktop.ui.widgets.tables import CELL, Cell, Table
from npt_desktop.ui.widgets.text import Text

if TYPE_CHECKING:
    from npt_desktop.rules.ranking import LocalRanking
    from npt_desktop.services.round_page import RoundPage
    from npt_desktop.ui.workspace import Workspace

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()


class RankingModel(QAbstractTableModel):
    """An issue a row, best first: place, title, its scores, and its share of the points possible."""

    def __init__(self) -> None:
        super().__init__()
        names = [each.name for each in standard_ranking().criteria]
        self.heads = ("Place", "Issue", *names, "Points")
        self._rows: list[tuple[str, ...]] = []

    def fill(self, ranking: LocalRanking, page: RoundPage) -> None:
        """Replace the rows."""
        scores = {c.id: c.scores for c in page.candidates}
        keys = [each.key for each in standard_ranking().criteria]
        self.beginResetModel()
        self._rows = [
            (str(p.place or "–"), p.title, *(str(scores[p.key].get(k, "–")) for k in keys),
             "–" if p.percent is None else f"{p.percent} %")
            for p in ranking.placed
        ]  # fmt: skip
        self.endResetModel()

    def rowCount(self, parent: Index = _ROOT, /) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _ROOT, /) -> int:
        return 0 if parent.isValid() else len(self.heads)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0, /) -> Any:
        across = orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole
        return self.heads[section] if across and section < len(self.heads) else None

    def data(self, index: Index, role: int = 0, /) -> Any:
        if not index.isValid() or index.row() >= len(self._rows):
            return None
        words = self._rows[index.row()][index.column()]
        if role == CELL:
            return Cell(words, strong=index.column() < 2)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{self.heads[index.column()]}: {words}"
        return words if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole) else None


class RankingDialog(QDialog):
    """Weights may be tried here without keeping them; keeping them is for every area of the store."""

    def __init__(self, work: Workspace, page: RoundPage, parent: QWidget) -> None:
        super().__init__(parent)
        from npt_desktop.services.ranking import Rankings

        self._work, self._page, self._service = work, page, Rankings(work.desk)
        self.setWindowTitle("Local ranking")
        self.setAccessibleName("Local ranking")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        self.resize(1000, 480)
        self.model = RankingModel()
        self.table = Table("Issues by the local ranking", two_line=False)
        self.table.setModel(self.model)
        self.table.set_widths([54, 0, *(24 + 6 * len(each.name) for each in standard_ranking().criteria), 64])
        self.mark, self.says = Mark("none", 16), Text("", "strong", wrap=True)
        self.weights: dict[str, Field] = {}
        kept = self._service.weights()
        for each in standard_ranking().criteria:
            edit = Edit(str(kept[each.key]), width=56)
            edit.textEdited.connect(self._try)
            self.weights[each.key] = Field(f"Weight: {each.name}", edit, name=f"weight_{each.key}")
        note = Text(
            "A local aid, on no published scale: it orders what you judged and decides nothing. Scores are given at "
            "each issue; weights run from 0 to 10 and are kept for every area.", "meta", "text2", wrap=True,
        )  # fmt: skip
        self.error = Text("", "meta_strong", "bad_text", wrap=True)
        self.keep = Button("Keep these weights", "secondary")
        self.keep.clicked.connect(self.keep_weights)
        close = Button("Close", "primary")
        close.clicked.connect(self.accept)
        self.setLayout(col(
            Text("Local ranking", "section"), note, row(self.mark, (self.says, 1)), (self.table, 1), line(),
            row(*self.weights.values(), None, gap=12), self.error, row(None, self.keep, close), gap=10,
            margins=(20, 16, 20, 16),
        ))  # fmt: skip
        try:
            require(work.desk.actor.role, Act.CHANGE_LISTS)
        except NotAllowed as refusal:
            self.keep.lock(refusal.says)
            self.error.setText(refusal.says)
            self.error.set_tone("text2")
        self._show()
        self.table.setFocus()

    def _read(self) -> dict[str, int]:
        """The weights as typed. Raises CannotDo for what is no weight."""
        found = {}
        for key, field in self.weights.items():
            assert isinstance(field.control, Edit)
            text = field.control.text().strip()
            if not (text.isascii() and text.isdecimal() and len(text) < 3):
                raise CannotDo(
                    f"Give {field.label.removeprefix('Weight: ')} a weight from 0 to 10.",
                    field=f"weight_{key}",
                )
            found[key] = int(text)
        return found

    def _show(self) -> None:
        ranking = self._service.of(self._page, self._read())
        self.model.fill(ranking, self._page)
        if self.model.rowCount():
            self.table.selectRow(0)
        self.mark.set_state(ranking.state.value)
        self.says.setText(ranking.says)

    def _try(self) -> None:
        for field in self.weights.values():
            field.set_error("")
        try:
            self._show()
        except CannotDo as refusal:
            self._refused(refusal)

    def keep_weights(self) -> None:
        """Keep the weights as they are typed."""
        try:
            self._service.set_weights(self._read())
        except CannotDo as refusal:
            self._refused(refusal, go=True)
            return
        self._work.say("Kept the weights of the local ranking")
        self.accept()

    def _refused(self, refusal: CannotDo, *, go: bool = False) -> None:
        field = self.weights.get(refusal.field.removeprefix("weight_"))
        if field is not None:
            field.set_error("0 to 10")
            self.says.setText(refusal.says)
            self.mark.set_state("warn")
            if go:
                reveal(field.control)
