"""What a page is made of: strips of a known height that draw themselves and, if long, can be cut."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol

from npt_desktop.models.kinds import State
from npt_desktop.reports import ink
from npt_desktop.reports.ink import Ink

MARK_ROOM = 1.4
BASE = 1.02


class Pen(Protocol):
    """Draws on one page; ``y`` counts upwards from the foot, in points."""

    def text(self, x: float, y: float, text: str, face: Ink) -> None: ...
    def text_right(self, x: float, y: float, text: str, face: Ink) -> None: ...
    def text_middle(self, x: float, y: float, text: str, face: Ink) -> None: ...
    def line(
        self, x1: float, y1: float, x2: float, y2: float, colour: str, width: float = 0.5, dash: float = 0.0
    ) -> None: ...
    def box(
        self, x: float, y: float, width: float, height: float, fill: str = "", edge: str = ""
    ) -> None: ...
    def mark(self, x: float, y: float, size: float, state: State) -> None: ...
    def shape(self, points: Sequence[tuple[float, float]], fill: str = "", edge: str = "") -> None: ...
    def entry(self, title: str) -> None: ...


@dataclass(frozen=True, slots=True)
class Piece:
    """One line of letters, or a status mark with its word."""

    text: str
    face: Ink
    before: float = 0.0
    state: State | None = None
    right: bool = False
    inset: float = 0.0

    @property
    def height(self) -> float:
        return self.before + self.face.step


@dataclass(slots=True)
class Strip:
    """A part of a page. ``keep`` holds it together with the strip that follows."""

    height: float
    keep: bool = False
    again: Strip | None = None

    @property
    def least(self) -> float:
        """The room it needs before a page may begin with the rest of it."""
        return self.height

    def draw(self, pen: Pen, x: float, y: float, width: float) -> None:
        """Draw below ``y``."""

    def cut(self, room: float) -> tuple[Strip, Strip] | None:  # noqa: ARG002 - strips that cannot be cut
        """Itself in two, the first no higher than ``room``; None where that cannot be."""
        return None

    def texts(self) -> Iterator[str]:
        """Its strings, for a reader without eyes on the page."""
        return iter(())


def pieces_height(pieces: Sequence[Piece]) -> float:
    return sum([piece.height for piece in pieces])


def draw_pieces(pen: Pen, pieces: Sequence[Piece], x: float, y: float, right: float) -> None:
    for piece in pieces:
        y -= piece.before
        size = piece.face.size
        base = y - size * BASE
        if piece.state is not None:
            pen.mark(x, base - size * 0.14, size, piece.state)
            pen.text(x + size * MARK_ROOM, base, piece.text, piece.face)
        elif piece.right:
            pen.text_right(right, base, piece.text, piece.face)
        elif piece.text:
            pen.text(x + piece.inset, base, piece.text, piece.face)
        y -= piece.face.step


def cut_pieces(pieces: list[Piece], room: float) -> tuple[list[Piece], list[Piece]]:
    """What fits in ``room`` and what does not: only what fits is looked at."""
    used = 0.0
    for place, piece in enumerate(pieces):
        used += piece.height
        if used > room:
            rest = pieces[place:]
            rest[0] = replace(rest[0], before=0.0)
            return pieces[:place], rest
    return pieces, []


@dataclass(slots=True)
class Gap(Strip):
    """White space; left out at the head of a page."""


@dataclass(slots=True)
class TextStrip(Strip):
    """Running text, perhaps indented, with a bar or a bullet at its left."""

    pieces: list[Piece] = field(default_factory=list)
    indent: float = 0.0
    bar: bool = False
    bullet: bool = False
    outline: str = ""

    @property
    def least(self) -> float:
        if len(self.pieces) < 4:
            return self.height
        return pieces_height(self.pieces[:2])

    def draw(self, pen: Pen, x: float, y: float, width: float) -> None:
        if self.outline:
            pen.entry(self.outline)
        if self.bar:
            pen.line(x + 1, y, x + 1, y - self.height, ink.ACCENT, 2)
        if self.bullet:
            size = self.pieces[0].face.size
            pen.text(x + 2, y - size * BASE, "•", self.pieces[0].face)
        draw_pieces(pen, self.pieces, x + self.indent, y, x + width)

    def cut(self, room: float) -> tuple[Strip, Strip] | None:
        first, rest = cut_pieces(self.pieces, room)
        if len(rest) == 1 and len(first) > 2:
            first, rest = first[:-1], [first[-1], *rest]
        if len(first) < min(2, len(self.pieces)) or not rest:
            return None
        return (
            replace(self, pieces=first, height=pieces_height(first)),
            replace(self, pieces=rest, height=pieces_height(rest), bullet=False, outline=""),
        )

    def texts(self) -> Iterator[str]:
        return (piece.text for piece in self.pieces)


@dataclass(slots=True)
class Row(Strip):
    """A table row: cells as pieces, at ``starts`` with ``widths``, lines and fills as asked."""

    cells: list[list[Piece]] = field(default_factory=list)
    heights: list[float] = field(default_factory=list)
    starts: Sequence[float] = ()
    widths: Sequence[float] = ()
    pad: float = ink.PAD_Y
    pad_x: float = ink.PAD_X
    fill: str = ""
    boxed: bool = False
    lined: bool = True
    tall: float = 240.0

    @property
    def least(self) -> float:
        return self.height if self.height <= self.tall else 72.0

    def draw(self, pen: Pen, x: float, y: float, width: float) -> None:
        foot = y - self.height
        if self.fill:
            pen.box(x, foot, width, self.height, fill=self.fill)
        for start, wide, cell in zip(self.starts, self.widths, self.cells, strict=True):
            draw_pieces(pen, cell, x + start + self.pad_x, y - self.pad, x + start + wide - self.pad_x)
        if self.boxed:
            for edge in (*self.starts, width):
                pen.line(x + edge, y, x + edge, foot, ink.EDGE)
            pen.line(x, y, x + width, y, ink.EDGE)
            pen.line(x, foot, x + width, foot, ink.EDGE)
        elif self.lined:
            pen.line(x, foot, x + width, foot, ink.LINE)

    def cut(self, room: float) -> tuple[Strip, Strip] | None:
        firsts: list[list[Piece]] = []
        rests: list[list[Piece]] = []
        left: list[float] = []
        for cell, height in zip(self.cells, self.heights, strict=True):
            first, rest = cut_pieces(cell, room - 2 * self.pad)
            firsts.append(first)
            rests.append(rest)
            gap = cell[len(first)].before if rest else 0.0
            left.append(height - pieces_height(first) - gap if rest else 0.0)
        if not any(firsts) or not any(rests):
            return None
        return self._with(firsts, [pieces_height(first) for first in firsts]), self._with(rests, left)

    def _with(self, cells: list[list[Piece]], heights: list[float]) -> Row:
        return replace(self, cells=cells, heights=heights, height=max(heights) + 2 * self.pad)

    def texts(self) -> Iterator[str]:
        return (piece.text for cell in self.cells for piece in cell)


@dataclass(slots=True)
class SignatureStrip(Strip):
    """A name or post, a line to sign on and a line for the date."""

    pieces: list[Piece] = field(default_factory=list)

    def draw(self, pen: Pen, x: float, y: float, width: float) -> None:
        base = y - self.height + 8
        draw_pieces(pen, self.pieces, x, base + pieces_height(self.pieces), x + width)
        start, date = x + width * 0.42, x + width * 0.80
        pen.line(start, base, date - 32, base, ink.EDGE, 0.7)
        pen.text(date - 22, base + 2, "Date", self.pieces[0].face)
        pen.line(date, base, x + width, base, ink.EDGE, 0.7)

    def texts(self) -> Iterator[str]:
        return (piece.text for piece in self.pieces)
