"""The forms of one priority: its owner, plan and figures, and how it ended."""

from __future__ import annotations

from typing import TYPE_CHECKING

from npt_desktop.errors import Clash, Incomplete
from npt_desktop.models.kinds import PriorityResult
from npt_desktop.rules.closing import suggested_result
from npt_desktop.rules.periods import form_date
from npt_desktop.ui.priorities.panel import Panel
from npt_desktop.ui.theme import tokens as tk
from npt_desktop.ui.two_sides import Settled, Sides, settle
from npt_desktop.ui.widgets.buttons import Button
from npt_desktop.ui.widgets.choices import Segmented
from npt_desktop.ui.widgets.forms import Area, Edit
from npt_desktop.ui.widgets.layout import box, col, row
from npt_desktop.ui.widgets.text import Text
from npt_desktop.ui.widgets.typeahead import TypeAhead
from npt_desktop.ui.workspace import Workspace

if TYPE_CHECKING:
    from npt_desktop.models.priorities import Priority
    from npt_desktop.services.priority_view import QuarterView

_NUMBER = "Enter a whole number, such as 38."


class PriorityPanel(Panel):
    """What may still change on a priority once it is set."""

    def __init__(self, work: Workspace) -> None:
        super().__init__(work, "Priority", "Save priority")
        self.owner = TypeAhead(placeholder="surname or number")
        self.plan = TypeAhead(placeholder="PSP reference or title")
        self.why_none = Edit("", "needed when there is no plan")
        self.wording = Area("", "First what you were told. Then: We will …", lines=4)
        self.figure = Edit("", "reports, offences", width=130)
        self.first, self.last = Edit("", "29", width=70), Edit("", "38", width=70)
        self.open_button = Button("Open a new plan", icon="plus")
        self.open_button.clicked.connect(self._open_plan)
        self.close_priority = Button("Close this priority", "quiet", small=True)
        self.story = Button("Print the story", "quiet", "printer", small=True)
        self.correct_button = Button("Correct the words", "quiet", "pencil", small=True)
        self.correct_button.clicked.connect(self._correct)
        self.form.addLayout(row(
            (self.field("owner", "Owner", self.owner), 2),
            (self.field("plan", "Plan", self.plan, optional=True), 3), gap=tk.M,
        ))  # fmt: skip
        self.form.addLayout(row(
            (self.field("no_plan_reason", "Reason for no plan", self.why_none, optional=True), 1),
            self.field("figure_name", "Counted in", self.figure),
            self.field("first_figure", "At first", self.first), self.field("last_figure", "Now", self.last),
            gap=tk.M,
        ))  # fmt: skip
        self.form.addWidget(self.field("public_wording", "Public wording", self.wording))
        self.foot.insertWidget(0, self.open_button)
        self.foot.insertWidget(1, self.close_priority)
        self.foot.insertWidget(2, self.story)
        self.foot.insertWidget(3, self.correct_button)
        self._priority: Priority | None = None
        self._view: QuarterView | None = None

    def load(self, view: QuarterView, priority_id: int) -> bool:
        """Show a priority's fields; False when it is not of this quarter."""
        card = view.card(priority_id)
        if card is None:
            return False
        p = self._priority = card.priority
        self._view = view
        self.set_title(f"Priority {p.number}: {p.title}")
        self.owner.set_options([(c.id, c.label) for c in view.people], p.owner_id)
        plans = [(c.id, c.label) for c in view.plans]
        if card.plan is not None and card.plan.id not in {key for key, _ in plans}:
            plans.append((card.plan.id, f"{card.plan.reference} {card.plan.title}"))
        self.plan.set_options(plans, p.plan_id)
        self.why_none.setText(p.no_plan_reason)
        self.wording.setText(p.public_wording)
        self.figure.setText(p.figure_name)
        self.first.setText("" if p.first_figure is None else str(p.first_figure))
        self.last.setText("" if p.last_figure is None else str(p.last_figure))
        self.open_button.setVisible(p.plan_id is None)
        published = view.page.round.published_on if view.page.round else None
        self.wording.setReadOnly(published is not None)
        frozen = f"Published {form_date(published)}: correct it, with the reason" if published else ""
        self.wording.setToolTip(frozen)
        self.correct_button.setVisible(published is not None)
        return True

    @property
    def priority_id(self) -> int | None:
        return self._priority.id if self._priority else None

    def _fields(self) -> dict[str, object]:
        found: dict[str, object] = {
            "owner_id": self.owner.value(), "plan_id": self.plan.value(),
            "no_plan_reason": self.why_none.text().strip(), "figure_name": self.figure.text().strip(),
            "first_figure": _count(self.first.text(), "first_figure"),
            "last_figure": _count(self.last.text(), "last_figure"),
        }  # fmt: skip
        if not self.wording.isReadOnly():
            found["public_wording"] = self.wording.text().strip()
        return found

    def write(self) -> str:
        from npt_desktop.services.priorities import Priorities

        p = self._priority
        assert p is not None
        fields = self._fields()
        try:
            Priorities(self.work.desk).save_priority(p.id, p.version, fields)
        except Clash:
            return self._clash(p, fields)
        return f"Saved priority {p.number}"

    def _clash(self, p: Priority, mine: dict[str, object]) -> str:
        """Somebody saved first: what only they changed stays theirs, what both did is asked for."""
        from npt_desktop.models.priorities import Priority as Kind
        from npt_desktop.services.desk import as_now
        from npt_desktop.services.priorities import Priorities

        service, now = Priorities(self.work.desk), as_now(self.work.desk, Kind, p.id)
        base, theirs = ({name: getattr(one, name) for name in mine} for one in (p, now))
        labels = {name: self.fields[name.removesuffix("_id")].label for name in mine}
        choices = {"owner_id": self.owner, "plan_id": self.plan}

        def says(name: str, value: object) -> str:
            if name in choices:
                return next((words for key, words in choices[name].options if key == value), "")
            return "" if value is None else str(value)

        def save(settled: Settled) -> None:
            def do() -> str:
                service.save_priority(p.id, now.version, settled.fields)
                if settled.over:
                    version = as_now(self.work.desk, Kind, p.id).version
                    service.save_priority(p.id, version, settled.over)
                return f"Saved priority {p.number}{settled.told}"

            if said := self.guarded(do):
                self.work.say(said, undo=True)
                self.finished.emit()

        settle(self, self.work.desk, Sides("priority", p.id, base, mine, theirs, labels, says), save)
        return ""

    def _correct(self) -> None:
        from npt_desktop.ui.priorities.correcting import CorrectionDialog

        if self._priority is not None and self._view is not None:
            self.finished.emit()
            page = self._view.page
            CorrectionDialog(self.work, page, self.window(), issue=None, priority=self._priority).open()

    def _open_plan(self) -> None:
        p = self._priority
        if p is None:
            return
        made: list[int] = []

        def do() -> str:
            from npt_desktop.services.plans import Plans
            from npt_desktop.services.priorities import Priorities

            fields = self._fields()
            Priorities(self.work.desk).save_priority(p.id, p.version, fields)
            owner = fields["owner_id"]
            lead = owner if isinstance(owner, int) else None
            made.append(
                Plans(self.work.desk).open(self.work.area_id, p.title, priority_id=p.id, lead_id=lead)
            )
            return f"Opened a plan for ‘{p.title}’"

        said = self.guarded(do)
        if said:
            self.work.say(said, undo=True)
            self.finished.emit()
            self.work.go("plans", made[0])


