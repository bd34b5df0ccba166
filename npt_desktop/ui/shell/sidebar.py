"""The marking banner and the sidebar, which becomes a rail in a narrow window."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QKeyEvent, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from npt_desktop import APP_NAME
from npt_desktop.ui.theme import icons
from npt_desktop.ui.theme import tokens as tk
from npt_desktop.ui.theme.look import ALIGN_C, ALIGN_L, Painted, Restyled, elided, rounded, smooth
from npt_desktop.ui.widgets.buttons import IconButton
from npt_desktop.ui.widgets.layout import box, clear, col, line, row
from npt_desktop.ui.widgets.marks import STATE_WORDS, paint_mark
from npt_desktop.ui.widgets.text import Elided, Icon, Text, native


class Banner(Painted):
    """The protective marking of what is on screen; never scrolls away."""

    def __init__(self, marking: str) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.note = ""
        self.set_marking(marking)

    def set_note(self, note: str) -> None:
        """What else is true of everything on screen, such as that it is a copy; empty for nothing."""
        self.note = note
        self.set_marking(self.marking)

    def set_marking(self, marking: str) -> None:
        self.marking = marking
        self.setAccessibleName(f"Protective marking: {marking}" + (f". {self.note}" if self.note else ""))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(200, self.look.px(tk.BANNER_H))

    def paintEvent(self, _: QPaintEvent, /) -> None:
        p = smooth(self)
        p.fillRect(self.rect(), self.look.c("banner"))
        font = self.look.font("head")
        font.setLetterSpacing(QFont.SpacingType.AbsoluteSpacing, 1)
        p.setFont(font)
        p.setPen(self.look.c("on_banner"))
        p.drawText(self.rect(), ALIGN_C, "  ·  ".join(part for part in (self.marking, self.note) if part))
        p.end()


@dataclass(frozen=True)
class Nav:
    """One screen of the sidebar."""

    key: str
    label: str
    icon: str


@dataclass(frozen=True)
class Count:
    """How many items of a screen are due, and the worst state among them (or nothing)."""

    number: int
    state: str = ""


class NavItem(Restyled, QAbstractButton):
    """A screen in the sidebar, with the count of what is due there. Checked = the one open."""

    def __init__(self, nav: Nav, keys: str = "") -> None:
        super().__init__()
        self.nav, self.keys, self.rail, self.count = nav, keys, False, Count(0)
        self.setText(nav.label)
        self.setCheckable(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.toggled.connect(self._name)
        self._name()

    def set_count(self, count: Count) -> None:
        self.count = count
        self._name()
        self.update()

    def set_rail(self, rail: bool) -> None:
        self.rail = rail
        self._name()
        self.update()

    def _name(self) -> None:
        parts = [self.nav.label]
        if self.count.number:
            parts.append(f"{self.count.number} due")
        if self.count.state:
            parts.append(STATE_WORDS.get(self.count.state, self.count.state))
        said = ", ".join(parts)
        self.setToolTip(f"{said}  ({native(self.keys)})" if self.keys else said)
        self.setAccessibleName(f"{said}, current screen" if self.isChecked() else said)

    def sizeHint(self) -> QSize:
        return QSize(36, self.look.px(tk.NAV_H))

    def keyPressEvent(self, event: QKeyEvent, /) -> None:
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.focusNextPrevChild(event.key() == Qt.Key.Key_Down)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _: QPaintEvent, /) -> None:
        p = smooth(self)
        look, on, h = self.look, self.isChecked(), self.height()
        frame = QRectF(self.rect())
        if on:
            edge = frame.adjusted(0.5, 0.5, -0.5, -0.5)
            rounded(p, edge, look.c("surface"), tk.RADIUS, look.c("border"))
            rounded(p, QRectF(0, 8, 3, h - 16), look.c("accent_text"), 1.5)
        elif self.underMouse():
            rounded(p, frame, look.c("hover"), tk.RADIUS)
        side = look.px(18)
        left = (self.width() - side) / 2 if self.rail else 10.0
        ink = "accent_text" if on else "text2"
        icons.paint(p, look, self.nav.icon, ink, QRectF(left, (h - side) / 2, side, side))
        if self.rail:
            if self.count.state:
                paint_mark(p, look, self.count.state, QRectF(left + side - 5, 3, 10, 10))
            p.end()
            return
        number = str(self.count.number) if self.count.number else ""
        right = look.width(number, "meta")
        p.setFont(look.font("meta"))
        p.setPen(look.c("text2"))
        p.drawText(QRectF(self.width() - right - 10, 0, right + 2, h), ALIGN_L, number)
        end = self.width() - right - 12
        if self.count.state:
            end -= look.px(14)
            paint_mark(p, look, self.count.state, QRectF(end, h / 2 - 5.5, 11, 11))
        p.setFont(look.font("strong" if on else "body"))
        p.setPen(look.c("text" if on else "text2"))
        start = left + side + 10
        p.drawText(QRectF(start, 0, end - start - 4, h), ALIGN_L, elided(p, self.nav.label, end - start - 4))
        p.end()


class Sidebar(Restyled, QWidget):
    """Screens on top, save state, person and settings at the foot."""

    chosen = Signal(str)
    settings = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("Sidebar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName("Screens")
        self.rail = False
        self.items: dict[str, NavItem] = {}
        self._list = col(gap=2)
        self._name = Text(APP_NAME, "card")
        self._saved_icon = Icon("cloud-check", 16)
        self._saved = Elided("", "meta", "text2")
        self._person = Elided("", "meta_strong")
        self._role = Elided("", "meta", "text2")
        self._user = Icon("user", 18)
        self._who = box(col(self._person, self._role, gap=0))
        self.settings_button = IconButton("settings", "Settings")
        self.settings_button.clicked.connect(self.settings)
        self._lay = col(gap=0, margins=(8, 10, 9, 8))
        self.setLayout(self._lay)
        self._lay.addLayout(row(6, Icon("map-pin", 20, "accent_text"), self._name, None))
        self._lay.addSpacing(10)
        self._lay.addLayout(self._list)
        self._lay.addStretch(1)
        self._saved_row = box(row(6, self._saved_icon, (self._saved, 1)))
        self._lay.addWidget(self._saved_row)
        self._lay.addSpacing(6)
        self._rule = line()
        self._lay.addWidget(self._rule)
        self._lay.addSpacing(6)
        self._lay.addLayout(row(4, self._user, (self._who, 1), self.settings_button))
        self.set_person("", "", "")
        self.set_rail(False)

    def set_items(self, items: Sequence[Nav], keys: Mapping[str, str]) -> None:
        """Show these screens; ``keys`` gives the shortcut of each, for its tool tip."""
        clear(self._list)
        self.items = {}
        for nav in items:
            item = NavItem(nav, keys.get(nav.key, ""))
            item.set_rail(self.rail)
            item.clicked.connect(lambda _=False, key=nav.key: self._clicked(key))
            self.items[nav.key] = item
            self._list.addWidget(item)
        chain: list[QWidget] = [*self.items.values(), self.settings_button]
        for one, two in pairwise(chain):
            QWidget.setTabOrder(one, two)

    def _clicked(self, key: str) -> None:
        self.items[key].setChecked(True)
        self.chosen.emit(key)

    def set_current(self, key: str) -> None:
        for name, item in self.items.items():
            item.setChecked(name == key)

    def set_counts(self, counts: Mapping[str, Count]) -> None:
        for key, item in self.items.items():
            item.set_count(counts.get(key, Count(0)))

    def set_saved(self, words: str, icon: str = "cloud-check", tone: str = "text2") -> None:
        self._saved.setText(words)
        self._saved.set_tone(tone)
        self._saved_icon.set_icon(icon, tone)
        self._saved_icon.setToolTip(words)
        self._saved_icon.setAccessibleName(words)
        self._saved_row.setVisible(bool(words))

    def set_person(self, person: str, role: str, area: str) -> None:
        self._person.setText(person)
        self._role.setText(", ".join(part for part in (role, area) if part))
        self._user.setToolTip(", ".join(part for part in (person, role, area) if part))
        self._show_person()

    def _show_person(self) -> None:
        there = bool(self._person.text())
        self._user.setVisible(there and not self.rail)
        self._who.setVisible(there and not self.rail)

    def set_rail(self, rail: bool) -> None:
        self.rail = rail
        for item in self.items.values():
            item.set_rail(rail)
        self._name.setVisible(not rail)
        self._saved.setVisible(not rail)
        self._show_person()
        self.restyle()

    def restyle(self) -> None:
        self.setFixedWidth(self.look.px(tk.RAIL_W if self.rail else tk.SIDEBAR_W))
        super().restyle()
