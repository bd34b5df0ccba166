"""A report as a value: what is to be printed, before anything is laid out.

Every builder in this package returns a :class:`Document`; ``page.render`` turns one into a PDF. All
text in it is plain: nothing in it is ever read as markup.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from npt_desktop.models.kinds import ActionState, State

OFFICIAL = "OFFICIAL"
OFFICIAL_SENSITIVE = "OFFICIAL-SENSITIVE"


class Tone(StrEnum):
    """How loud a text is."""

    BODY = "body"
    STRONG = "strong"
    NOTE = "note"
    LABEL = "label"


@dataclass(frozen=True, slots=True)
class Words:
    """Plain text. ``most_lines`` above nought cuts it after that many lines and says so."""

    text: str
    tone: Tone = Tone.BODY
    most_lines: int = 0


@dataclass(frozen=True, slots=True)
class Mark:
    """A status: drawn as shape and glyph, always with its word."""

    state: State
    word: str


Part = str | Words | Mark
Cell = Part | tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading that stays with what follows. Level 1 also enters the PDF's outline."""

    text: str
    level: int = 1


@dataclass(frozen=True, slots=True)
class Quote:
    """Wording that was or will be put before others, set apart by a bar at its left."""

    text: str


@dataclass(frozen=True, slots=True)
class Facts:
    """Labels with their values, ``across`` pairs on a line."""

    pairs: tuple[tuple[str, Cell], ...]
    across: int = 2


@dataclass(frozen=True, slots=True)
class Column:
    """A table column; ``share`` is its part of the width, relative to the others."""

    title: str
    share: float
    right: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under a head that repeats on each page; ``again`` replaces its first title there."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    empty: str = "None recorded."
    again: str = ""
    least_height: float = 0.0
    boxed: bool = False
    dense: bool = False


@dataclass(frozen=True, slots=True)
class Bullets:
    """A short list; each item wraps under itself."""

    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """One measure month by month; a point without a figure is a gap, never nought. ``mark`` is where a dashed line
    with ``mark_words`` stands, in points from the first."""

    title: str
    unit: str
    points: tuple[tuple[str, float | None], ...]
    baseline: float | None = None
    aim: float | None = None
    mark: float | None = None
    mark_words: str = ""


@dataclass(frozen=True, slots=True)
class Triangle:
    """The problem analysis triangle; a side is dashed until its analysis has text."""

    victim: bool
    offender: bool
    location: bool


@dataclass(frozen=True, slots=True)
class Signatures:
    """Lines to sign on, one for each name or post."""

    labels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NewPage:
    """What follows starts a page."""


def quiet(text: str) -> Words:
    """A small grey text: a remark, or what stands where nothing was recorded."""
    return Words(text, Tone.NOTE)


def action_mark(state: ActionState) -> Mark:
    """An action's one status."""
    return {
        ActionState.OPEN: Mark(State.PART, "Open"),
        ActionState.DONE: Mark(State.GOOD, "Done"),
        ActionState.DROPPED: Mark(State.NONE, "Dropped"),
    }[state]


Block = Heading | Words | Quote | Facts | Table | Bullets | Chart | Triangle | Signatures | NewPage


@dataclass(frozen=True, slots=True)
class Document:
    """One report. ``printed_at`` is local time and printed as it stands."""

    title: str
    subtitle: str
    printed_at: datetime
    blocks: tuple[Block, ...]
    marking: str = OFFICIAL_SENSITIVE
    landscape: bool = False
    foot: str = field(default="NPT Desktop")


def texts(document: Document) -> tuple[str, ...]:
    """Every string the document holds, in reading order."""
    found = [document.marking, document.title, document.subtitle]
    for block in document.blocks:
        found.extend(_block_texts(block))
    return tuple(text for text in found if text)


def _block_texts(block: Block) -> Iterator[str]:
    if isinstance(block, (Heading, Quote, Words)):
        yield block.text
    elif isinstance(block, Facts):
        for label, cell in block.pairs:
            yield label
            yield from cell_texts(cell)
    elif isinstance(block, Table):
        yield from (column.title for column in block.columns)
        for row in block.rows:
            for cell in row:
                yield from cell_texts(cell)
        if not block.rows:
            yield block.empty
    elif isinstance(block, Bullets):
        yield from block.items
    elif isinstance(block, Chart):
        yield block.title
    elif isinstance(block, Signatures):
        yield from block.labels


def cell_texts(cell: Cell) -> Iterator[str]:
    """The strings of one table cell."""
    for part in cell if isinstance(cell, tuple) else (cell,):
        if isinstance(part, str):
            yield part
        else:
            yield part.word if isinstance(part, Mark) else part.text
