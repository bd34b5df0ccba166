"""What Works entries on Home: a draft to send, a decision the board owes, practice to share, feedback to read.

Source: booklet, What works: every stage has somebody who does the next step; the board meets each quarter.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from npt_desktop.models.kinds import State
from npt_desktop.rules.due_facts import WorksDue
from npt_desktop.rules.due_list import DueItem
from npt_desktop.rules.periods import day_month, days_words, due_state, month_end, number_of, short_date
from npt_desktop.rules.thresholds import Thresholds
from npt_desktop.rules.what_works import WorksState, board_of


def works_items(entries: Iterable[WorksDue], today: date, limits: Thresholds) -> Iterator[DueItem]:
    """A row for each entry the person at the desk has to do something with."""
    for one in entries:
        if one.told:
            due = one.day + timedelta(days=limits.works_feedback_days)
            reason = (
                f"{one.state.label}, decided {day_month(one.day, today)} · told until {day_month(due, today)}"
            )
            yield DueItem(
                State.WARN, f"Read what the board said of ‘{one.title}’", reason, None, None,
                short_date(one.day), "Read", "works", one.record, one.field,
            )  # fmt: skip
        elif one.state is WorksState.QUEUED:
            reason = f"{one.area} · sent {day_month(one.day, today)}"
            yield _item(
                one, f"Decide on ‘{one.title}’", reason, "Decide", board_of(one.day).end, today, limits
            )
        elif one.state is WorksState.TO_SHARE:
            reason = f"{one.area} · the board chose to share it {day_month(one.day, today)}"
            yield _item(one, f"Share ‘{one.title}’", reason, "Share", board_of(one.day).end, today, limits)
        else:
            due = one.day + timedelta(days=limits.works_draft_days)
            back = one.state is WorksState.RETURNED
            came = f"{'Returned by the board' if back else 'Drafted'} {day_month(one.day, today)}"
            left = (
                f"{number_of(one.lacks, 'heading')} to fill in or explain" if one.lacks else "ready to send"
            )
            verb, title = ("Mend", "Mend for") if back else ("Open" if one.lacks else "Send", "Send to")
            yield _item(
                one, f"{title} What works: ‘{one.title}’", f"{came} · {left}", verb, due, today, limits
            )


def _item(
    one: WorksDue, title: str, reason: str, verb: str, due: date, today: date, limits: Thresholds
) -> DueItem:
    late = (today - due).days
    # What the board owes by the end of the quarter is told from the day it is sent.
    shown = due if due <= month_end(today) else None
    when = days_words(late) if late > 0 else short_date(due)
    return DueItem(
        due_state(today, due, limits), title, reason, None, shown, when, verb, "works", one.record, one.field
    )
