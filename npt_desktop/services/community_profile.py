"""The community profile of an area: its versions, and the groups with what is known of each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import exists, func, or_, select
from sqlalchemy.orm import Session

from npt_desktop.errors import CannotDo, Incomplete
from npt_desktop.models.communities import (
    Advice,
    CommunityGroup,
    CommunityProfile,
    KeyIndividual,
    PlannedActivity,
)
from npt_desktop.models.engagement import EngagementEntry, EntryGroup
from npt_desktop.models.kinds import RiskLevel, TermKind
from npt_desktop.models.organisation import Area
from npt_desktop.models.vocabulary import Term
from npt_desktop.rules.authority import Act, require
from npt_desktop.rules.communities import (
    GroupKnown,
    Source,
    group_mistakes,
    not_known,
    read_groups,
    read_sources,
    write_groups,
    write_sources,
)
from npt_desktop.rules.evidence_engagement import is_gap
from npt_desktop.rules.periods import add_months
from npt_desktop.rules.words import matching_form
from npt_desktop.services.area_documents import begin_version, refreshed, versions
from npt_desktop.services.desk import Desk, current
from npt_desktop.store.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class GroupDraft:
    """A group as the form holds it; ``sources`` as typed, one a line."""

    name: str
    audience_id: int | None = None
    hidden: bool = False
    emerging: bool = False
    size: int | None = None
    languages: str = ""
    found_where: str = ""
    prefers: str = ""
    risk_level: RiskLevel | None = None
    risk: str = ""
    theme_id: int | None = None
    protected: tuple[str, ...] = ()
    sources: str = ""
    known_on: date | None = None
    notes: str = ""
    ended_on: date | None = None


@dataclass(frozen=True, slots=True)
class GroupLine:
    """A group as the profile shows it. ``known_by`` are the key individuals who speak for it, ``lacks`` what is
    not known; ``gap`` says that it was not reached for as long as makes a gap."""

    id: int
    version: int
    draft: GroupDraft
    audience: str
    theme: str
    protected: tuple[str, ...]
    sources: tuple[Source, ...]
    last_on: date | None
    gap: bool
    known_by: tuple[str, ...]
    lacks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DocumentVersion:
    """A version of the profile or the plan, as it is told of. ``text`` is its summary or aims."""

    id: int
    version: int
    name: str
    refreshed_on: date | None
    confirmed_on: date | None
    address: str
    text: str
    kept: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class ProfilePage:
    """Everything the profile shows of an area. ``current`` is None before the first version."""

    area: str
    current: DocumentVersion | None
    earlier: tuple[DocumentVersion, ...]
    groups: tuple[GroupLine, ...]
    ended: tuple[GroupLine, ...]


class Profiles:
    """The community profiles, at a desk."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    # ------------------------------------------------------------------- reading
    def page(self, area_id: int) -> ProfilePage:
        """The profile of an area as it stands today."""
        today = self._desk.today
        with self._desk.read() as session:
            area = session.get_one(Area, area_id).name
            found = [_version(one) for one in versions(session, CommunityProfile, area_id)]
            lines = group_lines(session, area_id, today)
        here = [line for line in lines if line.draft.ended_on is None or line.draft.ended_on > today]
        gone = [line for line in lines if line not in here]
        return ProfilePage(area, found[0] if found else None, tuple(found[1:]), tuple(here), tuple(gone))

    # ------------------------------------------------------------------- writing
    def save_group(
        self, area_id: int, draft: GroupDraft, group_id: int | None = None, version: int | None = None
    ) -> int:
        """Add a group, or save one anew; returns its id. The profile counts as refreshed today.

        A new name follows to the key individuals who speak for the group. Raises Incomplete naming each field,
        Clash when the group was changed in the meantime.
        """
        require(self._desk.actor.role, Act.EDIT_COMMUNITIES)
        today = self._desk.today
        name = " ".join(draft.name.split())
        with self._desk.write(f"Changed the community profile: {name}") as unit:
            sources = _checked(unit, area_id, draft, group_id, today)
            fields = _fields(draft, sources) | {"name": name}
            if group_id is None:
                unit.did = f"Added {name} to the community profile"
                made = unit.add(CommunityGroup(area_id=area_id, **fields)).id
            else:
                group = current(unit, CommunityGroup, group_id, version)
                if group.name != name:
                    _rename(unit, group.area_id, group.name, name)
                for key, value in fields.items():
                    setattr(group, key, value)
                made = group.id
            refreshed(unit, CommunityProfile, area_id, today)
            return made

    def remove_group(self, group_id: int) -> None:
        """Remove a group; Undo brings it back. Raises CannotDo while plan or advice are about it."""
        require(self._desk.actor.role, Act.EDIT_COMMUNITIES)
        with self._desk.write("Removed a group from the community profile") as unit:
            group = current(unit, CommunityGroup, group_id)
            used = unit.session.scalar(
                select(func.count()).select_from(PlannedActivity).where(PlannedActivity.group_id == group_id)
            ) or unit.session.scalar(
                select(func.count()).select_from(Advice).where(Advice.group_id == group_id)
            )
            if used:
                raise CannotDo(
                    f"Activities or advice are about {group.name}: enter the day the group ended instead."
                )
            unit.did = f"Removed {group.name} from the community profile"
            unit.remove(group)
            refreshed(unit, CommunityProfile, group.area_id, self._desk.today)

    def save(self, area_id: int, version: int | None, *, summary: str, address: str) -> None:
        """Save what the version in force says and where its document is; the first version is made by it.

        Raises Clash when it was changed in the meantime."""
        require(self._desk.actor.role, Act.EDIT_COMMUNITIES)
        with self._desk.write("Changed the community profile") as unit:
            found = refreshed(unit, CommunityProfile, area_id, self._desk.today, version)
            found.summary, found.address = summary.strip(), address.strip()

    def new_version(self, area_id: int, name: str) -> int:
        """Begin the next version; the last one keeps its groups as they are now. Returns its id."""
        require(self._desk.actor.role, Act.EDIT_COMMUNITIES)
        today = self._desk.today
        with self._desk.write(f"Began {' '.join(name.split())} of the community profile") as unit:
            lines = group_lines(unit.session, area_id, today)
            kept = {"groups": [_kept(line) for line in lines if line.draft.ended_on is None]}
            return begin_version(unit, CommunityProfile, area_id, name, today, kept).id


