"""Beside the plan: how far it is, what is missing with links to it, its facts, what happened last."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from npt_desktop.models.kinds import Stage
from npt_desktop.models.plan_kinds import ReviewKind
from npt_desktop.rules.periods import day_month, form_date
from npt_desktop.rules.plan_fields import name_of
from npt_desktop.rules.plan_quality import QualityReading
from npt_desktop.services.history import Event
from npt_desktop.services.like_plans import LikePlan
from npt_desktop.services.plan_page import PlanPage
from npt_desktop.ui.plans.actions_model import brief_day
from npt_desktop.ui.plans.missing import MissingList
from npt_desktop.ui.plans.reading import QualityBlock
from npt_desktop.ui.plans.rows import (
    INSET,
    AreaRow,
    DateRow,
    FieldRow,
    LabelBox,
    LineRow,
    Parse,
    PersonRow,
    TextRow,
)
from npt_desktop.ui.widgets.buttons import Button
from npt_desktop.ui.widgets.cards import Card
from npt_desktop.ui.widgets.layout import box, clear, col, line, put, row
from npt_desktop.ui.widgets.progress import Meter
from npt_desktop.ui.widgets.text import Elided, Icon, Text

FACT_W = 78
_EVENTS = 6
_AUTHORITY = (ReviewKind.AUTHORISED, ReviewKind.NOT_AUTHORISED)
_PARTS = {
    "action": "an action", "hypothesis": "a likely cause", "measure": "a measure", "plan_source": "a source",
    "plan_review": "an entry",
}  # fmt: skip
_QUIET = {"stage", "changed_at", "version", "assessed_on"}


class SidePane(Card):
    """``wanted`` carries the name of the field to go to; ``asked`` is "close", "reopen" or "priority";
    ``other`` the id of a plan like this one."""

    wanted = Signal(str)
    asked = Signal(str)
    other = Signal(int)

    def __init__(self, parse: Parse, parent: QWidget) -> None:
        super().__init__(pad=14, gap=8)
        self.setParent(parent)
        self.setAccessibleName("How far the plan is")
        self._parse = parse
        self._of = 0
        self._told: list[tuple[str, str, str]] | None = None

    def build(self) -> Iterator[None]:
        """Make everything, a piece at a time, as :meth:`PlanCards.build` does."""
        self.count = Text("", "figure")
        self.share = Text("", "section", "text2")
        self.meter = Meter(0, 23)
        self.missing = MissingList()
        self.missing.wanted.connect(self.wanted)
        self.add(
            row(self.count, None, self.share),
            self.meter,
            Text("What is missing", "card"),
            self.missing,
            line(),
        )
        yield
        self.quality = QualityBlock()
        self.quality.wanted.connect(self.wanted)
        self.add(self.quality, line())
        yield
        yield from self._facts()
        yield
        self.authority = Text("", "meta", "text2", wrap=True)
        self.leads = Text("", "meta", "text3", wrap=True)
        self.events = col(gap=3)
        self.like = col(gap=4)
        self.like_links: dict[int, Button] = {}
        self.lock_icon = Icon("lock", 14, "text3")
        self.lock_words = Text("", "meta", "text2", wrap=True)
        self.close_button = Button("Close plan", small=True)
        self.close_button.setObjectName("close")
        self.close_button.clicked.connect(lambda: self.asked.emit("close"))
        self.reopen_button = Button("Reopen plan", small=True)
        self.reopen_button.clicked.connect(lambda: self.asked.emit("reopen"))
        self.add(
            self.authority, self.leads, line(), Text("Recent", "card"), self.events, line(),
            Text("Plans like this", "card"), self.like, line(), row(self.lock_icon, (self.lock_words, 1), gap=6),
            row(self.close_button, self.reopen_button, None), None,
        )  # fmt: skip

    def _facts(self) -> Iterator[None]:
        self.priority = Button("", "quiet", small=True)
        self.priority.clicked.connect(lambda: self.asked.emit("priority"))
        self.opened = Text("", "body")
        began = row(LabelBox(Text("Opened", "label", "text2"), width=FACT_W), (self.opened, 1), gap=2 + INSET)
        linked = row(LabelBox(Text("Serves", "label", "text2"), width=FACT_W), self.priority, None, gap=4)
        facts = col(linked, began, gap=1)
        self.add(facts)
        self.lead = PersonRow("lead_id", "Lead", "Nobody")
        self.supervisor = PersonRow("supervisor_id", "Supervisor", "Nobody")
        self.area = AreaRow()
        self.rows: list[FieldRow] = [
            LineRow("ecins_reference", "E-CINS", "Not recorded"), self.lead, self.supervisor,
        ]  # fmt: skip
        put(facts, *self.rows)
        yield
        more = [
            DateRow("next_review_on", "Next review", self._parse, "+28, 13 nov"),
            TextRow("partners", "Partners", "Who else takes part"), LineRow("beat", "Beat", "Beat"), self.area,
        ]  # fmt: skip
        put(facts, *more)
        self.rows += more
        for one in self.rows:
            if one.head is not None:
                one.head.set_width(FACT_W)

    def set_people(
        self, people: Sequence[tuple[Hashable, str]], areas: Sequence[tuple[Hashable, str]] = ()
    ) -> None:
        """The people and areas to choose from."""
        self.area.set_areas(areas)
        self.lead.set_people(people)
        self.supervisor.set_people(people)

    def show_page(self, page: PlanPage, today: date, *, locked: bool, refused: str) -> None:
        """Show a plan; ``refused`` says why the person at the desk may not close it, or open it again."""
        reading = page.reading
        self.count.setText(reading.count)
        self.share.setText(f"{round(100 * reading.done / reading.total)}%")
        self.meter.set(reading.done, reading.total)
        self.missing.show_page(page)
        latest = page.priorities[-1] if page.priorities else None
        self.priority.set_text(f"Priority {latest.number}" if latest else "None")
        self.priority.setToolTip(latest.title if latest else "")
        self.priority.setEnabled(latest is not None)
        if page.plan.id != self._of:  # nothing of the last plan stays beside this one until its own is there
            self._of, self._told = page.plan.id, None
            clear(self.events)
            self.quality.hide()
        closed = page.plan.closed_on is not None
        if closed:
            reason = page.plan.close_reason.strip().rstrip(".")
            early = " early" if page.plan.assessed_on is None else ""
            words = f"Closed {day_month(page.plan.closed_on or today, today)}{early}{f': {reason}' if reason else ''}."
        else:
            needs = reading.close_reason.replace("Needs", "Close plan needs") or "Ready to close."
            words = refused.replace("Needs", "Close plan needs") or needs
        self.lock_words.setText(words)
        self.opened.setText(form_date(page.plan.opened_on))
        self.lock_icon.setVisible(closed or bool(refused) or not reading.may_close)
        self.close_button.setVisible(not closed)
        self.close_button.set_text("Close plan" if reading.may_close else "Close early")
        self.close_button.lock(refused)
        self.reopen_button.setVisible(closed)
        self.reopen_button.lock(refused)
        for one in self.rows:
            one.set_locked(locked)
        said = next((r for r in page.reviews if r.kind in _AUTHORITY), None)
        self.authority.setText(
            f"{said.kind.label} by {said.signed_by or page.name(said.by_id)}, {brief_day(said.reviewed_on, today)}."
            if said is not None else "Not authorised yet."
        )  # fmt: skip
        led = [f"{page.name(lead.person_id)} until {brief_day(lead.until, today)}" for lead in page.leads]
        self.leads.setText(f"Led before by {'; '.join(led)}." if led else "")
        self.leads.setVisible(bool(led))
        gone = page.area_closed_on is not None and page.area_closed_on <= today
        self.area.setVisible(gone)
        if gone:
            self.area.set_error(f"{page.area} was closed: choose the area that took it over.")
        for person, name in ((self.lead, "lead_id"), (self.supervisor, "supervisor_id")):
            key = getattr(page.plan, name)
            if key in page.left and not locked:
                person.set_error(f"{page.name(key)} has left: choose another.")
            elif person.error_text.text().endswith("has left: choose another."):
                person.set_error("")

    def show_rest(
        self, page: PlanPage, quality: QualityReading, events: Sequence[Event], today: date, *, locked: bool
    ) -> None:
        """Show the quality reading and what happened last, of the plan that is shown."""
        self.quality.show_reading(page.plan.id, quality, locked=locked)
        self.quality.show()
        self._show_events(events, today)

    def show_like(self, plans: Sequence[LikePlan]) -> None:
        """List the plans like this one, nearest first, with how each came out."""
        clear(self.like)
        self.like_links = {}
        for plan in plans:
            link = Button("Open", "quiet", small=True)
            link.setProperty("tight", "true")
            link.setAccessibleName(f"Open {plan.reference}: {plan.title}, {plan.area}, {plan.outcome}")
            link.setToolTip(f"{plan.reference}, {plan.area}")
            link.clicked.connect(lambda _=False, plan_id=plan.id: self.other.emit(plan_id))
            self.like_links[plan.id] = link
            words = col(
                Elided(plan.title, "meta"), Elided(f"{plan.area}: {plan.outcome}", "meta", "text3"), gap=0
            )
            self.like.addWidget(box(row((box(words), 1), link, gap=6)))
        if not plans:
            self.like.addWidget(Text("None yet.", "meta", "text3"))

    def _show_events(self, events: Sequence[Event], today: date) -> None:
        told: list[tuple[str, str, str]] = []
        for event in events:
            said = (brief_day(event.at.astimezone().date(), today), event.by, event_words(event))
            if said not in told:
                told.append(said)
        if told == self._told:
            return
        self._told = told
        clear(self.events)
        for day, by, what in told[:_EVENTS]:
            words = Text(f"{by}: {what}" if by else what, "meta", "text2", wrap=True)
            when = Text(day, "meta", "text3", width=76)
            when.setAlignment(words.alignment())
            self.events.addWidget(box(row(when, (words, 1), gap=6)))
        if not told:
            self.events.addWidget(Text("Nothing yet.", "meta", "text3"))


def event_words(event: Event) -> str:
    """What somebody did to a plan, in a few words."""
    if event.table in _PARTS:
        verb = "removed" if event.after is None else "added" if event.before is None else "changed"
        if event.table == "action" and verb == "changed" and (event.after or {}).get("state") == "done":
            return "finished an action"
        return f"{verb} {_PARTS[event.table]}"
    after = event.after or {}
    if event.before is None:
        return "opened the plan"
    if after.get("closed_on"):
        return "closed the plan"
    if after.get("stage") == Stage.ASSESSMENT.value and "finished_on" in after:
        return "started the assessment"
    names = [name_of(name).casefold().replace("e-cins", "E-CINS") for name in after if name not in _QUIET]
    if not names:
        return f"moved it to {after['stage']}" if after.get("stage") else "changed the plan"
    more = f" and {len(names) - 2} more" if len(names) > 2 else ""
    return f"wrote {', '.join(names[:2])}{more}"
