"""A paragraph of at most some lines that ends in an ellipsis when there is more."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QPaintEvent, QTextLayout, QTextOption
from PySide6.QtWidgets import QSizePolicy

from npt_desktop.ui.theme.look import Painted, smooth


class Lines(Painted):
    """Plain text over exactly ``count`` lines' height, so that cards side by side stay level; the tool tip
    has the whole when it is cut."""

    def __init__(self, text: str = "", role: str = "body", tone: str = "text", *, count: int = 2) -> None:
        super().__init__()
        self.role, self.tone, self._count, self._text = role, tone, count, ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setText(text)

    def text(self) -> str:
        return self._text

    def setText(self, text: str) -> None:
        self._text = " ".join(text.split())
        self.setAccessibleName(self._text)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(120, self.look.height(self.role) * self._count + 2)

    def minimumSizeHint(self) -> QSize:
        return QSize(60, self.sizeHint().height())

    def paintEvent(self, _: QPaintEvent, /) -> None:
        p = smooth(self)
        font = self.look.font(self.role)
        p.setFont(font)
        p.setPen(self.look.c(self.tone))
        high, width = self.look.height(self.role), self.width()
        layout = QTextLayout(self._text, font)
        layout.setTextOption(QTextOption(Qt.AlignmentFlag.AlignLeft))
        layout.beginLayout()
        cut = False
        for number in range(self._count):
            line = layout.createLine()
            if not line.isValid():
                break
            line.setLineWidth(width)
            start, end = line.textStart(), line.textStart() + line.textLength()
            last = number == self._count - 1 and end < len(self._text)
            cut = cut or last
            words = self._text[start:] if last else self._text[start:end]
            if last:
                words = p.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, width)
            p.drawText(QPointF(0, number * high + p.fontMetrics().ascent()), words)
        layout.endLayout()
        self.setToolTip(self._text if cut else "")
        p.end()
