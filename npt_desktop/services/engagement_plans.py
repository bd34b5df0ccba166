"""The engagement plan of an area: aims, tactics, levels, themes, and what is planned for whom and when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from npt_desktop.errors import CannotDo, Incomplete
from npt_desktop.models.communities import CommunityGroup, EngagementPlan, PlannedActivity
from npt_desktop.models.engagement import EngagementEntry, EntryGroup
from npt_desktop.models.kinds import ActionState, TermKind
from npt_desktop.models.organisation import Area, Person
from npt_desktop.models.vocabulary import Term
from npt_desktop.rules.authority import Act, require
from npt_desktop.rules.communities import GroupReached, LoggedFor, Proposal, closing_entries, propose
from npt_desktop.rules.periods import add_months, month_end, month_label, month_of, next_month
from npt_desktop.services.area_documents import begin_version, refreshed, versions
from npt_desktop.services.community_profile import DocumentVersion, GroupLine, group_lines
from npt_desktop.services.desk import Choice, Desk, current
from npt_desktop.store.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class ActivityDraft:
    """A planned activity as the form holds it."""

    group_id: int | None
    month: date | None
    what: str
    tactic_id: int | None = None
    level_id: int | None = None
    theme_id: int | None = None
    owner_id: int | None = None


@dataclass(frozen=True, slots=True)
class ActivityLine:
    """A planned activity. ``offers`` are the entries it may be closed with, latest first."""

    id: int
    version: int
    draft: ActivityDraft
    group: str
    tactic: str
    level: str
    theme: str
    owner: str
    state: ActionState
    done_on: date | None
    closed_with: str
    reason: str
    offers: tuple[LoggedFor, ...]


@dataclass(frozen=True, slots=True)
class PlanLists:
    """The editable lists of the plan, each entry with its key: (key, words)."""

    tactics: tuple[tuple[str, str], ...]
    levels: tuple[tuple[str, str], ...]
    themes: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class EngagementPlanPage:
    """Everything the plan shows of an area and the months round one. ``proposals`` are for ``proposed_for``, the
    month after today's; ``late`` counts open activities of months gone by."""

    area: str
    month: date
    current: DocumentVersion | None
    earlier: tuple[DocumentVersion, ...]
    chosen: PlanLists
    lists: PlanLists
    activities: tuple[ActivityLine, ...]
    late: int
    groups: tuple[Choice, ...]
    proposals: tuple[Proposal, ...]
    proposed_for: date


