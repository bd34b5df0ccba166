"""The meeting on the shared display: a window of its own in large type that follows the question in hand."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QPaintEvent
from PySide6.QtWidgets import QWidget

from npt_desktop.ui.quality.pane import QuestionFacts
from npt_desktop.ui.quality.words import TONES, figure_tone
from npt_desktop.ui.shell.sidebar import Banner
from npt_desktop.ui.theme.look import Painted, smooth
from npt_desktop.ui.widgets.layout import box, clear, col, line, row
from npt_desktop.ui.widgets.marks import Mark
from npt_desktop.ui.widgets.text import Text


class BigScreen(Painted):
    """Reads only: everybody in the room sees what the chief inspector is at. Esc closes it."""

    def __init__(self, owner: QWidget, marking: str) -> None:
        super().__init__()
        self.setParent(owner.window(), Qt.WindowType.Window)
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)  # the meeting keeps the keyboard
        self.setWindowTitle("QA meeting on the shared display")
        self.setAccessibleName("QA meeting on the shared display")
        self.place, self.late = Text("", "display_small", "text2"), Text("", "display_small", "bad_text")
        self.words = Text("", "display", wrap=True)
        self.why = Text("", "display_small", "text2", wrap=True)
        self.mark, self.answer = Mark("none", 40), Text("", "display")
        self.note = Text("", "display_small", "text2", wrap=True)
        self.action = Text("", "display_small", wrap=True)
        self._figures = row(gap=48)
        self.setLayout(
            col(
                Banner(marking),
                box(
                    col(
                        row(self.place, None, self.late),
                        self.words,
                        12,
                        self._figures,
                        self.why,
                        None,
                        line(),
                        row(self.mark, (self.answer, 1), gap=16),
                        self.note,
                        self.action,
                        gap=18,
                        margins=(56, 40, 56, 40),
                    )
                ),
                gap=0,
            )
        )
        self.resize(1100, 680)

    def show_question(self, title: str, progress: str, facts: QuestionFacts) -> None:
        """Follow the meeting to a question."""
        question = facts.question
        self.place.setText(f"{title}.  Question {question.number}.  {progress}")
        self.late.setText(facts.late)
        self.words.setText(question.text)
        kept = facts.kept if facts.locked else None
        figures = kept.figures if kept else facts.live.figures if facts.live else ()
        clear(self._figures)
        for figure in figures:
            value = Text(figure.value, "display_figure", figure_tone(figure.state))
            self._figures.addWidget(
                box(col(value, Text(figure.label, "display_small", "text2", wrap=True), gap=2))
            )
        self._figures.addStretch(1)
        self.why.setText(kept.why if kept else facts.live.why if facts.live else "")
        self.mark.set_state(TONES[facts.value] if facts.value else "none")
        self.answer.setText(facts.value.label if facts.value else "Not answered yet")
        self.note.setText(facts.note)
        self.note.setVisible(bool(facts.note))
        self.action.setText("\n".join(f"Action: {a.title}, {a.owner}" for a in facts.actions))
        self.action.setVisible(bool(facts.actions))

    def show_words(self, title: str, words: str) -> None:
        """Follow the meeting to a page that is no question."""
        self.place.setText(title)
        self.words.setText(words)
        clear(self._figures)
        for part in (self.late, self.why, self.answer, self.note, self.action):
            part.setText("")
        self.mark.set_state("none")

    def come_up(self) -> None:
        """Fill another display where there is one; else a window beside the program's."""
        owner = self.parentWidget()
        here = owner.screen() if owner is not None else self.screen()
        others = [screen for screen in QGuiApplication.screens() if screen is not here]
        if others:
            self.setGeometry(others[0].availableGeometry())
            self.showFullScreen()
        else:
            self.show()
        if owner is not None:
            owner.activateWindow()

    def event(self, event: QEvent, /) -> bool:
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.key() == Qt.Key.Key_Escape
        ):
            event.accept()  # else the program's own window takes it for going back
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent, /) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _: QPaintEvent, /) -> None:
        p = smooth(self)
        p.fillRect(self.rect(), self.look.c("surface"))
        p.end()
