"""A document as one HTML page that stands alone: no script, no picture, no address; charts as drawn bars.

The same blocks as the PDF, in reading order, with real headings and tables (WCAG 2.2 AA).
"""

from __future__ import annotations

import math
from pathlib import Path

from npt_desktop.files import write_atomically
from npt_desktop.reports.document import (
    Block,
    Bullets,
    Cell,
    Chart,
    Document,
    Facts,
    Heading,
    Mark,
    Quote,
    Signatures,
    Table,
    Tone,
    Words,
)
from npt_desktop.reports.figures import number
from npt_desktop.reports.web import STYLE, safe, traced
from npt_desktop.reports.wording import form_time

_STYLE = """
main, header, footer { max-width: 60rem; }
.marking { text-align: center; font-weight: bold; margin: 0.5rem 0; }
.note { color: #43516a; font-size: 0.92rem; }
table { border-collapse: collapse; width: 100%; margin: 0.25rem 0 1rem; }
th, td { border-bottom: 1px solid #c2cbd8; padding: 0.35rem 0.5rem; text-align: left; vertical-align: top; }
th { background: #eef1f6; }
.right { text-align: right; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 0.25rem 1rem; margin: 0 0 1rem; }
dt { font-weight: bold; }
dd { margin: 0; }
figure { margin: 0.5rem 0 1rem; }
figcaption { font-weight: bold; margin-bottom: 0.25rem; }
svg { max-width: 100%; height: auto; }
@media print { tr { break-inside: avoid; } }
"""
_WIDE, _HIGH, _TOP, _FOOT = 720, 200, 22, 24
_LABEL, _FIGURE = 46.0, 18.0
"""What a month below a bar, and a figure above one, take of the width; where there is less, every second is left out,
or every third, counted from the last. The words of the picture hold them all."""


def write_html(document: Document, path: Path, trace: str = "") -> None:
    """Put ``document`` at ``path`` whole, as HTML. Raises :class:`CannotDo` as files do."""
    with write_atomically(path) as out:
        out.write(traced(document_html(document), trace).encode())


def document_html(document: Document) -> str:
    """The whole page; the same document gives the same page."""
    marking = f'<p class="marking">{safe(document.marking.upper())}</p>'
    parts = [
        "<!DOCTYPE html>", '<html lang="en-GB">', "<head>", '<meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{safe(f'{document.title}, {document.subtitle}')}</title>", f"<style>{STYLE}{_STYLE}</style>", "</head>",
        "<body>", "<header>", marking, f"<h1>{safe(document.title)}</h1>", f"<p>{safe(document.subtitle)}</p>",
        "</header>", "<main>",
    ]  # fmt: skip
    for block in document.blocks:
        parts.extend(_block(block))
    printed = f"Printed {form_time(document.printed_at)}. {document.foot}"
    parts += [
        "</main>",
        "<footer>",
        f'<p class="note">{safe(printed)}</p>',
        marking,
        "</footer>",
        "</body>",
        "</html>",
        "",
    ]
    return "\n".join(parts)


def _block(block: Block) -> list[str]:
    if isinstance(block, Heading):
        level = min(6, block.level + 1)
        return [f"<h{level}>{safe(block.text)}</h{level}>"]
    if isinstance(block, Words):
        return [_words(block)]
    if isinstance(block, Quote):
        return [f"<blockquote>{_lines(block.text)}</blockquote>"]
    if isinstance(block, Facts):
        pairs = (f"<dt>{safe(label)}</dt><dd>{_cell(cell)}</dd>" for label, cell in block.pairs)
        return ["<dl>", *pairs, "</dl>"]
    if isinstance(block, Table):
        return _table(block)
    if isinstance(block, Bullets):
        return ["<ul>", *(f"<li>{safe(item)}</li>" for item in block.items), "</ul>"]
    if isinstance(block, Chart):
        return _chart(block)
    if isinstance(block, Signatures):
        return [f"<p>{_lines(label)}: ____________________ Date: __________</p>" for label in block.labels]
    return []


def _lines(text: str) -> str:
    return "<br>".join(safe(line) for line in text.splitlines())


