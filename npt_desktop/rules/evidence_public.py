"""Evidence for questions 14 to 18: what the public and the stakeholders are shown.

Sources: booklet, Quality assurance, Website and Stakeholder newsletter; design guide, section 6. A suggestion
of None means that the store cannot tell.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from npt_desktop.models.kinds import State
from npt_desktop.rules.evidence_parts import (
    ISSUE_HEADS,
    MET,
    NOT_MET,
    PARTLY,
    Issue,
    NoteLine,
    day_figure,
    issue_rows,
    mark,
    note_row,
)
from npt_desktop.rules.periods import (
    ago,
    day_month,
    days_words,
    month_label,
    month_of,
    number_of,
    published_clock,
    quarter_of,
)
from npt_desktop.rules.quality import Evidence, EvidenceRow, Figure, Source
from npt_desktop.rules.thresholds import Thresholds, standard_thresholds
from npt_desktop.rules.words import listed


@dataclass(frozen=True, slots=True)
class PublicationFacts:
    """The publication of this quarter's priorities: when, where, how many, and whether the text is kept; when
    somebody last looked at the page, and whether it showed the current priorities."""

    published_on: date | None = None
    address: str = ""
    priorities: int = 0
    has_text: bool = False
    checked_on: date | None = None
    shows_current: bool = True
    issues: tuple[Issue, ...] = ()


def read_website_priorities(
    facts: PublicationFacts, today: date, limits: Thresholds | None = None
) -> Evidence:
    """Question 14."""
    quarter = quarter_of(today)
    clock = published_clock(today, quarter, facts.published_on, limits)
    done = clock.days_left is None
    address = bool(facts.address.strip())
    figures = (
        day_figure(facts.published_on, "published", today, clock.state),
        Figure(day_month(quarter.publish_by, today), "due on the website"),
        Figure(str(facts.priorities), f"priorities for {quarter.label}", mark(not facts.priorities)),
        day_figure(facts.checked_on, "page looked at", today, mark(not facts.shows_current, State.BAD)),
    )
    rows = issue_rows(facts.issues, today)
    if not done:
        late = clock.days_left is not None and clock.days_left < 0
        why = f"The {quarter.spoken} priorities are not published: {clock.words[0].lower()}{clock.words[1:]}."
        return Evidence(figures, NOT_MET if late else PARTLY, why, ISSUE_HEADS, rows)
    if facts.checked_on is not None and not facts.shows_current:
        why = f"Published, but the page did not show them when looked at {ago(facts.checked_on, today)}."
        return Evidence(figures, NOT_MET, why, ISSUE_HEADS, rows)
    lacks = []
    if clock.state is State.WARN:
        lacks.append("published after the due date")
    if not address:
        lacks.append("no page address kept")
    if not facts.has_text:
        lacks.append("no copy of the text kept")
    if lacks:
        words = listed(lacks)
        return Evidence(figures, PARTLY, f"{words[0].upper()}{words[1:]}.", ISSUE_HEADS, rows)
    why = f"The {quarter.spoken} priorities were published in time."
    return Evidence(figures, MET, why, ISSUE_HEADS, rows)


@dataclass(frozen=True, slots=True)
class BlogFacts:
    """The blog of the month under review."""

    published_on: date | None = None
    has_draft: bool = False
    shared_social: bool = False
    shared_alert: bool = False
    issues: tuple[Issue, ...] = ()


def _shares(social: bool, alert: bool) -> list[str]:
    """The channels the booklet asks for and that lack the text."""
    named = (("social media", social), ("Neighbourhood Alert", alert))
    return [name for name, shared in named if not shared]


def read_blog_current(facts: BlogFacts, today: date, limits: Thresholds | None = None) -> Evidence:
    """Question 15."""
    del limits
    month = month_label(month_of(today))
    current = facts.published_on is not None and month_of(facts.published_on) == month_of(today)
    figures = (
        day_figure(facts.published_on, "last published", today, mark(not current)),
        Figure("Yes" if current and facts.shared_social else "No", "on social media"),
        Figure("Yes" if current and facts.shared_alert else "No", "on Neighbourhood Alert"),
    )
    rows = issue_rows(facts.issues, today)
    if not current:
        if facts.has_draft:
            why = f"The {month} blog is drafted and not published."
            return Evidence(figures, PARTLY, why, ISSUE_HEADS, rows)
        return Evidence(figures, NOT_MET, f"No {month} blog is published.", ISSUE_HEADS, rows)
    lacks = _shares(facts.shared_social, facts.shared_alert)
    if lacks:
        why = f"The {month} blog is published but not shared on {listed(lacks)}."
        return Evidence(figures, PARTLY, why, ISSUE_HEADS, rows)
    return Evidence(figures, MET, f"The {month} blog is published and shared.", ISSUE_HEADS, rows)


@dataclass(frozen=True, slots=True)
class UpdateFact:
    """One priority's update of the month."""

    priority: str
    published_on: date | None = None
    shared_social: bool = False
    shared_alert: bool = False
    source: Source | None = None


