"""The tabs of the update: one for each priority."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from npt_desktop.ui.theme import tokens as tk
from npt_desktop.ui.theme.look import ALIGN_L, Restyled, elided, rounded, smooth
from npt_desktop.ui.widgets.marks import paint_mark


class PriorityTab(Restyled, QAbstractButton):
    """One priority of the quarter with how its update stands."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self.number, self.words, self.state = number, "", "none"
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set(self, title: str, state: str, words: str) -> None:
        self.setText(title)
        self.state, self.words = state, words
        self.setAccessibleName(f"Priority {self.number}: {title}, {words}")
        self.setToolTip(title)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(140, self.look.px(44))

    def paintEvent(self, _: QPaintEvent, /) -> None:
        p = smooth(self)
        look, on = self.look, self.isChecked()
        frame = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        edge, fill = (
            ("accent_text", "surface") if on else ("border", "hover" if self.underMouse() else "surface")
        )
        rounded(p, frame, look.c(fill), tk.RADIUS_CARD, look.c(edge), 1.6 if on else 1)
        first, second, top = look.height("card"), look.height("meta"), self.height() / 2
        p.setFont(look.font("card"))
        p.setPen(look.c("text"))
        room = frame.width() - 22
        title = elided(p, f"{self.number}  {self.text()}", room)
        p.drawText(QRectF(12, top - first - 1, room, first + 2), ALIGN_L, title)
        dot = look.px(11)
        paint_mark(p, look, self.state, QRectF(12, top + 2 + (second - dot) / 2, dot, dot))
        p.setFont(look.font("meta"))
        p.setPen(look.c("text2"))
        p.drawText(
            QRectF(17 + dot, top + 1, room - dot, second + 2), ALIGN_L, elided(p, self.words, room - dot)
        )
        p.end()