class EngagementPlans:
    """The engagement plans, at a desk."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    # ------------------------------------------------------------------- reading
    def page(self, area_id: int, month: date) -> EngagementPlanPage:
        """The plan with the activities from the month before ``month`` on, and all that are late."""
        today = self._desk.today
        month = month_of(month)
        with self._desk.read() as session:
            area = session.get_one(Area, area_id).name
            found = versions(session, EngagementPlan, area_id)
            lists = _lists(session)
            groups = [g for g in group_lines(session, area_id, today) if g.draft.ended_on is None]
            activities = activity_lines(session, area_id, add_months(month, -1))
            late = session.scalar(select(func.count(PlannedActivity.id)).where(
                PlannedActivity.area_id == area_id, PlannedActivity.state == ActionState.OPEN,
                PlannedActivity.month < month_of(today))) or 0  # fmt: skip
            proposals = proposals_for(session, area_id, groups, today)
        latest = found[0] if found else None
        return EngagementPlanPage(
            area, month, _version(latest) if latest else None, tuple(_version(one) for one in found[1:]),
            _chosen(latest, lists), lists, tuple(activities), late,
            tuple(Choice(g.id, g.draft.name) for g in groups), proposals, next_month(today),
        )  # fmt: skip

    # ------------------------------------------------------------------- writing
    def save(
        self,
        area_id: int,
        version: int | None,
        *,
        aims: str,
        address: str,
        tactics: Sequence[str],
        levels: Sequence[str],
        themes: Sequence[str],
    ) -> None:
        """Save what the version in force says; it counts as refreshed today. The first is made by it.

        Raises Clash when it was changed in the meantime.
        """
        require(self._desk.actor.role, Act.EDIT_COMMUNITIES)
        with self._desk.write("Changed the engagement plan") as unit:
            found = refreshed(unit, EngagementPlan, area_id, self._desk.today, version)
            found.aims, found.address = aims.strip(), address.strip()
            found.tactics, found.levels, found.themes = list(tactics), list(levels), list(themes)

    def new_version(self, area_id: int, name: str) -> int:
        """Begin the next version; the last keeps its lists and activities as they are now. Returns its id."""
        require(self._desk.actor.role, Act.EDIT_COMMUNITIES)
        with self._desk.write(f"Began {' '.join(name.split())} of the engagement plan") as unit:
            found = versions(unit.session, EngagementPlan, area_id)
            chosen = _chosen(found[0] if found else None, _lists(unit.session))
            kept = {
                "tactics": [words for _, words in chosen.tactics],
                "levels": [words for _, words in chosen.levels],
                "themes": [words for _, words in chosen.themes],
                "activities": [_kept(line) for line in activity_lines(unit.session, area_id, date.min)],
            }
            return begin_version(unit, EngagementPlan, area_id, name, self._desk.today, kept).id

    def put(
        self, area_id: int, draft: ActivityDraft, activity_id: int | None = None, version: int | None = None
    ) -> int:
        """Plan an activity, or save one anew; returns its id. Raises Incomplete naming each field."""
        require(self._desk.actor.role, Act.EDIT_COMMUNITIES)
        with self._desk.write("Planned an activity") as unit:
            group = self._checked(unit, area_id, draft)
            assert draft.month is not None
            fields = {
                "group_id": group.id, "month": month_of(draft.month), "what": draft.what.strip(),
                "tactic_id": draft.tactic_id, "level_id": draft.level_id, "theme_id": draft.theme_id,
                "owner_id": draft.owner_id,
            }  # fmt: skip
            unit.did = f"Planned an activity with {group.name} in {month_label(draft.month)}"
            if activity_id is None:
                return unit.add(PlannedActivity(area_id=area_id, **fields)).id
            activity = current(unit, PlannedActivity, activity_id, version)
            for key, value in fields.items():
                setattr(activity, key, value)
            return activity.id

    def take(self, area_id: int, proposal: Proposal) -> int:
        """Make a proposal a planned activity of next month, owned by whoever took it."""
        me = self._desk.actor.person_id
        draft = ActivityDraft(proposal.group_id, next_month(self._desk.today), proposal.what, owner_id=me)
        return self.put(area_id, draft)

    def close(self, activity_id: int, entry_id: int | None) -> None:
        """Close an activity: done with an entry of the log, or done without one. A person decides."""
        require(self._desk.actor.role, Act.EDIT_COMMUNITIES)
        with self._desk.write("Closed a planned activity") as unit:
            activity = current(unit, PlannedActivity, activity_id)
            day = self._desk.today
            if entry_id is not None:
                day = current(unit, EngagementEntry, entry_id).day
            activity.state, activity.entry_id, activity.done_on = ActionState.DONE, entry_id, day

    def drop(self, activity_id: int, reason: str) -> None:
        """Give an activity up, because. Raises Incomplete without a reason."""
        require(self._desk.actor.role, Act.EDIT_COMMUNITIES)
        if not reason.strip():
            raise Incomplete({"reason": "Say why it is not done."})
        with self._desk.write("Dropped a planned activity") as unit:
            activity = current(unit, PlannedActivity, activity_id)
            activity.state, activity.reason = ActionState.DROPPED, reason.strip()
            activity.entry_id, activity.done_on = None, None

    def reopen(self, activity_id: int) -> None:
        """Open a closed or dropped activity again."""
        require(self._desk.actor.role, Act.EDIT_COMMUNITIES)
        with self._desk.write("Opened a planned activity again") as unit:
            _open_again(current(unit, PlannedActivity, activity_id))

    def remove(self, activity_id: int) -> None:
        """Take an activity out of the plan; Undo brings it back."""
        require(self._desk.actor.role, Act.EDIT_COMMUNITIES)
        with self._desk.write("Took an activity out of the engagement plan") as unit:
            unit.remove(current(unit, PlannedActivity, activity_id))

    def _checked(self, unit: UnitOfWork, area_id: int, draft: ActivityDraft) -> CommunityGroup:
        found = {}
        if draft.group_id is None:
            found["group_id"] = "Choose the group it is for."
        if draft.month is None:
            found["month"] = "Enter the month, such as Nov 2026."
        if not draft.what.strip():
            found["what"] = "Enter what is to be done."
        if found:
            raise Incomplete(found)
        group = current(unit, CommunityGroup, draft.group_id or 0)
        if group.area_id != area_id:
            raise CannotDo(f"{group.name} is a group of another area: choose one of this area.")
        return group


def open_again_for(unit: UnitOfWork, entry_id: int) -> None:
    """Open what an entry had closed: the entry is about to be removed."""
    closed = select(PlannedActivity).where(PlannedActivity.entry_id == entry_id)
    for activity in unit.session.scalars(closed):
        _open_again(activity)


def _open_again(activity: PlannedActivity) -> None:
    activity.state, activity.entry_id, activity.done_on, activity.reason = ActionState.OPEN, None, None, ""


def activity_lines(session: Session, area_id: int, since: date) -> list[ActivityLine]:
    """The activities of an area from a month on, and earlier ones still open; by month and group."""
    p = PlannedActivity
    query = (
        select(p, CommunityGroup.name, CommunityGroup.audience_id)
        .join(CommunityGroup, CommunityGroup.id == p.group_id)
        .where(p.area_id == area_id, (p.month >= since) | (p.state == ActionState.OPEN))
        .order_by(p.month, CommunityGroup.name, p.id)
    )
    rows = session.execute(query).all()
    terms = {t.id: t.label for t in session.scalars(
        select(Term).where(Term.kind.in_((TermKind.TACTIC, TermKind.LEVEL, TermKind.THEME))))}  # fmt: skip
    people = {p.id: p.label for p in session.scalars(select(Person))}
    closed = session.scalars(select(p.entry_id).where(p.area_id == area_id, p.entry_id.is_not(None)))
    taken = {key for key in closed if key is not None}
    logged = _logged(session, area_id, [row[0].month for row in rows if row[0].state is ActionState.OPEN])
    closers = _closers(session, [row[0].entry_id for row in rows if row[0].entry_id])
    lines = []
    for a, group, audience_id in rows:
        offers: tuple[LoggedFor, ...] = ()
        if a.state is ActionState.OPEN:
            offers = closing_entries(a.group_id, audience_id, a.month, logged, taken)
        lines.append(ActivityLine(
            a.id, a.version,
            ActivityDraft(a.group_id, a.month, a.what, a.tactic_id, a.level_id, a.theme_id, a.owner_id),
            group, terms.get(a.tactic_id or 0, ""), terms.get(a.level_id or 0, ""), terms.get(a.theme_id or 0, ""),
            people.get(a.owner_id or 0, ""), a.state, a.done_on, closers.get(a.entry_id or 0, ""), a.reason, offers,
        ))  # fmt: skip
    return lines


def proposals_for(
    session: Session, area_id: int, groups: list[GroupLine], today: date
) -> tuple[Proposal, ...]:
    """What the gaps of an area ask of next month."""
    p = PlannedActivity
    planned = {row[0]: row[1] for row in session.execute(
        select(p.group_id, func.count()).where(p.area_id == area_id, p.month == next_month(today),
                                               p.state != ActionState.DROPPED).group_by(p.group_id)
    )}  # fmt: skip
    officers = _last_officers(session, area_id)
    return propose(
        (
            GroupReached(
                g.id, g.draft.name, g.last_on, g.draft.hidden, g.draft.emerging, g.draft.risk_level, g.draft.prefers,
                (*g.known_by, *([officer] if (officer := officers.get(g.draft.audience_id or 0)) else [])),
                planned.get(g.id, 0),
            )
            for g in groups
        ),
        today,
    )  # fmt: skip


def _last_officers(session: Session, area_id: int) -> dict[int, str]:
    """Who led the latest engagement with each audience."""
    e = EngagementEntry
    last = (
        select(e.audience_id, func.max(e.id).label("id"))
        .where(e.area_id == area_id, e.audience_id.is_not(None), e.lead_name != "")
        .group_by(e.audience_id).subquery()
    )  # fmt: skip
    rows = session.execute(select(last.c.audience_id, e.lead_name).join(e, e.id == last.c.id))
    return {row[0]: row[1] for row in rows}


def _logged(session: Session, area_id: int, months: list[date]) -> list[LoggedFor]:
    if not months:
        return []
    e = EngagementEntry
    rows = session.execute(
        select(e.id, e.day, e.audience_id, e.who_engaged)
        .where(e.area_id == area_id, e.day >= min(months), e.day <= month_end(max(months)))
    )  # fmt: skip
    wanted = set(months)
    found = [row for row in rows if month_of(row[1]) in wanted]
    named: dict[int, list[int]] = {}
    for entry_id, group_id in session.execute(
        select(EntryGroup.entry_id, EntryGroup.group_id).where(
            EntryGroup.entry_id.in_([row[0] for row in found])
        )
    ):
        named.setdefault(entry_id, []).append(group_id)
    return [LoggedFor(*row, tuple(named.get(row[0], ()))) for row in found]


def _closers(session: Session, ids: list[int]) -> dict[int, str]:
    rows = session.execute(
        select(EngagementEntry.id, EngagementEntry.who_engaged).where(EngagementEntry.id.in_(ids))
    )
    return {row[0]: row[1] for row in rows}


def _lists(session: Session) -> PlanLists:
    def of(kind: TermKind) -> tuple[tuple[str, str], ...]:
        query = select(Term.key, Term.label).where(Term.kind == kind, Term.retired.is_(False))
        return tuple(
            (key, label) for key, label in session.execute(query.order_by(Term.position, Term.label))
        )

    return PlanLists(of(TermKind.TACTIC), of(TermKind.LEVEL), of(TermKind.THEME))


def _chosen(plan: EngagementPlan | None, lists: PlanLists) -> PlanLists:
    """What the plan chose of each list, in the list's order."""
    if plan is None:
        return PlanLists((), (), ())

    def of(keys: list[Any], there: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
        return tuple(pair for pair in there if pair[0] in keys)

    return PlanLists(
        of(plan.tactics, lists.tactics), of(plan.levels, lists.levels), of(plan.themes, lists.themes)
    )


def _kept(line: ActivityLine) -> dict[str, Any]:
    return {
        "group": line.group, "month": line.draft.month.isoformat() if line.draft.month else "",
        "what": line.draft.what, "tactic": line.tactic, "level": line.level, "theme": line.theme,
        "owner": line.owner, "state": line.state.value,
        "done_on": line.done_on.isoformat() if line.done_on else "", "reason": line.reason,
    }  # fmt: skip


def _version(one: EngagementPlan) -> DocumentVersion:
    return DocumentVersion(
        one.id,
        one.version,
        one.version_name,
        one.refreshed_on,
        one.confirmed_on,
        one.address,
        one.aims,
        one.kept,
    )
