"""The log prints in the booklet's column order, with averages that say how many they rest on."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from npt_desktop.reports.document import Table, texts
from npt_desktop.reports.engagement import COLUMNS, LogReport, LogRow, log_document, tally
from npt_desktop.reports.page import page_texts

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


def test_a_long_log_runs_over_pages_and_loses_no_row() -> None:
    pages = page_texts(log_document(report(300), PRINTED))

    assert len(pages) > 10
    assert sum(line.endswith("Netherfield") for page in pages for line in page) == 300
