"""One finding of the guard at a time: mend it, or keep it and say why."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from npt_desktop.ui.widgets.buttons import Button
from npt_desktop.ui.widgets.forms import Edit, Field
from npt_desktop.ui.widgets.layout import col, row
from npt_desktop.ui.widgets.text import Text

if TYPE_CHECKING:
    from npt_desktop.rules.publishing import Finding


class KeepBox(QWidget):
    """Hidden while nothing is open. ``kept`` carries the finding and the reason, ``mended`` the finding."""

    kept = Signal(object, str)
    mended = Signal(object)

    def __init__(self, *, mends: bool) -> None:
        super().__init__()
        self._mends = mends
        self.finding: Finding | None = None
        self.words = Text("", "meta_strong", "warn_text", wrap=True)
        self.reason = Edit("", "such as: the shop agreed to be named")
        self.field = Field("Keep it, because", self.reason, name="keep_reason")
        self.keep_button = Button("Keep", small=True)
        self.mend_button = Button("", "quiet", small=True)
        self.keep_button.clicked.connect(self._keep)
        self.reason.returnPressed.connect(self._keep)
        self.mend_button.clicked.connect(lambda: self.mended.emit(self.finding))
        self.setLayout(col(self.words, self.field, row(self.mend_button, None, self.keep_button), gap=6))
        self.hide()

    def set(self, findings: Sequence[Finding], reason: str = "") -> None:
        """Show the first finding; ``reason`` says why this person may not keep it, or nothing."""
        first = findings[0] if findings else None
        if (
            first is None
            or self.finding is None
            or (first.kind, first.text) != (self.finding.kind, self.finding.text)
        ):
            self.reason.setText("")
            self.field.set_error("")
        self.finding = first
        self.setVisible(first is not None)
        if first is None:
            return
        more = f" And {len(findings) - 1} more." if len(findings) > 1 else ""
        self.words.setText(f"{first.says}{more}")
        self.keep_button.lock(reason)
        self.mend_button.setVisible(self._mends and bool(first.instead))
        self.mend_button.set_text(f"Write ‘{first.instead}’")

    def _keep(self) -> None:
        if self.finding is None or not self.keep_button.isEnabled():
            return
        if not self.reason.text().strip():
            self.field.set_error("Say why it may stay in the text.")
            self.reason.setFocus()
            return
        self.kept.emit(self.finding, self.reason.text().strip())
