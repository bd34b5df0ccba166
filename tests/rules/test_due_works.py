"""What Works entries on Home: who owes what, and where the button leads."""

from __future__ import annotations

from datetime import date

from npt_desktop.models.kinds import State
from npt_desktop.rules.due import build_due
from npt_desktop.rules.due_facts import DueFacts, WorksDue
from npt_desktop.rules.due_list import DueItem
from npt_desktop.rules.periods import quarter_of
from npt_desktop.rules.what_works import WorksState

TODAY = date(2026, 10, 16)


def _row(entry: WorksDue) -> DueItem:
    (found,) = build_due(DueFacts(quarter_of(TODAY), works=(entry,)), TODAY).items
    assert (found.screen, found.record, found.field) == ("works", entry.record, entry.field)
    return found


def test_a_draft_is_to_be_sent_within_four_weeks_and_names_the_headings_it_lacks() -> None:
    row = _row(WorksDue("Trolleys", "Gedling", WorksState.DRAFT, date(2026, 9, 25), "7", 2, "moderators"))
    assert (row.state, row.title, row.reason, row.verb, row.when_words) == (
        State.WARN, "Send to What works: ‘Trolleys’", "Drafted 25 Sep · 2 headings to fill in or explain", "Open",
        "Fri 23 Oct",
    )  # fmt: skip
    late = _row(WorksDue("Trolleys", "Gedling", WorksState.DRAFT, date(2026, 9, 1), "7", 0, "submit"))
    assert (late.state, late.verb, late.when_words) == (State.BAD, "Send", "17 days")
    assert late.reason == "Drafted 1 Sep · ready to send"


def test_a_returned_entry_is_mended_and_sent_again() -> None:
    row = _row(WorksDue("Trolleys", "Gedling", WorksState.RETURNED, date(2026, 10, 1), "7", 1, "cost"))
    assert (row.title, row.verb) == ("Mend for What works: ‘Trolleys’", "Mend")
    assert row.reason == "Returned by the board 1 Oct · 1 heading to fill in or explain"


def test_the_board_owes_a_decision_by_the_end_of_the_quarter_it_was_asked_in() -> None:
    late = _row(WorksDue("Trolleys", "Gedling", WorksState.QUEUED, date(2026, 9, 20), "7", field="begin"))
    assert (late.state, late.title, late.verb, late.when_words) == (
        State.BAD, "Decide on ‘Trolleys’", "Decide", "16 days",
    )  # fmt: skip
    told_at_once = _row(WorksDue("Trolleys", "Gedling", WorksState.QUEUED, TODAY, "7", field="begin"))
    assert (told_at_once.state, told_at_once.due, told_at_once.when_words) == (State.NONE, None, "Thu 31 Dec")
    share = _row(WorksDue("Trolleys", "Gedling", WorksState.TO_SHARE, date(2026, 10, 2), "7", field="begin"))
    assert share.title == "Share ‘Trolleys’"
    assert share.reason == "Gedling · the board chose to share it 2 Oct"


def test_what_the_board_said_is_to_be_read_and_never_turns_red() -> None:
    day = date(2026, 10, 10)
    row = _row(WorksDue("Trolleys", "Gedling", WorksState.KEPT, day, "7", field="board_said", told=True))
    assert (row.state, row.verb, row.title) == (State.WARN, "Read", "Read what the board said of ‘Trolleys’")
    assert row.reason == "Kept on file, decided 10 Oct · told until 24 Oct"
