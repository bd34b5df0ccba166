"""The priorities as a poster: one A4 sheet, read from two steps away, in black, grey and one blue.

Letters are as large as fit on the one page; where even the smallest do not, a priority is cut and says so.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass

from npt_desktop.reports import ink
from npt_desktop.reports.ink import Ink
from npt_desktop.reports.page import CanvasPen, packaged_face
from npt_desktop.reports.public import PublicPage
from npt_desktop.reports.wording import public_date, quarter_words

_MARGIN, _BADGE = 48.0, 30.0
_SIZES = (21.0, 19.0, 17.5, 16.0, 14.5, 13.0, 12.0, 11.0)
_SMALLEST_LINES = 9
_MORE = "See the full text on our page."


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    face: Ink
    indent: float
    before: float
    badge: str = ""


def poster_pdf(page: PublicPage, address: str = "", trace: str = "") -> bytes:
    """The poster as the bytes of a one-page PDF; the same page gives the same bytes."""
    from reportlab.pdfgen.canvas import Canvas

    width, height = ink.A4
    regular, bold = packaged_face(bold=False), packaged_face(bold=True)
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(width, height), invariant=1, pageCompression=1, lang="en-GB")
    title = f"Our priorities, {quarter_words(page.first_month)}"
    canvas.setTitle(regular.clean(f"{title}, {page.area}")[:200])
    canvas.setSubject(regular.clean(f"{page.marking.upper()} {page.force}")[:200])
    canvas.setCreator("NPT Desktop")
    canvas.setProducer("NPT Desktop")
    canvas.setAuthor("")
    canvas.setKeywords(trace)
    pen = CanvasPen(canvas, regular.name, bold.name)
    marking = Ink(9.0, ink.TEXT, bold=True)
    pen.text_middle(width / 2, height - 30, page.marking.upper(), marking)
    pen.text_middle(width / 2, 22, page.marking.upper(), marking)
    top = _head(pen, page, height)
    foot = _foot(pen, page, address)
    y = top
    for line in _fitting(page, top - foot):
        y -= line.before + line.face.step
        if line.badge:
            pen.box(_MARGIN, y - 6, _BADGE, _BADGE, fill=ink.ACCENT)
            pen.text_middle(_MARGIN + _BADGE / 2, y + 2, line.badge, Ink(18.0, ink.PAPER, bold=True))
        pen.text(_MARGIN + line.indent, y, line.text, line.face)
    canvas.showPage()
    canvas.save()
    return out.getvalue()


def _head(pen: CanvasPen, page: PublicPage, height: float) -> float:
    """The title in a band; returns where the priorities begin."""
    width, bold, regular = ink.A4[0], packaged_face(bold=True), packaged_face(bold=False)
    y = height - 78
    force, title, months = (
        Ink(13.0, ink.TEXT_2),
        Ink(34.0, ink.TEXT, bold=True),
        Ink(20.0, ink.ACCENT, bold=True),
    )
    room = width - 2 * _MARGIN
    pen.text(_MARGIN, y, regular.lines(page.force, force.size, room)[0], force)
    y -= 40
    for line in bold.lines(f"Our priorities in {page.area}", title.size, room)[:2]:
        pen.text(_MARGIN, y, line, title)
        y -= 38
    pen.text(_MARGIN, y + 8, quarter_words(page.first_month), months)
    pen.line(_MARGIN, y - 6, width - _MARGIN, y - 6, ink.ACCENT, 3.0)
    return y - 12


def _foot(pen: CanvasPen, page: PublicPage, address: str) -> float:
    """Where to read more and when it was set; returns how far down the priorities may come."""
    width, face = ink.A4[0], Ink(12.0, ink.TEXT)
    room = width - 2 * _MARGIN
    said = ["Tell us what matters to you: call 101. In an emergency call 999."]
    if address.strip():
        said.append(f"Read more: {address.strip()}")
    if page.next_round is not None:
        said.append(f"New priorities will be set by {public_date(page.next_round)}.")
    lines = [line for each in said for line in packaged_face(bold=False).lines(each, face.size, room)[:2]]
    y = 48 + (len(lines) - 1) * face.step
    top = y + face.step + 6
    pen.line(_MARGIN, top, width - _MARGIN, top, ink.EDGE, 0.8)
    for line in lines:
        pen.text(_MARGIN, y, line, face)
        y -= face.step
    return top + 6


def _fitting(page: PublicPage, room: float) -> list[_Line]:
    """The lines in the largest letters that fit; in the smallest with what does not fit cut."""
    for size in _SIZES:
        lines = list(_lines(page, size))
        if sum(line.before + line.face.step for line in lines) <= room:
            return lines
    return list(_lines(page, _SIZES[-1], most=_SMALLEST_LINES))


def _lines(page: PublicPage, size: float, most: int = 0) -> Iterator[_Line]:
    regular, bold = packaged_face(bold=False), packaged_face(bold=True)
    room = ink.A4[0] - 2 * _MARGIN
    indent = _BADGE + 12
    head, body = Ink(size + 3, ink.TEXT, bold=True), Ink(size - 2, ink.TEXT)
    for place, priority in enumerate(page.priorities, 1):
        titled = bold.lines(priority.title or f"Priority {place}", head.size, room - indent)[:3]
        for number, line in enumerate(titled):
            yield _Line(line, head, indent, size if number == 0 else 0, str(place) if number == 0 else "")
        told = [line for text in (priority.issue, priority.action) if text.strip()
                for line in regular.lines(text, body.size, room - indent)]  # fmt: skip
        if most and len(told) > most:
            told = [*told[: most - 1], _MORE]
        for number, line in enumerate(told):
            yield _Line(line, body, indent, 5 if number == 0 else 0)
    if not page.priorities:
        yield _Line("No priorities have been published for these months.", body, 0, size)
