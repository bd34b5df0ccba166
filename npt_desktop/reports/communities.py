"""The community profile and the engagement plan on paper, in the order of the booklet's examples."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from npt_desktop.models.kinds import ActionState
from npt_desktop.reports.document import (
    OFFICIAL_SENSITIVE,
    Block,
    Bullets,
    Cell,
    Column,
    Document,
    Facts,
    Heading,
    Signatures,
    Table,
    Words,
    action_mark,
    quiet,
)
from npt_desktop.reports.wording import form_date, month_words


@dataclass(frozen=True, slots=True)
class DocumentHead:
    """A version as a printed document shows it. ``text`` is the profile's summary or the plan's aims."""

    area: str
    version: str = ""
    refreshed_on: date | None = None
    confirmed_on: date | None = None
    address: str = ""
    text: str = ""
    earlier: tuple[tuple[str, date | None], ...] = ()
    marking: str = OFFICIAL_SENSITIVE


@dataclass(frozen=True, slots=True)
class ProfileGroup:
    """A group of the profile. ``known_by`` counts the key individuals who speak for it."""

    name: str
    traits: tuple[str, ...] = ()
    audience: str = ""
    size: int | None = None
    languages: str = ""
    where: str = ""
    prefers: str = ""
    risk_level: str = ""
    risk: str = ""
    theme: str = ""
    protected: tuple[str, ...] = ()
    sources: tuple[tuple[str, date | None], ...] = ()
    known_on: date | None = None
    last_on: date | None = None
    known_by: int = 0
    notes: str = ""


@dataclass(frozen=True, slots=True)
class NamedIndividual:
    """A key individual, printed only when that is asked for."""

    name: str
    organisation: str
    speaks_for: str
    reach_by: str
    owner: str
    consent_on: date | None
    last_on: date | None


@dataclass(frozen=True, slots=True)
class ProfileReport:
    """A community profile. ``individuals`` is None unless the key individuals were asked for."""

    head: DocumentHead
    groups: tuple[ProfileGroup, ...]
    individuals: tuple[NamedIndividual, ...] | None = None


@dataclass(frozen=True, slots=True)
class PlannedRow:
    """A planned activity. ``closed_with`` says what the log has of it."""

    month: date
    group: str
    what: str
    tactic: str
    level: str
    theme: str
    owner: str
    state: ActionState
    done_on: date | None = None
    remark: str = ""


@dataclass(frozen=True, slots=True)
class PlanReport:
    """An engagement plan: its lists, and activities by month and group."""

    head: DocumentHead
    sections: tuple[tuple[str, str], ...]
    tactics: tuple[str, ...]
    levels: tuple[str, ...]
    themes: tuple[str, ...]
    activities: tuple[PlannedRow, ...]


def profile_document(report: ProfileReport, printed_at: datetime) -> Document:
    """Overview, one table of all groups, then what is known of each."""
    groups = report.groups
    blocks: list[Block] = [
        _head(report.head, ("Groups", str(len(groups)))),
        Heading("Overview"),
        _text(report.head.text, "No summary is written yet."),
        Heading("Communities at a glance"),
        Table(
            (Column("Group", 3), Column("People", 0.9, right=True), Column("Prefers contact", 2.4), Column("Risk", 0.9),
             Column("Last contact", 1.2), Column("Key individuals", 1.1, right=True)),
            tuple(_glance(group) for group in groups), empty="No groups are recorded yet.",
        ),
    ]  # fmt: skip
    new = [group.name for group in groups if "New and emerging" in group.traits]
    blocks += [
        Heading("New and emerging communities", 2),
        Bullets(tuple(new)) if new else quiet("None recorded."),
    ]
    hidden = [group.name for group in groups if "Hidden or seldom heard" in group.traits]
    blocks += [
        Heading("Hidden or seldom heard", 2),
        Bullets(tuple(hidden)) if hidden else quiet("None recorded."),
    ]
    if groups:
        blocks.append(Heading("What is known of each"))
    for group in groups:
        blocks += [Heading(group.name, 2), _known(group)]
    if report.individuals is not None:
        blocks += [Heading("Key individuals"), _individuals(report.individuals)]
    blocks += _earlier(report.head)
    return _document("Community profile", report.head, printed_at, blocks)


def plan_document(report: PlanReport, printed_at: datetime) -> Document:
    """The booklet's parts in their order, the area's own aims and lists among them, then the activities."""
    head = report.head
    planned = [row for row in report.activities if row.state is not ActionState.DROPPED]
    done = sum(row.state is ActionState.DONE for row in planned)
    blocks: list[Block] = [_head(head, ("Activities done", f"{done} of {len(planned)}")), Heading("Aims"),
                           _text(head.text, "No aims are written yet.")]  # fmt: skip
    for title, text in report.sections:
        blocks += [Heading(title, 2), Words(text)]
    for title, words in (
        ("Menu of tactics", report.tactics), ("Levels of engagement", report.levels), ("Strategic themes", report.themes),
    ):  # fmt: skip
        blocks += [Heading(title, 2), Bullets(words) if words else quiet("None chosen.")]
    blocks.append(Heading("Planned activities by month and group"))
    for month in sorted({row.month for row in report.activities}):
        rows = [row for row in report.activities if row.month == month]
        blocks += [Heading(month_words(month), 2), _activities(rows)]
    if not report.activities:
        blocks.append(quiet("Nothing is planned yet."))
    blocks += _earlier(head)
    blocks += [Heading("Confirmed as current", 2), Signatures(("Neighbourhood Policing Inspector",))]
    return _document(f"Engagement plan: {head.area}", head, printed_at, blocks)


def _document(title: str, head: DocumentHead, printed_at: datetime, blocks: Sequence[Block]) -> Document:
    said = ", ".join(part for part in (head.area, head.version) if part)
    return Document(title, said, printed_at, tuple(blocks), marking=head.marking)


def _head(head: DocumentHead, *more: tuple[str, Cell]) -> Facts:
    pairs: list[tuple[str, Cell]] = [
        ("Area", head.area), ("Version", head.version or quiet("None yet")),
        ("Refreshed", form_date(head.refreshed_on) or quiet("Not yet")),
        ("Confirmed as current", form_date(head.confirmed_on) or quiet("Not yet")),
        ("Where staff open it", head.address or quiet("Not recorded")),
        *more,
    ]  # fmt: skip
    return Facts(tuple(pairs))


def _text(text: str, empty: str) -> Words:
    return Words(text) if text.strip() else quiet(empty)


def _earlier(head: DocumentHead) -> list[Block]:
    if not head.earlier:
        return []
    return [
        Heading("Earlier versions", 2),
        Bullets(tuple(f"{name}, {form_date(on) or 'no date'}" for name, on in head.earlier)),
    ]


def _glance(group: ProfileGroup) -> tuple[Cell, ...]:
    name: Cell = (group.name, quiet(", ".join(group.traits))) if group.traits else group.name
    return (
        name, f"{group.size:,}" if group.size is not None else quiet("Not known"), group.prefers or quiet("Not known"),
        group.risk_level or quiet("Not judged"), form_date(group.last_on) or quiet("Never"),
        str(group.known_by) if group.known_by else quiet("None"),
    )  # fmt: skip


def _known(group: ProfileGroup) -> Facts:
    sources = tuple(f"{what}, {form_date(on)}" if on else what for what, on in group.sources)
    pairs: list[tuple[str, Cell]] = [
        ("Where", group.where or quiet("Not known")), ("Languages", group.languages or quiet("Not known")),
        ("Prefers contact", group.prefers or quiet("Not known")),
        ("Threat, risk and harm", " – ".join(p for p in (group.risk_level, group.risk) if p) or quiet("Not judged")),
        ("Strategic theme", group.theme or quiet("None")),
        ("Protected characteristics", ", ".join(group.protected) or quiet("None recorded")),
        ("Audience in the log", group.audience or quiet("Not chosen")),
        ("Last contact", form_date(group.last_on) or quiet("Never")),
        ("Sources", sources or quiet("None recorded")), ("As known on", form_date(group.known_on) or quiet("No date")),
    ]  # fmt: skip
    if group.notes:
        pairs.append(("Notes", group.notes))
    return Facts(tuple(pairs))


def _individuals(found: Sequence[NamedIndividual]) -> Table:
    return Table(
        (Column("Person or role", 2.2), Column("Speaks for", 2.2), Column("Reached by", 1.8), Column("Owner", 1.5),
         Column("Consent", 1.1), Column("Last contact", 1.1)),
        tuple(
            ((one.name, quiet(one.organisation)) if one.organisation else one.name, one.speaks_for, one.reach_by,
             one.owner, form_date(one.consent_on) or quiet("None"), form_date(one.last_on) or quiet("Never"))
            for one in found
        ),
    )  # fmt: skip


def _activities(rows: Sequence[PlannedRow]) -> Table:
    return Table(
        (Column("Group", 2), Column("Activity", 3.4), Column("Tactic and level", 2), Column("Owner", 1.5),
         Column("State", 1.6)),
        tuple(_activity(row) for row in rows),
    )  # fmt: skip


def _activity(row: PlannedRow) -> tuple[Cell, ...]:
    how = [part for part in (row.tactic, row.level, row.theme) if part]
    when = form_date(row.done_on)
    remark = ", ".join(part for part in (when, row.remark) if part)
    state: Cell = (action_mark(row.state), quiet(remark)) if remark else action_mark(row.state)
    return row.group, row.what, ", ".join(how) or quiet("Not chosen"), row.owner or quiet("Nobody"), state
