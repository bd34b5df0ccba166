"""Every widget in all its states: named, drawn in both themes and at each text size, never markup."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QLabel, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from npt_desktop.ui.theme.theme import Theme
from tests.ui.gallery import gallery, shell
from tests.ui.shots import shoot


@pytest.fixture(params=["gallery", "shell"])
def window(request: pytest.FixtureRequest, theme: Theme, qtbot: QtBot) -> QWidget:
    made = gallery(theme) if request.param == "gallery" else shell(theme)
    qtbot.addWidget(made)
    made.show()
    return made


def _said(widget: QWidget) -> str:
    read = QAccessible.queryAccessibleInterface(widget)
    return read.text(QAccessible.Text.Name) if read is not None else ""


def test_every_control_that_takes_focus_has_a_name(window: QWidget) -> None:
    nameless = []
    for widget in window.findChildren(QWidget):
        inner = isinstance(widget.parentWidget(), QFrame) and widget.window() is not window  # Qt's lists
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and not inner and not _said(widget):
            nameless.append(f"{type(widget).__name__} in {type(widget.parentWidget()).__name__}")
    assert not nameless


def test_labels_never_read_markup(window: QWidget) -> None:
    assert all(label.textFormat() == Qt.TextFormat.PlainText for label in window.findChildren(QLabel))


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize("percent", [100, 115, 130])
def test_it_is_drawn_in_every_theme_and_text_size(
    window: QWidget, theme: Theme, tmp_path: Path, mode: str, percent: int
) -> None:
    theme.set_mode(mode)
    theme.set_percent(percent)
    shoot(window, tmp_path / "picture.png")
    assert (tmp_path / "picture.png").stat().st_size > 10_000


def test_scroll_areas_take_no_focus_of_their_own(window: QWidget) -> None:
    areas = window.findChildren(QAbstractScrollArea)
    assert all(a.focusPolicy() == Qt.FocusPolicy.NoFocus for a in areas if isinstance(a, QScrollArea))


def test_the_shell_fits_the_smallest_window(theme: Theme, qtbot: QtBot) -> None:
    made = shell(theme)
    qtbot.addWidget(made)
    made.resize(1024, 600)
    made.show()
    assert made.size().width() == 1024
    hint = made.minimumSizeHint()
    assert hint.width() <= 1024
    assert hint.height() <= 600
