"""The community profile and the engagement plan on paper."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from npt_desktop.files import file_name
from npt_desktop.models.organisation import Area
from npt_desktop.reports.communities import (
    DocumentHead,
    NamedIndividual,
    PlannedRow,
    PlanReport,
    ProfileGroup,
    ProfileReport,
    plan_document,
    profile_document,
)
from npt_desktop.reports.page import write_pdf
from npt_desktop.rules.periods import add_months, month_of
from npt_desktop.rules.plan_text import standard_plan_text
from npt_desktop.rules.words import listed
from npt_desktop.services.community_profile import DocumentVersion, GroupLine, Profiles
from npt_desktop.services.desk import Desk
from npt_desktop.services.engagement_plans import EngagementPlans
from npt_desktop.services.network import Network
from npt_desktop.services.reporting_quality import marking_of

_MONTHS_BACK = 11
"""A printed plan looks a year back, the present month included."""


def profile_pdf(desk: Desk, area_id: int, path: Path, *, named: bool = False) -> int:
    """Print the profile of an area; returns how many groups it has. Key individuals are in it only ``named``.

    Long: call off the window's thread. Raises CannotDo when the file cannot be written.
    """
    trace = desk.takes_out(path)
    report = profile_report(desk, area_id, named=named)
    write_pdf(profile_document(report, desk.store.clock.now().astimezone()), path, trace)
    return len(report.groups)


def engagement_plan_pdf(desk: Desk, area_id: int, path: Path) -> int:
    """Print the engagement plan of an area with the activities of the year past and all to come; returns how
    many there are.

    Long: call off the window's thread. Raises CannotDo when the file cannot be written.
    """
    trace = desk.takes_out(path)
    report = plan_report(desk, area_id)
    write_pdf(plan_document(report, desk.store.clock.now().astimezone()), path, trace)
    return len(report.activities)


def suggested_name(desk: Desk, what: str, area_id: int) -> str:
    """A file name that says what it is and carries the marking."""
    with desk.read() as session:
        area = session.get_one(Area, area_id).name
    return file_name(f"{what} {area} {desk.today.isoformat()}", marking_of(desk), ".pdf")


def profile_report(desk: Desk, area_id: int, *, named: bool = False) -> ProfileReport:
    """What the printed profile is made from."""
    page = Profiles(desk).page(area_id)
    individuals = None
    if named:
        individuals = tuple(
            NamedIndividual(
                m.draft.name, m.draft.organisation, listed(m.draft.groups), m.draft.reach_by, m.owner,
                m.draft.consent_on, m.last_on,
            )
            for m in Network(desk).page(area_id).members
        )  # fmt: skip
    head = _head(desk, page.area, page.current, page.earlier)
    return ProfileReport(head, tuple(_group(group) for group in page.groups), individuals)


def plan_report(desk: Desk, area_id: int) -> PlanReport:
    """What the printed plan is made from."""
    since = add_months(month_of(desk.today), -_MONTHS_BACK)
    page = EngagementPlans(desk).page(area_id, add_months(since, 1))
    rows = tuple(
        PlannedRow(
            a.draft.month or date.min, a.group, a.draft.what, a.tactic, a.level, a.theme, a.owner, a.state, a.done_on,
            a.reason,
        )
        for a in page.activities
    )  # fmt: skip

    def words(pairs: tuple[tuple[str, str], ...]) -> tuple[str, ...]:
        return tuple(label for _, label in pairs)

    return PlanReport(
        _head(desk, page.area, page.current, page.earlier), standard_plan_text(), words(page.chosen.tactics),
        words(page.chosen.levels), words(page.chosen.themes), rows,
    )  # fmt: skip


def _head(
    desk: Desk, area: str, current: DocumentVersion | None, earlier: Sequence[DocumentVersion]
) -> DocumentHead:
    marking = marking_of(desk)
    if current is None:
        return DocumentHead(area, marking=marking)
    return DocumentHead(
        area, current.name, current.refreshed_on, current.confirmed_on, current.address, current.text,
        tuple((one.name, one.refreshed_on) for one in earlier), marking,
    )  # fmt: skip


def _group(group: GroupLine) -> ProfileGroup:
    draft = group.draft
    traits = tuple(
        words
        for there, words in ((draft.hidden, "Hidden or seldom heard"), (draft.emerging, "New and emerging"))
        if there
    )
    return ProfileGroup(
        draft.name, traits, group.audience, draft.size, draft.languages, draft.found_where, draft.prefers,
        draft.risk_level.label if draft.risk_level else "", draft.risk, group.theme, group.protected,
        tuple((source.what, source.on) for source in group.sources), draft.known_on, group.last_on,
        len(group.known_by), draft.notes,
    )  # fmt: skip
