"""Layout helpers: rows, columns, boxes, lines, scroll areas and the two-pane split."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import TypeAlias, TypeVar

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractScrollArea,
    QBoxLayout,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from npt_desktop.ui.theme import tokens as tk
from npt_desktop.ui.theme.look import Painted, Restyled, smooth

Part: TypeAlias = QWidget | QLayout | int | None
Item: TypeAlias = Part | tuple[QWidget | QLayout, int]
Margins: TypeAlias = tuple[int, int, int, int]
_L = TypeVar("_L", bound=QBoxLayout)
UNLIMITED = 16777215  # Qt's QWIDGETSIZE_MAX


def put(layout: _L, *items: Item) -> _L:
    """Add to a layout: None is a stretch, a number is space, ``(item, n)`` stretches n."""
    for item in items:
        stretch = 0
        if isinstance(item, tuple):
            item, stretch = item
        if item is None:
            layout.addStretch(1)
        elif isinstance(item, int):
            layout.addSpacing(item)
        elif isinstance(item, QLayout):
            layout.addLayout(item, stretch)
        else:
            layout.addWidget(item, stretch)
    return layout


def _dress(layout: _L, items: tuple[Item, ...], gap: int, margins: Margins) -> _L:
    layout.setSpacing(gap)
    layout.setContentsMargins(*margins)
    return put(layout, *items)


def row(*items: Item, gap: int = tk.S, margins: Margins = (0, 0, 0, 0)) -> QHBoxLayout:
    """Things side by side."""
    return _dress(QHBoxLayout(), items, gap, margins)


def col(*items: Item, gap: int = tk.S, margins: Margins = (0, 0, 0, 0)) -> QVBoxLayout:
    """Things below one another."""
    return _dress(QVBoxLayout(), items, gap, margins)


def box(layout: QLayout, name: str = "") -> QWidget:
    """A widget around a layout; a name gives it a background from the style sheet."""
    widget = QWidget()
    widget.setLayout(layout)
    if name:
        widget.setObjectName(name)
        widget.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    return widget


def in_order(root: QWidget) -> Iterator[QWidget]:
    """What can take the focus in a widget, in the order it is laid out."""
    if root.focusPolicy() != Qt.FocusPolicy.NoFocus and root.focusProxy() is None:
        yield root
    inner, layout = root.widget() if isinstance(root, QScrollArea) else None, root.layout()
    if inner is not None:
        yield from in_order(inner)
    elif layout is not None:
        yield from _laid_out(layout)
    elif not isinstance(root, QAbstractScrollArea | QComboBox):
        for child in root.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly):
            yield from in_order(child)


def _laid_out(layout: QLayout) -> Iterator[QWidget]:
    for place in range(layout.count()):
        item = layout.itemAt(place)
        if item is None:
            continue
        widget, inner = item.widget(), item.layout()
        if widget is not None:
            yield from in_order(widget)
        elif inner is not None:
            yield from _laid_out(inner)


def order_tabs(root: QWidget) -> None:
    """Make Tab follow the layout, whatever order the widgets were made in; call again after adding some."""
    stops = list(in_order(root))
    for one, two in pairwise(stops):
        QWidget.setTabOrder(one, two)
    for (
        stop
    ) in stops:  # what hands the focus to a part of its own follows it, or Tab goes round between the two
        whole = stop.parentWidget()
        if whole is not None and whole.focusProxy() is stop:
            whole.setFocusProxy(None)  # type: ignore[arg-type]
            whole.setFocusProxy(stop)


def clear(layout: QLayout) -> None:
    """Take everything out of a layout and delete it later."""
    while (item := layout.takeAt(0)) is not None:
        widget, inner = item.widget(), item.layout()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
        elif inner is not None:
            clear(inner)
            inner.deleteLater()


class Line(Painted):
    """A one-pixel line in the border colour."""

    def __init__(self, *, vertical: bool = False) -> None:
        super().__init__()
        if vertical:
            self.setFixedWidth(1)
        else:
            self.setFixedHeight(1)

    def paintEvent(self, _: QPaintEvent, /) -> None:
        p = smooth(self)
        p.fillRect(self.rect(), self.look.c("border"))
        p.end()


def line(*, vertical: bool = False) -> Line:
    return Line(vertical=vertical)


def scroll(widget: QWidget | None = None) -> QScrollArea:
    """The widget in a scroll area that only scrolls down, and takes no keyboard focus itself; without one it waits
    for :func:`put_in`."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    if widget is not None:
        put_in(area, widget)
    return area


def put_in(area: QScrollArea, widget: QWidget) -> None:
    """Scroll this widget."""
    widget.setObjectName("Clear")
    area.setWidget(widget)


class Split(Restyled, QWidget):
    """A main pane beside a side pane of fixed width; below ``break_at`` the side goes under. Both are pixels
    at 100 % text size."""

    def __init__(
        self, main: QWidget, side: QWidget, side_width: int, *, break_at: int = 1040, gap: int = tk.M
    ) -> None:
        super().__init__()
        self.side, self.side_width, self.break_at = side, side_width, break_at
        self._lay = row((main, 1), side, gap=gap)
        self.setLayout(self._lay)
        side.setFixedWidth(side_width)

    @property
    def stacked(self) -> bool:
        """Whether the side pane stands under the main pane."""
        return self._lay.direction() == QBoxLayout.Direction.TopToBottom

    def minimumSizeHint(self) -> QSize:
        return QSize(320, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent, /) -> None:
        self._arrange()
        super().resizeEvent(event)

    def restyle(self) -> None:
        self._arrange()
        super().restyle()

    def _arrange(self) -> None:
        look = self.look
        under = self.width() < look.px(self.break_at)
        wide = look.px(self.side_width)
        self.side.setMinimumWidth(0 if under else wide)
        self.side.setMaximumWidth(UNLIMITED if under else wide)
        down, across = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
        if under != self.stacked:
            self._lay.setDirection(down if under else across)
