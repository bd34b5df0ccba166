"""Meters, stage boxes and steps. Steps that act are real buttons."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from npt_desktop.ui.theme import tokens as tk
from npt_desktop.ui.theme.look import ALIGN_C, ALIGN_L, Look, Painted, Restyled, elided, rounded, smooth
from npt_desktop.ui.widgets.layout import clear, row
from npt_desktop.ui.widgets.marks import paint_mark

STAGES: Final = ("Scanning", "Analysis", "Response", "Assessment")


def _bar(look: Look, tone: str) -> str:
    return "accent_text" if tone == "accent" and look.dark else tone


class Meter(Painted):
    """``value`` of ``total`` as a bar; stands next to the figure in words."""

    def __init__(
        self, value: int, total: int, *, tone: str = "accent", height: int = 8, width: int = 0
    ) -> None:
        super().__init__()
        self.tone = tone
        self.setFixedHeight(height)
        if width:
            self.setFixedWidth(width)
        self.set(value, total)

    def set(self, value: int, total: int) -> None:
        self.value, self.total = value, total
        self.setAccessibleName(f"{value} of {total}")
        self.update()

    def paintEvent(self, _: QPaintEvent, /) -> None:
        p = smooth(self)
        look, r = self.look, QRectF(self.rect())
        rounded(p, r, look.c("hover"), r.height() / 2)
        width = r.width() * min(1.0, self.value / max(1, self.total))
        if width > 0:
            filled = QRectF(0, 0, max(width, r.height()), r.height())
            rounded(p, filled, look.c(_bar(look, self.tone)), r.height() / 2)
        p.end()


def paint_stages(
    p: QPainter, look: Look, r: QRectF, shares: Sequence[float], *, ground: str = "hover"
) -> None:
    """S A R A: four boxes, each filled along its foot by its share (0 to 1), solid when complete.

    ``ground`` is the token of an empty box.
    """
    p.save()
    p.setRenderHint(QPainter.RenderHint.Antialiasing)
    gap = 3
    width = (r.width() - 3 * gap) / 4
    p.setFont(look.font("head"))
    for i, share in enumerate(shares):
        cell = QRectF(r.x() + i * (width + gap), r.y(), width, r.height())
        full = share >= 1
        rounded(p, cell, look.c("accent" if full else ground), 4)
        if 0 < share < 1:
            p.save()
            p.setClipRect(QRectF(cell.x(), cell.bottom() - 4, cell.width() * share, 4))
            rounded(p, cell, look.c("accent_text"), 4)
            p.restore()
        p.setPen(look.c("on_accent" if full else "text2"))
        p.drawText(cell.adjusted(0, 0, 0, 0 if full else -3), ALIGN_C, STAGES[i][0])
    p.restore()


def stages_words(shares: Sequence[float]) -> str:
    """The shares in words, for names of painted stages."""
    return ", ".join(f"{name} {round(share * 100)} %" for name, share in zip(STAGES, shares, strict=True))


class StageBar(Painted):
    """The four stages of a plan with the share of fields each has."""

    def __init__(self, shares: Sequence[float], *, width: int = 132, height: int = 18) -> None:
        super().__init__()
        self._size = (width, height)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set(shares)

    def set(self, shares: Sequence[float]) -> None:
        self.shares = tuple(shares)
        self.setAccessibleName(stages_words(self.shares))
        self.setToolTip(self.accessibleName())
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(*(self.look.px(side) for side in self._size))

    def paintEvent(self, _: QPaintEvent, /) -> None:
        p = smooth(self)
        paint_stages(p, self.look, QRectF(self.rect()), self.shares)
        p.end()


class StageButton(Restyled, QAbstractButton):
    """An anchor to one stage of a plan: letter, name, how far it is. Checked = where the reader is."""

    def __init__(self, name: str, done: int, total: int) -> None:
        super().__init__()
        self.setText(name)
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.set(done, total)

    def set(self, done: int, total: int) -> None:
        self.done, self.total = done, total
        self.setAccessibleName(f"{self.text()}: {done} of {total} fields")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(150, self.look.px(50))

    def paintEvent(self, _: QPaintEvent, /) -> None:
        p = smooth(self)
        look, on, full = self.look, self.isChecked(), self.done >= self.total
        frame = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        edge = look.c("accent_text" if on else "border")
        fill = look.c("hover" if self.underMouse() and not on else "surface")
        rounded(p, frame, fill, tk.RADIUS_CARD, edge, 1.6 if on else 1)
        side, mid = look.px(22), (self.height() - 8) / 2
        letter = QRectF(10, mid - side / 2, side, side)
        strong = on or full
        rounded(p, letter, look.c("accent" if strong else "sunken"), 5)
        p.setFont(look.font("strong"))
        p.setPen(look.c("on_accent" if strong else "text2"))
        p.drawText(letter, ALIGN_C, self.text()[:1])
        p.setPen(look.c("text"))
        words = f"{self.done} of {self.total}"
        right = look.width(words, "meta")
        left = letter.right() + 8
        room = self.width() - left - right - 18
        p.drawText(QRectF(left, 0, room, 2 * mid), ALIGN_L, elided(p, self.text(), room))
        if full:
            paint_mark(p, look, "good", QRectF(self.width() - 26, mid - 7.5, 15, 15))
        else:
            p.setFont(look.font("meta"))
            p.setPen(look.c("text2"))
            p.drawText(QRectF(self.width() - right - 11, 0, right + 2, 2 * mid), ALIGN_L, words)
        track = QRectF(11, self.height() - 10, self.width() - 22, 4)
        rounded(p, track, look.c("hover"), 2)
        if self.done:
            track.setWidth(track.width() * min(1.0, self.done / max(1, self.total)))
            rounded(p, track, look.c("good" if full else _bar(look, "accent")), 2)
        p.end()


@dataclass(frozen=True)
class Step:
    """One step of a pipeline. ``state``: done, current, late or todo."""

    title: str
    date: str = ""
    detail: str = ""
    state: str = "todo"


def paint_dot(p: QPainter, look: Look, r: QRectF, number: int, state: str, role: str) -> None:
    """The numbered disc of a step; a tick when it is done."""
    if state == "done":
        paint_mark(p, look, "good", r)
        return
    current = state in ("current", "late")
    p.setPen(QPen(look.c("accent_text" if current else "control"), 1.4))
    p.setBrush(look.c("accent" if current else "surface"))
    p.drawEllipse(r)
    p.setFont(look.font(role))
    p.setPen(look.c("on_accent" if current else "text2"))
    p.drawText(r, ALIGN_C, str(number))


class StepButton(Restyled, QAbstractButton):
    """One step of a :class:`Stepper`."""

    def __init__(self, number: int, step: Step, *, last: bool, acts: bool, lines: int = 2) -> None:
        super().__init__()
        self.number, self.step, self._last, self._lines = number, step, last, lines
        said = [f"Step {number} {step.title}", step.date, step.detail, step.state]
        self.setText(step.title)
        self.setAccessibleName(", ".join(part for part in said if part))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        if acts:
            self.setCursor(Qt.CursorShape.PointingHandCursor)
        else:
            self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def keyPressEvent(self, event: QKeyEvent, /) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.click()
        else:
            super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        look = self.look
        words = look.height("card") + self._lines * look.height("meta")
        return QSize(120, look.px(26) + 8 + words + 4)

    def minimumSizeHint(self) -> QSize:
        return QSize(76, self.sizeHint().height())

    def paintEvent(self, _: QPaintEvent, /) -> None:
        p = smooth(self)
        look, step = self.look, self.step
        dot, width = look.px(24), self.width() - 10
        if not self._last:
            p.setPen(QPen(look.c("accent" if step.state == "done" else "border"), 2))
            p.drawLine(dot + 6, dot // 2 + 1, self.width() - 6, dot // 2 + 1)
        paint_dot(p, look, QRectF(2, 2, dot - 2, dot - 2), self.number, step.state, "meta_strong")
        y = float(dot + 8)
        title_h, line_h = look.height("card") + 1, look.height("meta") + 1
        font = look.font("card")
        font.setUnderline(self.underMouse())
        p.setFont(font)
        p.setPen(look.c("text2" if step.state == "todo" else "text"))
        p.drawText(QRectF(0, y, width, title_h), ALIGN_L, elided(p, step.title, width))
        p.setFont(look.font("meta"))
        p.setPen(look.c("text2"))
        p.drawText(QRectF(0, y + title_h, width, line_h), ALIGN_L, elided(p, step.date, width))
        live = step.state in ("current", "late")
        p.setFont(look.font("meta_strong" if live else "meta"))
        p.setPen(look.c({"current": "accent_text", "late": "bad_text"}.get(step.state, "text3")))
        p.drawText(QRectF(0, y + title_h + line_h, width, line_h), ALIGN_L, elided(p, step.detail, width))
        p.end()


class Stepper(QWidget):
    """A pipeline from left to right. With ``acts`` each step is a button; ``picked`` has its index."""

    picked = Signal(int)

    def __init__(self, steps: Sequence[Step], *, acts: bool = False) -> None:
        super().__init__()
        self._acts = acts
        self._row = row(gap=0)
        self.setLayout(self._row)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.set(steps)

    def set(self, steps: Sequence[Step]) -> None:
        clear(self._row)
        self.buttons: list[StepButton] = []
        lines = 2 if any(step.date or step.detail for step in steps) else 0
        for i, step in enumerate(steps):
            button = StepButton(i + 1, step, last=i == len(steps) - 1, acts=self._acts, lines=lines)
            button.clicked.connect(lambda _=False, i=i: self.picked.emit(i))
            self.buttons.append(button)
            self._row.addWidget(button, 1)
            button.show()  # at once, not when the layout comes round: it may be given the focus
        self.setAccessibleName("; ".join(button.accessibleName() for button in self.buttons))


class MiniSteps(Painted):
    """Small numbered dots of a pipeline on a card. States as in :class:`Step`."""

    def __init__(self, states: Sequence[str]) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.set(states)

    def set(self, states: Sequence[str]) -> None:
        self.states = tuple(states)
        done = sum(state == "done" for state in self.states)
        self.setAccessibleName(f"{done} of {len(self.states)} steps done")
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        side = self.look.px(18)
        return QSize(len(self.states) * (side + 10), side)

    def paintEvent(self, _: QPaintEvent, /) -> None:
        p = smooth(self)
        look, count = self.look, len(self.states)
        dot = look.px(16)
        gap = (self.width() - count * dot - 2) / max(1, count - 1)
        for i, state in enumerate(self.states):
            x, mid = 1 + i * (dot + gap), self.height() / 2
            if i < count - 1:
                p.setPen(QPen(look.c("accent" if state == "done" else "border"), 2))
                p.drawLine(round(x + dot + 3), round(mid), round(x + dot + gap - 3), round(mid))
            paint_dot(p, look, QRectF(x, mid - dot / 2, dot, dot), i + 1, state, "head")
        p.end()
