"""The theme: one object, made once by the composition root and set on each window as ``theme``."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication

from npt_desktop.ui.theme import tokens as tk
from npt_desktop.ui.theme.look import Look
from npt_desktop.ui.theme.sheet import sheet

MODES = ("system", "light", "dark")


class Theme(QObject):
    """Palette, style sheet and font of the program.

    ``mode`` is ``system`` (follows the desktop's light or dark setting), ``light`` or ``dark``;
    ``percent`` is the text size, one of :data:`tokens.TEXT_SIZES`. :meth:`apply` dresses the
    application; :meth:`set_mode` and :meth:`set_percent` change it live.
    """

    changed = Signal()

    def __init__(self, app: QApplication, mode: str = "system", percent: int = 100) -> None:
        super().__init__()
        self._app = app
        self._mode = mode
        self._percent = percent
        families = set(QFontDatabase.families())
        self._family = next((f for f in tk.FAMILIES if f in families), app.font().family())
        self.look = self._wanted()
        app.styleHints().colorSchemeChanged.connect(self._follow)

    @property
    def mode(self) -> str:
        return self._mode

    @property
    def percent(self) -> int:
        return self._percent

    def apply(self) -> None:
        """Dress the application for the first time; before any window is shown."""
        self._app.setStyle("Fusion")
        self._dress()

    def set_mode(self, mode: str) -> None:
        """Change to ``system``, ``light`` or ``dark``."""
        if mode not in MODES:
            raise ValueError(mode)
        self._mode = mode
        self._follow()

    def set_percent(self, percent: int) -> None:
        """Change the text size."""
        if percent not in tk.TEXT_SIZES:
            raise ValueError(percent)
        self._percent = percent
        self._follow()

    def _wanted(self) -> Look:
        dark = self._mode == "dark"
        if self._mode == "system":
            dark = self._app.styleHints().colorScheme() == Qt.ColorScheme.Dark
        return Look(dark, self._percent, self._family)

    def _follow(self) -> None:
        look = self._wanted()
        if look != self.look:
            self.look = look
            self._dress()
            self.changed.emit()

    def _dress(self) -> None:
        self._app.setFont(self.look.font("body"))
        self._app.setPalette(palette(self.look))
        self._app.setStyleSheet(sheet(self.look))


def palette(look: Look) -> QPalette:
    """The Qt palette of a look."""
    made = QPalette()
    role = QPalette.ColorRole
    for name, token in {
        role.Window: "canvas",
        role.Base: "surface",
        role.AlternateBase: "sunken",
        role.WindowText: "text",
        role.Text: "text",
        role.ButtonText: "text",
        role.Button: "surface",
        role.Highlight: "accent",
        role.HighlightedText: "on_accent",
        role.Link: "accent_text",
        role.PlaceholderText: "text3",
        role.ToolTipBase: "surface",
        role.ToolTipText: "text",
        role.Light: "border",
        role.Midlight: "border",
        role.Mid: "edge",
        role.Dark: "control",
        role.Shadow: "control",
        role.Accent: "accent",
    }.items():
        made.setColor(name, look.c(token))
    for name in (role.Text, role.WindowText, role.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, name, look.c("text3"))
    return made
