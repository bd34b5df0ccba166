"""A priority on one page: from the evidence to the result, with what was decided and who agreed.

The page is always one: long lists are cut to their latest and say how many more there are.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from npt_desktop.reports.document import (
    OFFICIAL_SENSITIVE,
    Block,
    Column,
    Document,
    Facts,
    Heading,
    Table,
    Tone,
    Words,
    quiet,
)
from npt_desktop.reports.page import page_texts
from npt_desktop.reports.wording import form_date

_LADDER = (
    (7, 5, 2), (5, 4, 2), (4, 4, 2), (3, 3, 2), (2, 3, 2), (4, 2, 1), (3, 2, 1), (2, 2, 1), (1, 3, 2), (1, 2, 1), (1, 1, 1),
)  # fmt: skip
"""Steps of a kind, lines of a passage and lines of a cell: each is tried until everything fits."""
_RESULT_LINES = 3


@dataclass(frozen=True, slots=True)
class StoryStep:
    """One dated step: what it is of (``Plan``), its words, and more of them: at least so many ``lines``."""

    kind: str
    day: date | None
    title: str
    detail: str = ""
    lines: int = 1


@dataclass(frozen=True, slots=True)
class PriorityStory:
    """A priority from evidence to result. ``steps`` are in the order of the story; ``turned_down`` are the other
    issues of the meeting with how they ended; ``missing`` says what no record tells of."""

    title: str
    area: str
    quarter: str
    number: int
    reason: str = ""
    public_wording: str = ""
    owner: str = ""
    agreed_by: str = ""
    decided_on: date | None = None
    figures: str = ""
    result: str = ""
    what_follows: str = ""
    steps: tuple[StoryStep, ...] = ()
    turned_down: tuple[tuple[str, str], ...] = ()
    missing: tuple[str, ...] = ()
    marking: str = OFFICIAL_SENSITIVE


def story_document(story: PriorityStory, printed_at: datetime) -> Document:
    """The story on one page."""
    for rows, lines, cell in _LADDER:
        made = _document(story, printed_at, rows, lines, cell)
        if len(page_texts(made)) == 1:
            break
    return made


def _document(story: PriorityStory, printed_at: datetime, rows: int, lines: int, cell: int) -> Document:
    result, most = story.result or "Still running", max(cell, _RESULT_LINES if lines > 1 else 1)
    blocks: list[Block] = [
        Heading("Why it is a priority", 2),
        Words(story.reason or "Not recorded.", most_lines=lines),
        Facts(
            (
                ("Who agreed", Words(story.agreed_by or "Not recorded", most_lines=cell)),
                ("Set", form_date(story.decided_on, "Not set")),
                ("Owner", story.owner or "No owner"),
                ("Figures", story.figures or "Not counted"),
                ("Result", (Words(result, Tone.STRONG, most), Words(story.what_follows, Tone.NOTE, most))
                 if story.what_follows else Words(result, Tone.STRONG, most)),
            )
        ),
        Heading("What the public was told", 2),
        Words(story.public_wording or "No public wording yet.", most_lines=lines + 1),
        Heading("From the evidence to the result"),
        Table(
            (Column("Step", 1.7), Column("Date", 1.2), Column("What", 3.6), Column("In words", 5)),
            tuple(
                (step.kind, form_date(step.day), Words(step.title, Tone.STRONG, cell),
                 Words(step.detail, most_lines=max(cell, step.lines)))
                for step in _cut(story.steps, rows)
            ),
            empty="Nothing recorded yet.",
            dense=True,
        ),
    ]  # fmt: skip
    if story.turned_down:
        shown = story.turned_down[: rows + 1]
        left = len(story.turned_down) - len(shown)
        blocks += [
            Heading("What was turned down, and why"),
            Table(
                (Column("Issue", 3.4), Column("How it ended, and why", 7)),
                tuple((Words(title, most_lines=1), Words(how, most_lines=cell)) for title, how in shown),
                dense=True,
            ),
        ]
        if left:
            blocks.append(quiet(f"And {left} more in the minutes of the meeting."))
    if story.missing:
        blocks.append(quiet(f"Nothing is recorded yet of: {', '.join(story.missing)}."))
    title = f"Priority {story.number}: {story.title}"
    return Document(title, f"{story.area}, {story.quarter}", printed_at, tuple(blocks), story.marking)


def _cut(steps: tuple[StoryStep, ...], most: int) -> list[StoryStep]:
    """At most so many steps of a kind, the latest, and how many earlier ones there are."""
    kinds = list(dict.fromkeys(step.kind for step in steps))
    found = []
    for kind in kinds:
        mine = [step for step in steps if step.kind == kind]
        left = len(mine) - most
        if left > 0 and most > 1:
            found.append(StoryStep(kind, None, f"{left} earlier"))
        kept = mine[-most:]
        found.extend(
            replace(step, kind=f"{kind} (+{left})") if left > 0 and most == 1 else step for step in kept
        )
    return found
