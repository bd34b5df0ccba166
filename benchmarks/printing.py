"""A printed log of 2,000 rows beside a canvas on which the same rows are drawn by hand, in the same face.

Both in processor time: it tells the same on a machine that others use too.
"""

from __future__ import annotations

import time
from datetime import date
from io import BytesIO

from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.utils import simpleSplit
from reportlab.pdfgen.canvas import Canvas

from benchmarks.figures import Ratio
from npt_desktop.reports.engagement import COLUMNS, LogReport, LogRow, log_document
from npt_desktop.reports.page import render
from tests.reports.test_engagement_log import PRINTED, rows

ROWS = 2_000


def measure() -> list[Ratio]:
    """The figure of printing."""
    entries = rows(ROWS)
    quarter = date(2026, 4, 1), date(2026, 6, 30)
    render(log_document(LogReport("Gedling", *quarter, entries[:5]), PRINTED))  # reads the faces
    drawn = min(hand_drawn(entries) for _ in range(2))
    start = time.process_time()
    render(log_document(LogReport("Gedling", *quarter, entries), PRINTED))
    return [
        Ratio(
            f"A printed log of {ROWS:,} rows beside a hand-drawn one", time.process_time() - start, drawn, 4
        )
    ]


def hand_drawn(entries: tuple[LogRow, ...]) -> float:
    """The seconds it takes with plain simpleSplit and drawString."""
    start = time.process_time()
    canvas = Canvas(BytesIO(), pagesize=landscape(A4), invariant=1, pageCompression=1)
    whole = sum(column.share for column in COLUMNS)
    widths = [746 * column.share / whole for column in COLUMNS]
    y = 520.0
    for row in entries:
        cells = (row.on.isoformat(), row.audience, row.purpose, row.who, row.lead, row.summary, row.outcome,
                 row.score_label)  # fmt: skip
        split = [
            simpleSplit(cell, "NPT-Sans", 7.6, width - 10) for cell, width in zip(cells, widths, strict=True)
        ]
        height = max(map(len, split)) * 10.2 + 5
        if y - height < 58:
            canvas.showPage()
            y = 520.0
        x = 48.0
        canvas.setFont("NPT-Sans", 7.6)
        for lines, width in zip(split, widths, strict=True):
            for place, line in enumerate(lines):
                canvas.drawString(x, y - place * 10.2, line)
            x += width
        canvas.line(48, y - height, 794, y - height)
        y -= height
    canvas.save()
    return time.process_time() - start
