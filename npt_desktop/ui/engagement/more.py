"""The optional fields of an engagement, folded away until they are asked for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from npt_desktop.ui.engagement.commitments import Commitments
from npt_desktop.ui.widgets.buttons import Check
from npt_desktop.ui.widgets.forms import Edit, Field
from npt_desktop.ui.widgets.layout import col, row
from npt_desktop.ui.widgets.picks import Picks
from npt_desktop.ui.widgets.typeahead import TypeAhead

if TYPE_CHECKING:
    from npt_desktop.services.desk import Choice, Desk
    from npt_desktop.services.engagement import EntryDraft

PLAN_SHIFT = 1 << 40  # plans and priorities share one list: a plan's key is its id beyond this


class MoreFields(QWidget):
    """Everything beside the booklet's eight columns. ``edited`` by what a person does."""

    edited = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._minutes: int | None = None
        self._offered = False
        self._waiting: Mapping[str, Any] | None = None
        self.beat = TypeAhead(placeholder="Beat, street or place", free=True)
        self.reached = Edit("", "People")
        self.hours = Edit("", "Such as 1.5")
        self.channel = TypeAhead(placeholder="Type to choose")
        self.theme = TypeAhead(placeholder="Type to choose")
        self.groups, self.met = Picks(), Picks()
        self.partners = TypeAhead(placeholder="Who took part", free=True)
        self.about = TypeAhead(placeholder="Priority or plan")
        self.sentence = Edit("", "The summary is offered unless you write one")
        self.hate = Check("From a hate crime report")
        self.commitments = Commitments(desk)
        self.fields = {
            name: Field(label, control, name=name, optional=True)
            for name, label, control in (
                ("beat", "Beat or place", self.beat),
                ("reached", "Number reached", self.reached),
                ("hours", "Hours", self.hours),
                ("channel", "Channel", self.channel),
                ("theme", "Strategic theme", self.theme),
                ("groups", "Communities reached", self.groups),
                ("met", "Key individuals met", self.met),
                ("partners", "Partners", self.partners),
                ("about", "Priority or plan it was about", self.about),
                ("public_sentence", "Sentence for that month's public update", self.sentence),
                ("commitments", "Commitments made", self.commitments),
            )
        }
        f = self.fields
        self.setLayout(
            col(
                row((f["beat"], 5), (f["reached"], 3), (f["hours"], 3), (f["channel"], 4), (f["theme"], 4)),
                row((f["groups"], 1), (f["met"], 1), (f["partners"], 1)),
                row((f["about"], 4), (f["public_sentence"], 5), col(18, self.hate, None, gap=3)),
                f["commitments"],
            )
        )
        for box in (self.beat, self.channel, self.theme, self.partners, self.about):
            box.changed.connect(self.edited)
            line = box.lineEdit()
            assert line is not None
            line.textEdited.connect(self.edited)
        for edit in (self.reached, self.hours, self.sentence):
            edit.textEdited.connect(self.edited)
        for picks in (self.groups, self.met):
            picks.changed.connect(self.edited)
        self.hate.clicked.connect(self.edited)
        self.commitments.edited.connect(self.edited)
        self.about.changed.connect(lambda _: self._offer_sentence())
        self._offer_sentence()

    def offer(self, lists: Mapping[str, Sequence[Choice]]) -> None:
        """Set what may be chosen; what is chosen stays."""
        for box, name in ((self.beat, "beat"), (self.partners, "partners")):
            box.offer([(c.label, c.label) for c in lists[name]])
        for box, name in ((self.channel, "channel"), (self.theme, "theme")):
            box.offer([(c.id, c.label) for c in lists[name]])
        self.groups.offer([(c.id, c.label) for c in lists["group"]])
        self.met.offer([(c.id, c.label) for c in lists["key"]])
        self.about.offer(
            [(c.id, c.label) for c in lists["priority"]]
            + [(c.id + PLAN_SHIFT, c.label) for c in lists["plan"]]
        )
        self.commitments.offer(lists["lead"])
        self._offered = True
        if self._waiting is not None:
            left, self._waiting = self._waiting, None
            self.put_back(left)

    # -- values --
    def values(self) -> dict[str, Any]:
        """The fields as a draft names them. A number that cannot be read is -1, which no rule allows."""
        for box in (self.beat, self.channel, self.theme, self.partners, self.about):
            box.settle()
        about = _key(self.about.value())
        priority = about if about is not None and about < PLAN_SHIFT else None
        plan = about - PLAN_SHIFT if about is not None and about >= PLAN_SHIFT else None
        return {
            "beat": self.beat.text().strip(),
            "reached": read_number(self.reached.text()),
            "minutes": self._read_minutes(),
            "channel_id": _key(self.channel.value()),
            "theme_id": _key(self.theme.value()),
            "groups": tuple(k for k in self.groups.value() if isinstance(k, int)),
            "met": tuple(k for k in self.met.value() if isinstance(k, int)),
            "partners": self.partners.text().strip(),
            "priority_id": priority,
            "plan_id": plan,
            "public_sentence": self.sentence.text().strip(),
            "from_hate_crime": self.hate.isChecked(),
            "commitments": self.commitments.value(),
        }

    def fill(self, draft: EntryDraft, words: Mapping[str, Sequence[str]] | None = None) -> None:
        """Show an entry. ``words`` name choices that are on no list any more, by field."""
        said = words or {}
        self.beat.set_text(draft.beat)
        self.partners.set_text(draft.partners)
        self.reached.setText("" if draft.reached is None else str(draft.reached))
        self._minutes = draft.minutes
        self.hours.setText(hours_words(draft.minutes))
        about = draft.priority_id if draft.plan_id is None else draft.plan_id + PLAN_SHIFT
        for box, key, name in (
            (self.channel, draft.channel_id, "channel"),
            (self.theme, draft.theme_id, "theme"),
            (self.about, about, "about"),
        ):
            box.set_value(key)
            if key is not None and box.value() is None and said.get(name):
                box.set_options([*box.options, (key, said[name][0])], key)
        self.groups.set(draft.groups, said.get("groups", ()))
        self.met.set(draft.met, said.get("met", ()))
        self.sentence.setText(draft.public_sentence)
        self.hate.setChecked(draft.from_hate_crime)
        self.commitments.set(draft.commitments)
        self._offer_sentence()

    @property
    def said(self) -> int:
        """How many of the fields hold something."""
        return sum(
            bool(value)
            for value in (
                self.beat.text().strip(), self.reached.text().strip(), self.hours.text().strip(), self.channel.value(),
                self.theme.value(), self.groups.value(), self.met.value(), self.partners.text().strip(),
                self.about.value(), self.hate.isChecked(), self.commitments.rows,
            )
        )  # fmt: skip

    # -- drafts --
    def as_left(self) -> dict[str, Any]:
        """The fields as they stand, as JSON; nothing when nothing is said."""
        if self._waiting is not None:
            return dict(self._waiting)
        if not self.said and not self.sentence.text():
            return {}
        return {
            "beat": self.beat.text(), "reached": self.reached.text(), "hours": self.hours.text(),
            "channel": self.channel.value(), "theme": self.theme.value(), "groups": list(self.groups.value()),
            "met": list(self.met.value()), "partners": self.partners.text(), "about": self.about.value(),
            "sentence": self.sentence.text(), "hate": self.hate.isChecked(), "commitments": self.commitments.as_left(),
        }  # fmt: skip

    def put_back(self, left: Mapping[str, Any]) -> None:
        """Show the fields as they were left; choices stand once there are lists to choose from."""
        if not self._offered:
            self._waiting = left
        self.beat.set_text(str(left.get("beat", "")))
        self.partners.set_text(str(left.get("partners", "")))
        self.reached.setText(str(left.get("reached", "")))
        self.hours.setText(str(left.get("hours", "")))
        self.sentence.setText(str(left.get("sentence", "")))
        for box, name in ((self.channel, "channel"), (self.theme, "theme"), (self.about, "about")):
            box.set_value(left.get(name))
        self.groups.set(left.get("groups", ()))
        self.met.set(left.get("met", ()))
        self.hate.setChecked(bool(left.get("hate")))
        self.commitments.put_back(left.get("commitments", ()))
        self._offer_sentence()

    # -- within --
    def _offer_sentence(self) -> None:
        """The sentence is wanted only where there is a priority or plan whose update may use it."""
        self.fields["public_sentence"].setVisible(
            self.about.value() is not None or bool(self.sentence.text())
        )

    def _read_minutes(self) -> int | None:
        """The minutes typed; those of the entry where the words are still its own."""
        words = self.hours.text().strip()
        return self._minutes if words and words == hours_words(self._minutes) else read_minutes(words)


def read_number(text: str) -> int | None:
    """A whole number as typed; None for nothing, -1 for what is none."""
    if not text.strip():
        return None
    plain = text.strip().replace(",", "")
    return int(plain) if plain.isascii() and plain.isdigit() and len(plain) < 10 else -1


def read_minutes(text: str) -> int | None:
    """Minutes of hours as typed: ``1.5``, ``1,5``, ``1:30``, ``90 min``; None for nothing, -1 for what is none."""
    plain = text.strip().casefold()
    if not plain:
        return None
    whole, colon, rest = plain.partition(":")
    try:
        if colon and whole.isdigit() and rest.isdigit() and int(rest) < 60:
            return int(whole) * 60 + int(rest)
        number = float(plain.rstrip("hoursmin ").replace(",", "."))
        minutes = number if "m" in plain else number * 60
        return round(minutes) if 0 <= minutes < 1e6 else -1
    except (ValueError, OverflowError):
        return -1


def hours_words(minutes: int | None) -> str:
    """Minutes as hours: ``1.5``."""
    return "" if minutes is None else f"{minutes / 60:.2f}".rstrip("0").rstrip(".")


def _key(value: object) -> int | None:
    return value if isinstance(value, int) else None
