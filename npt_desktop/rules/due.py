"""Home's list of what is due.

Sources: design guide, sections 4, 6 and 7, and picture 01; the due dates are the booklet's. A service gathers
the facts for one area; every sentence is made here. Overdue starts the day after the due date, due soon seven
days before. A quarter's round shows its current step only; people and entries are told in one line each.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from npt_desktop.models.kinds import State
from npt_desktop.rules.due_facts import (
    BlogDue,
    CheckDue,
    DueFacts,
    EntryDue,
    KinDue,
    MeetingDue,
    NewsletterDue,
    OwnAction,
    PlanDue,
    PlannedDue,
    RetentionDue,
    RoundDue,
    UpdatesDue,
)
from npt_desktop.rules.due_list import DueGroup, DueItem, DueList
from npt_desktop.rules.due_second import second_items
from npt_desktop.rules.due_works import works_items
from npt_desktop.rules.evidence_engagement import kin_overdue
from npt_desktop.rules.evidence_plans import is_stale
from npt_desktop.rules.periods import (
    MONTHS,
    Quarter,
    day_month,
    days_words,
    due_state,
    month_end,
    number_of,
    short_date,
)
from npt_desktop.rules.thresholds import Thresholds, standard_thresholds
from npt_desktop.rules.words import listed

SEPARATOR = " · "


def build_due(facts: DueFacts, today: date, limits: Thresholds | None = None) -> DueList:
    """Home's list on a day: what is overdue, what falls within seven days, what comes later this month."""
    limits = limits or standard_thresholds()
    horizon = month_end(today)
    groups: dict[str, list[DueItem]] = {
        "Overdue": [],
        "This week": [],
        f"Later in {MONTHS[today.month - 1]}": [],
    }
    overdue, week, later = groups.values()
    for item in _items(facts, today, limits):
        if item.state is State.BAD:
            overdue.append(item)
        elif item.due is not None and (item.due - today).days <= limits.due_soon_days:
            week.append(item)
        elif item.due is None or item.due <= horizon:
            later.append(item)
    return DueList(
        tuple(
            DueGroup(
                name, tuple(sorted(items, key=lambda item: (item.due or date.max, item.qa or 99, item.title)))
            )
            for name, items in groups.items()
            if items
        )
    )


def _items(facts: DueFacts, today: date, limits: Thresholds) -> Iterator[DueItem]:
    made = _Maker(today, limits)
    if facts.round is not None:
        yield from made.round(facts.round)
    yield from made.plans(facts.plans)
    yield from made.entries(facts.entries)
    yield from second_items(facts.second, today, limits)
    yield from made.people(facts.people)
    yield from made.planned(facts.planned)
    for update in facts.updates:
        yield from made.updates(update)
    if facts.blog is not None:
        yield from made.blog(facts.blog)
    if facts.newsletter is not None:
        yield from made.newsletter(facts.newsletter)
    yield from made.check(facts.profile, facts.quarter, "profile")
    yield from made.check(facts.plan, facts.quarter, "plan")
    yield from made.check(facts.contacts, facts.quarter, "contacts")
    if facts.meeting is not None:
        yield from made.meeting(facts.meeting)
    yield from works_items(facts.works, today, limits)
    yield from made.actions(facts.actions)
    if facts.retention is not None:
        yield made.retention(facts.retention)


_CHECKS = {
    "profile": ("Confirm the community profile is current", "Last confirmed", "Confirm", 1, "communities"),
    "plan": ("Confirm the engagement plan is current", "Last confirmed", "Confirm", 2, "communities"),
    "contacts": ("Check team names and numbers on the website", "Last checked", "Check", 17, "updates"),
}


