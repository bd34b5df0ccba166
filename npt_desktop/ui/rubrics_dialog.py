"""The words of the scores and what each stands for with each purpose, to be put in a force's own words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QDialog, QWidget

from npt_desktop.errors import CannotDo, Clash, Incomplete
from npt_desktop.rules.authority import Act, require
from npt_desktop.rules.outcomes import SCORES
from npt_desktop.ui.theme.look import Restyled, smooth
from npt_desktop.ui.two_sides import Settled, Sides, settle
from npt_desktop.ui.widgets.buttons import Button
from npt_desktop.ui.widgets.forms import Combo, Edit, Field
from npt_desktop.ui.widgets.layout import col, line, row
from npt_desktop.ui.widgets.text import Text

if TYPE_CHECKING:
    from npt_desktop.services.rubrics import Rubric, ScoreWord
    from npt_desktop.ui.workspace import Workspace

ABOUT = (
    "Only Average and Good stand in the booklet. The words of 1, 2 and 5 and every line below are assumed until you "
    "change them."
)
_CLASH = "Somebody changed these words meanwhile: close, open again and change them there."


class RubricsDialog(Restyled, QDialog):
    """Each part is saved by its own button and taken back by Undo."""

    def __init__(self, work: Workspace, parent: QWidget) -> None:
        super().__init__(parent)
        from npt_desktop.services.rubrics import Rubrics

        self.work = work
        self._rubrics = Rubrics(work.desk)
        self._words: list[ScoreWord] = []
        self._shown: Rubric | None = None
        self.setWindowTitle("Score words and rubrics")
        self.setAccessibleName("Score words and rubrics")
        self.setModal(True)
        self.words = {
            score: Field(f"Score {score}", Edit(width=128), name=f"score_{score}") for score in SCORES
        }
        self.save_words = Button("Save the words", "secondary", small=True)
        self.purpose = Combo(name="Purpose")
        self.lines = {score: Field(str(score), Edit(), name=f"line_{score}") for score in SCORES}
        self.said = Text("", "meta", "text3")
        self.reset = Button("Put the shipped lines back", "quiet", small=True)
        self.save_lines = Button("Save the lines", "primary", small=True)
        self.close_button = Button("Close")
        self._why_not = _refusal(work)
        for button in (self.save_words, self.reset, self.save_lines):
            button.lock(self._why_not)
        self.setLayout(col(
            Text("Score words and rubrics", "section"),
            Text(self._why_not or ABOUT, "meta", "text2", wrap=True),
            row(*self.words.values(), None),
            line(),
            row(Field("What each score stands for with", self.purpose), None, self.said),
            *self.lines.values(),
            row(self.reset, None, self.save_words, self.save_lines, self.close_button), gap=8,
            margins=(20, 14, 20, 14),
        ))  # fmt: skip
        self.setMinimumSize(780, 596)
        self.save_words.clicked.connect(self.keep_words)
        self.save_lines.clicked.connect(self.keep_lines)
        self.reset.clicked.connect(self.put_back)
        self.purpose.changed.connect(lambda _: self._show_lines())
        self.close_button.clicked.connect(self.accept)
        self.refresh()
        self.words[1].control.setFocus(Qt.FocusReason.TabFocusReason)

    def refresh(self) -> None:
        """Show what is saved."""
        self._words = self._rubrics.score_words()
        for word in self._words:
            field = self.words[word.score]
            _edit(field).setText(word.label)
            field.label_text.setText(f"Score {word.score}{', assumed' if word.assumed else ''}")
            field.set_error("")
        self.purpose.set_options([(r.id, r.purpose) for r in self._rubrics.rubrics()], self.purpose.value())
        if self.purpose.currentIndex() < 0:
            self.purpose.setCurrentIndex(0)
        self._show_lines()

    def keep_words(self) -> None:
        """Save the words that were changed."""
        changed = 0
        for word in self._words:
            field = self.words[word.score]
            field.set_error("")
            if _edit(field).text().strip() == word.label:
                continue
            try:
                self._rubrics.reword(word.id, word.version, _edit(field).text())
            except Incomplete as found:
                field.set_error(found.fields["label"])
                field.control.setFocus(Qt.FocusReason.TabFocusReason)
                return
            except CannotDo as refusal:
                self._refuse(refusal)
                return
            changed += 1
        if changed:
            self.work.say("Saved the words of the scores", undo=True)
            self.refresh()

    def keep_lines(self) -> None:
        """Save the lines of the purpose shown."""
        self._save({score: _edit(field).text() for score, field in self.lines.items()})

    def put_back(self) -> None:
        """The lines the program ships with."""
        self._save({})

    def _save(self, lines: dict[int, str]) -> None:
        shown = self._shown
        if shown is None:
            return
        for field in self.lines.values():
            field.set_error("")
        try:
            self._rubrics.save(shown.id, shown.version, lines)
        except Incomplete as found:
            for name, says in found.fields.items():
                self.lines[int(name.removeprefix("line_"))].set_error(says)
        except Clash:
            self._clash(shown, lines)
        except CannotDo as refusal:
            self._refuse(refusal)
        else:
            self.work.say(f"Saved what the scores stand for with {shown.purpose}", undo=True)
            self.refresh()

    def _clash(self, was: Rubric, lines: dict[int, str]) -> None:
        """Somebody saved first: a line only one side changed is kept, for two the person chooses."""
        now = next(one for one in self._rubrics.rubrics() if one.id == was.id)
        base, mine, theirs = (
            {str(score): side.get(score, "") for score in self.lines}
            for side in (was.lines, lines, now.lines)
        )
        labels = {str(score): field.label for score, field in self.lines.items()}

        def save(settled: Settled) -> None:
            def write() -> None:
                first = {int(score): line for score, line in settled.fields.items()}
                self._rubrics.save(now.id, now.version, first)
                if settled.over:
                    version = next(one.version for one in self._rubrics.rubrics() if one.id == was.id)
                    self._rubrics.save(
                        now.id, version, first | {int(n): line for n, line in settled.over.items()}
                    )

            if self.work.attempt(write, f"Saved what the scores stand for with {now.purpose}{settled.told}"):
                self.refresh()

        sides = Sides("term", now.id, base, mine, theirs, labels, lambda _, line: str(line),
                      dict.fromkeys(labels, ("rubric",)))  # fmt: skip
        settle(self, self.work.desk, sides, save)

    def _show_lines(self) -> None:
        key = self.purpose.value()
        self._shown = next((r for r in self._rubrics.rubrics() if r.id == key), None)
        for score, field in self.lines.items():
            _edit(field).setText(self._shown.lines.get(score, "") if self._shown is not None else "")
            _edit(field).setCursorPosition(0)
            field.set_error("")
        own = self._shown is not None and self._shown.own
        self.said.setText("Your force's own lines" if own else "The shipped lines: assumed wording")

    def _refuse(self, refusal: CannotDo) -> None:
        self.work.refused.emit(_CLASH if isinstance(refusal, Clash) else refusal.says)

    def paintEvent(self, _: QPaintEvent, /) -> None:
        p = smooth(self)
        p.fillRect(self.rect(), self.look.c("surface"))
        p.end()


def _edit(field: Field) -> Edit:
    assert isinstance(field.control, Edit)
    return field.control


def _refusal(work: Workspace) -> str:
    """Who may change the lists."""
    try:
        require(work.desk.actor.role, Act.CHANGE_LISTS)
    except CannotDo as refusal:
        return refusal.says
    return ""
