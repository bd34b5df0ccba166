"""Words and small signs: text in a role, elided text, icons, key caps."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QKeySequence, QPaintEvent, QPalette
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from npt_desktop.ui.theme import icons
from npt_desktop.ui.theme.look import ALIGN_C, ALIGN_L, Painted, Restyled, elided, rounded, smooth


class Text(Restyled, QLabel):
    """Plain text in a type role and a colour token. Never reads markup."""

    def __init__(
        self,
        text: str = "",
        role: str = "body",
        tone: str = "text",
        *,
        wrap: bool = False,
        align: Qt.AlignmentFlag | None = None,
        width: int = 0,
    ) -> None:
        super().__init__()
        self.role, self.tone, self._width = role, tone, width
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setText(text)
        self.setWordWrap(wrap)
        if align is not None:
            self.setAlignment(align)

    def set_tone(self, tone: str) -> None:
        self.tone = tone
        self.restyle()

    def set_role(self, role: str) -> None:
        self.role = role
        self.restyle()

    def set_width(self, width: int) -> None:
        """A fixed width in pixels at 100 %."""
        self._width = width
        self.restyle()

    def restyle(self) -> None:
        look = self.look
        font, ink = look.font(self.role), look.c(self.tone)
        # Setting either again costs a layout, over hundreds of texts a page; a new style sheet takes both away.
        if self.font() != font:
            self.setFont(font)
        palette = self.palette()
        if palette.color(QPalette.ColorRole.WindowText) != ink:
            palette.setColor(QPalette.ColorRole.WindowText, ink)
            self.setPalette(palette)
        if self._width:
            self.setFixedWidth(look.px(self._width))


class Elided(Painted):
    """One line that ends in an ellipsis when there is no room; the tool tip has the whole."""

    def __init__(
        self, text: str = "", role: str = "body", tone: str = "text", *, align: Qt.AlignmentFlag = ALIGN_L
    ) -> None:
        super().__init__()
        self.role, self.tone, self._align, self._text = role, tone, align, ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setText(text)

    def text(self) -> str:
        return self._text

    def setText(self, text: str) -> None:
        self._text = text
        self.setAccessibleName(text)
        self.updateGeometry()
        self.update()

    def set_tone(self, tone: str) -> None:
        self.tone = tone
        self.update()

    def sizeHint(self) -> QSize:
        look = self.look
        return QSize(look.width(self._text, self.role) + 2, look.height(self.role) + 1)

    def minimumSizeHint(self) -> QSize:
        return QSize(24, self.look.height(self.role) + 1)

    def paintEvent(self, _: QPaintEvent, /) -> None:
        p = smooth(self)
        p.setFont(self.look.font(self.role))
        p.setPen(self.look.c(self.tone if self.isEnabled() else "text3"))
        shown = elided(p, self._text, self.width())
        self.setToolTip("" if shown == self._text else self._text)
        p.drawText(QRectF(self.rect()), self._align, shown)
        p.end()


class Icon(Painted):
    """A line icon. Decorative: what it means stands beside it in words."""

    def __init__(self, name: str, size: int = 16, tone: str = "text2") -> None:
        super().__init__()
        self.name, self.tone, self._size = name, tone, size
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_icon(self, name: str, tone: str = "") -> None:
        self.name, self.tone = name, tone or self.tone
        self.update()

    def sizeHint(self) -> QSize:
        size = self.look.px(self._size)
        return QSize(size, size)

    def paintEvent(self, _: QPaintEvent, /) -> None:
        p = smooth(self)
        icons.paint(p, self.look, self.name, self.tone, QRectF(self.rect()))
        p.end()


def native(keys: str) -> str:
    """Keys as this system names them: ``Ctrl+K``, or the Command sign on a Mac."""
    return QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText) or keys


class KeyCap(Painted):
    """A drawn key, such as Ctrl+K, next to what it does."""

    def __init__(self, keys: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.keys = native(keys)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def sizeHint(self) -> QSize:
        look = self.look
        return QSize(look.width(self.keys, "tiny") + 12, look.px(18))

    def paintEvent(self, _: QPaintEvent, /) -> None:
        p = smooth(self)
        look = self.look
        rounded(p, QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), look.c("sunken"), 4, look.c("border"))
        p.setFont(look.font("tiny"))
        p.setPen(look.c("text2"))
        p.drawText(self.rect(), ALIGN_C, self.keys)
        p.end()
