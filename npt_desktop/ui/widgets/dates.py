"""A date typed the way people say it, with a calendar on F4."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QDate, QEvent, QPoint, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QTextCharFormat
from PySide6.QtWidgets import QCalendarWidget, QFrame

from npt_desktop.errors import CannotDo
from npt_desktop.ui.widgets.forms import Edit
from npt_desktop.ui.widgets.layout import col

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def say_date(day: date) -> str:
    """``Thu 16 Jul 2026``, in English whatever the system's language."""
    return f"{_DAYS[day.weekday()]} {day.day} {_MONTHS[day.month - 1]} {day.year}"


class DateEdit(Edit):
    """A line that reads dates with the parser it is given and writes them out on leaving.

    ``parse`` turns what was typed (``today``, ``-1``, ``tue``, ``16/7``, ``16 jul``) into a date, or
    raises :class:`CannotDo` or ``ValueError``. It knows what day it is; this widget does not.
    ``changed`` carries the date (or None) when the user's entry has been read; ``errorChanged``
    the sentence when it could not be, or empty.
    """

    changed = Signal(object)
    errorChanged = Signal(str)

    def __init__(
        self,
        parse: Callable[[str], date],
        value: date | None = None,
        *,
        placeholder: str = "today, tue, 16 jul",
        width: int = 0,
        name: str = "",
    ) -> None:
        super().__init__("", placeholder, width=width, name=name)
        self._parse, self._value = parse, value
        self._popup: QFrame | None = None
        self._calendar: QCalendarWidget | None = None
        self.set_value(value)

    def value(self) -> date | None:
        """The date, read now: None when empty or not a date."""
        self.read()
        return self._value

    def peek(self) -> date | None:
        """The date read last, leaving what is just being typed alone."""
        return self._value

    def set_value(self, value: date | None) -> None:
        """Show a date without ``changed``."""
        self._value = value
        self.setText(say_date(value) if value else "")
        self.setCursorPosition(0)
        self.setModified(False)
        self.errorChanged.emit("")

    def read(self) -> bool:
        """Read what was typed, if anything was; False when it is no date."""
        if not self.isModified():
            return True
        text, was = self.text().strip(), self._value
        try:
            self._value = self._parse(text) if text else None
        except CannotDo as refusal:
            return self._refuse(refusal.says)
        except ValueError:
            return self._refuse("Enter a date that exists, such as 16 Jul 2026")
        self.set_value(self._value)
        if self._value != was:
            self.changed.emit(self._value)
        return True

    def _refuse(self, says: str) -> bool:
        was, self._value = self._value, None
        self.errorChanged.emit(says)
        if was is not None:
            self.changed.emit(None)
        return False

    def focusInEvent(self, event: QFocusEvent, /) -> None:
        super().focusInEvent(event)
        if event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason):
            self.selectAll()

    def focusOutEvent(self, event: QFocusEvent, /) -> None:
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.read()
        super().focusOutEvent(event)

    def keyPressEvent(self, event: QKeyEvent, /) -> None:
        alt = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        if event.key() == Qt.Key.Key_F4 or (alt and event.key() == Qt.Key.Key_Down):
            self.open_calendar()
            return
        super().keyPressEvent(event)

    def open_calendar(self) -> QCalendarWidget:
        """Show the calendar below the line. Enter or a click takes a day, Esc closes."""
        self.read()
        if self._popup is None or self._calendar is None:
            self._popup = QFrame(self, Qt.WindowType.Popup)
            self._calendar = QCalendarWidget()
            self._calendar.setAccessibleName("Calendar")
            self._calendar.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
            self._calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
            self._calendar.setHorizontalHeaderFormat(
                QCalendarWidget.HorizontalHeaderFormat.SingleLetterDayNames
            )
            self._calendar.activated.connect(self._take)
            self._calendar.clicked.connect(self._take)
            self._popup.setLayout(col(self._calendar, margins=(1, 1, 1, 1)))
        weekend = QTextCharFormat()
        weekend.setForeground(self.look.c("text2"))
        for day in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):
            self._calendar.setWeekdayTextFormat(day, weekend)
        if self._value is not None:
            self._calendar.setSelectedDate(QDate(self._value.year, self._value.month, self._value.day))
        self._popup.move(self.mapToGlobal(QPoint(0, self.height() + 2)))
        self._popup.show()
        self._calendar.setFocus()
        return self._calendar

    def _take(self, day: QDate) -> None:
        if self._popup is not None:
            self._popup.hide()
        was = self._value
        self.set_value(date(day.year(), day.month(), day.day()))
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        if self._value != was:
            self.changed.emit(self._value)

    def event(self, event: QEvent, /) -> bool:
        pressed = event.key() if isinstance(event, QKeyEvent) else 0
        override = event.type() == QEvent.Type.ShortcutOverride
        if override and pressed == Qt.Key.Key_F4:
            event.accept()
            return True
        return super().event(event)
