"""Status marks: every colour also has a shape and a glyph, and stands beside words.

States: ``good`` disc and tick, ``warn`` triangle and !, ``bad`` diamond and cross, ``part`` half
disc, ``none`` ring.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPolygonF
from PySide6.QtWidgets import QSizePolicy

from npt_desktop.ui.theme import icons
from npt_desktop.ui.theme.look import ALIGN_C, ALIGN_L, Look, Painted, path, rounded, smooth, stroke

STATE_WORDS: Final = {
    "good": "Green, on track",
    "warn": "Amber, needs attention",
    "bad": "Red, overdue or missing",
    "part": "In progress",
    "none": "Not due",
}


def paint_mark(p: QPainter, look: Look, state: str, r: QRectF) -> None:
    """Paint a state in a square."""
    p.save()
    p.setRenderHint(QPainter.RenderHint.Antialiasing)
    x, y, s = r.x(), r.y(), r.width()

    def at(across: float, down: float) -> tuple[float, float]:
        return (x + s * across, y + s * down)

    glyph = stroke(look.c("on_solid"), max(1.4, s * 0.12))
    nothing = Qt.BrushStyle.NoBrush
    if state == "good":
        rounded(p, r, look.c("good"), s / 2)
        p.setBrush(nothing)
        p.setPen(glyph)
        p.drawPath(path(at(0.29, 0.52), at(0.44, 0.67), at(0.72, 0.36)))
    elif state == "warn":
        p.setBrush(look.c("warn"))
        p.setPen(stroke(look.c("warn"), s * 0.12))
        p.drawPolygon(QPolygonF([QPointF(*at(0.5, 0.1)), QPointF(*at(0.95, 0.9)), QPointF(*at(0.05, 0.9))]))
        p.setPen(glyph)
        p.drawLine(QPointF(*at(0.5, 0.38)), QPointF(*at(0.5, 0.6)))
        p.drawPoint(QPointF(*at(0.5, 0.78)))
    elif state == "bad":
        p.setBrush(look.c("bad"))
        p.setPen(stroke(look.c("bad"), s * 0.1))
        corners = (at(0.5, 0), at(1, 0.5), at(0.5, 1), at(0, 0.5))
        p.drawPolygon(QPolygonF([QPointF(*corner) for corner in corners]))
        p.setPen(glyph)
        p.drawLine(QPointF(*at(0.36, 0.36)), QPointF(*at(0.64, 0.64)))
        p.drawLine(QPointF(*at(0.64, 0.36)), QPointF(*at(0.36, 0.64)))
    elif state == "part":
        ring = r.adjusted(1, 1, -1, -1)
        p.setPen(stroke(look.c("accent_text"), max(1.6, s * 0.12)))
        p.setBrush(nothing)
        p.drawEllipse(ring)
        p.setPen(Qt.PenStyle.NoPen)
        p.setBrush(look.c("accent_text"))
        p.drawPie(ring.adjusted(1.5, 1.5, -1.5, -1.5), 90 * 16, -180 * 16)
    else:
        p.setPen(stroke(look.c("none"), max(1.4, s * 0.1)))
        p.setBrush(nothing)
        p.drawEllipse(r.adjusted(1, 1, -1, -1))
    p.restore()


class Mark(Painted):
    """A state. ``words`` say it for the tool tip and the screen reader."""

    def __init__(self, state: str, size: int = 16, words: str = "") -> None:
        super().__init__()
        self._size = size
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set_state(state, words)

    def set_state(self, state: str, words: str = "") -> None:
        self.state = state
        said = words or STATE_WORDS.get(state, state)
        self.setAccessibleName(said)
        self.setToolTip(said)
        self.update()

    def sizeHint(self) -> QSize:
        side = self.look.px(self._size) + 2
        return QSize(side, side)

    def paintEvent(self, _: QPaintEvent, /) -> None:
        p = smooth(self)
        paint_mark(p, self.look, self.state, QRectF(self.rect()).adjusted(1, 1, -1, -1))
        p.end()


def pill_width(look: Look, text: str, *, icon: str = "", mark: str = "") -> int:
    """How wide :func:`paint_pill` paints it."""
    return look.width(text, "head") + 17 + (16 if icon else 0) + (16 if mark else 0)


def paint_pill(
    p: QPainter,
    look: Look,
    r: QRectF,
    text: str,
    tone: str,
    *,
    icon: str = "",
    mark: str = "",
    outlined: bool = False,
) -> None:
    """Paint a status in words on a pale ground; outlined where the ground is coloured already."""
    p.save()
    p.setRenderHint(QPainter.RenderHint.Antialiasing)
    ink = look.ink(tone)
    if outlined:
        rounded(p, r.adjusted(0.5, 0.5, -0.5, -0.5), look.c("surface"), r.height() / 2, look.c("edge"))
    else:
        rounded(p, r, look.c(look.soft(tone)), r.height() / 2)
    x = r.x() + 8
    if mark:
        paint_mark(p, look, mark, QRectF(x - 1, r.center().y() - 6, 12, 12))
        x += 16
    if icon:
        icons.paint(p, look, icon, ink, QRectF(x - 2, r.center().y() - 7, 14, 14))
        x += 16
    p.setFont(look.font("head"))
    p.setPen(look.c(ink))
    p.drawText(QRectF(x, r.y(), r.right() - x, r.height()), ALIGN_L, text)
    p.restore()


class Pill(Painted):
    """A short status or label. ``tone``: accent, good, warn, bad or none."""

    def __init__(self, text: str, tone: str = "none", *, icon: str = "", mark: str = "") -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set(text, tone, icon=icon, mark=mark)

    def set(self, text: str, tone: str = "none", *, icon: str = "", mark: str = "") -> None:
        self.text, self.tone, self._icon, self._mark = text, tone, icon, mark
        self.setAccessibleName(text)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        look = self.look
        return QSize(pill_width(look, self.text, icon=self._icon, mark=self._mark), look.px(20))

    def paintEvent(self, _: QPaintEvent, /) -> None:
        p = smooth(self)
        paint_pill(p, self.look, QRectF(self.rect()), self.text, self.tone, icon=self._icon, mark=self._mark)
        p.end()


class Badge(Painted):
    """A number or letter in a rounded box."""

    def __init__(self, text: str | int, tone: str = "none", *, solid: bool = False, size: int = 20) -> None:
        super().__init__()
        self._size = size
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set(text, tone, solid=solid)

    def set(self, text: str | int, tone: str = "none", *, solid: bool = False) -> None:
        self.text, self.tone, self.solid = str(text), tone, solid
        self.setAccessibleName(self.text)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        look = self.look
        side = look.px(self._size)
        return QSize(max(side, look.width(self.text, "head") + 10), side)

    def paintEvent(self, _: QPaintEvent, /) -> None:
        p = smooth(self)
        look = self.look
        ink = "on_accent" if self.tone == "accent" else "on_solid"
        rounded(p, QRectF(self.rect()), look.c(self.tone if self.solid else look.soft(self.tone)), 5)
        p.setFont(look.font("head"))
        p.setPen(look.c(ink if self.solid else look.ink(self.tone)))
        p.drawText(self.rect(), ALIGN_C, self.text)
        p.end()


class Dots(Painted):
    """A row of named marks, such as the three monthly updates of a quarter: (name, state)."""

    def __init__(self, items: Sequence[tuple[str, str]], *, size: int = 13, gap: int = 12) -> None:
        super().__init__()
        self._size, self._gap = size, gap
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set(items)

    def set(self, items: Sequence[tuple[str, str]]) -> None:
        self.items = list(items)
        self.setAccessibleName(", ".join(f"{name}: {STATE_WORDS.get(s, s)}" for name, s in self.items))
        self.updateGeometry()
        self.update()

    def _widths(self) -> list[int]:
        look = self.look
        return [look.px(self._size) + 4 + look.width(name, "tiny") + self._gap for name, _ in self.items]

    def sizeHint(self) -> QSize:
        look = self.look
        height = max(look.px(self._size) + 4, look.height("tiny"))
        return QSize(max(0, sum(self._widths()) - self._gap + 2), height)

    def paintEvent(self, _: QPaintEvent, /) -> None:
        p = smooth(self)
        look, x = self.look, 1.0
        side = look.px(self._size) - 2
        p.setFont(look.font("tiny"))
        for (name, state), width in zip(self.items, self._widths(), strict=True):
            paint_mark(p, look, state, QRectF(x, (self.height() - side) / 2, side, side))
            p.setPen(look.c("text3"))
            p.drawText(QRectF(x + side + 4, 0, width, self.height()), ALIGN_L, name)
            x += width
        p.end()
