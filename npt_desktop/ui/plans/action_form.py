"""The form for one action: what, who, when, on which side, by which tactic and technique, and how it works."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal

from npt_desktop.errors import CannotDo, Clash, Incomplete
from npt_desktop.models.actions import Action
from npt_desktop.models.kinds import ActionState, Side, Tactic
from npt_desktop.rules.periods import form_date
from npt_desktop.rules.plan_prompts import technique_name, techniques
from npt_desktop.services.history import History
from npt_desktop.services.plan_page import PlanPage
from npt_desktop.services.plans import Plans
from npt_desktop.ui.kept import Kept
from npt_desktop.ui.plans.rows import Parse
from npt_desktop.ui.widgets.buttons import Button
from npt_desktop.ui.widgets.cards import Well
from npt_desktop.ui.widgets.choices import Segmented
from npt_desktop.ui.widgets.dates import DateEdit
from npt_desktop.ui.widgets.forms import Combo, Edit, Field
from npt_desktop.ui.widgets.layout import col, row
from npt_desktop.ui.widgets.messages import ErrorSummary, reveal
from npt_desktop.ui.widgets.text import Text
from npt_desktop.ui.widgets.typeahead import TypeAhead

if TYPE_CHECKING:
    from npt_desktop.ui.workspace import Workspace

_FIELDS = {
    "title": "action_title", "owner_id": "action_owner", "agency": "action_agency", "start_on": "action_start",
    "due_on": "action_due", "works_by": "action_works_by", "tactic": "action_tactic", "side": "action_side",
    "technique": "action_technique", "hypothesis_id": "action_cause",
}  # fmt: skip
"""Which field of the form holds each value of an action."""
_CAUSE = 60  # characters of a likely cause in the list


class ActionForm(Well):
    """One action. ``done`` says it was saved, removed or left."""

    done = Signal()

    def __init__(self, work: Workspace, parse: Parse) -> None:
        self._work = work
        self._page: PlanPage | None = None
        self._action: Action | None = None
        self._people: Sequence[tuple[Hashable, str]] = ()
        self._kept = Kept(work, "action")
        self.heading = Text("New action", "card")
        self.summary = ErrorSummary()
        self.title = Edit("", "What will be done")
        self.owner = TypeAhead((), free=True, placeholder="Name, or an agency")
        self.agency = Edit("", "Partner who takes part")
        self.start = DateEdit(parse)
        self.due = DateEdit(parse, placeholder="+14, fri, 30 nov")
        self.works_by = Edit("", "Such as: making the ride in harder")
        self.tactic = Combo([(None, "Not said"), *((t, t.value.capitalize()) for t in Tactic)])
        self.side = Combo([(None, "Not said"), *((s, s.value.capitalize()) for s in Side)])
        self.cause = Combo([(None, "None yet")])
        self.technique = Combo(
            [("", "None"), *((one.key, f"{one.group}: {one.name}") for one in techniques())]
        )
        self.example = Text("", "meta", "text3", wrap=True)
        self.state = Segmented(
            [(ActionState.OPEN, "Open"), (ActionState.DONE, "Done"), (ActionState.DROPPED, "Dropped")],
            ActionState.OPEN,
        )
        self.fields = {
            "action_title": Field("Action", self.title, name="action_title"),
            "action_owner": Field("Owner", self.owner, name="action_owner"),
            "action_agency": Field("With", self.agency, name="action_agency", optional=True),
            "action_start": Field("Start", self.start, name="action_start", optional=True),
            "action_due": Field("Due", self.due, name="action_due"),
            "action_tactic": Field("Tactic", self.tactic, name="action_tactic"),
            "action_side": Field("Side", self.side, name="action_side"),
            "action_cause": Field("Answers the cause", self.cause, name="action_cause"),
            "action_technique": Field("Technique", self.technique, name="action_technique", optional=True),
            "action_works_by": Field("Works by", self.works_by, name="action_works_by"),
            "action_state": Field("State", self.state, name="action_state"),
        }
        f = self.fields
        self.save_button = Button("Save action", small=True, keys="Ctrl+Return")
        self.cancel_button = Button("Cancel", "quiet", small=True, keys="Esc")
        self.remove_button = Button("Remove", "quiet", "trash", small=True)
        self.save_button.clicked.connect(self.save)
        self.cancel_button.clicked.connect(self.close_form)
        self.remove_button.clicked.connect(self._remove)
        super().__init__(
            col(
                self.heading, self.summary,
                row((f["action_title"], 3), (f["action_owner"], 2), gap=12),
                row((f["action_start"], 1), (f["action_due"], 1), (f["action_agency"], 2), gap=12),
                row((f["action_tactic"], 1), (f["action_side"], 1), (f["action_cause"], 2), gap=12),
                row((f["action_technique"], 2), (f["action_works_by"], 3), gap=12),
                self.example, f["action_state"],
                row(self.save_button, self.cancel_button, None, self.remove_button),
                gap=8,
            )
        )  # fmt: skip
        self.owner.changed.connect(self._owner_typed)
        self.technique.changed.connect(lambda _: self._show_example())
        for edit in (self.title, self.agency, self.works_by):
            edit.returnPressed.connect(lambda edit=edit: edit.focusNextChild())
        self.hide()

    def set_people(self, people: Sequence[tuple[Hashable, str]]) -> None:
        if people != self._people and not self.isVisible():
            self._people = people
            self.owner.set_options(people)

    # -- what is shown --
    def open_for(
        self, page: PlanPage, action: Action | None, field: str = "action_title", technique: str = ""
    ) -> None:
        """A new action, or one to edit; what was begun and not saved is still there."""
        self._page, self._action = page, action
        self.summary.show_errors(())
        for one in self.fields.values():
            one.set_error("")
        self.heading.setText("Edit action" if action else "New action")
        causes = [(h.id, _short(h.statement)) for h in page.hypotheses if h.statement.strip()]
        self.cause.set_options([(None, "None yet"), *causes])
        left = self._kept.kept(self._about)
        self._fill({**_values(action), **{name: _read(name, value) for name, value in left.items()}})
        if technique:
            self.technique.set_value(technique)
        self._show_example()
        self.state.set_value(action.state if action else ActionState.OPEN)
        self.fields["action_state"].setVisible(action is not None)
        self.remove_button.setVisible(action is not None)
        if action is not None and action.owner_id in page.left:
            self.fields["action_owner"].set_error("This owner has left: choose another.")
        self.show()
        self.updateGeometry()
        reveal(self.fields[field].control, self)

    def _fill(self, values: dict[str, Any]) -> None:
        self.title.setText(values["title"])
        self.owner.set_value(values["owner_id"])
        agency = values["agency"]
        if values["owner_id"] is None and agency:
            self.owner.set_text(agency)
            agency = ""
        elif values["owner_id"] is not None and self.owner.value() is None and self._page is not None:
            self.owner.set_text(self._page.name(values["owner_id"]))  # has left: in no list
        self.agency.setText(agency)
        self.start.set_value(values["start_on"])
        self.due.set_value(values["due_on"])
        self.works_by.setText(values["works_by"])
        self.tactic.set_value(values["tactic"])
        self.side.set_value(values["side"])
        self.cause.set_value(values["hypothesis_id"])
        self.technique.set_value(values["technique"])

    def _show_example(self) -> None:
        key = self.technique.value()
        found = next((one for one in techniques() if one.key == key), None)
        self.example.setText(f"{found.name}. Such as: {found.example}." if found else "")
        self.example.setVisible(found is not None)

    def _owner_typed(self, owner: object) -> None:
        """A few letters that fit one person mean that person; any other words are an agency."""
        words = self.owner.text().strip()
        fits = self.owner.found(words) if owner is None and words else []
        if len(fits) == 1:
            self.owner.set_value(fits[0][0])

    # -- what is written --
    @property
    def _about(self) -> str:
        return f"{self._page.plan.id if self._page else 0}:{self._action.id if self._action else 'new'}"

    def close_form(self) -> None:
        """Leave it: what was typed is forgotten."""
        self._kept.forget(self._about)
        self.hide()
        self.done.emit()

    def keep(self) -> None:
        """Keep what was typed and is not saved, as when the plan is left."""
        if self._page is None or self.isHidden():
            return
        draft = self.draft()
        changed = draft != _values(self._action)
        self._kept.keep(
            self._about, {name: _plain(value) for name, value in draft.items()} if changed else {}
        )

    def draft(self) -> dict[str, Any]:
        """What the form says."""
        owner, words = self.owner.value(), self.owner.text().strip()
        if owner is None and self._action is not None and self._page is not None:
            unchanged = self._action.owner_id
            if unchanged is not None and words == self._page.name(unchanged):
                owner = unchanged  # has left: in no list, and still named
        return {
            "title": self.title.text().strip(), "owner_id": owner,
            "agency": self.agency.text().strip() if owner is not None else words or self.agency.text().strip(),
            "start_on": self.start.value(), "due_on": self.due.value(), "works_by": self.works_by.text().strip(),
            "tactic": self.tactic.value(), "side": self.side.value(),
            "technique": self.technique.value() or "", "hypothesis_id": self.cause.value(),
        }  # fmt: skip

    def save(self) -> None:
        """Write the action; what is wrong is shown beside its field."""
        page, action = self._page, self._action
        if page is None:
            return
        bad = [(one, one.error) for one in (self.fields["action_start"], self.fields["action_due"])
               if not (one.control.read() if isinstance(one.control, DateEdit) else True)]  # fmt: skip
        if bad:
            self.summary.show_errors(bad)
            return
        plans, draft = Plans(self._work.desk), self.draft()
        wanted = self.state.value()
        seen = _values(action) if action is not None else None
        try:
            made = plans.put(page.plan.id, Action, draft, action.id if action else None, seen)
            if action is not None and isinstance(wanted, ActionState) and wanted is not action.state:
                plans.set_action(made, wanted)
        except Incomplete as error:
            self.keep()
            self.summary.show_errors([(self.fields.get(n), says) for n, says in error.fields.items()])
            return
        except Clash as clash:
            self._show_clash(clash.theirs)
            return
        except CannotDo as error:
            self.keep()
            self._work.refused.emit(error.says)
            return
        self._work.say("Saved the action" if action else "Added the action", undo=True)
        self.close_form()

    def _show_clash(self, theirs: dict[str, Any]) -> None:
        """Somebody else changed the same: their values stand beside the person's, and saving again keeps these."""
        page, action = self._page, self._action
        if page is None or action is None:
            return
        fresh = Plans(self._work.desk).page(page.plan.id)
        self._page = fresh
        self._action = next((one for one in fresh.actions if one.id == action.id), action)
        who = History(self._work.desk).who_wrote("action", action.id)
        self.summary.show_errors([
            (self.fields[_FIELDS[name]],
             f"{who} made it “{self._said(fresh, name, value)}”. Save again to keep yours.")
            for name, value in theirs.items()
        ])  # fmt: skip

    def _said(self, page: PlanPage, name: str, value: Any) -> str:
        if name == "owner_id":
            return page.name(value) or "nobody"
        if name == "hypothesis_id":
            return next((_short(h.statement) for h in page.hypotheses if h.id == value), "none")
        if name == "technique":
            return technique_name(str(value)) or "none"
        return form_date(value) if isinstance(value, date) else str(value or "nothing")

    def _remove(self) -> None:
        page, action = self._page, self._action
        if page is None or action is None:
            return
        plans = Plans(self._work.desk)
        if self._work.attempt(
            lambda: plans.drop(page.plan.id, Action, action.id, action.version), "Removed the action"
        ):
            self.close_form()


def _short(words: str) -> str:
    words = " ".join(words.split())
    return words if len(words) <= _CAUSE else f"{words[: _CAUSE - 1]}…"


def _values(action: Action | None) -> dict[str, Any]:
    """What the form shows of an action, or of a new one."""
    if action is None:
        return {
            "title": "", "owner_id": None, "agency": "", "start_on": None, "due_on": None, "works_by": "",
            "tactic": None, "side": None, "technique": "", "hypothesis_id": None,
        }  # fmt: skip
    return {name: getattr(action, name) for name in _FIELDS}


def _plain(value: Any) -> Any:
    """A value as a draft keeps it."""
    return value.isoformat() if isinstance(value, date) else value


def _read(name: str, value: Any) -> Any:
    """A value of a draft as the form shows it."""
    if value is None:
        return None
    if name in ("start_on", "due_on"):
        return date.fromisoformat(value)
    kinds = {"tactic": Tactic, "side": Side}
    return kinds[name](value) if name in kinds else value
