"""The line that logs a contact with a key individual: two keys, and nothing typed is lost."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent

from npt_desktop.ui.kept import Kept
from npt_desktop.ui.record_form import KEEP_AFTER_MS, KEPT, About
from npt_desktop.ui.widgets.buttons import Button
from npt_desktop.ui.widgets.cards import Well
from npt_desktop.ui.widgets.forms import Edit, Field
from npt_desktop.ui.widgets.layout import col, row

if TYPE_CHECKING:
    from npt_desktop.ui.communities.network import NetworkPane


class ContactStrip(Well):
    """The contact about to be logged: today, and a note if one is wanted. Enter logs it, Esc leaves it."""

    def __init__(self, pane: NetworkPane) -> None:
        self.pane = pane
        self.note = Edit("", "What was said, or nothing; Enter logs it")
        self.day = pane.date_edit(pane.today, width=150)
        self.fields = (
            Field("Contact", self.note, name="contact_note"),
            Field("Day", self.day, name="contact_day"),
        )
        self.save_button = Button("Log it", icon="check")
        cancel = Button("Cancel", "quiet")
        super().__init__(
            row(
                (self.fields[0], 1),
                self.fields[1],
                col(16, row(cancel, self.save_button), None, gap=3),
                gap=10,
            ),
            pad=6,
        )
        self.save_button.clicked.connect(pane.save_contact)
        cancel.clicked.connect(pane.close_contact)
        self._kept = Kept(pane.work, KEPT)
        self._about: About | None = None
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(KEEP_AFTER_MS)
        self._pause.timeout.connect(self.keep_now)
        self.note.textEdited.connect(lambda _: self._pause.start())
        self.note.returnPressed.connect(pane.save_contact)
        self.day.returnPressed.connect(pane.save_contact)
        self.hide()

    def begin(self, about: About, name: str) -> None:
        """A contact with somebody, today; what was typed before and not logged is still there."""
        self._about = about
        left = self._kept.kept(about.key).get("typed", {})
        self.fields[0].label_text.setText(f"Contact with {name}")
        self.note.setText(str(left.get("note", "")))
        self.day.set_value(self.pane.today)
        for field in self.fields:
            field.set_error("")

    def keep_now(self) -> None:
        """Keep what was typed."""
        self._pause.stop()
        if self._about is not None:
            note = self.note.text().strip()
            left = {"about": asdict(self._about), "typed": {"note": note}}
            self._kept.keep(self._about.key, left if note else {})

    def end(self) -> None:
        """Logged, or left on purpose."""
        self._pause.stop()
        if self._about is not None:
            self._kept.forget(self._about.key)
            self._about = None

    def keyPressEvent(self, event: QKeyEvent, /) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.pane.close_contact()
        else:
            super().keyPressEvent(event)
