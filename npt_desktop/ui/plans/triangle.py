"""The problem analysis triangle: a side nothing is known of is dashed."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy

from npt_desktop.ui.theme.look import ALIGN_C, ALIGN_L, ALIGN_R, Painted, path, smooth

SIDES = ("Victim", "Offender", "Location")


class Triangle(Painted):
    """Three sides, each known or not."""

    def __init__(self) -> None:
        super().__init__()
        self.known = (False, False, False)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set(*self.known)

    def set(self, victim: bool, offender: bool, location: bool) -> None:
        self.known = (victim, offender, location)
        said = (
            f"{side.lower()} {'known' if known else 'missing'}"
            for side, known in zip(SIDES, self.known, strict=True)
        )
        self.setAccessibleName(f"Problem analysis triangle: {', '.join(said)}")
        self.setToolTip(self.accessibleName())
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self.look.px(172), self.look.px(98))

    def paintEvent(self, _: QPaintEvent, /) -> None:
        p = smooth(self)
        look = self.look
        k = look.percent / 100
        top, left, right = (QPointF(x * k, y * k) for x, y in ((86, 8), (50, 72), (122, 72)))
        shape = path(*((point.x(), point.y()) for point in (top, left, right)))
        shape.closeSubpath()
        p.fillPath(shape, look.c("accent_soft"))
        for (a, b), known in zip(((top, left), (top, right), (left, right)), self.known, strict=True):
            style = Qt.PenStyle.SolidLine if known else Qt.PenStyle.DashLine
            token = "accent_text" if known else "warn"
            p.setPen(QPen(look.c(token), 2.4, style, Qt.PenCapStyle.RoundCap))
            p.drawLine(a, b)
        p.setFont(look.font("head"))
        high = look.px(16)
        places = (
            (QRectF(0, 30 * k, 60 * k, high), ALIGN_R),
            (QRectF(112 * k, 30 * k, 60 * k, high), ALIGN_L),
            (QRectF(0, 78 * k, 172 * k, high), ALIGN_C),
        )
        for (place, align), side, known in zip(places, SIDES, self.known, strict=True):
            p.setPen(look.c("text2" if known else "warn_text"))
            p.drawText(place, align, side)
        p.end()