@dataclass(frozen=True, slots=True)
class UpdateFacts:
    """The updates of the month, one for each published priority."""

    updates: tuple[UpdateFact, ...] = ()


def read_updates_current(facts: UpdateFacts, today: date, limits: Thresholds | None = None) -> Evidence:
    """Question 16."""
    del limits
    total = len(facts.updates)
    out = [update for update in facts.updates if update.published_on is not None]
    shared = [update for update in out if not _shares(update.shared_social, update.shared_alert)]
    figures = (
        Figure(f"{len(out)} of {total}", "updates published", mark(len(out) < total)),
        Figure(f"{len(shared)} of {total}", "shared on every channel", mark(len(shared) < total)),
        day_figure(max((u.published_on for u in out if u.published_on), default=None), "latest", today),
    )
    rows = tuple(
        EvidenceRow(
            (
                update.priority,
                day_month(update.published_on, today) if update.published_on else "Missing",
                "Yes" if update.shared_social else "No",
                "Yes" if update.shared_alert else "No",
            ),
            State.BAD if update.published_on is None else mark(update not in shared),
            update.source,
        )
        for update in facts.updates
    )
    heads = ("Priority", "Published", "Social media", "Alert")
    if not total:
        return Evidence(figures, None, "No priorities are published for updates to follow.")
    missing = [f"‘{update.priority}’" for update in facts.updates if update.published_on is None]
    if missing:
        why = f"No update this month for {listed(missing)}."
        return Evidence(figures, PARTLY if out else NOT_MET, why, heads, rows)
    if len(shared) < total:
        why = f"{number_of(total - len(shared), 'update')} not shared on both social media and Alert."
        return Evidence(figures, PARTLY, why, heads, rows)
    return Evidence(figures, MET, "Every priority has its update, published and shared.", heads, rows)


@dataclass(frozen=True, slots=True)
class TeamContactFacts:
    """When the names and numbers on the website were last checked; names on the page where known."""

    checked_on: date | None = None
    names: int | None = None
    checks: tuple[NoteLine, ...] = ()


def read_team_contacts(facts: TeamContactFacts, today: date, limits: Thresholds | None = None) -> Evidence:
    """Question 17."""
    limits = limits or standard_thresholds()
    checked = facts.checked_on
    old = checked is not None and (today - checked).days > limits.contacts_days
    figures = (
        day_figure(checked, "last checked", today, mark(old, State.BAD) if checked else State.NONE),
        Figure(days_words((today - checked).days) if checked else "–", "since then"),
        Figure("–" if facts.names is None else str(facts.names), "names on the page"),
    )
    heads = ("What was seen", "Date", "Put right", "By")
    rows = tuple(note_row(note, today) for note in facts.checks)
    if checked is None:
        return Evidence(figures, None, "No check of the team's names and numbers is recorded.", heads, rows)
    words = f"The team's names and numbers were last checked {ago(checked, today)}."
    return Evidence(figures, NOT_MET if old else MET, words, heads, rows)


@dataclass(frozen=True, slots=True)
class NewsletterFacts:
    """The stakeholder newsletter: last issue, and how many it went to where that is known."""

    issued_on: date | None = None
    recipients: int | None = None
    issues: tuple[Issue, ...] = ()


def read_newsletter_circulated(
    facts: NewsletterFacts, today: date, limits: Thresholds | None = None
) -> Evidence:
    """Question 18."""
    del limits
    issued = facts.issued_on
    current = issued is not None and month_of(issued) == month_of(today)
    figures = (
        day_figure(issued, "last issue", today, mark(not current) if issued else State.NONE),
        Figure("–" if facts.recipients is None else f"{facts.recipients:,}", "recipients of that issue"),
        Figure(str(len(facts.issues)), "issues in six months"),
    )
    rows = issue_rows(facts.issues, today)
    if issued is None:
        return Evidence(figures, None, "No issue of the newsletter is recorded.", ISSUE_HEADS, rows)
    if not current:
        why = f"The last issue went out {ago(issued, today)}, none this month."
        return Evidence(figures, NOT_MET, why, ISSUE_HEADS, rows)
    if not facts.recipients:
        why = "This month's issue is recorded without its recipients."
        return Evidence(figures, PARTLY, why, ISSUE_HEADS, rows)
    sent = number_of(facts.recipients, "stakeholder")
    why = f"This month's issue went to {sent}; whether it is appropriate is yours to judge."
    return Evidence(figures, MET, why, ISSUE_HEADS, rows)
