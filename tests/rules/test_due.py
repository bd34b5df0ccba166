"""Home's list, as in design picture 01."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from npt_desktop.models.kinds import State
from npt_desktop.rules.due import build_due
from npt_desktop.rules.due_facts import (
    BlogDue,
    CheckDue,
    DueFacts,
    EntryDue,
    KinDue,
    MeetingDue,
    NewsletterDue,
    OwnAction,
    PlanDue,
    RoundDue,
    UpdatesDue,
)
from npt_desktop.rules.due_list import DueItem
from npt_desktop.rules.periods import quarter_of

TODAY = date(2026, 7, 16)
JULY = date(2026, 7, 1)
QUARTER = quarter_of(TODAY)


def back(days: int) -> date:
    return TODAY - timedelta(days=days)


PICTURE = DueFacts(
    quarter=QUARTER,
    round=RoundDue(QUARTER, 4, "r1", open_checks=2),
    plans=(
        PlanDue(
            "Moped nuisance, leisure centre", "p1", date(2026, 6, 20), date(2026, 6, 24), False, 3, "lessons"
        ),
        PlanDue("Off-road bikes", "p2", changed_on=back(3)),
    ),
    entries=(
        EntryDue(date(2026, 7, 9), "PCSO 4493", True, False, "e1"),
        EntryDue(date(2026, 7, 12), "PC 2107", True, False, "e2"),
        EntryDue(date(2026, 7, 14), "PC 2107", True, True, "e3"),
    ),
    people=(KinDue(back(118)), KinDue(back(100)), KinDue(back(95)), KinDue(back(93)), KinDue(back(92))),
    updates=(UpdatesDue(JULY, 3, drafted=1, due=date(2026, 7, 17)),),
    blog=BlogDue(JULY, draft_on=date(2026, 7, 14), draft_words=240, due=date(2026, 7, 17)),
    newsletter=NewsletterDue(JULY, last_on=date(2026, 6, 26), recipients=64),
    profile=CheckDue(date(2026, 4, 14)),
    plan=CheckDue(date(2026, 4, 14)),
    contacts=CheckDue(date(2026, 4, 22)),
    meeting=MeetingDue(date(2026, 7, 28), 15, 21),
)


def test_the_picture() -> None:
    due = build_due(PICTURE, TODAY)
    assert due.summary == "3 overdue, 2 due this week, 6 later in July"
    rows = {(i.title, i.reason, i.when_words, i.verb, i.qa, i.state) for i in due.items}
    bad, warn, part, none = State.BAD, State.WARN, State.PART, State.NONE
    moped = "Assess ‘Moped nuisance, leisure centre’"
    assert rows == {
        (moped, "Plan closed 24 Jun with no assessment · 3 fields missing", "22 days", "Assess", 22, bad),
        (
            "Contact 4 key individuals",
            "No contact for over three months · longest 118 days",
            "4 people",
            "Log contact",
            8,
            bad,
        ),
        (
            "Add outcome to 2 engagement entries",
            "Logged by PCSO 4493 and PC 2107 · oldest 9 Jul",
            "7 days",
            "Complete",
            3,
            bad,
        ),
        (
            "Write the July update for 3 priorities",
            "1 of 3 drafted · goes to website, Alert and social media",
            "Fri 17 Jul",
            "Write",
            16,
            warn,
        ),
        ("Publish the monthly blog", "Draft saved 14 Jul · 240 words", "Fri 17 Jul", "Review", 15, warn),
        (
            "Publish the Jul–Sep priorities",
            "Step 4 of 6 · 2 checks left before publishing",
            "Fri 31 Jul",
            "Open",
            14,
            part,
        ),
        (
            "Confirm the community profile is current",
            "Last confirmed 14 Apr",
            "Fri 31 Jul",
            "Confirm",
            1,
            none,
        ),
        ("Confirm the engagement plan is current", "Last confirmed 14 Apr", "Fri 31 Jul", "Confirm", 2, none),
        (
            "Check team names and numbers on the website",
            "Last checked 22 Apr",
            "Fri 31 Jul",
            "Check",
            17,
            none,
        ),
        (
            "Circulate the stakeholder newsletter",
            "June issue sent 26 Jun to 64 stakeholders",
            "Fri 31 Jul",
            "Start",
            18,
            none,
        ),
        (
            "QA meeting with the Chief Inspector",
            "15 of 21 questions have evidence",
            "Tue 28 Jul",
            "Prepare",
            None,
            none,
        ),
    }


def test_the_button_leads_to_the_field() -> None:
    items = {item.verb: item for item in build_due(PICTURE, TODAY).items}
    assert (items["Assess"].screen, items["Assess"].record, items["Assess"].field) == (
        "plans",
        "p1",
        "lessons",
    )
    assert (items["Complete"].record, items["Complete"].field) == ("e1", "outcome")


def only(facts: DueFacts, today: date = TODAY) -> DueItem:
    (item,) = build_due(facts, today).items
    return item


EMPTY = DueFacts(QUARTER)


def test_nothing_due_says_so() -> None:
    due = build_due(EMPTY, TODAY)
    assert (due.groups, due.summary) == ((), "Nothing is due")
    done = replace(
        EMPTY,
        blog=BlogDue(JULY, published=True),
        newsletter=NewsletterDue(JULY, issued=True),
        updates=(UpdatesDue(JULY, 3, 3),),
        profile=CheckDue(JULY),
        meeting=MeetingDue(TODAY, 1, 1, finished=True),
        plans=(PlanDue("A", finished_on=back(9), assessed=True),),
        round=RoundDue(QUARTER, 6),
    )
    assert build_due(done, TODAY).items == ()


@pytest.mark.parametrize(
    ("step", "title", "due"),
    [
        (1, "Import the OPCC data for Jul–Sep", date(2026, 7, 7)),
        (2, "Hold the Jul–Sep priority meeting", date(2026, 7, 9)),
        (3, "Set the Jul–Sep priorities", date(2026, 7, 31)),
        (4, "Publish the Jul–Sep priorities", date(2026, 7, 31)),
        (5, "Record a plan or reason for 1 priority", date(2026, 7, 31)),
    ],
)
def test_a_round_shows_its_current_step(step: int, title: str, due: date) -> None:
    item = only(replace(EMPTY, round=RoundDue(QUARTER, step, "", date(2026, 7, 9), without_plan=1)))
    assert (item.title, item.due) == (title, due)


def test_plans_left_alone_and_reviews() -> None:
    stale = only(replace(EMPTY, plans=(PlanDue("Parking", changed_on=back(41)),)))
    assert (stale.title, stale.when_words, stale.qa) == ("Bring ‘Parking’ up to date", "41 days", 21)
    review = only(replace(EMPTY, plans=(PlanDue("Parking", review_on=back(1)),)))
    assert (review.title, review.state, review.when_words) == ("Review ‘Parking’", State.BAD, "1 day")
    assert build_due(replace(EMPTY, plans=(PlanDue("P", review_on=date(2026, 9, 1)),)), TODAY).items == ()


def test_own_actions_with_and_without_a_date() -> None:
    late = only(replace(EMPTY, actions=(OwnAction("Call the council", back(2), "QA meeting, June"),)))
    assert (late.state, late.when_words, late.reason) == (State.BAD, "2 days", "QA meeting, June")
    loose = only(replace(EMPTY, actions=(OwnAction("Call", None),)))
    assert (loose.when_words, loose.field) == ("No date", "due")
    later = replace(EMPTY, actions=(OwnAction("Call", date(2026, 9, 1)),))
    assert build_due(later, TODAY).items == ()


def test_late_months_and_meetings_stay_on_the_list() -> None:
    item = only(replace(EMPTY, updates=(UpdatesDue(date(2026, 6, 1), 3, 1),)))
    assert (item.title, item.state) == ("Write the June update for 2 of 3 priorities", State.BAD)
    assert item.reason.startswith("None drafted")
    assert only(replace(EMPTY, meeting=MeetingDue(back(1), 1, 21))).title == "Finish the QA meeting"
    assert only(replace(EMPTY, plan=CheckDue()), date(2026, 8, 1)).reason == "Never confirmed"
    assert only(replace(EMPTY, people=(KinDue(None, "k"),))).record == "k"


@given(st.dates(date(2026, 7, 1), date(2026, 12, 31)))
def test_worst_first_on_any_day(today: date) -> None:
    due = build_due(PICTURE, today)
    names = [group.name.split()[0] for group in due.groups]
    assert names == [name for name in ("Overdue", "This", "Later") if name in names]
    for group in due.groups:
        late = group.name == "Overdue"
        assert all((item.state is State.BAD) == late for item in group.items)
        dates = [item.due or date.max for item in group.items]
        assert dates == sorted(dates)
        assert all(
            item.due is None or (item.due <= today if late else item.due >= today) for item in group.items
        )
