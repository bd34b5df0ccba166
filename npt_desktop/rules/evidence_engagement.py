"""Evidence for questions 3 to 10: the engagement log, groups, key individuals, social media, staff.

Sources: booklet, Quality assurance, Neighbourhood policing profile and engagement plans; design guide,
section 6. Facts are counts and dates; limits come from the thresholds. A suggestion of None means that the
store cannot tell.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from npt_desktop.models.kinds import State
from npt_desktop.rules.evidence_parts import (
    ASIDE,
    ENTRY_HEADS,
    MET,
    NOT_MET,
    PARTLY,
    LoggedEntry,
    NoteLine,
    day_figure,
    entry_rows,
    mark,
    note_row,
)
from npt_desktop.rules.periods import ago, day_month, days_words, number_of
from npt_desktop.rules.quality import Evidence, EvidenceRow, Figure, Source
from npt_desktop.rules.thresholds import Thresholds, standard_thresholds
from npt_desktop.rules.words import listed, matching_form

_MOST_LEADS = 4
"""How many officers the sentence names."""


@dataclass(frozen=True, slots=True)
class LogFacts:
    """The engagement log: last entry, entries this month, how many lack an outcome or a score, how many by
    each officer, and the entries to look at."""

    last_entry_on: date | None = None
    this_month: int = 0
    without_outcome: int = 0
    without_score: int = 0
    oldest_open_on: date | None = None
    by_officer: tuple[tuple[str, int], ...] = ()
    entries: tuple[LoggedEntry, ...] = ()


def read_log_updated(facts: LogFacts, today: date, limits: Thresholds | None = None) -> Evidence:
    """Question 3."""
    limits = limits or standard_thresholds()
    oldest = facts.oldest_open_on
    late = oldest is not None and (today - oldest).days > limits.unevaluated_days
    figures = (
        day_figure(facts.last_entry_on, "last entry", today, mark(not facts.this_month, State.BAD)),
        Figure(str(facts.this_month), "entries this month", mark(not facts.this_month, State.BAD)),
        Figure(str(facts.without_outcome), "without outcome", mark(facts.without_outcome > 0)),
        Figure(str(facts.without_score), "without score", mark(facts.without_score > 0)),
    )
    rows = entry_rows(facts.entries, today)
    if not facts.this_month:
        return Evidence(figures, NOT_MET, "No engagement is logged this month.", ENTRY_HEADS, rows)
    leads = [f"{officer or 'Nobody named'} {count}" for officer, count in facts.by_officer[:_MOST_LEADS]]
    if len(facts.by_officer) > len(leads):
        leads.append(number_of(len(facts.by_officer) - len(leads), "other"))
    by = f" By officer: {', '.join(leads)}." if leads else ""
    if late and oldest is not None:
        lacking = max(facts.without_outcome, facts.without_score)
        entries = number_of(lacking, "entry lacks an outcome or score", "entries lack an outcome or score")
        why = f"{entries}, the oldest from {day_month(oldest, today)}.{by}"
        return Evidence(figures, PARTLY, why, ENTRY_HEADS, rows)
    why = f"{number_of(facts.this_month, 'entry', 'entries')} this month, none left open.{by}"
    return Evidence(figures, MET, why, ENTRY_HEADS, rows)


@dataclass(frozen=True, slots=True)
class HateCrimeFacts:
    """Contacts tagged as made from hate crime reports this month; ``reports`` where the number is known."""

    contacts: int = 0
    groups: tuple[str, ...] = ()
    last_on: date | None = None
    reports: int | None = None
    entries: tuple[LoggedEntry, ...] = ()


def read_hate_crime_contacts(
    facts: HateCrimeFacts, today: date, limits: Thresholds | None = None
) -> Evidence:
    """Question 4."""
    del limits
    rows = entry_rows(facts.entries, today)
    figures = (
        Figure(str(facts.contacts), "contacts from hate crime reports", mark(not facts.contacts)),
        Figure(str(len(facts.groups)), "groups reached"),
        day_figure(facts.last_on, "last contact", today),
        Figure("–" if facts.reports is None else str(facts.reports), "reports this month"),
    )
    if facts.contacts:
        made = number_of(facts.contacts, "contact")
        reached = f" with {listed(facts.groups)}" if facts.groups else ""
        short = facts.reports is not None and facts.contacts < facts.reports
        if short:
            return Evidence(
                figures, PARTLY, f"{made}{reached} for {facts.reports} reports.", ENTRY_HEADS, rows
            )
        why = f"{made}{reached} followed hate crime reports this month."
        return Evidence(figures, MET, why, ENTRY_HEADS, rows)
    if facts.reports == 0:
        return Evidence(figures, ASIDE, "There was no hate crime report this month.", ENTRY_HEADS, rows)
    if facts.reports is None:
        why = "No contact is tagged, and the store does not know of the reports."
        return Evidence(figures, None, why, ENTRY_HEADS, rows)
    why = f"{number_of(facts.reports, 'report')} and no contact logged from them."
    return Evidence(figures, NOT_MET, why, ENTRY_HEADS, rows)


@dataclass(frozen=True, slots=True)
class GroupContact:
    """A group of the profile: its last contact and activities planned or begun to reach it."""

    name: str
    last_on: date | None = None
    activities: int = 0
    source: Source | None = None


@dataclass(frozen=True, slots=True)
class GapFacts:
    """The groups of the community profile."""

    groups: tuple[GroupContact, ...] = ()


def is_gap(last_on: date | None, today: date, limits: Thresholds | None = None) -> bool:
    """Whether a group has gone without contact for the days that make a gap (60, assumed)."""
    limits = limits or standard_thresholds()
    return last_on is None or (today - last_on).days >= limits.gap_days


def read_gap_activity(facts: GapFacts, today: date, limits: Thresholds | None = None) -> Evidence:
    """Question 5."""
    limits = limits or standard_thresholds()
    gaps = [group for group in facts.groups if is_gap(group.last_on, today, limits)]
    acted = [group for group in gaps if group.activities]
    idle = [group for group in gaps if not group.activities]
    waits = [(today - group.last_on).days for group in gaps if group.last_on]
    figures = (
        Figure(str(len(facts.groups)), "groups in the profile"),
        Figure(str(len(gaps)), f"without contact for {limits.gap_days} days", mark(bool(gaps))),
        Figure(str(len(acted)), "of these with activity", mark(bool(idle))),
        Figure(days_words(max(waits)) if waits else "–", "longest wait"),
    )
    rows = tuple(
        EvidenceRow(
            (
                group.name,
                day_month(group.last_on, today) if group.last_on else "Never",
                str(group.activities),
            ),
            mark(not group.activities, State.BAD),
            group.source,
        )
        for group in gaps
    )
    heads = ("Group", "Last contact", "Activities")
    if not facts.groups:
        return Evidence(figures, None, "No groups are recorded in the profile.")
    if not gaps:
        return Evidence(
            figures, MET, f"Every group has had contact within {limits.gap_days} days.", heads, rows
        )
    if idle:
        why = f"Nothing is planned or done for {listed(group.name for group in idle)}."
        return Evidence(figures, PARTLY if acted else NOT_MET, why, heads, rows)
    return Evidence(
        figures, PARTLY, f"{listed(g.name for g in gaps)} still without contact, activity begun.", heads, rows
    )


@dataclass(frozen=True, slots=True)
class ThemeFacts:
    """Entries this quarter for each strategic theme of the plan."""

    themes: tuple[tuple[str, int], ...] = ()


def read_strategic_activity(facts: ThemeFacts, today: date, limits: Thresholds | None = None) -> Evidence:
    """Question 6."""
    del today, limits
    empty = [name for name, count in facts.themes if not count]
    figures = (
        Figure(str(len(facts.themes)), "strategic areas"),
        Figure(str(len(facts.themes) - len(empty)), "with activity this quarter", mark(bool(empty))),
        Figure(str(sum(count for _, count in facts.themes)), "entries"),
    )
    log = Source("engagement")
    rows = tuple(
        EvidenceRow((name, str(count)), mark(not count, State.BAD), log) for name, count in facts.themes
    )
    heads = ("Strategic area", "Entries this quarter")
    if not facts.themes:
        return Evidence(figures, None, "No strategic areas are listed for the engagement plan.")
    if not empty:
        return Evidence(figures, MET, "Every strategic area has activity this quarter.", heads, rows)
    suggestion = NOT_MET if len(empty) == len(facts.themes) else PARTLY
    return Evidence(figures, suggestion, f"No activity this quarter for {listed(empty)}.", heads, rows)


@dataclass(frozen=True, slots=True)
class EffectivenessFacts:
    """Entries since the last review: scored, with evaluation notes, scored low and followed up."""

    entries: int = 0
    scored: int = 0
    notes: int = 0
    low: int = 0
    low_followed: int = 0
    last_review_on: date | None = None
    lowest: tuple[LoggedEntry, ...] = ()


def read_effectiveness_reviewed(
    facts: EffectivenessFacts, today: date, limits: Thresholds | None = None
) -> Evidence:
    """Question 7."""
    limits = limits or standard_thresholds()
    share = facts.scored * 100 // facts.entries if facts.entries else 0
    few = share < limits.scored_percent
    loose = facts.low - facts.low_followed
    fresh = facts.last_review_on is not None and (
        (today - facts.last_review_on).days <= limits.evaluation_days
    )
    figures = (
        day_figure(facts.last_review_on, "last review", today, mark(not fresh)),
        Figure(f"{share}%", f"of {number_of(facts.entries, 'entry', 'entries')} scored", mark(few)),
        Figure(f"{facts.low_followed} of {facts.low}", "low scores followed up", mark(loose > 0)),
        Figure(str(facts.notes), "evaluation notes"),
    )
    heads = ("Date", "Who engaged", "Lead officer", "Score")
    rows = tuple(
        EvidenceRow(
            (day_month(e.day, today), e.who, e.lead, "None" if e.score is None else str(e.score)),
            State.WARN,
            e.source,
        )
        for e in facts.lowest
    )
    if not facts.entries:
        return Evidence(figures, None, "There is no engagement to review.", heads, rows)
    lacks = []
    if not fresh:
        lacks.append(f"no review in the last {days_words(limits.evaluation_days)}")
    if few:
        lacks.append(f"{share}% of entries scored")
    if loose > 0:
        lacks.append(f"{number_of(loose, 'low score')} without follow-up")
    if not lacks:
        why = "Effectiveness was reviewed and low scores were followed up."
        return Evidence(figures, MET, why, heads, rows)
    suggestion = NOT_MET if not fresh and not facts.scored else PARTLY
    return Evidence(figures, suggestion, f"Found {listed(lacks)}.", heads, rows)


@dataclass(frozen=True, slots=True)
class KinContact:
    """A key individual: how to name them on the list, the groups they speak for and the last contact."""

    name: str
    groups: tuple[str, ...] = ()
    last_on: date | None = None
    source: Source | None = None


@dataclass(frozen=True, slots=True)
class KinFacts:
    """The key individuals of an area, and the groups of the profile."""

    people: tuple[KinContact, ...] = ()
    groups: tuple[str, ...] = ()


def kin_overdue(last_on: date | None, today: date, limits: Thresholds | None = None) -> bool:
    """Whether three months have passed without contact."""
    limits = limits or standard_thresholds()
    return last_on is None or (today - last_on).days > limits.kin_days


def read_key_individuals(facts: KinFacts, today: date, limits: Thresholds | None = None) -> Evidence:
    """Question 8."""
    limits = limits or standard_thresholds()
    late = sorted(
        (person for person in facts.people if kin_overdue(person.last_on, today, limits)),
        key=lambda person: (person.last_on or date.min, person.name),
    )
    total, current = len(facts.people), len(facts.people) - len(late)
    spoken = {matching_form(group) for person in facts.people for group in person.groups}
    lonely = [group for group in facts.groups if matching_form(group) not in spoken]
    figures = (
        Figure(str(total), "key individuals", mark(not total, State.BAD)),
        Figure(str(current), "contacted in three months", mark(bool(late))),
        Figure(str(len(late)), "overdue", mark(bool(late), State.BAD)),
        Figure(str(len(lonely)), "groups without one", mark(bool(lonely))),
    )
    rows = tuple(
        EvidenceRow(
            (person.name, listed(person.groups), ago(person.last_on, today) if person.last_on else "Never"),
            State.BAD,
            person.source,
        )
        for person in late
    )
    heads = ("Key individual", "Group", "Last contact")
    if not total:
        return Evidence(figures, NOT_MET, "No key individuals are recorded.")
    says = []
    if late:
        says.append(f"{len(late)} of {number_of(total, 'key individual')} without contact for three months")
    if lonely:
        says.append(f"no key individual for {listed(lonely)}")
    if not says:
        return Evidence(figures, MET, "Every key individual was contacted within three months.", heads, rows)
    suggestion = NOT_MET if current * 100 < total * limits.kin_partly_percent else PARTLY
    words = "; ".join(says)
    return Evidence(figures, suggestion, words[0].upper() + words[1:] + ".", heads, rows)


@dataclass(frozen=True, slots=True)
class SocialFacts:
    """Posts this month by channel, Neighbourhood Alert registrations now and a month before, and the plan."""

    posts: tuple[tuple[str, int], ...] = ()
    alert_count: int | None = None
    alert_before: int | None = None
    plan_to_widen: str = ""


def read_social_media(facts: SocialFacts, today: date, limits: Thresholds | None = None) -> Evidence:
    """Question 9."""
    del today, limits
    posts = sum(count for _, count in facts.posts)
    now, before = facts.alert_count, facts.alert_before
    trend = f"{now - before:+,}" if now is not None and before is not None else "–"
    plan = bool(facts.plan_to_widen.strip())
    figures = (
        Figure(str(posts), "posts this month", mark(not posts)),
        Figure("–" if now is None else f"{now:,}", "registered with Alert", mark(now is None)),
        Figure(trend, "since last month"),
        Figure("Yes" if plan else "No", "plan to widen reach", mark(not plan)),
    )
    rows = tuple(EvidenceRow((channel, str(count))) for channel, count in facts.posts)
    heads = ("Channel", "Posts this month")
    have = [bool(posts), now is not None, plan]
    if not any(have):
        return Evidence(
            figures, None, "Nothing is recorded this month: ask what was posted and the Alert count."
        )
    names = ("posts", "the Alert count", "a plan to widen reach")
    lacks = [name for name, there in zip(names, have, strict=True) if not there]
    if lacks:
        return Evidence(figures, PARTLY, f"Not recorded this month: {listed(lacks)}.", heads, rows)
    return Evidence(
        figures, MET, "Posts, the Alert count and a plan to widen reach are recorded.", heads, rows
    )


@dataclass(frozen=True, slots=True)
class ConversationFacts:
    """Staff conversations recorded this month: with whom, when, and what was tested."""

    this_month: tuple[NoteLine, ...] = ()
    last_on: date | None = None


def read_staff_conversations(
    facts: ConversationFacts, today: date, limits: Thresholds | None = None
) -> Evidence:
    """Question 10."""
    del limits
    count = len(facts.this_month)
    roles = sorted({note.what for note in facts.this_month})
    last = max((note.day for note in facts.this_month), default=facts.last_on)
    figures = (
        Figure(str(count), "conversations this month", State.GOOD if count else State.NONE),
        Figure(str(len(roles)), "roles spoken to"),
        day_figure(last, "last conversation", today),
    )
    rows = tuple(note_row(note, today) for note in facts.this_month)
    if not count:
        return Evidence(figures, None, "No conversation is recorded this month: ask who was spoken to.")
    why = f"{number_of(count, 'conversation')} recorded, with {listed(roles)}."
    return Evidence(figures, MET, why, ("Who", "Date", "What was tested", "By"), rows)