def group_lines(session: Session, area_id: int, today: date) -> list[GroupLine]:
    """The groups of an area, by name, those that have ended among them."""
    groups = session.scalars(
        select(CommunityGroup).where(CommunityGroup.area_id == area_id).order_by(CommunityGroup.name)
    ).all()
    terms = {t.id: t for t in session.scalars(
        select(Term).where(Term.kind.in_((TermKind.AUDIENCE, TermKind.THEME, TermKind.PROTECTED)))
    )}  # fmt: skip
    protected = {t.key: t.label for t in terms.values() if t.kind is TermKind.PROTECTED}
    last = last_contacts(session, area_id, groups, today)
    known = knowing(session, area_id, groups, today)
    lines = []
    for group in groups:
        sources = tuple(Source(what, _iso(on)) for what, on in group.sources)
        audience = terms.get(group.audience_id or 0)
        theme = terms.get(group.theme_id or 0)
        facts = GroupKnown(
            audience is not None, group.size, group.languages, group.found_where, group.prefers, group.risk_level,
            len(sources), group.known_on,
        )  # fmt: skip
        draft = GroupDraft(
            group.name, group.audience_id, group.hidden, group.emerging, group.size, group.languages,
            group.found_where, group.prefers, group.risk_level, group.risk, group.theme_id, tuple(group.protected),
            write_sources(sources), group.known_on, group.notes, group.ended_on,
        )  # fmt: skip
        on = last.get(group.id)
        lines.append(GroupLine(
            group.id, group.version, draft, audience.label if audience else "", theme.label if theme else "",
            tuple(protected.get(key, key) for key in group.protected), sources, on, is_gap(on, today),
            known[group.id], not_known(facts, today),
        ))  # fmt: skip
    return lines


def last_contacts(
    session: Session, area_id: int, groups: Sequence[CommunityGroup], today: date
) -> dict[int, date]:
    """When each group was last engaged: by an entry that names it, with its audience where the entry names no
    group, or by an activity the log closed."""
    e, p, g = EngagementEntry, PlannedActivity, EntryGroup
    unnamed = ~exists().where(g.entry_id == e.id)

    def latest(audiences: set[int], since: date) -> dict[int | None, date]:
        rows = session.execute(
            select(e.audience_id, func.max(e.day))
            .where(e.area_id == area_id, e.day > since, e.day <= today, e.audience_id.in_(audiences), unnamed)
            .group_by(e.audience_id)
        )  # fmt: skip
        return {row[0]: row[1] for row in rows}

    # Most are met within a year: only for the others is the whole log of the area read.
    wanted = {group.audience_id for group in groups if group.audience_id is not None}
    by_audience = latest(wanted, add_months(today, -12))
    if missing := wanted - set(by_audience):
        by_audience |= latest(missing, date.min)
    by_name = {row[0]: row[1] for row in session.execute(
        select(g.group_id, func.max(e.day)).join(e, e.id == g.entry_id)
        .where(e.area_id == area_id, e.day <= today).group_by(g.group_id)
    )}  # fmt: skip
    by_plan = {row[0]: row[1] for row in session.execute(
        select(p.group_id, func.max(e.day)).join(e, e.id == p.entry_id)
        .where(p.area_id == area_id, e.day <= today).group_by(p.group_id)
    )}  # fmt: skip
    found = {}
    for group in groups:
        known = by_audience.get(group.audience_id), by_name.get(group.id), by_plan.get(group.id)
        days = [day for day in known if day is not None]
        if days:
            found[group.id] = max(days)
    return found


