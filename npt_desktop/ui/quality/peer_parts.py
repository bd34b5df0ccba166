"""The parts of the peer review's page: the pane of a question, the summary by area and year, a new review."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from datetime import date
from itertools import groupby

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QWidget

from npt_desktop.models.kinds import PeerRating
from npt_desktop.rules.dates import parse_typed
from npt_desktop.rules.peer import peer_checklist, rating_state
from npt_desktop.services.peer import PeerLine, PeerPage
from npt_desktop.services.quality import OwnedAction
from npt_desktop.ui.quality.action_form import ActionForm, ActionLine
from npt_desktop.ui.quality.lines import Line
from npt_desktop.ui.widgets.buttons import Button
from npt_desktop.ui.widgets.cards import Card
from npt_desktop.ui.widgets.choices import Segmented
from npt_desktop.ui.widgets.dates import DateEdit
from npt_desktop.ui.widgets.forms import Area, Edit, Field
from npt_desktop.ui.widgets.layout import box, clear, col, line, row, scroll
from npt_desktop.ui.widgets.marks import Badge, Mark
from npt_desktop.ui.widgets.progress import Meter
from npt_desktop.ui.widgets.text import KeyCap, Text

TONES: dict[Hashable, str] = {
    PeerRating.GREEN: "good",
    PeerRating.AMBER: "warn",
    PeerRating.RED: "bad",
    PeerRating.NOT_APPLICABLE: "none",
}
_MOST_YEARS = 5


def lines_of_review(page: PeerPage) -> list[Line]:
    """The list: an area as a heading with its score, then its questions."""
    names = {area.key: area.name for area in page.areas}
    found: list[Line] = []
    for key, lines in groupby(page.lines, key=lambda one: one.area):
        share = page.by_area[key].percent
        found.append(Line(names.get(key, key), right="" if share is None else f"{share} %"))
        for one in lines:
            tone = f"{TONES[one.rating]}_text" if one.rating else "text2"
            word = one.rating.label if one.rating else ""
            found.append(Line(one.text, one.number, rating_state(one.rating).value, word, tone))
    return found


class PeerPane(Card):
    """One question: text, what the store shows, rating, note and its action.

    ``rated`` when a rating is chosen; ``wanted`` carries an action's id and state; ``put`` is what is saved.
    """

    rated = Signal(object)
    wanted = Signal(int, object)

    def __init__(self, today: date) -> None:
        super().__init__(pad=0, gap=0)
        self._today = today
        self.number, self.locked = 0, True
        self.put: tuple[PeerRating | None, str] = (None, "")
        self.badge = Badge("", "accent")
        self.place = Text("", "meta", "text2")
        self.words = Text("", "section", wrap=True)
        self.evidence = Text("", "meta", "text2", wrap=True)
        self.rating = Segmented(
            [(r, r.label) for r in PeerRating], label="Rating", numbered=True, stretch=True, optional=True, tones=TONES,
        )  # fmt: skip
        self.rating.setObjectName("rating")
        self.rating.changed.connect(self.rated)
        self.note = Area(lines=3)
        self.note_field = Field("Note", self.note, name="peer_note", key="C")
        self.mark, self.given = Mark("none", 14), Text("", "strong")
        self.given_note = Text("", wrap=True)
        self._editing = box(col(self.rating, self.note_field, gap=8))
        self._reading = box(col(row(self.mark, self.given, None, gap=6), self.given_note, gap=6))
        self.add_button = Button("Set an action", "quiet", "plus", small=True)
        self.add_button.clicked.connect(self.open_form)
        self.form = ActionForm(today)
        self.form.closed.connect(self._form_closed)
        self._actions = col(gap=4)
        self._action_title = Text("Action", "card")
        self._may_act = False
        self._cap = KeyCap("A")
        upper = scroll(box(col(
            row(self.badge, (self.place, 1), gap=8), self.words, line(), Text("What the store shows", "card"),
            self.evidence, None, gap=8, margins=(12, 12, 12, 8),
        )))  # fmt: skip
        lower = col(
            Text("Rating", "card"), self._editing, self._reading,
            row(self._action_title, None, self._cap, self.add_button, gap=6), self._actions, self.form,
            gap=6, margins=(12, 8, 12, 10),
        )  # fmt: skip
        self.add((upper, 1), line(), box(lower))
        self.setAccessibleName("Question of the peer review")

    @property
    def typed(self) -> tuple[PeerRating | None, str]:
        """Rating and note as they stand in the form."""
        value = self.rating.value()
        return value if isinstance(value, PeerRating) else None, self.note.text().strip()

    def show_line(self, one: PeerLine, area: str, *, editable: bool, keep: bool) -> None:
        """Show a question; with ``keep`` what is typed stays."""
        fresh = one.number != self.number or self.typed == self.put or not keep
        self.number, self.locked = one.number, not editable
        self.badge.set(one.number, "accent")
        self.place.setText(area)
        self.words.setText(one.text)
        shown = one.evidence or (one.seen.split("\n") if one.seen else [])
        self.evidence.setText(
            "\n".join(shown) or "The store cannot tell: judge from what you know and say so."
        )
        self._editing.setVisible(editable)
        self._reading.setVisible(not editable)
        if fresh:
            self.rating.set_value(one.rating)
            self.note.setText(one.note)
            self.put = one.rating, one.note
        word = one.rating.label if one.rating else "Not rated"
        self.mark.set_state(rating_state(one.rating).value, word)
        self.given.setText(word)
        self.given_note.setText(one.note)
        self.given_note.setVisible(bool(one.note))
        self._show_action(one, editable)

    def _show_action(self, one: PeerLine, editable: bool) -> None:
        clear(self._actions)
        self._may_act = editable and one.action is None
        offered = self._may_act and self.form.isHidden()
        self.add_button.setVisible(offered)
        self._cap.setVisible(offered)
        self._action_title.setVisible(self._may_act or one.action is not None)
        if one.action is not None:
            a = one.action
            kept = OwnedAction(a.id, one.number, a.title, a.owner, a.due_on, a.state, self._today, a.version)
            made = ActionLine(kept, self._today, changes=True)
            made.wanted.connect(self.wanted)
            self._actions.addWidget(made)

    def open_form(self) -> None:
        """Open the form of an action, where there is none yet."""
        if self._may_act:
            self.add_button.hide()
            self.form.begin()

    def close_form(self) -> None:
        if not self.form.isHidden():
            self.form.close_form()

    def _form_closed(self) -> None:
        self.add_button.setVisible(self._may_act)


class Summary(Card):
    """The seven areas with their bars, and the years beside one another."""

    def __init__(self) -> None:
        super().__init__(pad=14, gap=8)
        self._areas, self._years = col(gap=6), col(gap=4)
        inside = box(col(
            Text("By area of the guidelines", "card"), self._areas, 8, Text("Years compared", "card"), self._years,
            None, gap=8,
        ))  # fmt: skip
        self.add((scroll(inside), 1))
        self.setAccessibleName("Areas and years")

    def show_page(self, page: PeerPage) -> None:
        """Show a review beside the others."""
        clear(self._areas)
        clear(self._years)
        for area in page.areas:
            score = page.by_area.get(area.key)
            if score is None:
                continue
            share = score.percent or 0
            bar = Meter(share, 100, width=220)
            bar.setAccessibleName(f"{area.name}: {score.words}")
            name, words = Text(area.name, "body"), Text(f"{score.words}. {score.counts}.", "meta", "text2")
            name.set_width(270)
            self._areas.addWidget(box(row(name, bar, (words, 1), gap=12)))
        years = page.years[-_MOST_YEARS:]
        rows = [("", *(year.title for year in years))]
        rows += [("All questions", *(_share(year.score.percent) for year in years))]
        rows += [
            (
                area.name,
                *(_share(year.areas[area.key].percent if area.key in year.areas else None) for year in years),
            )
            for area in page.areas
        ]
        for cells in rows:
            texts: list[QWidget] = []
            for place, cell in enumerate(cells):
                shown = Text(cell, "meta_strong" if cells is rows[0] else "meta")
                shown.set_width(270 if not place else 130)
                texts.append(shown)
            self._years.addWidget(box(row(*texts, None, gap=12)))


def _share(percent: int | None) -> str:
    return "–" if percent is None else f"{percent} %"


class NewReview(QDialog):
    """Title, date, and the points of red, which the source does not give. ``wanted`` asks to begin."""

    wanted = Signal()

    def __init__(self, today: date, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("New peer review")
        self.setAccessibleName("New peer review")
        self.setModal(True)
        points = peer_checklist().points
        self._title = Edit(f"Peer review {today.year}", width=340)
        self._day = DateEdit(lambda text: parse_typed(text, today), today, width=140)
        self._red = Edit(str(points[PeerRating.RED]), width=70)
        given = f"Green scores {points[PeerRating.GREEN]}, amber {points[PeerRating.AMBER]}. Red is not given: assumed."
        self.fields = {
            field.name: field
            for field in (
                Field("Called", self._title, name="peer_title"),
                Field("Held on", self._day, name="peer_day"),
                Field("Points for red", self._red, name="peer_red", hint=given),
            )
        }
        begin, cancel = Button("Begin", "primary"), Button("Cancel")
        begin.setDefault(True)
        begin.clicked.connect(self._ask)
        cancel.clicked.connect(self.reject)
        head = Text("New peer review", "section")
        self.setLayout(
            col(head, *self.fields.values(), 4, row(None, cancel, begin), gap=10, margins=(20, 16, 20, 16))
        )

    @property
    def entered(self) -> tuple[str, date, int]:
        """Title, day and points of red."""
        day = self._day.value()
        assert day is not None
        return self._title.text(), day, int(self._red.text())

    def _ask(self) -> None:
        self.refuse({})
        if self._day.value() is None:
            self.refuse({"peer_day": "Enter the date."})
        elif not self._red.text().strip().isdecimal():
            self.refuse({"peer_red": "Enter a whole number."})
        else:
            self.wanted.emit()

    def refuse(self, fields: Mapping[str, str]) -> None:
        """Show what is to be mended."""
        for name, field in self.fields.items():
            field.set_error(fields.get(name, ""))
