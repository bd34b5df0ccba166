"""Stepping from pane to pane with F6, and finding the first control of a pane."""

from __future__ import annotations

from collections.abc import Sequence

import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget


def first_stop(pane: QWidget) -> QWidget | None:
    """The first control of a pane in tab order."""
    here: QWidget | None = pane
    while here is not None:
        stops = bool(here.focusPolicy() & Qt.FocusPolicy.TabFocus) and here.isEnabled()
        inside = here is pane or pane.isAncestorOf(here)
        if inside and stops and here.isVisible() and here.focusProxy() is None:
            return here
        here = here.nextInFocusChain()
        if here is pane:
            break
    return None


class Panes:
    """Remembers where the focus was in each pane."""

    def __init__(self) -> None:
        self._last: dict[int, QWidget] = {}

    def step(self, panes: Sequence[QWidget], step: int) -> QWidget | None:
        """Move the focus to the next (1) or previous (-1) pane that can take it; the pane reached."""
        shown = [pane for pane in panes if pane.isVisible()]
        if not shown:
            return None
        focus = QApplication.focusWidget()
        now = next(
            (i for i, pane in enumerate(shown) if focus is pane or (focus and pane.isAncestorOf(focus))), -1
        )
        if now >= 0 and focus is not None:
            self._last[id(shown[now])] = focus
        start = now if now >= 0 else (-1 if step > 0 else 0)
        for count in range(1, len(shown) + 1):
            pane = shown[(start + step * count) % len(shown)]
            last = self._last.get(id(pane))
            fits = last is not None and shiboken6.isValid(last) and pane.isAncestorOf(last)
            target = last if fits and last is not None and last.isVisible() else first_stop(pane)
            if target is not None:
                reason = Qt.FocusReason.TabFocusReason if step > 0 else Qt.FocusReason.BacktabFocusReason
                target.setFocus(reason)
                return pane
        return None