def knowing(
    session: Session, area_id: int, groups: Sequence[CommunityGroup], today: date
) -> dict[int, tuple[str, ...]]:
    """The key individuals who speak for each group, by name."""
    rows = session.execute(
        select(KeyIndividual.name, KeyIndividual.speaks_for)
        .where(KeyIndividual.area_id == area_id, or_(KeyIndividual.ended_on.is_(None), KeyIndividual.ended_on > today))
        .order_by(KeyIndividual.name)
    ).all()  # fmt: skip
    by_group: dict[str, list[str]] = {}
    for name, text in rows:
        for group in read_groups(text):
            by_group.setdefault(matching_form(group), []).append(name)
    return {group.id: tuple(by_group.get(matching_form(group.name), ())) for group in groups}


def _checked(
    unit: UnitOfWork, area_id: int, draft: GroupDraft, group_id: int | None, today: date
) -> tuple[Source, ...]:
    others = unit.session.execute(
        select(CommunityGroup.id, CommunityGroup.name).where(CommunityGroup.area_id == area_id)
    )
    names = [name for key, name in others if key != group_id]
    found = group_mistakes(
        name=draft.name, others=names, size=draft.size, known_on=draft.known_on, today=today
    )
    if draft.ended_on is not None and draft.ended_on > today:
        found["ended_on"] = "Enter a date that is not in the future."
    sources: tuple[Source, ...] = ()
    try:
        sources = read_sources(draft.sources, today)
    except CannotDo as error:
        found["sources"] = error.says
    if found:
        raise Incomplete(found)
    return sources


def _fields(draft: GroupDraft, sources: tuple[Source, ...]) -> dict[str, Any]:
    return {
        "audience_id": draft.audience_id, "hidden": draft.hidden, "emerging": draft.emerging, "size": draft.size,
        "languages": draft.languages.strip(), "found_where": draft.found_where.strip(),
        "prefers": draft.prefers.strip(), "risk_level": draft.risk_level, "risk": draft.risk.strip(),
        "theme_id": draft.theme_id, "protected": list(draft.protected),
        "sources": [[s.what, s.on.isoformat() if s.on else ""] for s in sources], "known_on": draft.known_on,
        "notes": draft.notes.strip(), "ended_on": draft.ended_on,
    }  # fmt: skip


def _rename(unit: UnitOfWork, area_id: int, old: str, new: str) -> None:
    wanted = matching_form(old)
    for person in unit.session.scalars(select(KeyIndividual).where(KeyIndividual.area_id == area_id)):
        names = read_groups(person.speaks_for)
        if any(matching_form(name) == wanted for name in names):
            person.speaks_for = write_groups(new if matching_form(name) == wanted else name for name in names)


def _kept(line: GroupLine) -> dict[str, Any]:
    """A group as an earlier version keeps it: words only, and nobody's name."""
    draft = line.draft
    return {
        "name": draft.name, "audience": line.audience, "hidden": draft.hidden, "emerging": draft.emerging,
        "size": draft.size, "languages": draft.languages, "where": draft.found_where, "prefers": draft.prefers,
        "risk_level": draft.risk_level.label if draft.risk_level else "", "risk": draft.risk, "theme": line.theme,
        "protected": list(line.protected), "sources": draft.sources,
        "known_on": draft.known_on.isoformat() if draft.known_on else "", "notes": draft.notes,
    }  # fmt: skip


def _version(one: CommunityProfile) -> DocumentVersion:
    return DocumentVersion(
        one.id,
        one.version,
        one.version_name,
        one.refreshed_on,
        one.confirmed_on,
        one.address,
        one.summary,
        one.kept,
    )


def _iso(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
