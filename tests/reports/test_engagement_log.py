"""The log prints in the booklet's column order, with averages that say how many they rest on."""

from __future__ import annotations

import time
from datetime import date, datetime, timedelta
from io import BytesIO

from npt_desktop.reports.document import Table, texts
from npt_desktop.reports.engagement import COLUMNS, LogReport, LogRow, log_document, tally
from npt_desktop.reports.page import page_texts, render

PRINTED = datetime(2026, 6, 30, 16, 5)  # noqa: DTZ001 - local time, as printed
SUMMARY = (
    "Ward walk through the town centre with two council rangers; spoke to shop keepers about thefts in the "
    "afternoon, gave out marking kits and took names for the next meeting at the library. "
)
OUTCOME = "Six shops joined the radio scheme. Concerns about bikes passed to the plan. "


def rows(number: int) -> tuple[LogRow, ...]:
    people = ("PS 512 Cedar", "PC 2210 Alder", "PCSO 4471 Maple")
    audiences = ("Businesses", "Young people", "Older people", "Faith groups", "Other")
    purposes = ("Reassurance", "Problem Solving", "Trust and confidence")
    words = {2: "2 - Fair", 3: "3 - Average", 4: "4 - Good", 5: "5 - Excellent"}
    found: list[LogRow] = []
    for place in range(number):
        score = None if place % 7 == 3 else 2 + place % 4
        found.append(
            LogRow(
                on=date(2026, 4, 1) + timedelta(days=place * 91 // number),
                audience=audiences[place % 5],
                purpose=purposes[place % 3],
                who="Residents and businesses of Netherfield",
                lead=people[place % 3],
                summary=(SUMMARY * 3)[: 60 + place * 37 % 340],
                outcome="" if place % 11 == 5 else (OUTCOME * 6)[: 60 + place * 53 % 340],
                score=score,
                score_label=words.get(score or 0, ""),
            )
        )
    return tuple(found)


def report(number: int) -> LogReport:
    return LogReport("Gedling", date(2026, 4, 1), date(2026, 6, 30), rows(number))


def test_averages_name_their_n_and_leave_out_what_was_not_scored() -> None:
    one, two = tally(rows(40), lambda row: row.lead)[:2]

    assert one.entries == 14
    assert one.scored < one.entries
    assert two.average is not None
    scored = [row.score for row in rows(40) if row.lead == one.name and row.score is not None]
    assert one.average == sum(scored) / len(scored)
    assert tally([], lambda row: row.lead) == ()


def test_no_score_at_all_is_no_average() -> None:
    (unscored,) = tally((LogRow(date(2026, 4, 1), "", "", "", "", ""),), lambda row: row.audience)

    assert (unscored.name, unscored.entries, unscored.scored, unscored.average) == (
        "Not recorded",
        1,
        0,
        None,
    )


def test_the_columns_are_the_booklets_own_and_gaps_are_said() -> None:
    document = log_document(report(30), PRINTED)
    entries = [block for block in document.blocks if isinstance(block, Table)][-1]

    assert [column.title for column in entries.columns] == [column.title for column in COLUMNS]
    assert len(entries.rows) == 30
    assert "Outcome to follow" in texts(document)
    assert "No score" in texts(document)


def test_an_empty_period_says_so() -> None:
    empty = LogReport("Gedling", date(2026, 4, 1), date(2026, 4, 30), ())

    assert "No engagement was logged." in page_texts(log_document(empty, PRINTED))[0]


def test_two_thousand_rows_take_at_most_four_times_a_hand_drawn_canvas() -> None:
    document = log_document(report(2000), PRINTED)
    render(log_document(report(5), PRINTED))
    drawn = min(hand_drawn(rows(2000)) for _ in range(2))
    start = time.perf_counter()
    pdf = render(document)
    taken = time.perf_counter() - start

    assert pdf.count(b"/Type /Page\n") + pdf.count(b"/Type /Page ") > 50
    assert taken < 4 * drawn + 0.5, (taken, drawn)


def hand_drawn(entries: tuple[LogRow, ...]) -> float:
    """The yardstick: the same rows with plain simpleSplit and drawString in the same face."""
    from reportlab.lib.pagesizes import A4, landscape
    from reportlab.lib.utils import simpleSplit
    from reportlab.pdfgen.canvas import Canvas

    start = time.perf_counter()
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
    return time.perf_counter() - start
