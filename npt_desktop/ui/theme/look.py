"""What a widget needs to paint itself: colours, fonts and sizes at the user's text size.

How a widget finds it: the window carries ``theme`` (a :class:`~npt_desktop.ui.theme.theme.Theme`),
and :func:`look_of` walks from a widget up to its window. No widget keeps a look, so a change of
theme or text size reaches all of them at the next paint. A widget that stands in no window yet
gets the plain light look at 100 %, and is asked again (``Restyled.restyle``) when it is polished,
which Qt does before the first layout and again after every change of the style sheet.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QApplication, QWidget

from npt_desktop.ui.theme import tokens as tk

ALIGN_L: Final = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
ALIGN_R: Final = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
ALIGN_C: Final = Qt.AlignmentFlag.AlignCenter


@dataclass(frozen=True)
class Look:
    """One appearance: light or dark, at one text size (per cent). A value; never changes."""

    dark: bool = False
    percent: int = 100
    family: str = ""

    def hex(self, token: str) -> str:
        """The colour of a token as ``#RRGGBB``."""
        return (tk.DARK if self.dark else tk.LIGHT)[token]

    def c(self, token: str, alpha: int = 255) -> QColor:
        """The colour of a token; ``alpha`` 0 to 255."""
        colour = QColor(self.hex(token))
        colour.setAlpha(alpha)
        return colour

    def px(self, size: float) -> int:
        """A height or width given at 100 %, in device independent pixels at this text size."""
        return round(size * self.percent / 100)

    def font(self, role: str, *, italic: bool = False) -> QFont:
        """The font of a type role, with tabular figures."""
        size, weight = tk.TYPE[role]
        family = self.family or QApplication.font().family()
        return QFont(_font(family, self.px(size), weight, italic))

    def width(self, text: str, role: str) -> int:
        """How wide a text is in a role, in pixels."""
        return QFontMetrics(self.font(role)).horizontalAdvance(text)

    def height(self, role: str) -> int:
        """The height of one line in a role, in pixels."""
        return QFontMetrics(self.font(role)).height()

    def soft(self, tone: str) -> str:
        """The token of the pale ground of a tone: accent, good, warn, bad or none."""
        return f"{tone}_soft"

    def ink(self, tone: str) -> str:
        """The token of words on that pale ground."""
        return f"{tone}_text"


@lru_cache(maxsize=128)
def _font(family: str, pixels: int, weight: int, italic: bool) -> QFont:
    """A page has hundreds of texts in a dozen fonts: each is made once, and copied."""
    font = QFont(family)
    font.setPixelSize(pixels)
    font.setWeight(QFont.Weight(weight))
    font.setItalic(italic)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    font.setFeature(QFont.Tag.fromString("tnum"), 1)
    return font


PLAIN: Final = Look()


def _line_up(widget: QWidget) -> Iterator[QWidget]:
    up: QWidget | None = widget.window()
    while up is not None:
        yield up
        parent = up.parentWidget()
        up = parent.window() if parent is not None else None


def look_of(widget: QWidget) -> Look:
    """The look of the window the widget is in, or of the window that owns that one."""
    for window in _line_up(widget):
        look = getattr(getattr(window, "theme", None), "look", None)
        if isinstance(look, Look):
            return look
    return PLAIN


if TYPE_CHECKING:
    _Base = QWidget
else:
    _Base = object


class Restyled(_Base):
    """Mixin, named before the Qt class: keeps a widget true to the theme.

    ``restyle`` runs when the widget is polished and after each change of theme or text size; a
    widget whose size or icon follows the look overrides it.
    """

    @property
    def look(self) -> Look:
        return look_of(self)

    def restyle(self) -> None:
        self.updateGeometry()
        self.update()

    _styled = False

    def event(self, event: QEvent, /) -> bool:
        done = super().event(event)
        # Asking an event its kind is dear over the thousands a page gets; a widget is polished once.
        if not self._styled and event.type() == QEvent.Type.Polish:
            self._styled = True
            self.restyle()
        return done

    def changeEvent(self, event: QEvent, /) -> None:
        super().changeEvent(event)
        polished = self.testAttribute(Qt.WidgetAttribute.WA_WState_Polished)
        if polished and event.type() == QEvent.Type.StyleChange:  # else each new parent would restyle it
            self.restyle()


class Painted(Restyled, QWidget):
    """A plain widget that paints itself."""


def smooth(widget: QWidget) -> QPainter:
    """A painter on the widget that draws smooth edges. End it before another one starts."""
    painter = QPainter(widget)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    return painter


def rounded(
    p: QPainter,
    r: QRectF,
    fill: QColor | None,
    radius: float,
    stroke: QColor | None = None,
    width: float = 1.0,
) -> None:
    """Fill (and outline) a rectangle with rounded corners."""
    p.setPen(QPen(stroke, width) if stroke is not None else Qt.PenStyle.NoPen)
    p.setBrush(fill if fill is not None else Qt.BrushStyle.NoBrush)
    p.drawRoundedRect(r, radius, radius)


def path(*points: tuple[float, float]) -> QPainterPath:
    """An open path through the points."""
    line = QPainterPath()
    line.moveTo(*points[0])
    for point in points[1:]:
        line.lineTo(*point)
    return line


def stroke(colour: QColor, width: float) -> QPen:
    """A pen with round ends and corners."""
    return QPen(colour, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)


def tick(p: QPainter, colour: QColor, x: float, cy: float, size: float = 10.0) -> None:
    """A tick whose left end is at ``x`` and whose middle is at ``cy``."""
    k = size / 10
    p.setPen(stroke(colour, 1.8 * k))
    p.setBrush(Qt.BrushStyle.NoBrush)
    p.drawPath(path((x, cy), (x + 3.2 * k, cy + 3.2 * k), (x + 9 * k, cy - 3.6 * k)))


def elided(p: QPainter, text: str, width: float) -> str:
    """The text, cut with an ellipsis to the width in the painter's font."""
    return p.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, max(0, int(width)))
