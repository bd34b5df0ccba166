"""From a document to pages: blocks become strips, strips are dealt onto pages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from npt_desktop.reports import ink
from npt_desktop.reports.document import (
    Bullets,
    Cell,
    Chart,
    Document,
    Facts,
    Heading,
    Mark,
    NewPage,
    Part,
    Quote,
    Signatures,
    Table,
    Tone,
    Triangle,
    Words,
)
from npt_desktop.reports.figures import ChartStrip, TriangleStrip
from npt_desktop.reports.ink import Ink, Scale
from npt_desktop.reports.lettering import Face
from npt_desktop.reports.strips import (
    BASE,
    MARK_ROOM,
    Gap,
    Piece,
    Row,
    SignatureStrip,
    Strip,
    TextStrip,
    pieces_height,
)

CUT_SHORT = "(cut short)"
_CHART_HEIGHT, _TRIANGLE_HEIGHT, _SIGNATURE_HEIGHT = 96.0, 104.0, 34.0


@dataclass(slots=True)
class PageBreak(Strip):
    """Nothing more goes on this page."""


@dataclass(slots=True)
class Page:
    """Strips with the height of their upper edge above the foot of the sheet."""

    strips: list[tuple[Strip, float]] = field(default_factory=list)

    def texts(self) -> tuple[str, ...]:
        return tuple(text for strip, _ in self.strips for text in strip.texts() if text)


class Setter:
    """Sets the blocks of one document in two faces of one width."""

    def __init__(self, regular: Face, bold: Face, width: float) -> None:
        self._faces = {False: regular, True: bold}
        self._width = width

    def strips(self, document: Document) -> Iterator[Strip]:
        """Every block as strips, with white space between."""
        for block in document.blocks:
            if isinstance(block, Heading):
                yield from self._heading(block)
            elif isinstance(block, NewPage):
                yield PageBreak(0)
            else:
                if isinstance(block, Words):
                    yield self._running(self._pieces((block,), ink.RUNNING, self._width))
                elif isinstance(block, Quote):
                    pieces = self._pieces((Words(block.text),), ink.RUNNING, self._width - 12)
                    yield self._running(pieces, indent=10, bar=True)
                elif isinstance(block, Bullets):
                    for item in block.items:
                        yield self._running(
                            self._pieces((item,), ink.RUNNING, self._width - 12), 12, bullet=True
                        )
                elif isinstance(block, Facts):
                    yield from self._facts(block)
                elif isinstance(block, Table):
                    yield from self._table(block)
                elif isinstance(block, Chart):
                    yield ChartStrip(_CHART_HEIGHT, chart=self._chart(block))
                elif isinstance(block, Triangle):
                    yield TriangleStrip(_TRIANGLE_HEIGHT, triangle=block)
                else:
                    yield from self._signatures(block)
                yield Gap(ink.GAP)

    def _lines(self, text: str, face: Ink, room: float, most: int = 0) -> list[str]:
        lines = self._faces[face.bold].lines(text, face.size, room)
        if most and len(lines) > most:
            fits = self._faces[face.bold]
            last = lines[most - 1]
            while last and fits.width(f"{last}… {CUT_SHORT}") * face.size > room:
                last = last[:-1]
            last = last.rpartition(" ")[0] or last
            lines = [*lines[: most - 1], f"{last.rstrip()}… {CUT_SHORT}"]
        return lines

    def _pieces(
        self, parts: Sequence[Part], scale: Scale, room: float, *, right: bool = False
    ) -> list[Piece]:
        found: list[Piece] = []
        for part in parts:
            before = 1.5 if found else 0.0
            if isinstance(part, Mark):
                face = scale.strong
                inset = face.size * MARK_ROOM
                lines = self._lines(part.word, face, room - inset)
                found.append(Piece(lines[0], face, before, state=part.state))
                found.extend(Piece(line, face, inset=inset) for line in lines[1:])
                continue
            words = Words(part) if isinstance(part, str) else part
            face = {
                Tone.BODY: scale.body,
                Tone.STRONG: scale.strong,
                Tone.NOTE: scale.note,
                Tone.LABEL: scale.label,
            }[words.tone]
            if not found:
                before = (scale.body.size - face.size) * BASE
            for line in self._lines(words.text, face, room, words.most_lines):
                found.append(Piece(line, face, before, right=right))
                before = 0.0
        return found

    @staticmethod
    def _running(
        pieces: list[Piece], indent: float = 0.0, *, bar: bool = False, bullet: bool = False
    ) -> Strip:
        return TextStrip(pieces_height(pieces), pieces=pieces, indent=indent, bar=bar, bullet=bullet)

    def _heading(self, block: Heading) -> Iterator[Strip]:
        first = block.level == 1
        face = Ink(ink.SECTION, ink.ACCENT, bold=True) if first else Ink(ink.SUBSECTION, ink.TEXT, bold=True)
        pieces = [Piece(line, face) for line in self._lines(block.text, face, self._width, 4)]
        yield Gap(ink.GAP_SECTION - ink.GAP if first else ink.GAP_SUBSECTION - ink.GAP, keep=True)
        title = self._faces[True].clean(block.text)[:120] if first else ""
        yield TextStrip(pieces_height(pieces), keep=True, pieces=pieces, outline=title)
        yield Gap(3, keep=True)

    def _facts(self, block: Facts) -> Iterator[Strip]:
        across = max(1, min(block.across, len(block.pairs)))
        share = self._width / across
        label = min(104.0, share * 0.42)
        starts = [place * share + offset for place in range(across) for offset in (0.0, label)]
        widths = [label, share - label] * across
        for first in range(0, len(block.pairs), across):
            cells: list[list[Piece]] = []
            for name, value in block.pairs[first : first + across]:
                cells.append(self._cell(Words(name, Tone.LABEL), ink.TABULAR, label))
                cells.append(self._cell(value, ink.TABULAR, share - label))
            cells += [[] for _ in range(len(starts) - len(cells))]
            yield replace(self._row(cells, starts, widths, ink.DENSE_Y), pad_x=0.0)

    def _cell(self, cell: Cell, scale: Scale, width: float, *, right: bool = False) -> list[Piece]:
        parts = cell if isinstance(cell, tuple) else (cell,)
        parts = tuple(part for part in parts if part != "")
        return self._pieces(parts, scale, max(12.0, width - 2 * ink.PAD_X), right=right)

    @staticmethod
    def _row(
        cells: list[list[Piece]],
        starts: Sequence[float],
        widths: Sequence[float],
        pad: float,
        least: float = 0,
    ) -> Row:
        heights = [pieces_height(cell) for cell in cells]
        height = max(least, max(heights) + 2 * pad)
        return Row(height, cells=cells, heights=heights, starts=starts, widths=widths, pad=pad)

    def _table(self, block: Table) -> Iterator[Strip]:
        whole = sum(column.share for column in block.columns)
        widths = [self._width * column.share / whole for column in block.columns]
        starts = [sum(widths[:place]) for place in range(len(widths))]
        scale, pad = (ink.DENSE, ink.DENSE_Y) if block.dense else (ink.TABULAR, ink.PAD_Y)
        face = scale.strong if block.boxed else scale.label
        titles = [column.title for column in block.columns]
        head = self._head(titles, block, starts, widths, face)
        again = head
        if block.again:
            again = self._head([block.again, *titles[1:]], block, starts, widths, face)
        yield replace(head, keep=True)
        if not block.rows:
            pieces = self._pieces((Words(block.empty, Tone.NOTE),), scale, self._width - 2 * ink.PAD_X)
            yield replace(self._row([pieces], [0.0], [self._width], pad), boxed=block.boxed)
        for row in block.rows:
            cells = [
                self._cell(cell, scale, width, right=column.right)
                for cell, width, column in zip(row, widths, block.columns, strict=True)
            ]
            strip = self._row(cells, starts, widths, pad, block.least_height)
            strip.boxed, strip.again = block.boxed, again
            yield strip

    def _head(
        self, titles: list[str], block: Table, starts: list[float], widths: list[float], face: Ink
    ) -> Row:
        cells = [
            [
                Piece(line, face, right=column.right)
                for line in self._lines(title, face, width - 2 * ink.PAD_X, 6)
            ]
            for title, width, column in zip(titles, widths, block.columns, strict=True)
        ]
        row = self._row(cells, starts, widths, ink.PAD_Y)
        row.fill = ink.ACCENT_SOFT if block.boxed else ink.WELL
        row.boxed = block.boxed
        return row

    def _chart(self, block: Chart) -> Chart:
        face = self._faces[False]
        return replace(
            block,
            title=self._lines(block.title, Ink(ink.TINY, ink.TEXT_2), self._width * 0.7, 1)[0],
            unit=self._lines(block.unit, Ink(ink.TINY, ink.TEXT_2), self._width * 0.25, 1)[0],
            points=tuple((face.clean(name)[:12], value) for name, value in block.points),
            mark_words=face.clean(block.mark_words),
        )

    def _signatures(self, block: Signatures) -> Iterator[Strip]:
        room = self._width * 0.4
        for label in block.labels:
            face = ink.TABULAR.note
            yield SignatureStrip(
                _SIGNATURE_HEIGHT, pieces=[Piece(line, face) for line in self._lines(label, face, room, 2)]
            )


def deal(strips: Iterable[Strip], top: float, foot: float, first_less: float = 0.0) -> list[Page]:
    """Strips onto pages between ``top`` and ``foot``, kept together as they ask where they fit.

    The first page begins ``first_less`` points lower, to leave room for its title.
    """
    pages = [Page()]
    y = top - first_less
    fresh = True

    def place(strip: Strip) -> None:
        nonlocal y, fresh
        if isinstance(strip, Gap) and fresh:
            return
        pages[-1].strips.append((strip, y))
        y -= strip.height
        fresh = False

    def turn(strip: Strip) -> None:
        nonlocal y, fresh
        pages.append(Page())
        y = top
        if strip.again is not None:
            place(strip.again)
        fresh = True

    def put(strip: Strip) -> None:
        while strip.height > y - foot + 0.01:
            halves = strip.cut(y - foot)
            if halves is None:
                if fresh:
                    break
                turn(strip)
                continue
            place(halves[0])
            strip = halves[1]
            turn(strip)
        place(strip)

    group: list[Strip] = []
    for strip in strips:
        if isinstance(strip, PageBreak):
            turn(strip)
            continue
        group.append(strip)
        if strip.keep:
            continue
        need = sum(one.height for one in group[:-1]) + strip.least
        if need > y - foot + 0.01 and not fresh and not isinstance(strip, Gap):
            turn(group[0])
        for one in group:
            put(one)
        group = []
    for one in group:
        put(one)
    while len(pages) > 1 and not pages[-1].texts():
        pages.pop()
    return pages
