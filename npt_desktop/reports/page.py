"""A document as a PDF: A4, marked at head and foot of every page, the same bytes each time.

The canvas draws letters one by one; no markup is ever parsed, so nothing in a person's text can
load a file, open an address or stop the report.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from npt_desktop.files import write_atomically
from npt_desktop.models.kinds import State
from npt_desktop.paths import resources
from npt_desktop.reports import ink
from npt_desktop.reports.document import Document
from npt_desktop.reports.ink import Ink
from npt_desktop.reports.layout import Page, Setter, deal
from npt_desktop.reports.lettering import Face
from npt_desktop.reports.wording import form_time
from npt_desktop.rules.traces import traces_in

_REGULAR, _BOLD = "NPT-Sans", "NPT-Sans-Bold"
_FILES = {_REGULAR: "DejaVuSansCondensed.ttf", _BOLD: "DejaVuSansCondensed-Bold.ttf"}
_MARKING = Ink(ink.SMALL, ink.TEXT, bold=True)
_MARGINAL = Ink(ink.TINY + 0.4, ink.TEXT_2)
_TITLE = Ink(ink.TITLE, ink.TEXT, bold=True)
_SUBTITLE = Ink(ink.BODY, ink.TEXT_2)


def write_pdf(document: Document, path: Path, trace: str = "") -> None:
    """Render ``document`` and put it at ``path`` whole. Raises :class:`CannotDo` as files do."""
    printed = render(document, trace)
    with write_atomically(path) as out:
        out.write(printed)


def render(document: Document, trace: str = "") -> bytes:
    """``document`` as the bytes of a PDF; the same document gives the same bytes. ``trace`` says where the store's
    journal stood; it is among the keywords of the file, and its beginning at the foot of each page."""
    from reportlab.pdfgen.canvas import Canvas

    paper = _Paper(document, trace)
    pages = paper.pages()
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(paper.width, paper.height), invariant=1, pageCompression=1, lang="en-GB")
    canvas.setTitle(paper.clean(document.title)[:200])
    canvas.setSubject(paper.clean(f"{document.marking.upper()} {document.subtitle}")[:200])
    canvas.setCreator("NPT Desktop")
    canvas.setProducer("NPT Desktop")
    canvas.setAuthor("")
    canvas.setKeywords(trace)
    for place, page in enumerate(pages, start=1):
        paper.draw(canvas, page, place, len(pages))
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def page_texts(document: Document) -> tuple[tuple[str, ...], ...]:
    """The lines on each page as they are set, without the running head and foot."""
    return tuple(page.texts() for page in _Paper(document).pages())


@cache
def _widths(name: str) -> dict[int, float]:
    """Registers a packaged face with reportlab, once, and returns its letters' widths."""
    from reportlab.pdfbase.pdfmetrics import registerFont
    from reportlab.pdfbase.ttfonts import TTFont

    font = TTFont(name, str(resources() / "fonts" / _FILES[name]))
    registerFont(font)
    return dict(font.face.charWidths)


def packaged_face(*, bold: bool) -> Face:
    """One of the two packaged faces, for a page that is not a :class:`Document`."""
    name = _BOLD if bold else _REGULAR
    return Face(name, _widths(name))


class _Paper:
    """The sheet: its size, its faces, and what every page of a document carries."""

    def __init__(self, document: Document, trace: str = "") -> None:
        self._document = document
        self.width, self.height = ink.A4[::-1] if document.landscape else ink.A4
        self._regular, self._bold = packaged_face(bold=False), packaged_face(bold=True)
        self.clean = self._regular.clean
        room = self.width - 2 * ink.MARGIN
        self._title = self._bold.lines(document.title, ink.TITLE, room)[:3]
        self._subtitle = self._regular.lines(document.subtitle, ink.BODY, room)[:3]
        self._running = self._one_line(document.title, _MARGINAL, room * 0.48)
        self._running_right = self._one_line(document.subtitle, _MARGINAL, room * 0.48)
        self._marking = self._one_line(document.marking.upper(), _MARKING, room)
        self._journal = "".join(f"Journal {found.short}  ·  " for found in traces_in(trace))
        self._foot = self._one_line(document.foot, _MARGINAL, room * 0.3)

    def _one_line(self, text: str, face: Ink, room: float) -> str:
        lines = (self._bold if face.bold else self._regular).lines(text, face.size, room)
        return lines[0] if len(lines) == 1 else f"{lines[0]}…"

    @property
    def _title_height(self) -> float:
        return len(self._title) * _TITLE.step + len(self._subtitle) * _SUBTITLE.step + 12

    def pages(self) -> list[Page]:
        setter = Setter(self._regular, self._bold, self.width - 2 * ink.MARGIN)
        top, foot = self.height - ink.HEAD_ROOM, ink.FOOT_ROOM
        return deal(setter.strips(self._document), top, foot, first_less=self._title_height - 14)

    def draw(self, canvas: Any, page: Page, place: int, of: int) -> None:
        pen = CanvasPen(canvas, self._regular.name, self._bold.name)
        left, right, middle = ink.MARGIN, self.width - ink.MARGIN, self.width / 2
        pen.text_middle(middle, self.height - 28, self._marking, _MARKING)
        pen.text_middle(middle, 22, self._marking, _MARKING)
        pen.line(left, 46, right, 46, ink.LINE)
        pen.text(left, 35, f"Printed {form_time(self._document.printed_at)}  ·  {self._foot}", _MARGINAL)
        pen.text_right(right, 35, f"{self._journal}Page {place} of {of}", _MARGINAL)
        if place == 1:
            y = self.height - ink.HEAD_ROOM + 14
            for lines, face in ((self._title, _TITLE), (self._subtitle, _SUBTITLE)):
                for line in lines:
                    pen.text(left, y - face.size, line, face)
                    y -= face.step
            pen.line(left, y - 4, right, y - 4, ink.ACCENT, 1.4)
        else:
            pen.text(left, self.height - 48, self._running, _MARGINAL)
            pen.text_right(right, self.height - 48, self._running_right, _MARGINAL)
            pen.line(left, self.height - 53, right, self.height - 53, ink.LINE)
        for strip, y in page.strips:
            strip.draw(pen, left, y, self.width - 2 * ink.MARGIN)


