"""Evaluating: the entries without outcome or score, one after another."""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal

from npt_desktop.errors import CannotDo, Clash, Incomplete
from npt_desktop.rules.periods import number_of, short_date
from npt_desktop.ui.engagement.coach import Asked, CoachHint
from npt_desktop.ui.theme.look import ALIGN_R
from npt_desktop.ui.two_sides import Settled, Sides, settle
from npt_desktop.ui.widgets.buttons import Button
from npt_desktop.ui.widgets.cards import Card
from npt_desktop.ui.widgets.choices import ScorePicker
from npt_desktop.ui.widgets.forms import Area, Field
from npt_desktop.ui.widgets.layout import row
from npt_desktop.ui.widgets.text import Elided, Icon, KeyCap, Text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from npt_desktop.services.engagement import Engagement, LogLine
    from npt_desktop.ui.workspace import Workspace
_MAY_FOLLOW = "Outcome or score may follow later"


class EvaluatePanel(Card):
    """``shown`` carries the id of each entry it comes to, ``saved`` of each it saved; ``closed`` at the end."""

    shown = Signal(int)
    saved = Signal(int)
    closed = Signal()

    def __init__(self, work: Workspace, log: Engagement, scores: Mapping[int, str]) -> None:
        super().__init__()
        self.work, self.log = work, log
        self._ids: array[int] = array("q")
        self._at = self._count = 0
        self.line: LogLine | None = None
        self.heading = Text("Evaluate", "card")
        self.place = Text("", "meta", "text3")
        self.what = Elided("", "strong")
        self.lead = Elided("", "meta", "text2", align=ALIGN_R)
        self.did = Area(lines=2, name="What was done")
        self.did.setReadOnly(True)
        self.outcome, self.score = Area(lines=2), ScorePicker(scores)
        self.hint = CoachHint(work.desk, self.score, self._asked)
        self.fields = {
            "outcome": Field("Outcome", self.outcome, name="outcome"),
            "score": Field("Score", self.score, name="score"),
        }
        self.setAccessibleName("Evaluate")
        self.say_line = Elided("", "meta", "text2")
        self.say_icon = Icon("bulb", 15, "accent_text")
        self.stop_button = Button("Close", "quiet", small=True, keys="Esc")
        self.skip_button = Button("Skip", small=True)
        self.save_button = Button("Save and next", "primary", small=True, keys="Ctrl+Return")
        self.add(
            row(Icon("checklist", 16, "accent_text"), self.heading, self.place, None, KeyCap("Esc")),
            row((self.what, 3), (self.lead, 2)),
            self.did,
            row((self.fields["outcome"], 1), self.fields["score"]),
            row(self.say_icon, (self.say_line, 1), self.stop_button, self.skip_button, KeyCap("Ctrl+Enter"), self.save_button),
        )  # fmt: skip
        self.outcome.textChanged.connect(self.hint.soon)
        self.score.changed.connect(lambda _: self.hint.soon())
        self.hint.changed.connect(lambda: self._say(self.hint.words or _MAY_FOLLOW))
        self.save_button.clicked.connect(self.save)
        self.skip_button.clicked.connect(self.skip)
        self.stop_button.clicked.connect(self.closed)

    def start(self, ids: array[int], title: str) -> None:
        """Go through these entries."""
        self._ids, self._at, self._count = ids, -1, 0
        self.hint.forget()
        self.heading.setText(title)
        self.setAccessibleName(title)
        self.skip()

    def skip(self) -> None:
        """The next one, leaving this as it is."""
        self._at += 1
        while self._at < len(self._ids):
            self.line = next(iter(self.log.lines([self._ids[self._at]])), None)
            if self.line is not None:
                self._show(self.line)
                return
            self._at += 1
        self._end()

    def save(self) -> None:
        """Save outcome and score, and go to the next; one of them may follow later."""
        line, outcome = self.line, self.outcome.text().strip()
        score = self.score.value()
        if line is None:
            return
        if not outcome and score is None:
            self._say("Enter an outcome or a score, or skip this entry")
            self.focus_field("outcome")
            return
        try:
            self.log.evaluate(line.id, line.version, outcome, score if isinstance(score, int) else None)
        except Incomplete as found:
            for name, says in found.fields.items():
                if name in self.fields:
                    self.fields[name].set_error(says)
        except Clash:
            self._clash(line, {"outcome": outcome, "score": score})
        except CannotDo as refusal:
            self.work.refused.emit(refusal.says)
        else:
            self._saved(line)

    def _saved(self, line: LogLine, more: str = "") -> None:
        self._count += 1
        self.work.say(f"Evaluated: {line.audience}, {short_date(line.day)}{more}", undo=True)
        self.saved.emit(line.id)
        self.skip()

    def _clash(self, was: LogLine, mine: dict[str, Any]) -> None:
        """Somebody saved first: a result only one side wrote is taken, for two the person chooses."""
        now = next(iter(self.log.lines([was.id])), None)
        if now is None:
            self.work.refused.emit("This entry was removed in the meantime: skip it.")
            return
        before, theirs = ({name: getattr(one, name) for name in mine} for one in (was, now))
        labels = {name: self.fields[name].label for name in mine}

        def save(settled: Settled) -> None:
            try:
                self.log.evaluate(was.id, now.version, **settled.fields)
                if settled.over:
                    fresh = next(iter(self.log.lines([was.id])), now)
                    self.log.evaluate(was.id, fresh.version, **{**settled.fields, **settled.over})
            except CannotDo as refusal:
                self.work.refused.emit(refusal.says)
            else:
                self._saved(was, settled.told)

        def says(_: str, value: object) -> str:
            return str(value or "")

        settle(
            self, self.work.desk, Sides("engagement_entry", was.id, before, mine, theirs, labels, says), save
        )

    def focus_field(self, name: str) -> bool:
        if name not in self.fields:
            return False
        self.fields[name].control.setFocus(Qt.FocusReason.TabFocusReason)
        return True

    def _show(self, line: LogLine) -> None:
        for field in self.fields.values():
            field.set_error("")
        self.place.setText(f"{self._at + 1} of {len(self._ids)}")
        self.what.setText(f"{line.audience}: {' '.join(line.who_engaged.split())}")
        self.lead.setText(f"{short_date(line.day)}, {line.purpose}, {line.lead}")
        self.did.setText(line.summary)
        self.outcome.setText(line.outcome)
        self.score.set_value(line.score)
        self.hint.now()
        self._say(self.hint.words or _MAY_FOLLOW)
        self.skip_button.set_text("Skip" if self._at + 1 < len(self._ids) else "Finish")
        self.save_button.set_text("Save and next" if self._at + 1 < len(self._ids) else "Save and finish")
        self.shown.emit(line.id)
        self.focus_field("score" if line.outcome.strip() else "outcome")

    def _asked(self) -> Asked:
        line, score = self.line, self.score.value()
        done, purpose = (line.summary, line.purpose_id) if line is not None else ("", None)
        return Asked(done, self.outcome.text(), score if isinstance(score, int) else None, purpose)

    def _say(self, words: str) -> None:
        self.say_line.setText(words)
        self.say_icon.setVisible(bool(words) and words == self.hint.words)

    def _end(self) -> None:
        self.line = None
        if self._count > 1:
            self.work.say(f"Evaluated {number_of(self._count, 'entry', 'entries')}")
        self.closed.emit()
