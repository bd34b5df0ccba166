"""A peer review on paper: the score, the seven areas, every question with its rating, actions, earlier years.

Source: booklet, Peer review.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from npt_desktop.models.kinds import ActionState, State
from npt_desktop.reports.document import (
    OFFICIAL_SENSITIVE,
    Block,
    Cell,
    Chart,
    Column,
    Document,
    Facts,
    Heading,
    Mark,
    Part,
    Signatures,
    Table,
    Tone,
    Words,
    action_mark,
    quiet,
)
from npt_desktop.reports.wording import form_date, form_time


@dataclass(frozen=True, slots=True)
class PeerRow:
    """A question: its rating's mark and word, the note, what the store showed, and its action."""

    number: int
    text: str
    state: State
    rating: str
    note: str = ""
    seen: str = ""
    action: str = ""
    owner: str = ""
    due: date | None = None
    done: ActionState | None = None


@dataclass(frozen=True, slots=True)
class PeerSection:
    """One of the seven areas with its score in words."""

    name: str
    score: str
    percent: int | None
    counts: str
    rows: tuple[PeerRow, ...]


@dataclass(frozen=True, slots=True)
class PeerBefore:
    """Another review of the force, for comparison: per cent in all, and by area name."""

    title: str
    score: str
    percent: int | None
    areas: tuple[tuple[str, int | None], ...] = ()


@dataclass(frozen=True, slots=True)
class PeerReport:
    """A review as it is printed. ``years`` hold it and the others, the oldest first."""

    title: str
    held_on: date
    score: str
    counts: str
    points: str
    sections: tuple[PeerSection, ...]
    years: tuple[PeerBefore, ...] = ()
    finished_at: datetime | None = None
    signed_by: str = ""
    marking: str = OFFICIAL_SENSITIVE


def peer_document(report: PeerReport, printed_at: datetime) -> Document:
    """The whole review, ready to print."""
    state: Cell = Mark(State.PART, "Draft: not signed")
    if report.finished_at is not None:
        state = Mark(State.GOOD, f"Signed {form_time(report.finished_at)} by {report.signed_by}")
    blocks: list[Block] = [
        Facts(
            (
                ("Held on", form_date(report.held_on)),
                ("State", state),
                ("Score", Words(report.score, Tone.STRONG)),
                ("Questions", report.counts),
                ("Points", report.points),
            )
        ),
        Heading("By area of the guidelines"),
        Table(
            (Column("Area", 4), Column("Questions", 4), Column("Score", 2.4)),
            tuple((f"{n}. {s.name}", s.counts, s.score) for n, s in enumerate(report.sections, 1)),
        ),
        Chart("Points reached of those possible", "per cent",
              tuple((f"{place}", s.percent) for place, s in enumerate(report.sections, 1))),
    ]  # fmt: skip
    if len(report.years) > 1:
        blocks += [Heading("Years compared"), _years(report.years)]
    actions = [row for section in report.sections for row in section.rows if row.action]
    blocks += [Heading("Actions"), _actions(actions)]
    for place, section in enumerate(report.sections, 1):
        blocks += [Heading(f"{place}. {section.name}"), _questions(section)]
    blocks += [Heading("Signed"), Signatures((report.signed_by or "Name",))]
    return Document(
        title="Peer review: self-assessment",
        subtitle=f"{report.title}, {form_date(report.held_on)}",
        printed_at=printed_at,
        blocks=tuple(blocks),
        marking=report.marking,
    )


def _share(percent: int | None) -> str:
    return "–" if percent is None else f"{percent} %"


def _years(years: tuple[PeerBefore, ...]) -> Table:
    names = list(dict.fromkeys(name for year in years for name, _ in year.areas))
    rows: list[tuple[Cell, ...]] = [("All questions", *(_share(year.percent) for year in years))]
    rows += [(name, *(_share(dict(year.areas).get(name)) for year in years)) for name in names]
    return Table((Column("Area", 4), *(Column(year.title, 1.6, right=True) for year in years)), tuple(rows))


def _actions(rows: list[PeerRow]) -> Table:
    return Table(
        (Column("Action", 5), Column("Question", 1.2, right=True), Column("Owner", 2), Column("Due", 1.4),
         Column("State", 1.6)),
        tuple(
            (row.action, str(row.number), row.owner or quiet("No owner"), form_date(row.due) or quiet("No date"),
             action_mark(row.done or ActionState.OPEN))
            for row in rows
        ),
        empty="No actions were agreed.",
    )  # fmt: skip


def _questions(section: PeerSection) -> Table:
    rows = []
    for row in section.rows:
        parts: list[Part] = [Mark(row.state, row.rating)]
        if row.note:
            parts.append(row.note)
        if row.seen:
            parts.append(quiet(f"Evidence: {row.seen}"))
        rows.append((f"{row.number}. {row.text}", tuple(parts)))
    return Table(
        (Column("Question", 50), Column("Rating", 50)), tuple(rows), again="Question ...continued", boxed=True
    )