def _words(words: Words) -> str:
    if words.tone is Tone.STRONG:
        return f"<p><strong>{_lines(words.text)}</strong></p>"
    kind = ' class="note"' if words.tone in (Tone.NOTE, Tone.LABEL) else ""
    return f"<p{kind}>{_lines(words.text)}</p>"


def _cell(cell: Cell) -> str:
    found = []
    for part in cell if isinstance(cell, tuple) else (cell,):
        if isinstance(part, str):
            found.append(_lines(part))
        elif isinstance(part, Mark):
            found.append(f"<strong>{safe(part.word)}</strong>")
        else:
            found.append(_words(part))
    return "<br>".join(text for text in found if text)


def _table(table: Table) -> list[str]:
    if not table.rows:
        return [f'<p class="note">{safe(table.empty)}</p>']
    kinds = [' class="right"' if column.right else "" for column in table.columns]
    heads = "".join(
        f'<th scope="col"{kind}>{safe(column.title)}</th>'
        for column, kind in zip(table.columns, kinds, strict=True)
    )
    rows = [
        "<tr>"
        + "".join(f"<td{kind}>{_cell(cell)}</td>" for cell, kind in zip(row, kinds, strict=False))
        + "</tr>"
        for row in table.rows
    ]
    return ["<table>", f"<thead><tr>{heads}</tr></thead>", "<tbody>", *rows, "</tbody>", "</table>"]


def _chart(chart: Chart) -> list[str]:
    """Bars with their figures; what they show stands in the caption and in each bar's own words."""
    values = [value for _, value in chart.points if value is not None and math.isfinite(value)]
    highest = max([1e-9, *values])
    slot = _WIDE / max(1, len(chart.points))
    title = f"{chart.title}, {chart.unit}" if chart.unit else chart.title
    told = "; ".join(f"{label} {'none' if value is None else number(value)}" for label, value in chart.points)
    if chart.mark is not None and chart.points:
        told += (
            f"; {chart.mark_words} marked at {chart.points[min(len(chart.points) - 1, round(chart.mark))][0]}"
        )
    parts = [
        "<figure>", f"<figcaption>{safe(title)}</figcaption>",
        f'<svg viewBox="0 0 {_WIDE} {_HIGH}" role="img" aria-label="{safe(f"{title}: {told}")}" '
        'font-family="Arial, Helvetica, sans-serif" font-size="11" text-anchor="middle">',
    ]  # fmt: skip
    each, told_each = (max(1, math.ceil(room / slot)) for room in (_LABEL, _FIGURE))
    last = len(chart.points) - 1
    for place, (label, value) in enumerate(chart.points):
        middle, floor = slot * (place + 0.5), _HIGH - _FOOT
        if (last - place) % each == 0:
            at = min(max(middle, _LABEL / 2), _WIDE - _LABEL / 2)
            parts.append(f'<text x="{at:.1f}" y="{_HIGH - 8}" fill="#43516a">{safe(label)}</text>')
        if value is None or not math.isfinite(value):
            continue
        high = max(0.0, value) / highest * (floor - _TOP)
        wide = min(44.0, slot * 0.6)
        parts.append(
            f'<rect x="{middle - wide / 2:.1f}" y="{floor - high:.1f}" width="{wide:.1f}" height="{high:.1f}" '
            'fill="#1d4f9c"/>'
        )
        if (last - place) % told_each == 0:
            parts.append(
                f'<text x="{middle:.1f}" y="{floor - high - 5:.1f}" fill="#17212f">{number(value)}</text>'
            )
    if chart.mark is not None:
        at = slot * (chart.mark + 0.5)
        parts.append(
            f'<line x1="{at:.1f}" y1="{_TOP - 8}" x2="{at:.1f}" y2="{_HIGH - _FOOT}" stroke="#43516a" '
            'stroke-dasharray="4 3"/>'
        )
        anchor, aside = ("start", 4) if at < _WIDE * 0.8 else ("end", -4)
        parts.append(
            f'<text x="{at + aside:.1f}" y="{_TOP - 2}" text-anchor="{anchor}" fill="#43516a">{safe(chart.mark_words)}</text>'
        )
    return [*parts, "</svg>", "</figure>"]
