"""What a form and a filter of the engagement log offer to choose from."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Protocol

from sqlalchemy import func, select

from npt_desktop.models.communities import CommunityGroup, KeyIndividual
from npt_desktop.models.engagement import EngagementEntry
from npt_desktop.models.kinds import TermKind
from npt_desktop.models.organisation import Posting
from npt_desktop.models.plans import ProblemPlan
from npt_desktop.models.priorities import Priority, PriorityRound
from npt_desktop.models.vocabulary import Term
from npt_desktop.rules.lists import standard_lists
from npt_desktop.rules.periods import quarter_of
from npt_desktop.services.desk import Choice, Desk


class Chosen(Protocol):
    """What :meth:`LogLists.more_words` asks of an entry."""

    @property
    def theme_id(self) -> int | None: ...
    @property
    def channel_id(self) -> int | None: ...
    @property
    def priority_id(self) -> int | None: ...
    @property
    def plan_id(self) -> int | None: ...
    @property
    def groups(self) -> tuple[int, ...]: ...
    @property
    def met(self) -> tuple[int, ...]: ...


class LogLists:
    """The lists of the log, at a desk."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def lists(self, area_id: int) -> dict[str, list[Choice]]:
        """The choices of quick entry, the most used of the area's last year first; the area's own people
        before the others. ``lead_name`` are officers as the log writes them, for a filter."""
        since = self._desk.today - timedelta(days=366)
        with self._desk.read() as session:
            recent = EngagementEntry.area_id == area_id, EngagementEntry.day >= since

            def used(column: Any) -> dict[int, int]:
                query = select(column, func.count()).where(*recent).group_by(column)
                return {row[0]: row[1] for row in session.execute(query)}

            audiences, purposes, leads = (
                used(EngagementEntry.audience_id), used(EngagementEntry.purpose_id), used(EngagementEntry.lead_id)
            )  # fmt: skip
            here = set(session.scalars(select(Posting.person_id).where(Posting.area_id == area_id)))
            who = select(EngagementEntry.who_engaged, func.count()).where(*recent)
            who = who.group_by(EngagementEntry.who_engaged).order_by(func.count().desc()).limit(200)
            groups = [Choice(0, row[0]) for row in session.execute(who)]
            names = select(EngagementEntry.lead_name).where(*recent, EngagementEntry.lead_name != "")
            names = names.group_by(EngagementEntry.lead_name).order_by(func.count().desc()).limit(200)
            written = [Choice(0, name) for name in session.scalars(names)]
        me = self._desk.actor.person_id
        people = self._desk.people()
        people.sort(key=lambda c: (c.id != me, c.id not in here, -leads.get(c.id, 0)))
        return {
            "audience": _by_use(self._desk.terms(TermKind.AUDIENCE), audiences),
            "purpose": _by_use(self._desk.terms(TermKind.PURPOSE), purposes),
            "lead": people,
            "who": groups,
            "lead_name": written,
        }

    def plain_lists(self) -> dict[str, list[Choice]]:
        """The same choices at once, in list order: for a form that cannot wait until the log is counted."""
        people = self._desk.people()
        people.sort(key=lambda choice: choice.id != self._desk.actor.person_id)
        return {
            "audience": self._desk.terms(TermKind.AUDIENCE),
            "purpose": self._desk.terms(TermKind.PURPOSE),
            "lead": people,
            "who": [],
            "lead_name": [],
        }

    def score_words(self) -> dict[int, str]:
        """The words of the scores from 1 up, as the store's list has them."""
        return {n: term.label for n, term in enumerate(self._desk.terms(TermKind.SCORE)[:5], 1)}

    def more_lists(self, area_id: int) -> dict[str, list[Choice]]:
        """The choices of the optional fields in an area: most used first where the log says so.

        ``priority`` are those not closed, ``plan`` those open; ``key`` the key individuals of today.
        """
        entry, today = EngagementEntry, self._desk.today
        recent = entry.area_id == area_id, entry.day >= today - timedelta(days=366)
        with self._desk.read() as session:

            def used(column: Any) -> list[Choice]:
                query = select(column).where(*recent, column != "").group_by(column)
                return [
                    Choice(0, words)
                    for words in session.scalars(query.order_by(func.count().desc()).limit(200))
                ]

            groups = select(CommunityGroup.id, CommunityGroup.name).where(CommunityGroup.area_id == area_id)
            keys = select(KeyIndividual.id, KeyIndividual.name).where(
                KeyIndividual.area_id == area_id,
                KeyIndividual.ended_on.is_(None) | (KeyIndividual.ended_on > today),
            )
            priorities = (
                select(Priority.id, Priority.title, PriorityRound.quarter)
                .join(PriorityRound, PriorityRound.id == Priority.round_id)
                .where(Priority.area_id == area_id, Priority.closed_on.is_(None))
                .order_by(PriorityRound.quarter.desc(), Priority.number)
            )
            plans = (
                select(ProblemPlan.id, ProblemPlan.reference, ProblemPlan.title)
                .where(ProblemPlan.area_id == area_id, ProblemPlan.closed_on.is_(None))
                .order_by(ProblemPlan.reference.desc())
            )
            partners = used(entry.partners)
            known = {choice.label for choice in partners}
            found = {
                "beat": used(entry.beat),
                "partners": partners + [Choice(0, name) for name in standard_lists().agencies if name not in known],
                "group": [Choice(*row) for row in session.execute(groups.order_by(CommunityGroup.name))],
                "key": [Choice(*row) for row in session.execute(keys.order_by(KeyIndividual.name))],
                "priority": [
                    Choice(row[0], f"{row[1]} ({quarter_of(row[2]).label})") for row in session.execute(priorities)
                ],
                "plan": [Choice(row[0], f"{row[1]} {row[2]}") for row in session.execute(plans)],
            }  # fmt: skip
        found["theme"] = self._desk.terms(TermKind.THEME)
        found["channel"] = self._desk.terms(TermKind.CHANNEL)
        return found

    def more_words(self, draft: Chosen) -> dict[str, list[str]]:
        """What the optional choices of an entry are called, on a list still or not, by the form's field."""
        found: dict[str, list[str]] = {}
        with self._desk.read() as session:
            for name, column, ids in (
                ("theme", Term.label, [draft.theme_id]), ("channel", Term.label, [draft.channel_id]),
                ("about", Priority.title, [draft.priority_id]), ("about", ProblemPlan.title, [draft.plan_id]),
                ("groups", CommunityGroup.name, draft.groups), ("met", KeyIndividual.name, draft.met),
            ):  # fmt: skip
                kind = column.class_
                wanted = [key for key in ids if key is not None]
                if wanted:
                    rows = session.execute(select(kind.id, column).where(kind.id.in_(wanted)))
                    words = {row[0]: row[1] for row in rows}
                    found[name] = [words[key] for key in wanted]
        return found


def _by_use(choices: list[Choice], used: dict[int, int]) -> list[Choice]:
    return sorted(choices, key=lambda c: -used.get(c.id, 0))