@dataclass(frozen=True, slots=True)
class _Maker:
    """Makes rows for one day."""

    today: date
    limits: Thresholds

    def dated(
        self,
        due: date,
        title: str,
        reason: str,
        qa: int | None,
        verb: str,
        screen: str,
        *,
        begun: bool = False,
        record: str = "",
        field: str = "",
    ) -> DueItem:
        """A row that runs to a date."""
        state = due_state(self.today, due, self.limits)
        if state is State.NONE and begun:
            state = State.PART
        when = days_words((self.today - due).days) if state is State.BAD else short_date(due)
        return DueItem(state, title, reason, qa, due, when, verb, screen, record, field)

    def day(self, day: date) -> str:
        return day_month(day, self.today)

    def round(self, facts: RoundDue) -> Iterator[DueItem]:
        quarter, step = facts.quarter, facts.step
        label, by = quarter.short, quarter.publish_by
        place = f"Step {step} of 6"
        if step == 1:
            due = quarter.start + timedelta(days=6)
            reason = f"{place}{SEPARATOR}survey and figures for the priority meeting"
            yield self.dated(
                due,
                f"Import the OPCC data for {label}",
                reason,
                14,
                "Import",
                "priorities",
                record=facts.record,
            )
        elif step in (2, 3):
            met = facts.meeting_on
            planned = "no date set" if met is None else f"meeting {short_date(met)}"
            title = f"Hold the {label} priority meeting" if step == 2 else f"Set the {label} priorities"
            yield self.dated(
                met if step == 2 and met is not None else by,
                title,
                f"{place}{SEPARATOR}{planned}",
                14,
                "Open" if met else "Plan",
                "priorities",
                begun=True,
                record=facts.record,
            )
        elif step == 4:
            left = number_of(facts.open_checks, "check") + " left before publishing"
            yield self.dated(
                by,
                f"Publish the {label} priorities",
                f"{place}{SEPARATOR}{left if facts.open_checks else 'ready to publish'}",
                14,
                "Open",
                "priorities",
                begun=True,
                record=facts.record,
            )
        elif step == 5 and facts.without_plan:
            many = number_of(facts.without_plan, "priority", "priorities")
            yield self.dated(
                by,
                f"Record a plan or reason for {many}",
                f"{place}{SEPARATOR}no E-CINS reference yet",
                19,
                "Record",
                "priorities",
                begun=True,
                record=facts.record,
            )

    def plans(self, plans: Iterable[PlanDue]) -> Iterator[DueItem]:
        for plan in plans:
            ended = plan.closed_on or plan.finished_on
            if ended is not None and ended <= self.today and not plan.assessed:
                yield self.assess(plan, ended)
            elif ended is None and plan.review_on is not None and self.soon(plan.review_on):
                yield self.dated(
                    plan.review_on,
                    f"Review ‘{plan.title}’",
                    "Review date of the plan",
                    21,
                    "Review",
                    "plans",
                    record=plan.record,
                    field=plan.first_missing,
                )
            elif (
                ended is None
                and plan.changed_on is not None
                and is_stale(plan.changed_on, self.today, self.limits)
            ):
                days = days_words((self.today - plan.changed_on).days)
                reason = f"No change since {self.day(plan.changed_on)}"
                due = plan.changed_on + timedelta(days=self.limits.stale_plan_days)
                yield DueItem(
                    State.BAD,
                    f"Bring ‘{plan.title}’ up to date",
                    reason,
                    21,
                    due,
                    days,
                    "Open",
                    "plans",
                    plan.record,
                    plan.first_missing,
                )

    def soon(self, due: date) -> bool:
        return due_state(self.today, due, self.limits) is not State.NONE or due <= month_end(self.today)

    def assess(self, plan: PlanDue, ended: date) -> DueItem:
        how = "closed" if plan.closed_on else "finished"
        reason = f"Plan {how} {self.day(ended)} with no assessment"
        if plan.missing_fields:
            reason += f"{SEPARATOR}{number_of(plan.missing_fields, 'field')} missing"
        late = ended < self.today
        days = (self.today - ended).days
        return DueItem(
            State.BAD if late else State.WARN,
            f"Assess ‘{plan.title}’",
            reason,
            22,
            ended,
            days_words(days) if late else "Today",
            "Assess",
            "plans",
            plan.record,
            plan.first_missing,
        )

    def entries(self, entries: Iterable[EntryDue]) -> Iterator[DueItem]:
        wait = self.limits.unevaluated_days
        late = sorted(
            (
                entry
                for entry in entries
                if (entry.lacks_outcome or entry.lacks_score) and (self.today - entry.logged_on).days > wait
            ),
            key=lambda entry: entry.logged_on,
        )
        if not late:
            return
        outcome, score = any(e.lacks_outcome for e in late), any(e.lacks_score for e in late)
        what = "outcome and score" if outcome and score else "outcome" if outcome else "score"
        oldest = late[0].logged_on
        officers = list(dict.fromkeys(entry.officer for entry in late if entry.officer))
        by = officers if len(officers) < 4 else [*officers[:2], number_of(len(officers) - 2, "other")]
        logged = f"Logged by {listed(by)}{SEPARATOR}" if by else ""
        yield DueItem(
            State.BAD,
            f"Add {what} to {number_of(len(late), 'engagement entry', 'engagement entries')}",
            f"{logged}oldest {self.day(oldest)}",
            3,
            oldest + timedelta(days=wait),
            days_words((self.today - oldest).days),
            "Complete",
            "engagement",
            late[0].record,
            "outcome" if late[0].lacks_outcome else "score",
        )

    def people(self, people: Iterable[KinDue]) -> Iterator[DueItem]:
        late = [person for person in people if kin_overdue(person.last_on, self.today, self.limits)]
        if not late:
            return
        known = [person.last_on for person in late if person.last_on is not None]
        never = len(late) - len(known)
        reason = "No contact for over three months"
        if known:
            reason += f"{SEPARATOR}longest {days_words((self.today - min(known)).days)}"
        if never:
            reason += f"{SEPARATOR}{never} never contacted"
        first = min(known, default=self.today - timedelta(days=self.limits.kin_days + 1))
        yield DueItem(
            State.BAD,
            f"Contact {number_of(len(late), 'key individual')}",
            reason,
            8,
            first + timedelta(days=self.limits.kin_days),
            number_of(len(late), "person", "people"),
            "Log contact",
            "communities",
            late[0].record if len(late) == 1 else "",
        )

    def planned(self, planned: Iterable[PlannedDue]) -> Iterator[DueItem]:
        late = sorted(
            (one for one in planned if month_end(one.month) < self.today), key=lambda one: one.month
        )
        if late:
            due = month_end(late[0].month)
            yield DueItem(
                State.BAD, f"Close {number_of(len(late), 'planned activity', 'planned activities')}",
                f"Open since {MONTHS[due.month - 1]}{SEPARATOR}close with the log, or drop with a reason", 5, due,
                days_words((self.today - due).days), "Open", "communities", late[0].record, "plan",
            )  # fmt: skip

    def updates(self, facts: UpdatesDue) -> Iterator[DueItem]:
        left = facts.priorities - facts.published
        if left <= 0:
            return
        month = MONTHS[facts.month.month - 1]
        share = f"{left} of " if facts.published else ""
        title = f"Write the {month} update for {share}{number_of(facts.priorities, 'priority', 'priorities')}"
        drafted = f"{facts.drafted} of {left} drafted" if facts.drafted else "None drafted"
        reason = f"{drafted}{SEPARATOR}goes to website, Alert and social media"
        due = facts.due or month_end(facts.month)
        place = f"update@{facts.month:%Y-%m}"
        yield self.dated(due, title, reason, 16, "Write", "updates", begun=facts.drafted > 0, field=place)

    def blog(self, facts: BlogDue) -> Iterator[DueItem]:
        if facts.published:
            return
        due = facts.due or month_end(facts.month)
        month = MONTHS[facts.month.month - 1]
        if facts.draft_on is None:
            yield self.dated(due, "Write the monthly blog", f"No {month} draft yet", 15, "Write", "updates")
            return
        reason = f"Draft saved {self.day(facts.draft_on)}{SEPARATOR}{number_of(facts.draft_words, 'word')}"
        yield self.dated(due, "Publish the monthly blog", reason, 15, "Review", "updates", begun=True)

    def newsletter(self, facts: NewsletterDue) -> Iterator[DueItem]:
        if facts.issued:
            return
        reason = "No issue recorded yet"
        if facts.last_on is not None:
            to = "" if facts.recipients is None else f" to {number_of(facts.recipients, 'stakeholder')}"
            reason = f"{MONTHS[facts.last_on.month - 1]} issue sent {self.day(facts.last_on)}{to}"
        yield self.dated(
            month_end(facts.month), "Circulate the stakeholder newsletter", reason, 18, "Start", "updates"
        )

    def check(self, facts: CheckDue | None, quarter: Quarter, which: str) -> Iterator[DueItem]:
        if facts is None or (facts.last_on is not None and facts.last_on >= quarter.start):
            return
        title, last, verb, qa, screen = _CHECKS[which]
        reason = f"{last} {self.day(facts.last_on)}" if facts.last_on else f"{last.replace('Last', 'Never')}"
        yield self.dated(quarter.publish_by, title, reason, qa, verb, screen, field=which)

    def meeting(self, facts: MeetingDue) -> Iterator[DueItem]:
        if facts.finished:
            return
        ready = f"{facts.ready} of {number_of(facts.questions, 'question')}"
        reason = f"{ready} {'has' if facts.ready == 1 else 'have'} evidence"
        late = facts.held_on < self.today
        title = "Finish the QA meeting" if late else "QA meeting with the Chief Inspector"
        verb = "Finish" if late else "Prepare"
        yield self.dated(facts.held_on, title, reason, None, verb, "quality", record=facts.record)

    def retention(self, facts: RetentionDue) -> DueItem:
        title = f"Review {number_of(facts.count, 'record')} for retention"
        reason = "Keep longer with a reason, or ask for disposal"
        if facts.confirm:
            reason = f"{number_of(facts.confirm, 'disposal')} asked for by somebody else: confirm or keep"
        return self.dated(facts.first, title, reason, None, "Review", "retention")

    def actions(self, actions: Iterable[OwnAction]) -> Iterator[DueItem]:
        for action in actions:
            reason = action.source or "Your action"
            if action.due is not None:
                yield self.dated(
                    action.due, action.title, reason, None, "Open", "actions", record=action.record
                )
            else:
                yield DueItem(
                    State.NONE,
                    action.title,
                    f"{reason}{SEPARATOR}no due date",
                    None,
                    None,
                    "No date",
                    "Open",
                    "actions",
                    action.record,
                    "due",
                )