class ClosePanel(Panel):
    """How a priority ended, against its first figure, and what follows."""

    def __init__(self, work: Workspace) -> None:
        super().__init__(work, "Close a priority", "Close priority")
        self.result = Segmented([(r, r.label) for r in PriorityResult], numbered=True)
        self.last = Edit("", "38", width=80)
        self.figures = Text("", "meta", "text2", wrap=True)
        self.note = Area("", "what changed, and what shows it", lines=2)
        self.follows = Area("", "such as: patrols go on as usual", lines=2)
        self.form.addLayout(row(
            self.field("result", "Result", self.result), self.field("last_figure", "Figure now", self.last),
            (box(col(None, self.figures, None)), 1), gap=tk.M,
        ))  # fmt: skip
        self.form.addLayout(row(
            (self.field("result_note", "What shows it", self.note, optional=True), 1),
            (self.field("what_follows", "What follows", self.follows), 1), gap=tk.M,
        ))  # fmt: skip
        self.last.textChanged.connect(self._read)
        self._priority: Priority | None = None

    def load(self, priority: Priority) -> None:
        self._priority = priority
        self.set_title(f"Close ‘{priority.title}’")
        self.result.set_value(priority.result)
        self.last.setText("" if priority.last_figure is None else str(priority.last_figure))
        self.note.setText(priority.result_note)
        self.follows.setText(priority.what_follows)
        self._read()

    def _read(self) -> None:
        """What the two figures say on their own, as a help."""
        p = self._priority
        if p is None:
            return
        try:
            last = _count(self.last.text(), "last_figure")
        except Incomplete:
            last = None
        first = (
            "No first figure"
            if p.first_figure is None
            else f"At first {p.first_figure} {p.figure_name}".rstrip()
        )
        self.figures.setText(
            f"{first}. The figures say: {suggested_result(p.first_figure, last).label.lower()}."
        )

    def write(self) -> str:
        from npt_desktop.services.priorities import Priorities

        p, result = self._priority, self.result.value()
        assert p is not None
        if not isinstance(result, PriorityResult):
            raise Incomplete({"result": "Choose how the priority ended."})
        last = _count(self.last.text(), "last_figure")
        service = Priorities(self.work.desk)
        service.close_priority(p.id, p.version, result, self.note.text(), self.follows.text(), last)
        return f"Closed ‘{p.title}’"


def _count(text: str, field: str) -> int | None:
    plain = text.strip().replace(",", "")
    if not plain:
        return None
    if not (plain.isascii() and plain.isdigit()):
        raise Incomplete({field: _NUMBER})
    return int(plain)
