"""Colours are legible, live only in the tokens, and change under a running window."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QWidget

from npt_desktop.ui.theme import contrast, icons
from npt_desktop.ui.theme import tokens as tk
from npt_desktop.ui.theme.look import PLAIN, Look, look_of
from npt_desktop.ui.theme.theme import Theme
from npt_desktop.ui.widgets.buttons import Button
from npt_desktop.ui.widgets.text import Text

UI = Path(__file__).parents[2] / "npt_desktop" / "ui"


@pytest.mark.parametrize("colours", [tk.LIGHT, tk.DARK], ids=["light", "dark"])
def test_every_pair_of_colours_can_be_read(colours: dict[str, str]) -> None:
    poor = {
        (ink, ground): round(contrast.ratio(colours[ink], colours[ground]), 2)
        for ink, ground, least in contrast.PAIRS
        if contrast.ratio(colours[ink], colours[ground]) < least
    }
    assert not poor


def test_both_themes_name_the_same_tokens() -> None:
    assert tk.LIGHT.keys() == tk.DARK.keys()


def test_contrast_of_black_on_white_is_21() -> None:
    assert contrast.ratio("#000000", "#FFFFFF") == pytest.approx(21)


def test_colours_and_font_sizes_live_in_the_tokens_only() -> None:
    stray = re.compile(r"#[0-9A-Fa-f]{6}\b|font-size: *\d|setPointSize|setPixelSize\(\d")
    found = [
        f"{file.relative_to(UI)}: {line.strip()}"
        for file in UI.rglob("*.py")
        if file.name != "tokens.py"
        for line in file.read_text(encoding="utf-8").splitlines()
        if stray.search(line)
    ]
    assert not found


def test_a_widget_outside_any_window_has_the_plain_look(theme: Theme) -> None:
    assert look_of(QWidget()) == PLAIN
    assert theme.look != PLAIN  # it knows the machine's font family


def test_theme_and_text_size_change_live(theme: Theme, stage: Callable[..., QWidget]) -> None:
    words, button = Text("Hello", "title"), Button("Save", "primary", "check")
    window = stage(words, button)
    light = words.palette().color(QPalette.ColorRole.WindowText)
    before = words.font().pixelSize(), button.sizeHint().height(), window.grab().toImage()

    theme.set_mode("dark")
    assert words.palette().color(QPalette.ColorRole.WindowText) == Look(dark=True).c("text") != light
    assert window.grab().toImage() != before[2]

    theme.set_percent(130)
    assert words.font().pixelSize() == 26
    assert button.sizeHint().height() > before[1]

    theme.set_mode("light")
    theme.set_percent(100)
    assert (words.font().pixelSize(), button.sizeHint().height()) == before[:2]


def test_an_unknown_mode_or_size_is_refused(theme: Theme) -> None:
    with pytest.raises(ValueError, match="sepia"):
        theme.set_mode("sepia")
    with pytest.raises(ValueError, match="99"):
        theme.set_percent(99)


def test_icons_take_the_colour_asked_for(theme: Theme) -> None:
    red = icons.pixmap("check", theme.look.hex("bad"), 16)
    blue = icons.pixmap("check", theme.look.hex("focus"), 16)
    assert red.size().width() == 16
    assert red.toImage() != blue.toImage()
