"""Preparing a meeting: how much has evidence, each gap with what mends it, and notes to the chief inspector."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Signal

from npt_desktop.rules.quality import Evidence
from npt_desktop.rules.readiness import readiness
from npt_desktop.services.quality import MeetingPage
from npt_desktop.ui.quality.words import FORMS, LINKS, SEEN_FORM
from npt_desktop.ui.widgets.buttons import Button
from npt_desktop.ui.widgets.cards import Card, Well
from npt_desktop.ui.widgets.layout import box, clear, col, line, row, scroll
from npt_desktop.ui.widgets.marks import Mark
from npt_desktop.ui.widgets.progress import Meter
from npt_desktop.ui.widgets.text import Icon, Text


def mends(key: str) -> str:
    """The words of the button that mends a gap of an evidence key; empty where nothing here does."""
    form = FORMS.get(key)
    return form.button if form is not None else LINKS.get(key, ("", ""))[1]


class PreparePage(Card):
    """``mended`` carries the question whose gap is to be mended, ``told`` the one a note is about, ``looked`` the
    one to look at; ``back`` closes the page."""

    mended = Signal(int)
    told = Signal(int)
    looked = Signal(int)
    back = Signal()

    def __init__(self) -> None:
        super().__init__(pad=0, gap=0)
        self.links: list[Button] = []
        self.title = Text("Prepare the meeting", "section")
        self.words = Text("", wrap=True)
        self.bar = Meter(0, 1, width=240)
        self._gaps, self._notes = col(gap=0), col(gap=4)
        self._notes_title = Text("Notes to the chief inspector", "card")
        self.back_button = Button("Back to the questions", "secondary", "chevron-left", small=True)
        self.back_button.clicked.connect(self.back)
        inside = box(
            col(
                row(self.title, None, self.back_button),
                row(self.words, self.bar, None, gap=12),
                self._gaps,
                4,
                self._notes_title,
                self._notes,
                None,
                gap=10,
                margins=(20, 16, 20, 16),
            )
        )
        inside.setMaximumWidth(980)
        self.add((scroll(inside), 1))
        self.setAccessibleName("Prepare the meeting")

    def show_page(self, page: MeetingPage, evidence: Mapping[int, Evidence], *, may_prepare: bool) -> None:
        """Show what is ready and what is not."""
        found = readiness(page.due, evidence)
        self.words.setText(found.words)
        self.bar.set(found.ready, found.total)
        clear(self._gaps)
        self.links = []
        for gap in found.gaps:
            self._add(
                gap.number, gap.key, f"{gap.number}. {gap.short}", gap.why, gap.state.value, may_prepare
            )
        if not found.gaps:
            self._gaps.addWidget(
                Text("Nothing is missing: every question due has evidence.", "body", "text2")
            )
        self._show_notes(page, evidence)

    def _add(self, number: int, key: str, name: str, why: str, state: str, may_prepare: bool) -> None:
        words = mends(key) or SEEN_FORM.button
        mend = Button(words, "secondary", "arrow-right", small=True)
        mend.setAccessibleName(f"{words}: {name}")
        mend.clicked.connect(lambda: self.mended.emit(number))
        buttons = [mend]
        if may_prepare:
            tell = Button("Note", "quiet", "message-2", small=True)
            tell.setAccessibleName(f"Note to the chief inspector: {name}")
            tell.clicked.connect(lambda: self.told.emit(number))
            buttons.append(tell)
        look_at = Button("Look", "quiet", small=True)
        look_at.setAccessibleName(f"Look at {name}")
        look_at.clicked.connect(lambda: self.looked.emit(number))
        self.links += [*buttons, look_at]
        words_ = col(Text(name, "strong", wrap=True), Text(why, "meta", "text2", wrap=True), gap=1)
        self._gaps.addWidget(
            Well(row(Mark(state, 14), (words_, 1), look_at, *reversed(buttons), gap=8), pad=4, tone="surface")
        )
        self._gaps.addWidget(line())

    def _show_notes(self, page: MeetingPage, evidence: Mapping[int, Evidence]) -> None:
        clear(self._notes)
        notes = [
            (due.question.number, note)
            for due in page.due
            for note in (evidence[due.question.number].notes if due.question.number in evidence else ())
        ]
        self._notes_title.setVisible(bool(notes))
        for number, note in notes:
            words = Text(f"Question {number}, {note.by or 'no name'}: {note.words}", "meta", wrap=True)
            self._notes.addWidget(box(row(Icon("message-2", 14), (words, 1), gap=6)))
