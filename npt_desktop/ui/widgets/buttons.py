"""Buttons, icon buttons and the check box."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPaintEvent
from PySide6.QtWidgets import QCheckBox, QPushButton, QSizePolicy, QWidget

from npt_desktop.ui.theme import icons
from npt_desktop.ui.theme import tokens as tk
from npt_desktop.ui.theme.look import ALIGN_L, Restyled, elided, rounded, smooth, tick
from npt_desktop.ui.widgets.text import native

_ICON_TONES = {"primary": "on_accent", "quiet": "accent_text", "danger": "bad_text"}


def plain(text: str) -> str:
    """Text for a Qt button or label with a buddy, where a lone & would become a shortcut."""
    return text.replace("&", "&&")


class Button(Restyled, QPushButton):
    """A button that says a verb.

    ``kind`` is ``primary`` (one on a screen), ``secondary``, ``quiet`` or ``danger`` (only in
    confirmations). ``keys`` are shown in the tool tip. Disable it with :meth:`lock`, which keeps
    the reason where the user can read it.
    """

    def __init__(
        self, text: str, kind: str = "secondary", icon: str = "", *, small: bool = False, keys: str = ""
    ) -> None:
        super().__init__(plain(text))
        self.kind, self._icon, self._small = kind, icon, small
        self.setProperty("kind", kind)
        self.setProperty("small", "true" if small else "false")
        self._tip = f"{text}  ({native(keys)})" if keys else ""
        self.setToolTip(self._tip)
        self.setAccessibleName(text)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.setAutoDefault(False)

    def set_text(self, text: str) -> None:
        """Change the words; the accessible name follows."""
        self.setText(plain(text))
        self.setAccessibleName(text)

    def set_icon(self, icon: str) -> None:
        self._icon = icon
        self.restyle()

    def set_kind(self, kind: str) -> None:
        """Make it another kind of button, as when the one primary of a screen changes."""
        if kind != self.kind:
            self.kind = kind
            self.setProperty("kind", kind)
            self.style().unpolish(self)
            self.style().polish(self)
            self.restyle()

    def lock(self, reason: str) -> None:
        """Disable with a reason for the tool tip and the screen reader; an empty reason enables."""
        self.setEnabled(not reason)
        self.setToolTip(reason or self._tip)
        self.setAccessibleDescription(reason)

    def keyPressEvent(self, event: QKeyEvent, /) -> None:
        """Enter presses the button that has the focus, as Space does."""
        plain_key = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and plain_key:
            self.click()
            return
        super().keyPressEvent(event)

    def restyle(self) -> None:
        look = self.look
        if self._icon:
            size = look.px(14 if self._small else 16)
            self.setIcon(icons.icon(self._icon, look, _ICON_TONES.get(self.kind, "text2"), size))
            self.setIconSize(QSize(size, size))
        super().restyle()


class IconButton(Restyled, QPushButton):
    """A button of one icon; its name is the tool tip and what a screen reader says."""

    def __init__(self, icon: str, name: str, *, tone: str = "text2", size: int = 30, keys: str = "") -> None:
        super().__init__()
        self._icon, self._tone, self._size = icon, tone, size
        self.setProperty("kind", "quiet")
        self.setProperty("bare", "true")
        self.setAutoDefault(False)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.set_name(name, keys)

    def set_name(self, name: str, keys: str = "") -> None:
        self.setAccessibleName(name)
        self.setToolTip(f"{name}  ({native(keys)})" if keys else name)

    def set_icon(self, icon: str, tone: str = "") -> None:
        self._icon, self._tone = icon, tone or self._tone
        self.restyle()

    def restyle(self) -> None:
        look = self.look
        size = look.px(18)
        self.setIcon(icons.icon(self._icon, look, self._tone, size))
        self.setIconSize(QSize(size, size))
        side = max(24, look.px(self._size))
        self.setFixedSize(side, side)
        super().restyle()


class Check(Restyled, QCheckBox):
    """A check box with a painted box. ``changed`` by the user arrives as ``clicked(bool)``."""

    def __init__(self, text: str, *, checked: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(plain(text), parent)
        self._words = text
        self.setChecked(checked)
        self.setAccessibleName(text)

    def sizeHint(self) -> QSize:
        look = self.look
        return QSize(look.px(18) + 8 + look.width(self._words, "body") + 2, max(24, look.px(24)))

    def minimumSizeHint(self) -> QSize:
        return QSize(self.look.px(18) + 40, self.sizeHint().height())

    def hitButton(self, pos: QPoint, /) -> bool:
        return self.rect().contains(pos)

    def paintEvent(self, _: QPaintEvent, /) -> None:
        p = smooth(self)
        look, on, live = self.look, self.isChecked(), self.isEnabled()
        side = look.px(16)
        square = QRectF(1.5, (self.height() - side) / 2, side, side)
        fill = ("accent" if live else "control") if on else "surface" if live else "sunken"
        edge = fill if on else "control" if live else "border"
        rounded(p, square, look.c(fill), tk.RADIUS_S, look.c(edge), 1.4)
        if on:
            tick(p, look.c("on_accent"), square.x() + side * 0.22, square.center().y(), side * 0.62)
        p.setFont(look.font("body"))
        p.setPen(look.c("text" if live else "text3"))
        left = square.right() + 8
        room = self.width() - left
        p.drawText(QRectF(left, 0, room, self.height()), ALIGN_L, elided(p, self._words, room))
        p.end()
