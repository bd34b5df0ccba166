"""Quick entry: one engagement in under thirty seconds, by keyboard alone (design guide, workflow C)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QHideEvent

from npt_desktop.errors import CannotDo, Incomplete
from npt_desktop.rules.periods import day_month, days_words
from npt_desktop.rules.thresholds import standard_thresholds
from npt_desktop.ui.engagement.form import EntryForm, add_officer
from npt_desktop.ui.widgets.buttons import Button
from npt_desktop.ui.widgets.cards import Card
from npt_desktop.ui.widgets.layout import row
from npt_desktop.ui.widgets.text import Elided, Icon, KeyCap, Text

if TYPE_CHECKING:
    from npt_desktop.services.engagement import EntryDraft, GapMap
    from npt_desktop.ui.workspace import Workspace

KEEP_AFTER_MS = 1000
_HINT = "Tab moves on, type to choose, Ctrl+D repeats the last entry"


class QuickEntry(Card):
    """The card on top of the log. ``logged`` carries the id of each new entry.

    What is typed is kept a second after the last key, and forgotten when it is saved or cleared.
    """

    logged = Signal(int)

    def __init__(self, work: Workspace) -> None:
        super().__init__()
        from npt_desktop.services.drafts import Drafts
        from npt_desktop.services.engagement import Engagement

        self.work = work
        self.log = Engagement(work.desk)
        self._drafts = Drafts(work.desk)
        self._gaps: GapMap | None = None
        self._area = work.area_id
        self._unkept = self._back = False
        self.form = EntryForm(work.desk, self.log.score_words())
        self.say_line = Elided("", "meta", "text2")
        self.say_icon = Icon("info-circle", 15, "accent_text")
        self.clear_button = Button("Clear", "quiet", small=True)
        self.save_button = Button("Save entry", "primary", small=True, keys="Ctrl+Return")
        self.save_button.lock(self.log.why_not())
        self.setAccessibleName("Quick entry")
        title = row(Icon("plus", 16, "accent_text"), Text("Quick entry", "card"), (Elided(_HINT, "meta", "text3"), 1),
                    KeyCap("Ctrl+L"))  # fmt: skip
        foot = row(self.form.more_button, self.form.add_lead_button, self.say_icon, (self.say_line, 1), self.clear_button, KeyCap("Ctrl+Enter"),
                   self.save_button)  # fmt: skip
        self.add(title, self.form, foot)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(KEEP_AFTER_MS)
        self._pause.timeout.connect(self._keep_soon)
        self.form.edited.connect(self._edited)
        self.form.officerWanted.connect(lambda text: add_officer(work, self.form, text, self._area))
        self.form.audience.changed.connect(lambda _: self._say())
        self.form.hint.changed.connect(lambda: self._say())
        self.clear_button.clicked.connect(self.clear)
        self.save_button.clicked.connect(self.save)
        self.form.offer(self.log.plain_lists())
        self.form.fill(self._empty())
        self._take_up()

    # -- what the screen asks --
    def show_gaps(self, gaps: GapMap) -> None:
        """What the line below the form is read from."""
        self._gaps = gaps
        if not self._back:
            self._say()

    def change_area(self) -> None:
        """The area was switched: keep what was typed for the old one, show what was left for the new."""
        if self._area != self.work.area_id:
            self.keep_now()
            self._area = self.work.area_id
            self._gaps = None
            self.form.fill(self._empty())
            self._take_up()

    def start(self) -> None:
        """Ctrl+L: the focus in Audience."""
        self.form.focus("audience")

    def repeat(self) -> None:
        """Ctrl+D: the last entry again, dated today, its result open."""
        last = self.log.last_draft(self._area)
        if last is None:
            self._say("There is no earlier entry here to repeat")
        else:
            self._take(last)

    def start_from(self, entry_id: int) -> None:
        """Another like an entry of the log."""
        from dataclasses import replace

        try:
            self._take(replace(self.log.again(entry_id), area_id=self._area))
        except CannotDo as refusal:
            self.work.refused.emit(refusal.says)

    def _take(self, draft: EntryDraft) -> None:
        self.form.fill(draft)
        self._edited()
        self._say()
        self.form.focus("outcome")

    def clear(self) -> None:
        """Empty the form and forget what was kept."""
        self._forget()
        self.form.fill(self._empty())
        self._say()
        self.form.focus("audience")

    def save(self) -> None:
        """Log what the form says; ready for the next."""
        draft = self.form.draft(self._empty())
        try:
            entry_id = self.log.log(draft)
        except Incomplete as found:
            self.form.show_errors(found.fields)
            return
        except CannotDo as refusal:
            self.work.refused.emit(refusal.says)
            return
        words = self.form.audience.text()
        self.clear()
        assert draft.day is not None
        day = day_month(draft.day, self.work.desk.today)
        self.work.say(f"Logged engagement: {words}, {day}", undo=True)
        self.logged.emit(entry_id)

    # -- drafts --
    def keep_now(self) -> None:
        """Keep what is typed at once; on closing."""
        self._pause.stop()
        if self._unkept:
            self._unkept = False
            self._keep(self._drafts.begin(self._key()), self._key())

    def hideEvent(self, event: QHideEvent, /) -> None:
        super().hideEvent(event)
        self.keep_now()

    def _key(self) -> str:
        return f"engagement:{self._area}"

    def _edited(self) -> None:
        self._back = False
        self._unkept = True
        self._pause.start()

    def _keep_soon(self) -> None:
        if self._unkept:
            self._unkept = False
            number, key, left = self._drafts.begin(self._key()), self._key(), self.form.as_left()
            self.work.jobs.run(lambda _: self._drafts.keep(key, number, left), failed=self._not_kept)

    def _keep(self, number: int, key: str) -> None:
        try:
            self._drafts.keep(key, number, self.form.as_left())
        except CannotDo as refusal:
            self._not_kept(refusal)

    def _not_kept(self, error: Exception) -> None:
        if not isinstance(error, CannotDo):
            raise error
        self._unkept = True
        self._say("This form could not be kept for later: save the entry before you close")

    def _forget(self) -> None:
        self._pause.stop()
        self._unkept = self._back = False
        number, key = self._drafts.begin(self._key()), self._key()
        self.work.jobs.run(lambda _: self._drafts.keep(key, number, {}), failed=lambda _: None)

    def _take_up(self) -> None:
        left = self._drafts.kept(self._key())
        self._back = bool(left)
        if left:
            self.form.put_back(left)
            self._say("Your unsaved entry is back as you left it")
        else:
            self._say()

    # -- words --
    def _empty(self) -> EntryDraft:
        from npt_desktop.services.engagement import EntryDraft

        desk = self.work.desk
        return EntryDraft(self._area, desk.today, None, None, "", desk.actor.person_id, "")

    def _say(self, words: str = "") -> None:
        hint = self.form.hint.words
        said = words or self.log.why_not() or hint or self._gap_words()
        self.say_icon.set_icon("bulb" if said == hint else "info-circle")
        self.say_line.setText(said)
        self.say_icon.setVisible(bool(said))

    def _gap_words(self) -> str:
        key, gaps = self.form.audience.value(), self._gaps
        if key is None or gaps is None:
            return ""
        known = next((i for i, audience in enumerate(gaps.audiences) if audience.id == key), None)
        if known is None:
            return ""
        name, days = in_a_sentence(gaps.audiences[known].label), gaps.days_since[known]
        if days is None:
            return f"Closes a gap: no contact with {name} logged yet"
        if days > standard_thresholds().gap_days:
            return f"Closes a gap: no contact with {name} for {days_words(days)}"
        if days <= 0:
            return f"Last contact with {name}: today"
        return f"Last contact with {name}: {days_words(days)} ago"


def in_a_sentence(label: str) -> str:
    """A list entry within a sentence: "faith groups", but "LGBT+ community"."""
    first = label.split(" ", 1)[0]
    return label if any(letter.isupper() for letter in first[1:]) else label[:1].lower() + label[1:]
