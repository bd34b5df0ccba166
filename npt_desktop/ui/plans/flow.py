"""A text box that reads like the page until it has the focus, and is as high as its text."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFontMetrics, QPalette, QResizeEvent
from PySide6.QtWidgets import QSizePolicy

from npt_desktop.ui.widgets.forms import Area, Edit


class FlowText(Area):
    """Plain text in place. ``left`` says that the focus has gone, for saving."""

    left = Signal()

    def __init__(self, hint: str = "", *, name: str = "", lines: int = 1) -> None:
        super().__init__("", hint, lines=lines, name=name)
        self._least = lines
        self.document().setDocumentMargin(3)
        self.setProperty("flat", "true")
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.document().documentLayout().documentSizeChanged.connect(self._fit)

    def sizeHint(self) -> QSize:
        lines = max(self._least, int(self.document().size().height()))
        metrics = QFontMetrics(self.font())
        return QSize(120, metrics.lineSpacing() * lines + 2 * round(self.document().documentMargin()) + 8)

    def minimumSizeHint(self) -> QSize:
        return QSize(60, self.sizeHint().height())

    def _fit(self) -> None:
        height = self.sizeHint().height()
        if self.height() != height:
            self.setFixedHeight(height)

    def resizeEvent(self, event: QResizeEvent, /) -> None:
        super().resizeEvent(event)
        self._fit()

    def restyle(self) -> None:
        super().restyle()
        quiet_hint(self)
        self._fit()

    def focusInEvent(self, event: QFocusEvent, /) -> None:
        super().focusInEvent(event)
        if event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason):
            cursor = self.textCursor()
            cursor.movePosition(cursor.MoveOperation.End)
            self.setTextCursor(cursor)

    def focusOutEvent(self, event: QFocusEvent, /) -> None:
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.left.emit()


class FlatEdit(Edit):
    """A line in place."""

    def __init__(self, hint: str = "", *, name: str = "", width: int = 0) -> None:
        super().__init__("", hint, name=name, width=width)
        self.setProperty("flat", "true")

    def restyle(self) -> None:
        super().restyle()
        quiet_hint(self)


def quiet_hint(control: FlowText | Edit) -> None:
    """Show the hint of an empty box in the quiet text colour, whatever the style makes of it."""
    palette = QPalette(control.palette())
    palette.setColor(QPalette.ColorRole.PlaceholderText, control.look.c("text3"))
    control.setPalette(palette)
