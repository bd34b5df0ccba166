"""The toast: what was just done, with Undo, at the bottom left of the page."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QEnterEvent, QFocusEvent, QMouseEvent, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QWidget

from npt_desktop.ui.theme import tokens as tk
from npt_desktop.ui.theme.look import ALIGN_C, Painted, Restyled, rounded, smooth
from npt_desktop.ui.widgets.layout import row
from npt_desktop.ui.widgets.marks import Mark
from npt_desktop.ui.widgets.messages import announce, reader_runs
from npt_desktop.ui.widgets.text import KeyCap, Text

SECONDS = 8


class _Action(Restyled, QAbstractButton):
    """A word on the dark ground of the toast."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.setText(text)
        self.setAccessibleName(text)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def sizeHint(self) -> QSize:
        look = self.look
        return QSize(look.width(self.text(), "strong") + 12, max(24, look.px(26)))

    def paintEvent(self, _: QPaintEvent, /) -> None:
        p = smooth(self)
        look = self.look
        font = look.font("strong")
        font.setUnderline(self.underMouse() or self.hasFocus())
        p.setFont(font)
        p.setPen(look.c("on_banner"))
        p.drawText(self.rect(), ALIGN_C, self.text())
        p.end()


class Toast(Painted):
    """One at a time: a new message takes the place of the old. It stays while hovered or focused,
    and while a screen reader runs until the next one; otherwise 8 seconds. Child of the page area."""

    def __init__(self, host: QWidget) -> None:
        super().__init__(host)
        self._host = host
        self._do: Callable[[], None] | None = None
        self._title = Text("", "strong", "on_banner")
        self._detail = Text("", "body", "on_banner")
        self.action = _Action("Undo")
        self._key = KeyCap("Ctrl+Z")
        self._mark = Mark("good", 16, "Done")
        self.setLayout(
            row(
                self._mark,
                self._title,
                self._detail,
                12,
                self.action,
                self._key,
                gap=10,
                margins=(14, 0, 12, 0),
            )
        )
        self._clock = QTimer(self)
        self._clock.setSingleShot(True)
        self._clock.setInterval(SECONDS * 1000)
        self._clock.timeout.connect(self._end)
        self.action.clicked.connect(self._act)
        self.action.installEventFilter(self)
        host.installEventFilter(self)
        self.hide()

    def say(
        self,
        title: str,
        detail: str = "",
        do: Callable[[], None] | None = None,
        *,
        action: str = "Undo",
        state: str = "good",
    ) -> None:
        """Show a message; ``do`` is what the one action does."""
        self._do = do
        self._title.setText(title)
        self._detail.setText(detail)
        self._mark.set_state(state)
        self.action.setText(action)
        self.action.setAccessibleName(f"{action}: {title}")
        self.action.setVisible(do is not None)
        self._key.setVisible(do is not None and action == "Undo")
        self.setAccessibleName(f"{title}. {detail}" if detail else title)
        self.show()
        self.raise_()
        self._place()
        self._clock.start()
        announce(self, self.accessibleName())

    def _act(self) -> None:
        do, self._do = self._do, None
        self.hide()
        if do is not None:
            do()

    def _end(self) -> None:
        if self.underMouse() or self.action.hasFocus() or reader_runs():
            self._clock.start()
        else:
            self.hide()

    def _place(self) -> None:
        host = self._host
        self.adjustSize()
        height = self.look.px(44)
        width = min(max(320, self.sizeHint().width()), host.width() - 40)
        self.setGeometry(20, host.height() - height - 16, width, height)

    def restyle(self) -> None:
        super().restyle()
        if self.isVisible():
            self._place()

    def enterEvent(self, event: QEnterEvent, /) -> None:
        self._clock.stop()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent, /) -> None:
        self._clock.start()
        super().leaveEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent, /) -> bool:
        if event.type() == QEvent.Type.Resize and watched is self._host and self.isVisible():
            self._place()
        elif watched is self.action and isinstance(event, QFocusEvent):
            self._clock.stop() if event.gotFocus() else self._clock.start()
        return super().eventFilter(watched, event)

    def mousePressEvent(self, event: QMouseEvent, /) -> None:
        event.accept()

    def paintEvent(self, _: QPaintEvent, /) -> None:
        p = smooth(self)
        rounded(p, QRectF(self.rect()), self.look.c("banner"), tk.RADIUS_CARD)
        p.end()
