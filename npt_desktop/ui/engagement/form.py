"""The eight columns of an engagement as a form; quick entry and the edit panel both show it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from npt_desktop.rules.dates import parse_typed
from npt_desktop.ui.engagement.coach import Asked, CoachHint
from npt_desktop.ui.engagement.more import MoreFields
from npt_desktop.ui.widgets.buttons import Button
from npt_desktop.ui.widgets.choices import ScorePicker
from npt_desktop.ui.widgets.dates import DateEdit
from npt_desktop.ui.widgets.forms import Area, Edit, Field
from npt_desktop.ui.widgets.layout import col, order_tabs, row
from npt_desktop.ui.widgets.messages import ErrorSummary
from npt_desktop.ui.widgets.typeahead import TypeAhead

if TYPE_CHECKING:
    from npt_desktop.services.desk import Choice, Desk
    from npt_desktop.services.engagement import EntryDraft
    from npt_desktop.ui.workspace import Workspace


MORE_KEYS = "Ctrl+Shift+M"


class EntryForm(QWidget):
    """Date, audience, purpose, who, lead; summary, outcome, score. Field names are those of the draft.

    ``edited`` is emitted by what a person does, never by filling. ``hint`` is what the outcome coach says of
    it. With ``tall`` summary and outcome have several lines, as imported ones may. ``more_button`` folds out
    the optional fields and ``add_lead_button`` offers to add an officer on no list; the card it stands on gives
    both a place, and answers ``officerWanted`` with :meth:`take_officer`.
    """

    edited = Signal()
    officerWanted = Signal(str)

    def __init__(self, desk: Desk, scores: Mapping[int, str], *, tall: bool = False) -> None:
        super().__init__()
        self.day = DateEdit(lambda text: parse_typed(text, desk.today), desk.today, width=130)
        self.audience = TypeAhead(placeholder="Type to choose")
        self.purpose = TypeAhead(placeholder="Type to choose")
        self.who = TypeAhead(placeholder="Group, place or people", free=True)
        self.lead = TypeAhead(placeholder="Type to choose")
        self.summary: Edit | Area
        self.outcome: Edit | Area
        if tall:
            self.summary, self.outcome = Area(lines=2), Area(lines=2)
        else:
            self.summary = Edit("", "What did you do?")
            self.outcome = Edit("", "What was the result? May follow")
        self.score = ScorePicker(scores)
        self.hint = CoachHint(desk, self.score, self._asked)
        self.summary_of_errors = ErrorSummary()
        self.fields = {
            name: Field(label, control, name=name)
            for name, label, control in (
                ("day", "Date", self.day),
                ("audience", "Audience", self.audience),
                ("purpose", "Purpose", self.purpose),
                ("who_engaged", "Who was engaged", self.who),
                ("lead", "Lead", self.lead),
                ("summary", "Summary", self.summary),
                ("outcome", "Outcome", self.outcome),
                ("score", "Score", self.score),
            )
        }
        f = self.fields
        first = row(
            f["day"], (f["audience"], 15), (f["purpose"], 15), (f["who_engaged"], 16), (f["lead"], 16)
        )
        second = row((f["summary"], 5), (f["outcome"], 4), f["score"])
        self._desk = desk
        self._lists: Mapping[str, Sequence[Choice]] = {}
        self.more: MoreFields | None = None
        self.more_button = Button("More", "quiet", "chevron-down", small=True, keys=MORE_KEYS)
        self.more_button.setCheckable(True)
        self.more_button.toggled.connect(self._fold)
        self.add_lead_button = Button("", "quiet", "plus", small=True)
        self.add_lead_button.hide()
        self.add_lead_button.clicked.connect(lambda: self.officerWanted.emit(self.lead.text()))
        self.lead.errorChanged.connect(self._lead_unknown)
        self._column = col(self.summary_of_errors, first, second)
        self.setLayout(self._column)
        for box in self._boxes():
            box.changed.connect(self._edited)
            line = box.lineEdit()
            assert line is not None
            line.textEdited.connect(self._edited)
        self.day.changed.connect(self._edited)
        self.day.textEdited.connect(self._edited)
        self.score.changed.connect(self._edited)
        for text in (self.summary, self.outcome):
            if isinstance(text, Edit):
                text.textEdited.connect(self._edited)
            else:
                text.textChanged.connect(self._edited)
        self._filling = False

    def _boxes(self) -> tuple[TypeAhead, ...]:
        return self.audience, self.purpose, self.who, self.lead

    def _edited(self, *_: object) -> None:
        if not self._filling:
            self._count_more()
            self.hint.soon()
            self.edited.emit()

    def _asked(self) -> Asked:
        purpose, score = _id(self.purpose.value()), _id(self.score.value())
        return Asked(self.summary.text(), self.outcome.text(), score, purpose)

    # -- lists --
    def offer(self, lists: Mapping[str, Sequence[Choice]]) -> None:
        """Set what may be chosen; what is chosen or being typed stays."""
        self.hint.forget()
        self.audience.offer([(c.id, c.label) for c in lists["audience"]])
        self.purpose.offer([(c.id, c.label) for c in lists["purpose"]])
        self.lead.offer([(c.id, c.label) for c in lists["lead"]])
        self.who.offer([(c.label, c.label) for c in lists["who"]])
        if "group" in lists:
            self._lists = lists
            if self.more is not None:
                self.more.offer(lists)
                self._count_more()

    # -- an officer on no list --
    def take_officer(self, person_id: int, label: str) -> None:
        """Choose an officer who was just added."""
        self.lead.set_options([*self.lead.options, (person_id, label)], person_id)
        self.summary.setFocus(Qt.FocusReason.TabFocusReason)
        self._edited()

    def _lead_unknown(self, says: str) -> None:
        from npt_desktop.services.officers import offer_to_add, told_to_ask

        if says and (asking := told_to_ask(self._desk, self.lead.text())):
            self.fields["lead"].set_error(asking)
        offer = offer_to_add(self._desk, self.lead.text()) if says else ""
        self.add_lead_button.set_text(f"Add {offer}")
        self.add_lead_button.setVisible(bool(offer) and self.isVisible())

    # -- the optional fields --
    def open_more(self) -> MoreFields:
        """Fold the optional fields out."""
        self.more_button.setChecked(True)
        return self._made()

    def _made(self) -> MoreFields:
        if self.more is None:
            self.more = MoreFields(self._desk)
            self._column.addWidget(self.more)
            self.more.setVisible(self.more_button.isChecked())
            if self._lists:
                self.more.offer(self._lists)
            self.more.edited.connect(self._edited)
            self.fields |= self.more.fields
            order_tabs(self.parentWidget() or self)
        return self.more

    def _fold(self, out: bool) -> None:
        self.more_button.set_icon("chevron-up" if out else "chevron-down")
        if out:
            self._made().show()
            self._made().beat.setFocus(Qt.FocusReason.TabFocusReason)
        elif self.more is not None:
            self.more.hide()
        self._count_more()

    def _count_more(self) -> None:
        said = self.more.said if self.more is not None else 0
        word = "Less" if self.more_button.isChecked() else "More"
        self.more_button.set_text(f"{word} ({said})" if said else word)

    # -- values --
    def settle(self) -> None:
        """Read what stands in the boxes, as leaving each does."""
        for box in self._boxes():
            box.settle()
        self.day.read()

    def draft(self, base: EntryDraft) -> EntryDraft:
        """What the form says, over an entry that has the fields it does not show."""
        self.settle()
        return replace(
            base,
            **(self.more.values() if self.more is not None else {}),
            day=self.day.value(),
            audience_id=_id(self.audience.value()),
            purpose_id=_id(self.purpose.value()),
            who_engaged=self.who.text().strip(),
            lead_id=_id(self.lead.value()),
            summary=self.summary.text().strip(),
            outcome=self.outcome.text().strip(),
            score=_id(self.score.value()),
        )

    def fill(
        self,
        draft: EntryDraft,
        labels: Mapping[str, str] | None = None,
        more: Mapping[str, Sequence[str]] | None = None,
    ) -> None:
        """Show an entry. ``labels`` name choices that are on no list any more, by field; so does ``more``
        those of the optional fields."""
        self._filling = True
        for name, box, key in (
            ("audience", self.audience, draft.audience_id),
            ("purpose", self.purpose, draft.purpose_id),
            ("lead", self.lead, draft.lead_id),
        ):
            box.set_value(key)
            words = (labels or {}).get(name, "")
            if key is not None and box.value() is None and words:
                box.set_options([*box.options, (key, words)], key)
        self.day.set_value(draft.day)
        self.who.set_text(draft.who_engaged)
        self.summary.setText(draft.summary)
        self.outcome.setText(draft.outcome)
        for text in (self.summary, self.outcome):
            if isinstance(text, Edit):
                text.setCursorPosition(0)
        self.score.set_value(draft.score)
        if self.more is not None or _says_more(draft):
            self._made().fill(draft, more)
        self._count_more()
        self._filling = False
        self.forget_errors()
        self.hint.now()

    # -- drafts --
    def as_left(self) -> dict[str, Any]:
        """The form as it stands, half typed words too, as JSON."""
        day = self.day.peek()
        more = self.more.as_left() if self.more is not None else {}
        return {
            **({"more": more} if more else {}),
            "day": day.isoformat() if day else "",
            "audience": self.audience.value(),
            "purpose": self.purpose.value(),
            "lead": self.lead.value(),
            "who_engaged": self.who.text(),
            "summary": self.summary.text(),
            "outcome": self.outcome.text(),
            "score": self.score.value(),
        }

    def put_back(self, left: Mapping[str, Any]) -> None:
        """Show a form as it was left."""
        self._filling = True
        self.day.set_value(date.fromisoformat(left["day"]) if left.get("day") else None)
        for name, box in (("audience", self.audience), ("purpose", self.purpose), ("lead", self.lead)):
            box.set_value(left.get(name))
        self.who.set_text(str(left.get("who_engaged", "")))
        self.summary.setText(str(left.get("summary", "")))
        self.outcome.setText(str(left.get("outcome", "")))
        self.score.set_value(left.get("score"))
        if self.more is not None or left.get("more"):
            self._made().put_back(left.get("more", {}))
        self._count_more()
        self._filling = False
        self.hint.now()

    # -- errors --
    def show_errors(self, errors: Mapping[str, str]) -> None:
        """Say what is to be mended: on top, beside each field, and the focus moves there."""
        self.forget_errors()
        if self.more is not None and any(name in self.more.fields for name in errors):
            self.more_button.setChecked(True)
        self.summary_of_errors.show_errors([(self.fields.get(name), says) for name, says in errors.items()])

    def forget_errors(self) -> None:
        self.summary_of_errors.show_errors(())
        for field in self.fields.values():
            field.set_error("")

    def focus(self, name: str) -> None:
        """Go to a field as Tab does: what stands in it is selected."""
        self.fields[name].control.setFocus(Qt.FocusReason.TabFocusReason)


def add_officer(work: Workspace, form: EntryForm, text: str, area_id: int) -> None:
    """Add the officer a form names to an area, and choose them there."""
    from npt_desktop.services import officers

    made: list[int] = []
    label = officers.offer_to_add(work.desk, text)
    if work.attempt(lambda: made.append(officers.add_officer(work.desk, text, area_id)), f"Added {label}"):
        form.take_officer(made[0], label)


def _says_more(draft: EntryDraft) -> bool:
    return any((draft.beat, draft.reached is not None, draft.from_hate_crime, draft.theme_id, draft.channel_id,
                draft.priority_id, draft.plan_id, draft.partners, draft.minutes, draft.public_sentence, draft.groups,
                draft.met, draft.commitments))  # fmt: skip


def _id(value: object) -> int | None:
    return value if isinstance(value, int) else None
