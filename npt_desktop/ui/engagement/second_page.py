"""Second scoring: what waits to be scored again, how the scores agree, and the samples they were drawn in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSizePolicy, QWidget

from npt_desktop.errors import CannotDo, Clash, Incomplete
from npt_desktop.rules.authority import Act
from npt_desktop.rules.periods import form_date, full_date, number_of, quarter_of
from npt_desktop.ui.widgets.buttons import Button
from npt_desktop.ui.widgets.cards import Card
from npt_desktop.ui.widgets.cells import CellModel
from npt_desktop.ui.widgets.choices import ScorePicker
from npt_desktop.ui.widgets.forms import Area, Combo, Edit, Field
from npt_desktop.ui.widgets.layout import box, col, row
from npt_desktop.ui.widgets.messages import EmptyState
from npt_desktop.ui.widgets.tables import Table
from npt_desktop.ui.widgets.text import Elided, KeyCap, Text

if TYPE_CHECKING:
    from npt_desktop.services.coaching import Coach
    from npt_desktop.services.desk import Choice
    from npt_desktop.services.engagement import Engagement
    from npt_desktop.services.second_scores import SecondPage, SecondScores, ToScore
    from npt_desktop.ui.workspace import Workspace

_SCORERS = ("Lead officer", "Pairs", "Agreement", "Drift")
_SAMPLES = ("Entries of", "For", "Seed", "Drawn", "Scored")
_WHAT = "Weighted agreement: 1 is the same throughout, 0 no better than chance (Cohen's kappa, quadratic weights)."


class ScoreAgain(Card):
    """One entry after another, without its first score."""

    def __init__(self, work: Workspace, scores: SecondScores, coach: Coach, words: Mapping[int, str]) -> None:
        super().__init__(gap=8)
        self.work, self._scores, self._coach = work, scores, coach
        self.waiting: list[ToScore] = []
        self.place = Text("", "meta", "text3")
        self.what = Elided("", "strong")
        self.did, self.came = Area(lines=2, name="Summary"), Area(lines=2, name="Outcome")
        for text in (self.did, self.came):
            text.setReadOnly(True)
        self.score = ScorePicker(words)
        self.field = Field("Your score", self.score, name="second_score")
        self.note = Edit("", "Why, in a few words")
        self.rubric = Text("", "meta", "text2", wrap=True)
        self.save_button = Button("Save and next", "primary", small=True, keys="Ctrl+Return")
        self.none = EmptyState(
            "circle-check", "Nothing waits for your score", "A sample drawn for you comes here."
        )
        self.setAccessibleName("Score a second time")
        self._shown = [self.what, self.did, self.came, self.field, self.note, self.rubric, self.save_button]
        self.add(
            row(Text("Score without seeing the first score", "card"), self.place, None),
            self.what,
            row((Field("Summary", self.did), 1), (Field("Outcome", self.came), 1)),
            row(self.field, (Field("Reason", self.note, optional=True), 1)),
            row((self.rubric, 1), KeyCap("Ctrl+Enter"), self.save_button),
        )
        self.score.changed.connect(lambda _: self._say_rubric())
        self.save_button.clicked.connect(self.save)

    def show_waiting(self, waiting: list[ToScore]) -> None:
        """Show the first that waits; one being scored stays as it is."""
        same = bool(self.waiting and waiting and self.waiting[0].id == waiting[0].id)
        self.waiting = waiting
        if waiting and not same:
            one = waiting[0]
            self.what.setText(f"{one.area}, {full_date(one.day)}: {' '.join(one.who_engaged.split())}")
            self.did.setText(one.summary)
            self.came.setText(one.outcome or "No outcome is written.")
            self.score.set_value(None)
            self.note.setText("")
            self.field.set_error("")
            self._say_rubric()
        self.place.setText(f"{waiting[0].place} of {waiting[0].of}, {number_of(len(waiting), 'entry', 'entries')} to go"
                           if waiting else "")  # fmt: skip

    def save(self) -> None:
        """Save the score and go on."""
        if not self.waiting:
            return
        one, score = self.waiting[0], self.score.value()
        try:
            self._scores.give(
                one.id, one.version, score if isinstance(score, int) else None, self.note.text()
            )
        except Incomplete as found:
            self.field.set_error(found.fields["score"])
            self.focus()
        except Clash:
            self.work.refused.emit("This entry was scored from another window meanwhile.")
        except CannotDo as refusal:
            self.work.refused.emit(refusal.says)
        else:
            self.work.say("Scored a second time", undo=True)
            self.show_waiting(self._scores.to_score())
            self.focus()

    def focus(self) -> None:
        """The focus in the score."""
        self.score.setFocus(Qt.FocusReason.TabFocusReason)

    def _say_rubric(self) -> None:
        score = self.score.value()
        lines = self._coach.score_lines(self.waiting[0].purpose_id) if self.waiting else {}
        line = lines.get(score, "") if isinstance(score, int) else ""
        self.rubric.setText(f"Score {score}: {line}" if line else "")


class SecondPane(QWidget):
    """The page. ``show_page`` takes what was read off the window's thread."""

    def __init__(self, work: Workspace, log: Engagement) -> None:
        super().__init__()
        from npt_desktop.services.coaching import Coach
        from npt_desktop.services.second_scores import SecondScores

        self.work = work
        self._asked = False  # for the focus, before what waits was read
        self.scores = SecondScores(work.desk)
        self.again = ScoreAgain(work, self.scores, Coach(work.desk), log.score_words())
        self.nothing = Card()
        self.nothing.add(self.again.none)
        self.whole = Text("", "strong", wrap=True)
        self.officers = Table("Agreement by lead officer", two_line=False)
        self.samples = Table("Samples drawn", two_line=False)
        self.scorer = Combo(name="Who scores it", width=160)
        self.draw_button = Button("Draw", "secondary", "hand-click", small=True)
        self.draw_button.lock(log.why_not(Act.PREPARE_QA))
        self.draw_button.clicked.connect(self.draw)
        agreed = Card("How the scores agree", gap=8)
        agreed.add(self.whole, (self.officers, 1), Text(_WHAT, "meta", "text3", wrap=True))
        drawn = Card("Samples", right=[self.scorer, self.draw_button], gap=8)
        drawn.add((self.samples, 1), Text("The same seed from the same entries draws the same sample.", "meta", "text3",
                                          wrap=True))  # fmt: skip
        self.nothing.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.again.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setLayout(col(self.again, self.nothing, (box(row((agreed, 8), (drawn, 7), gap=12)), 1), gap=12))

    def read(self) -> tuple[SecondPage, list[ToScore], list[Choice]]:
        """What the page shows of the area; off the window's thread."""
        return (
            self.scores.page(self.work.area_id),
            self.scores.to_score(),
            self.scores.scorers(self.work.area_id),
        )

    def show_page(self, found: tuple[SecondPage, list[ToScore], list[Choice]]) -> None:
        """Show what was read."""
        page, waiting, scorers = found
        self.again.setVisible(bool(waiting))
        self.nothing.setVisible(not waiting)
        self.again.show_waiting(waiting)
        asked, self._asked = self._asked, False
        if asked and waiting:
            self.again.focus()
        kept = self.scorer.value()
        self.scorer.set_options([(c.id, c.label) for c in scorers], kept)
        if self.scorer.currentIndex() < 0 and scorers:
            self.scorer.setCurrentIndex(0)
        quarter = quarter_of(self.work.month)
        self.draw_button.set_text(f"Draw from {quarter.label}")
        self.whole.setText(f"All officers: {page.whole.agreement_words()}")
        _fill(self.officers, _SCORERS, [
            (line.name, str(line.found.pairs), _weighted(line.found.weighted), line.found.drift_words())
            for line in page.scorers
        ], (0, 46, 110, 190))  # fmt: skip
        _fill(self.samples, _SAMPLES, [
            (_period(s.first, s.last), s.scorer, str(s.seed),
             f"{s.drawn} of {s.out_of:,}", f"{s.scored} of {s.drawn}")
            for s in page.samples
        ], (0, 130, 56, 76, 60))  # fmt: skip

    def draw(self) -> None:
        """Draw a sample of the quarter for the scorer chosen."""
        scorer, quarter = self.scorer.value(), quarter_of(self.work.month)
        if not isinstance(scorer, int):
            self.work.refused.emit("There is no sergeant or chief inspector to score it: add one first.")
            return
        area, last = self.work.area_id, min(quarter.end, self.work.desk.today)
        self.work.attempt(lambda: self.scores.draw(area, scorer, quarter.start, last),
                          f"Drew a sample for {self.scorer.currentText()} to score")  # fmt: skip

    def focus(self) -> None:
        """The focus where there is something to do."""
        if self.again.waiting:
            self.again.focus()
        else:
            self._asked = True
            self.scorer.setFocus(Qt.FocusReason.TabFocusReason)


def _fill(table: Table, heads: Sequence[str], rows: Sequence[Sequence[str]], widths: Sequence[int]) -> None:
    table.setModel(CellModel(heads, table, rows))
    table.set_widths(widths)


def _period(first: date, last: date) -> str:
    """``Jul–Sep 2026`` for a quarter or the part of it that has passed."""
    quarter = quarter_of(first)
    whole = first == quarter.start and last in quarter
    return quarter.label if whole else f"{form_date(first)} to {form_date(last)}"


def _weighted(value: float | None) -> str:
    return "too few to say" if value is None else f"{value:.2f}"
