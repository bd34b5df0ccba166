"""Finding records by words, over every area and year, for the palette."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import or_, select, text
from sqlalchemy.orm import Session

from npt_desktop.models.communities import CommunityGroup, KeyIndividual, PlannedActivity
from npt_desktop.models.engagement import EngagementEntry
from npt_desktop.models.organisation import Area
from npt_desktop.models.plans import ProblemPlan
from npt_desktop.models.priorities import Priority, PriorityRound
from npt_desktop.models.what_works import WhatWorksEntry
from npt_desktop.rules.authority import Act, may
from npt_desktop.rules.periods import full_date, month_label, quarter_of
from npt_desktop.services.desk import Desk
from npt_desktop.services.marking import above_store
from npt_desktop.services.what_works import standing
from npt_desktop.store.search import match

Marked = ProblemPlan | Priority | WhatWorksEntry | KeyIndividual | EngagementEntry


@dataclass(frozen=True, slots=True)
class Hit:
    """A record found: what kind it is, its words with its marking where that is above the store's, and the screen, id and field that open it."""

    kind: str
    title: str
    detail: str
    screen: str
    record: int
    area_id: int
    field: str = ""


def find(desk: Desk, words: str, *, most: int = 6) -> list[Hit]:
    """Records that hold every word: plans, priorities, groups and planned activities, key individuals, then the
    latest log entries.

    Key individuals are found by those alone who may log a contact with them. ``#`` before the words looks for plans only, ``@`` for contacts only. Fewer than two letters find nothing.
    """
    only = words[:1] if words[:1] in "#@" else ""
    wanted = words.lstrip("#@ ").split()
    if sum(map(len, wanted)) < 2:
        return []
    found: list[Hit] = []
    with desk.read() as session:

        def marked(record: Marked) -> str:
            above = above_store(session, record.marking) if record.marking else ""
            return f" · {above}" if above else ""

        if only in ("", "#"):
            plans = select(ProblemPlan, Area.name).join(Area, Area.id == ProblemPlan.area_id)
            for word in wanted:
                plans = plans.where(or_(ProblemPlan.title.icontains(word, autoescape=True),
                                        ProblemPlan.reference.icontains(word, autoescape=True)))  # fmt: skip
            for plan, area in session.execute(plans.order_by(ProblemPlan.reference.desc()).limit(most)):
                found.append(
                    Hit(
                        "plan",
                        plan.title,
                        f"{plan.reference}, {area}{marked(plan)}",
                        "plans",
                        plan.id,
                        plan.area_id,
                    )
                )
        if only == "":
            rounds = select(Priority, PriorityRound.quarter, Area.name).join(
                PriorityRound, PriorityRound.id == Priority.round_id
            ).join(Area, Area.id == Priority.area_id)  # fmt: skip
            for word in wanted:
                rounds = rounds.where(Priority.title.icontains(word, autoescape=True))
            rounds = rounds.order_by(PriorityRound.quarter.desc()).limit(most // 2)
            for priority, quarter, area in session.execute(rounds):
                detail = f"Priority {priority.number}, {quarter_of(quarter).label}, {area}{marked(priority)}"
                found.append(
                    Hit("priority", priority.title, detail, "priorities", priority.round_id, priority.area_id)
                )
            works = select(WhatWorksEntry, Area.name).join(Area, Area.id == WhatWorksEntry.area_id)
            for word in wanted:
                works = works.where(WhatWorksEntry.title.icontains(word, autoescape=True))
            for told, area in session.execute(works.order_by(WhatWorksEntry.id.desc()).limit(most // 2)):
                detail = f"What works, {standing(told).label.casefold()}, {area}{marked(told)}"
                found.append(Hit("works", told.title, detail, "works", told.id, told.area_id))
            found += _communities(session, wanted, most // 2)
        if only in ("", "@") and may(desk.actor.role, Act.LOG_ENGAGEMENT):
            people = select(KeyIndividual, Area.name).join(Area, Area.id == KeyIndividual.area_id)
            for word in wanted:
                people = people.where(or_(KeyIndividual.name.icontains(word, autoescape=True),
                                          KeyIndividual.organisation.icontains(word, autoescape=True)))  # fmt: skip
            for person, area in session.execute(people.order_by(KeyIndividual.name).limit(most)):
                found.append(
                    Hit(
                        "contact",
                        person.name,
                        f"Key individual, {area}{marked(person)}",
                        "communities",
                        person.id,
                        person.area_id,
                    )
                )
        query = match(" ".join(wanted))
        if only == "" and query:
            sql = text("SELECT rowid FROM engagement_search WHERE engagement_search MATCH :q "
                       "ORDER BY rowid DESC LIMIT :most")  # fmt: skip
            ids = list(session.scalars(sql, {"q": query, "most": most}))
            entries = select(EngagementEntry, Area.name).join(Area, Area.id == EngagementEntry.area_id)
            entries = entries.where(EngagementEntry.id.in_(ids)).order_by(EngagementEntry.day.desc())
            for entry, area in session.execute(entries):
                detail = f"Engagement, {full_date(entry.day)}, {area}{marked(entry)}"
                title = entry.who_engaged or entry.summary
                found.append(Hit("entry", title, detail, "engagement", entry.id, entry.area_id))
    return found


def _communities(session: Session, wanted: list[str], most: int) -> list[Hit]:
    """Groups of the community profiles, and what is planned with them, the latest month first."""
    group, activity = CommunityGroup, PlannedActivity
    groups = select(group, Area.name).join(Area, Area.id == group.area_id)
    planned = (
        select(activity, group.name, Area.name)
        .join(group, group.id == activity.group_id).join(Area, Area.id == activity.area_id)
    )  # fmt: skip
    for word in wanted:
        groups = groups.where(or_(group.name.icontains(word, autoescape=True),
                                  group.languages.icontains(word, autoescape=True)))  # fmt: skip
        planned = planned.where(or_(activity.what.icontains(word, autoescape=True),
                                    group.name.icontains(word, autoescape=True)))  # fmt: skip
    found = [
        Hit(
            "group",
            one.name,
            f"Group of the community profile, {area}",
            "communities",
            one.id,
            one.area_id,
            "group",
        )
        for one, area in session.execute(groups.order_by(group.name, Area.name).limit(most))
    ]
    for one, name, area in session.execute(planned.order_by(activity.month.desc(), activity.id).limit(most)):
        detail = f"Planned activity, {name}, {month_label(one.month)}, {area}"
        found.append(Hit("activity", one.what, detail, "communities", one.id, one.area_id, "plan"))
    return found
