"""The papers of a priority meeting: the agenda with its evidence before, the minutes after.

Source: booklet, Priority setting, steps 2 and 3.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from npt_desktop.models.kinds import State
from npt_desktop.reports.document import (
    OFFICIAL_SENSITIVE,
    Block,
    Cell,
    Column,
    Document,
    Facts,
    Heading,
    Mark,
    Signatures,
    Table,
    Tone,
    Words,
    quiet,
)
from npt_desktop.reports.wording import form_date, quarter_words


@dataclass(frozen=True, slots=True)
class SurveyFigure:
    """One issue of the survey; ``change`` in points against the survey before, None where unknown."""

    issue: str
    percent: float
    count: int
    base: int
    change: float | None = None


@dataclass(frozen=True, slots=True)
class OtherSource:
    """Another source's counts by issue: ``rows`` hold the issue, this quarter, the one before and the same a year
    ago; ``cautions`` say who was asked and what is not in."""

    name: str
    rows: tuple[tuple[str, str, str, str], ...]
    cautions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LastPriority:
    """How a priority of the quarter before stands."""

    title: str
    result: str
    figures: str
    then: str


@dataclass(frozen=True, slots=True)
class MeetingIssue:
    """An issue before the meeting: ``figures`` are a line each, ``test`` and ``cheers`` in a sentence, ``place`` of
    the local ranking. The endings are empty until it is decided."""

    title: str
    source: str = ""
    figures: tuple[str, ...] = ()
    test: str = ""
    cheers: str = ""
    place: str = ""
    ending: str = ""
    state: State = State.PART
    reason: str = ""
    agreed_by: str = ""


@dataclass(frozen=True, slots=True)
class PlanLine:
    """An open problem-solving plan of the area."""

    reference: str
    title: str
    stage: str


@dataclass(frozen=True, slots=True)
class MeetingPapers:
    """A meeting, before or after. Names stand a line each; ``decided_on`` is None until the decision is set."""

    area: str
    first_month: date
    held_on: date | None = None
    place: str = ""
    chair: str = ""
    invited: tuple[str, ...] = ()
    attended: tuple[str, ...] = ()
    apologies: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    notes: str = ""
    survey_period: str = ""
    survey: tuple[SurveyFigure, ...] = ()
    sources: tuple[OtherSource, ...] = ()
    last: tuple[LastPriority, ...] = ()
    issues: tuple[MeetingIssue, ...] = ()
    plans: tuple[PlanLine, ...] = ()
    ranking: str = ""
    decided_on: date | None = None
    marking: str = OFFICIAL_SENSITIVE


def agenda_document(papers: MeetingPapers, printed_at: datetime) -> Document:
    """The agenda with the evidence pack, to be sent beforehand."""
    blocks: list[Block] = [
        Facts((*_when(papers), ("Invited", "\n".join(papers.invited) or "Nobody recorded yet"))),
        Heading("Agenda"),
        Table(
            (Column("", 0.4), Column("Item", 10)),
            tuple((str(place), item) for place, item in enumerate(papers.items, 1)),
            empty="No items.",
        ),
        Heading("Evidence: last quarter's priorities"),
        Table(
            (Column("Priority", 4), Column("Result", 1.8), Column("Figures", 3), Column("Now", 2.4)),
            tuple((Words(p.title, Tone.STRONG), p.result, p.figures or quiet("Not counted"), p.then) for p in papers.last),
            empty="There were none.",
        ),
        *_survey(papers),
        *[block for source in papers.sources for block in _source(source)],
        Heading(f"Evidence: the issues before the meeting ({len(papers.issues)})"),
    ]  # fmt: skip
    blocks.append(
        Table(
            (Column("Issue", 3), Column("What speaks for it", 4.4), Column("Problem or pattern", 2.6), Column("Ranked", 1.2)),
            tuple(_before(issue) for issue in papers.issues),
            empty="No issues yet: they are collected until the meeting.",
        )
    )  # fmt: skip
    if papers.ranking:
        blocks.append(quiet(f"Local ranking: {papers.ranking}"))
    if papers.plans:
        blocks += [
            Heading("Evidence: open problem-solving plans"),
            Table(
                (Column("Reference", 1.6), Column("Plan", 6), Column("Stage", 1.6)),
                tuple((p.reference, p.title, p.stage) for p in papers.plans),
                dense=True,
            ),
        ]
    return _document("Priority meeting: agenda and evidence", papers, printed_at, blocks)


def minutes_document(papers: MeetingPapers, printed_at: datetime) -> Document:
    """The minutes: who came, how each issue ended, why, and who agreed."""
    blocks: list[Block] = [
        Facts(
            (
                *_when(papers),
                ("Present", "\n".join(papers.attended) or "Not recorded"),
                ("Apologies", "\n".join(papers.apologies) or "None"),
                ("Priorities set", form_date(papers.decided_on, "Not yet")),
            )
        ),
        Heading("How each issue ended"),
        Table(
            (Column("Issue", 3), Column("Ended", 2.4), Column("Why", 4.4), Column("Agreed by", 2)),
            tuple(_after(issue) for issue in papers.issues),
            empty="No issue was before the meeting.",
        ),
    ]
    if papers.notes.strip():
        blocks += [Heading("What was said"), Words(papers.notes)]
    blocks += [Heading("Signed"), Signatures(("Chair", "For the council"))]
    return _document("Priority meeting: minutes", papers, printed_at, blocks)


def _document(title: str, papers: MeetingPapers, printed_at: datetime, blocks: list[Block]) -> Document:
    subtitle = f"{papers.area}, {quarter_words(papers.first_month)}"
    return Document(title, subtitle, printed_at, tuple(blocks), papers.marking)


def _when(papers: MeetingPapers) -> tuple[tuple[str, Cell], ...]:
    return (
        ("Meeting", form_date(papers.held_on, "No date yet")),
        ("Place", papers.place or "Not recorded"),
        ("Chair", papers.chair or "Not recorded"),
    )


def _survey(papers: MeetingPapers) -> list[Block]:
    title = (
        f"Evidence: the survey, {papers.survey_period}" if papers.survey_period else "Evidence: the survey"
    )
    return [
        Heading(title),
        Table(
            (Column("Issue", 5), Column("Share", 1.2, right=True), Column("Answers", 1.8, right=True),
             Column("Change", 1.4, right=True)),
            tuple(
                (f.issue, f"{f.percent:.0f} %", f"{f.count:,} of {f.base:,}",
                 quiet("not known") if f.change is None else f"{f.change:+.1f} points")
                for f in papers.survey
            ),
            empty="No survey figures were brought in for this quarter.",
            dense=True,
        ),
    ]  # fmt: skip


def _source(source: OtherSource) -> list[Block]:
    blocks: list[Block] = [
        Heading(f"Evidence: {source.name}"),
        Table(
            (Column("Issue", 5), Column("This quarter", 1.8, right=True), Column("The one before", 1.8, right=True),
             Column("A year ago", 1.6, right=True)),
            source.rows,
            dense=True,
        ),
    ]  # fmt: skip
    return [*blocks, *[quiet(caution) for caution in source.cautions]]


def _before(issue: MeetingIssue) -> tuple[Cell, ...]:
    said = "\n".join(line for line in issue.figures if line)
    name: Cell = Words(issue.title, Tone.STRONG)
    if issue.source:
        name = (Words(issue.title, Tone.STRONG), quiet(issue.source))
    test: Cell = issue.test or quiet("Not judged yet")
    if issue.cheers:
        test = (issue.test or "Not judged yet.", quiet(f"CHEERS: {issue.cheers}"))
    return name, said or quiet("No evidence recorded"), test, issue.place or quiet("–")


def _after(issue: MeetingIssue) -> tuple[Cell, ...]:
    return (
        Words(issue.title, Tone.STRONG), Mark(issue.state, issue.ending or "Undecided"),
        issue.reason or quiet("None recorded"), issue.agreed_by or quiet("Not recorded"),
    )  # fmt: skip