class CanvasPen:
    """The pen of a reportlab canvas; remembers colours so that it sets each once."""

    def __init__(self, canvas: Any, regular: str, bold: str) -> None:
        self._canvas = canvas
        self._names = {False: regular, True: bold}
        self._fill = self._stroke = ""
        self._entries = 0

    def _set(self, fill: str = "", stroke: str = "") -> None:
        if fill and fill != self._fill:
            self._canvas.setFillColor(_colour(fill))
            self._fill = fill
        if stroke and stroke != self._stroke:
            self._canvas.setStrokeColor(_colour(stroke))
            self._stroke = stroke

    def text(self, x: float, y: float, text: str, face: Ink) -> None:
        self._set(fill=face.colour)
        self._canvas.setFont(self._names[face.bold], face.size)
        self._canvas.drawString(x, y, text)

    def text_right(self, x: float, y: float, text: str, face: Ink) -> None:
        self._set(fill=face.colour)
        self._canvas.setFont(self._names[face.bold], face.size)
        self._canvas.drawRightString(x, y, text)

    def text_middle(self, x: float, y: float, text: str, face: Ink) -> None:
        self._set(fill=face.colour)
        self._canvas.setFont(self._names[face.bold], face.size)
        self._canvas.drawCentredString(x, y, text)

    def line(
        self, x1: float, y1: float, x2: float, y2: float, colour: str, width: float = 0.5, dash: float = 0.0
    ) -> None:
        self._set(stroke=colour)
        self._canvas.setLineWidth(width)
        if dash:
            self._canvas.setDash(dash, dash * 0.8)
        self._canvas.line(x1, y1, x2, y2)
        if dash:
            self._canvas.setDash()

    def box(self, x: float, y: float, width: float, height: float, fill: str = "", edge: str = "") -> None:
        self._set(fill, edge)
        self._canvas.rect(x, y, width, height, stroke=1 if edge else 0, fill=1 if fill else 0)

    def shape(self, points: Sequence[tuple[float, float]], fill: str = "", edge: str = "") -> None:
        self._set(fill, edge)
        path = self._canvas.beginPath()
        path.moveTo(*points[0])
        for point in points[1:]:
            path.lineTo(*point)
        path.close()
        self._canvas.drawPath(path, stroke=1 if edge else 0, fill=1 if fill else 0)

    def mark(self, x: float, y: float, size: float, state: State) -> None:
        """Disc with tick, triangle with !, diamond with cross, half disc, ring: told apart in grey."""
        canvas, half = self._canvas, size / 2
        middle, centre = x + half, y + half
        canvas.setLineWidth(0.9)
        self._set(ink.TEXT, ink.TEXT)
        if state is State.GOOD:
            canvas.circle(middle, centre, half, stroke=0, fill=1)
            self._strokes(size, middle, centre, tick=True)
        elif state is State.WARN:
            self.shape(((x, y), (x + size, y), (middle, y + size * 0.94)), edge=ink.TEXT)
            canvas.setLineWidth(1.0)
            canvas.line(middle, y + size * 0.62, middle, y + size * 0.32)
            canvas.line(middle, y + size * 0.22, middle, y + size * 0.14)
        elif state is State.BAD:
            over = half + 0.4
            corners = ((0, -over), (over, 0), (0, over), (-over, 0))
            self.shape([(middle + right, centre + up) for right, up in corners], fill=ink.TEXT)
            self._strokes(size, middle, centre, tick=False)
        else:
            canvas.circle(middle, centre, half - 0.5, stroke=1, fill=0)
            if state is State.PART:
                canvas.wedge(x + 0.5, y + 0.5, x + size - 0.5, y + size - 0.5, 90, 180, stroke=0, fill=1)

    def _strokes(self, size: float, middle: float, centre: float, *, tick: bool) -> None:
        self._set(stroke=ink.PAPER)
        canvas, arm = self._canvas, size * 0.17
        if tick:
            canvas.lines([
                (middle - arm * 1.5, centre, middle - arm * 0.3, centre - arm * 1.2),
                (middle - arm * 0.3, centre - arm * 1.2, middle + arm * 1.6, centre + arm * 1.3),
            ])  # fmt: skip
        else:
            canvas.line(middle - arm, centre - arm, middle + arm, centre + arm)
            canvas.line(middle - arm, centre + arm, middle + arm, centre - arm)
        self._set(stroke=ink.TEXT)

    def entry(self, title: str) -> None:
        self._entries += 1
        key = f"page{self._canvas.getPageNumber()}-{self._entries}"
        self._canvas.bookmarkPage(key)
        self._canvas.addOutlineEntry(title, key, 0)


@cache
def _colour(text: str) -> Any:
    from reportlab.lib.colors import HexColor

    return HexColor(text)
