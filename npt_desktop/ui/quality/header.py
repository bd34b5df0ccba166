"""The header of a meeting: title, facts, how far it is, and its buttons."""

from __future__ import annotations

from datetime import date

from npt_desktop.models.kinds import ActionState
from npt_desktop.rules.periods import MONTHS, full_date, month_label, number_of
from npt_desktop.services.quality import MeetingPage
from npt_desktop.ui.widgets.buttons import Button
from npt_desktop.ui.widgets.layout import box, col, row
from npt_desktop.ui.widgets.progress import Meter
from npt_desktop.ui.widgets.text import Text


class MeetingMeter:
    """How many are answered ("10 of 22 answered"), how many are left, and a bar."""

    def __init__(self) -> None:
        self.done, self.left = Text("", "meta_strong"), Text("", "meta", "text2")
        self.bar = Meter(0, 1, width=160)
        self.widget = box(col(row(self.done, None, self.left), self.bar, gap=5))

    def show(self, page: MeetingPage) -> None:
        answered, total = page.answered, len(page.due)
        self.done.setText(f"{answered} of {total} answered")
        self.left.setText(f"{total - answered} left" if answered < total else "")
        self.bar.set(answered, total)


class MeetingButtons:
    """Actions, prepare, print, finish."""

    def __init__(self) -> None:
        self.actions = Button("Actions", icon="list-check")
        self.prepare = Button("Prepare", icon="checklist")
        self.print = Button("Print", icon="printer")
        self.finish = Button("Finish meeting")

    def show(self, page: MeetingPage, *, may_finish: bool) -> None:
        """Finish is the primary button once everything due is answered."""
        self.finish.setVisible(may_finish and not page.finished)
        self.finish.set_kind("primary" if page.answered == len(page.due) else "secondary")


def title_of(page: MeetingPage) -> str:
    """``QA meeting, Gedling, October 2026``."""
    return f"QA meeting, {page.area}, {month_label(page.month)}"


def facts_of(page: MeetingPage, today: date) -> str:
    """When, who, and what is to be closed first."""
    meeting = page.meeting
    if meeting is not None and meeting.finished_at is not None:
        at = meeting.finished_at.astimezone()
        return f"Signed by {meeting.signed_by}, {full_date(at.date())} {at:%H:%M}. The answers are locked."
    day = (meeting.held_on or meeting.scheduled_on) if meeting is not None else None
    who = " and ".join(name for name in (page.chief, page.inspector) if name)
    when = "Today" if day == today else full_date(day).rsplit(" ", 1)[0] if day else "No date set"
    said = f"{when}: {who}" if who else when
    still = [action for action in page.earlier_actions if action.state is ActionState.OPEN]
    if still:
        month = MONTHS[max(a.month for a in page.earlier_actions).month - 1]
        said += f", {number_of(len(still), 'action')} from {month} to close"
    return said
