"""Commands on communities: profile and plan as PDF, reach brought in, key individuals, the areas side by side."""

from __future__ import annotations

import json
from argparse import Namespace

from npt_desktop.cli.records import tell
from npt_desktop.cli.stores import desk
from npt_desktop.cli.terminal import Bar
from npt_desktop.rules.periods import ago, number_of
from npt_desktop.services.imports import Imports


def report_profile(asked: Namespace) -> int:
    """Print an area's community profile; key individuals only when asked for."""
    from npt_desktop.services.reporting_communities import profile_pdf

    with desk(asked) as at:
        groups = profile_pdf(
            at, Imports(at).area_named(asked.area), asked.file, named=asked.with_key_individuals
        )
    named = ", with the key individuals' details" if asked.with_key_individuals else ""
    print(f"{asked.file}: the community profile of {asked.area}, {number_of(groups, 'group')}{named}.")
    return 0


def report_plan(asked: Namespace) -> int:
    """Print an area's engagement plan."""
    from npt_desktop.services.reporting_communities import engagement_plan_pdf

    with desk(asked) as at:
        planned = engagement_plan_pdf(at, Imports(at).area_named(asked.area), asked.file)
    print(
        f"{asked.file}: the engagement plan of {asked.area}, {number_of(planned, 'activity', 'activities')}."
    )
    return 0


def import_reach(asked: Namespace) -> int:
    """Bring figures of reach in, a month a row."""
    from npt_desktop.services.reach import Reach

    with desk(asked) as at, Bar() as bar:
        reach = Reach(at)
        preview = reach.preview(asked.file, Imports(at).area_named(asked.area), bar)
        report = preview.report if asked.dry_run else reach.commit(preview)
    if asked.json:
        print(json.dumps(report.as_json(), ensure_ascii=False))
    else:
        tell(report, dry=asked.dry_run, said=preview.in_words())
    return 1 if report.rejected else 0


def kin(asked: Namespace) -> int:
    """List key individuals, longest without contact first."""
    from npt_desktop.services.network import export_rows

    with desk(asked, reading=True) as at:
        area_id = Imports(at).area_named(asked.area) if asked.area else None
        rows = [(area, m) for area, m in export_rows(at, area_id) if m.overdue or not asked.overdue]
        today = at.today
    if asked.json:
        print(json.dumps([
            {"area": area, "name": m.draft.name, "organisation": m.draft.organisation,
             "speaks_for": list(m.draft.groups), "owner": m.owner,
             "consent": m.draft.consent_on.isoformat() if m.draft.consent_on else None,
             "last_contact": m.last_on.isoformat() if m.last_on else None, "overdue": m.overdue}
            for area, m in rows
        ], ensure_ascii=False))  # fmt: skip
        return 0
    for area, m in rows:
        last = f"last contact {ago(m.last_on, today)}" if m.last_on else "never contacted"
        late = ", overdue" if m.overdue else ""
        print(f"{area}: {m.draft.name}, {last}{late}, owner {m.owner or 'nobody'}")
    print(f"{number_of(len(rows), 'key individual')}{' overdue' if asked.overdue else ''}.")
    return 0


def communities(asked: Namespace) -> int:
    """The areas side by side, with what the gaps ask of next month where one area is named."""
    from npt_desktop.services.engagement_plans import EngagementPlans
    from npt_desktop.services.side_by_side import side_by_side

    with desk(asked, reading=True) as at:
        lines = side_by_side(at, at.today)
        plans = EngagementPlans(at)
        if asked.area:
            wanted = Imports(at).area_named(asked.area)
            lines = [line for line in lines if line.area_id == wanted]
        proposals = {line.area_id: plans.page(line.area_id, at.today).proposals for line in lines}
    if asked.json:
        print(json.dumps([
            {"area": one.area, "profile_confirmed": one.profile_confirmed and one.profile_confirmed.isoformat(),
             "plan_confirmed": one.plan_confirmed and one.plan_confirmed.isoformat(), "groups": one.groups,
             "gaps": one.gaps, "hidden_gaps": one.hidden_gaps, "key_individuals": one.individuals,
             "overdue": one.overdue, "groups_without_anyone": one.without_anyone, "planned": one.planned,
             "done": one.done, "entries": one.entries, "scored": one.scored, "average": one.average,
             "advice_open": one.advice_open, "alert": one.alert,
             "proposals": [{"group": p.group, "why": p.why, "what": p.what} for p in proposals[one.area_id]]}
            for one in lines
        ], ensure_ascii=False))  # fmt: skip
        return 0
    for one in lines:
        print(
            f"{one.area}: {number_of(one.groups, 'group')}, {number_of(one.gaps, 'gap')}; "
            f"{number_of(one.individuals, 'key individual')}, {one.overdue} overdue; "
            f"{one.done} of {one.planned} planned activities done this month"
        )
        for proposal in proposals[one.area_id] if asked.area else ():
            print(f"    {proposal.group}: {proposal.why}. {proposal.what}")
    return 0
