"""The check page before a meeting is finished: everything open with a way to it, then the signature."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal

from npt_desktop.models.kinds import ActionState
from npt_desktop.rules.periods import number_of
from npt_desktop.rules.quality import FinishCheck
from npt_desktop.services.quality import MeetingPage
from npt_desktop.ui.widgets.buttons import Button
from npt_desktop.ui.widgets.cards import Card, Well
from npt_desktop.ui.widgets.forms import Edit, Field
from npt_desktop.ui.widgets.layout import box, clear, col, line, row, scroll
from npt_desktop.ui.widgets.marks import Mark
from npt_desktop.ui.widgets.messages import ErrorSummary
from npt_desktop.ui.widgets.text import Text


@dataclass(frozen=True, slots=True)
class Gap:
    """One thing open: in words, with the verb of its link and the question and field it leads to."""

    words: str
    verb: str
    number: int
    field: str = ""


def gaps_of(page: MeetingPage, check: FinishCheck) -> list[Gap]:
    """Every gap a finish check found, in the order of the questions."""
    shorts = {q.number: q.short for q in page.checklist.questions}
    found = [Gap(f"{n}. {shorts[n]}", "Answer", n) for n in check.unanswered]
    found += [Gap(f"{n}. {shorts[n]}: needs a note", "Add note", n, "note") for n in check.without_note]
    for action in page.actions:
        if action.title in check.without_owner or action.title in check.without_due:
            found.append(
                Gap(f"{action.title}: needs owner and due date", "Look", action.number, "action_title")
            )
    return found


class FinishPage(Card):
    """``wanted`` carries the question and field of a gap; ``signed`` the name; ``back`` closes the page."""

    wanted = Signal(int, str)
    signed = Signal(str)
    back = Signal()

    def __init__(self, name: str) -> None:
        super().__init__(pad=0, gap=0)
        self._name = name
        self.links: list[Button] = []
        self.title = Text("Finish the meeting", "section")
        self.words = Text("", wrap=True)
        self._gaps = col(gap=0)
        self.errors = ErrorSummary()
        self.sign = Edit(name, width=300)
        self.sign_field = Field(
            "Signed by", self.sign, name="signed_by",
            hint="Finishing locks the answers with the evidence seen, and sends the actions to their owners’ Home.",
        )  # fmt: skip
        self.finish = Button("Sign and finish", "primary", "lock", keys="Ctrl+Return")
        self.back_button = Button("Back to the questions", "secondary", "chevron-left", small=True)
        self.finish.clicked.connect(self.submit)
        self.back_button.clicked.connect(self.back)
        self.sign.returnPressed.connect(self.submit)
        inside = col(
            row(self.title, None, self.back_button), self.errors, self.words, self._gaps, self.sign_field,
            row(self.finish, None), None, gap=12, margins=(24, 20, 24, 20),
        )  # fmt: skip
        page = box(inside)
        page.setMaximumWidth(860)
        self.add((scroll(page), 1))
        self.setAccessibleName("Finish the meeting")

    def show_check(self, page: MeetingPage, check: FinishCheck) -> None:
        """List what is open."""
        gaps = gaps_of(page, check)
        still = sum(1 for a in page.earlier_actions if a.state is ActionState.OPEN)
        said = f"{number_of(len(gaps), 'thing')} to settle first." if gaps else (
            f"All {number_of(len(page.due), 'question')} due are answered, "
            f"{number_of(len(page.actions), 'action')} set."
        )  # fmt: skip
        if still:
            said += f" {number_of(still, 'earlier action')} still open will be carried on."
        self.words.setText(said)
        clear(self._gaps)
        self.links = []
        for gap in gaps:
            self._add(gap)
        self.sign_field.setVisible(not gaps)
        self.finish.setVisible(not gaps)
        self.errors.hide()
        self.sign.setText(self._name)

    def _add(self, gap: Gap) -> None:
        link = Button(gap.verb, "quiet", "arrow-right", small=True)
        link.setAccessibleName(f"{gap.verb}: {gap.words}")
        link.clicked.connect(lambda: self.wanted.emit(gap.number, gap.field))
        self.links.append(link)
        self._gaps.addWidget(
            Well(
                row(Mark("warn", 14, "Open"), (Text(gap.words, wrap=True), 1), link, gap=10),
                pad=2,
                tone="surface",
            )
        )
        self._gaps.addWidget(line())

    def submit(self) -> None:
        self.signed.emit(self.sign.text())

    def refuse(self, says: Sequence[tuple[str, str]]) -> None:
        """Show what the finish was refused for: (field, sentence)."""
        self.errors.show_errors([(self.sign_field if f == "signed_by" else None, s) for f, s in says])
