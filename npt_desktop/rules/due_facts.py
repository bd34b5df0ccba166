"""What Home asks about an area, as counts and dates a service gathers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from npt_desktop.rules.periods import Quarter
from npt_desktop.rules.what_works import WorksState


@dataclass(frozen=True, slots=True)
class RoundDue:
    """A priority round at one of its six steps (booklet, Priority setting); step 7 is past the last.

    ``open_checks`` are those left before publishing; ``without_plan`` the priorities with neither an E-CINS
    reference nor a reason.
    """

    quarter: Quarter
    step: int
    record: str = ""
    meeting_on: date | None = None
    open_checks: int = 0
    without_plan: int = 0


@dataclass(frozen=True, slots=True)
class PlanDue:
    """A plan: when its response finished, whether it is assessed, and its review and last change."""

    title: str
    record: str = ""
    finished_on: date | None = None
    closed_on: date | None = None
    assessed: bool = False
    missing_fields: int = 0
    first_missing: str = ""
    review_on: date | None = None
    changed_on: date | None = None


@dataclass(frozen=True, slots=True)
class EntryDue:
    """An engagement entry that lacks its outcome, its score, or both."""

    logged_on: date
    officer: str
    lacks_outcome: bool
    lacks_score: bool
    record: str = ""


@dataclass(frozen=True, slots=True)
class SecondDue:
    """A sample drawn for the person at the desk: its area, its day, and how many wait for their second score."""

    area: str
    drawn_on: date
    waiting: int


@dataclass(frozen=True, slots=True)
class KinDue:
    """A key individual and the last contact."""

    last_on: date | None
    record: str = ""


@dataclass(frozen=True, slots=True)
class PlannedDue:
    """An activity of the engagement plan that is still open: the month it was planned for."""

    month: date
    record: str = ""


@dataclass(frozen=True, slots=True)
class UpdatesDue:
    """The month's updates of the published priorities."""

    month: date
    priorities: int
    published: int = 0
    drafted: int = 0
    due: date | None = None


@dataclass(frozen=True, slots=True)
class BlogDue:
    """The month's blog."""

    month: date
    published: bool = False
    draft_on: date | None = None
    draft_words: int = 0
    due: date | None = None


@dataclass(frozen=True, slots=True)
class NewsletterDue:
    """The month's stakeholder newsletter and its last issue."""

    month: date
    issued: bool = False
    last_on: date | None = None
    recipients: int | None = None


@dataclass(frozen=True, slots=True)
class CheckDue:
    """Something confirmed or checked each quarter: done in this quarter or not, and when last."""

    last_on: date | None = None


@dataclass(frozen=True, slots=True)
class MeetingDue:
    """The next QA meeting, how many questions have evidence, and whether it is finished."""

    held_on: date
    ready: int
    questions: int
    finished: bool = False
    record: str = ""


@dataclass(frozen=True, slots=True)
class RetentionDue:
    """Records of the area to be reviewed by today, and the earliest review among them; ``confirm`` counts disposals
    that somebody else asked for and that wait for whoever is at the desk."""

    count: int
    first: date
    confirm: int = 0


@dataclass(frozen=True, slots=True)
class WorksDue:
    """A What Works entry the person at the desk owes something: ``day`` is that of the draft, the submission or the
    board's decision, whichever it stands at; ``lacks`` the headings still to fill in or explain, ``field`` the first.
    ``told`` says that the board's feedback is to be read.
    """

    title: str
    area: str
    state: WorksState
    day: date
    record: str = ""
    lacks: int = 0
    field: str = ""
    told: bool = False


@dataclass(frozen=True, slots=True)
class OwnAction:
    """An open action of the person, and where it came from in words."""

    title: str
    due: date | None
    source: str = ""
    record: str = ""


@dataclass(frozen=True, slots=True)
class DueFacts:
    """Everything Home asks about an area. None leaves a line out."""

    quarter: Quarter
    round: RoundDue | None = None
    plans: tuple[PlanDue, ...] = ()
    entries: tuple[EntryDue, ...] = ()
    second: tuple[SecondDue, ...] = ()
    people: tuple[KinDue, ...] = ()
    planned: tuple[PlannedDue, ...] = ()
    updates: tuple[UpdatesDue, ...] = ()
    blog: BlogDue | None = None
    newsletter: NewsletterDue | None = None
    profile: CheckDue | None = None
    plan: CheckDue | None = None
    contacts: CheckDue | None = None
    meeting: MeetingDue | None = None
    works: tuple[WorksDue, ...] = ()
    actions: tuple[OwnAction, ...] = ()
    retention: RetentionDue | None = None
