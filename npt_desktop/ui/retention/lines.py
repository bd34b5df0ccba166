"""The review and the disposal log as lines of a table, and what may be done with the lines chosen."""

from __future__ import annotations

from collections.abc import Sequence

from npt_desktop.models.kinds import State
from npt_desktop.rules.periods import form_date, number_of
from npt_desktop.rules.retention import state_of
from npt_desktop.services.disposing import ALONE
from npt_desktop.services.retention import Queue, Stub
from npt_desktop.services.retention_queue import Subject
from npt_desktop.ui.communities.lists import Line
from npt_desktop.ui.widgets.tables import Cell


def queue_line(place: int, each: Subject, queue: Queue) -> Line:
    """A record to review."""
    review = each.review
    state = State.BAD if each.back else state_of(review, queue.today)
    on = Cell(form_date(review.on) if review else "No date", mark="" if state is State.NONE else state.value,
              tone="bad_text" if state is State.BAD else "text")  # fmt: skip
    kept = " · kept longer" if review and review.kept else ""
    marks = " · ".join(part for part in (
        each.kind.label, each.marking, "removed" if each.removed else "", "disposed of before" if each.back else "",
        f"disposal asked for by {each.asked.by}" if each.asked else "",
    ) if part)  # fmt: skip
    area = queue.areas.get(each.area_id or 0, "")
    since = (
        Cell(f"{review.words.capitalize()}{kept}", form_date(review.started))
        if review
        else Cell("Not begun", tone="text3")
    )
    return Line(place, (on, Cell(each.called, marks, strong=True), Cell(area or "Force"), since), state.value)


def log_line(place: int, stub: Stub) -> Line:
    """A record that was disposed of."""
    what = f"{stub.kind} {stub.reference}".strip()
    by = (
        Cell(f"{stub.asked_by}, {form_date(stub.asked_on)}", f"Confirmed by {stub.by}")
        if stub.asked_on
        else Cell(stub.by, "One person alone")
    )
    return Line(place, (
        Cell(form_date(stub.disposed_on)), Cell(what, f"No. {stub.record_id} · {stub.record_uid[:12]}", strong=True),
        Cell(stub.ground, stub.reason), by,
    ))  # fmt: skip


def facts(queue: Queue) -> str:
    """What stands below the title."""
    shown = len(queue.subjects)
    words = number_of(queue.total, "record")
    if queue.total > shown:
        words += f", the first {shown} shown"
    waiting = f"; {number_of(queue.waiting, 'disposal')} to confirm" if queue.waiting else ""
    return f"{words}, {queue.due} due for review{waiting}; {queue.disposed} disposed of so far"


def why_not(chosen: Sequence[Subject], me: int | None, *, alone: bool) -> str:
    """Why disposal of the chosen can neither be asked for nor confirmed; empty where it can. ``alone`` says that
    nobody else of the store may review."""
    waiting = [each.asked for each in chosen if each.asked is not None]
    if waiting and len(waiting) < len(chosen):
        return "Some of these wait for a second person and some do not: choose one sort of them"
    if any(asked.by_id == me for asked in waiting):
        return ALONE if alone else "You asked for it: another person who may review confirms it"
    return ""
