"""The context bar: area, month with its quarter, search, New."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from datetime import date

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from npt_desktop.ui.theme import icons
from npt_desktop.ui.theme import tokens as tk
from npt_desktop.ui.theme.look import ALIGN_C, ALIGN_L, Restyled, elided, rounded, smooth
from npt_desktop.ui.widgets.buttons import Button, IconButton
from npt_desktop.ui.widgets.layout import row
from npt_desktop.ui.widgets.text import Icon, Text, native
from npt_desktop.ui.widgets.typeahead import TypeAhead

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
PREVIOUS_KEYS, NEXT_KEYS, AREA_KEYS = "Ctrl+[", "Ctrl+]", "Ctrl+Shift+A"


def month_words(month: date) -> str:
    """``July 2026``."""
    return f"{MONTHS[month.month - 1]} {month.year}"


def quarter_words(month: date) -> str:
    """``Jul–Sep quarter``: by its months, because forces number quarters differently."""
    first = (month.month - 1) // 3 * 3
    return f"{MONTHS[first][:3]}–{MONTHS[first + 2][:3]} quarter"


def step_month(month: date, step: int) -> date:
    """The first day of the month ``step`` months on."""
    count = month.year * 12 + month.month - 1 + step
    return date(count // 12, count % 12 + 1, 1)


class MonthSwitch(QWidget):
    """The month with its quarter. ``chosen`` carries the first day of the month asked for."""

    chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.month = date.min
        self.back = IconButton("chevron-left", "Previous month", size=28, keys=PREVIOUS_KEYS)
        self.on = IconButton("chevron-right", "Next month", size=28, keys=NEXT_KEYS)
        self._month = Text("", "strong")
        self.quarter = Text("", "meta", "text2")
        self.back.clicked.connect(lambda: self.step(-1))
        self.on.clicked.connect(lambda: self.step(1))
        self.setLayout(row(self.back, Icon("calendar", 16), 2, self._month, 4, self.quarter, self.on, gap=4))

    def set_month(self, month: date) -> None:
        self.month = month.replace(day=1)
        self._month.setText(month_words(month))
        self.quarter.setText(quarter_words(month))
        self.setAccessibleName(f"Month: {month_words(month)}, {quarter_words(month)}")

    def step(self, step: int) -> None:
        """Ask for another month; it changes when :meth:`set_month` says so."""
        self.chosen.emit(step_month(self.month, step))


class SearchBox(Restyled, QAbstractButton):
    """Looks like a box to type in; a click, Enter or a letter opens the palette. ``asked`` has the letter."""

    asked = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.compact = False
        self.setText("Search or run a command")
        self.setAccessibleName("Search or run a command")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.clicked.connect(lambda: self.asked.emit(""))

    def set_compact(self, compact: bool) -> None:
        self.compact = compact
        self.setText("Search" if compact else "Search or run a command")
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        look = self.look
        return QSize(look.px(170 if self.compact else 276), look.px(tk.CONTROL_H))

    def keyPressEvent(self, event: QKeyEvent, /) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.asked.emit("")
        elif event.text().strip() and event.text().isprintable():
            self.asked.emit(event.text())
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _: QPaintEvent, /) -> None:
        p = smooth(self)
        look, h = self.look, self.height()
        frame = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        fill = "hover" if self.underMouse() else "sunken"
        rounded(p, frame, look.c(fill), tk.RADIUS, look.c("border"))
        side = look.px(15)
        icons.paint(p, look, "search", "text2", QRectF(9, (h - side) / 2, side, side))
        keys = native("Ctrl+K")
        wide = look.width(keys, "tiny") + 12
        cap = QRectF(self.width() - wide - 7.5, (h - look.px(18)) / 2 + 0.5, wide, look.px(18) - 1)
        rounded(p, cap, look.c("sunken"), 4, look.c("border"))
        p.setFont(look.font("tiny"))
        p.setPen(look.c("text2"))
        p.drawText(cap, ALIGN_C, keys)
        p.setFont(look.font("body"))
        left = 9 + side + 9
        p.drawText(
            QRectF(left, 0, cap.x() - left - 6, h), ALIGN_L, elided(p, self.text(), cap.x() - left - 6)
        )
        p.end()


class ContextBar(Restyled, QWidget):
    """What every screen follows: area and month; and the ways to find and to make things."""

    areaChosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("ContextBar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName("Area, month and search")
        self.compact = False
        self.area = TypeAhead(name="Area")
        self.area.setProperty("plain", "true")
        self.area.setToolTip(f"Switch area  ({native(AREA_KEYS)})")
        self.area.changed.connect(self._area_chosen)
        self.month = MonthSwitch()
        self.search = SearchBox()
        self.new = Button("New", icon="plus", keys="Ctrl+N")
        self._area_id: Hashable = None
        left, _, right, _ = tk.PAGE_MARGINS
        self.setLayout(
            row(self.area, self.month, None, self.search, self.new, gap=tk.M, margins=(left, 0, right, 0))
        )

    def set_areas(self, areas: Sequence[tuple[Hashable, str]]) -> None:
        self.area.set_options(areas, self._area_id)

    def set_area(self, area_id: Hashable) -> None:
        self._area_id = area_id
        self.area.set_value(area_id)

    def _area_chosen(self, area_id: Hashable) -> None:
        if area_id is None:
            self.area.set_value(self._area_id)
        else:
            self._area_id = area_id
            self.areaChosen.emit(area_id)

    def set_compact(self, compact: bool) -> None:
        self.compact = compact
        self.search.set_compact(compact)
        self.month.quarter.setVisible(not compact)
        self._size()

    def restyle(self) -> None:
        self._size()
        super().restyle()

    def _size(self) -> None:
        look = self.look
        self.setFixedHeight(look.px(tk.CONTEXT_H))
        self.area.setFixedWidth(look.px(128 if self.compact else 160))
