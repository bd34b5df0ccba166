"""Bad input to a QA meeting: said plainly, the earlier record kept."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from npt_desktop.errors import CannotDo, Clash
from npt_desktop.models.actor import Actor
from npt_desktop.models.kinds import AnswerValue, NoteKind, Role
from npt_desktop.models.quality import QualityMeeting
from npt_desktop.services import setup
from npt_desktop.services.compliance import Compliance
from npt_desktop.services.quality import Quality
from npt_desktop.store.clock import FixedClock
from tests.conftest import TODAY
from tests.world import World

SEPTEMBER, OCTOBER = date(2026, 9, 1), date(2026, 10, 1)
MET, PARTLY, NOT_MET, ASIDE = AnswerValue


def test_a_meeting_begun_twice_is_one_meeting(world: World) -> None:
    inspector, chief = Quality(world.desk()), Quality(world.desk(world.chief))
    first = inspector.schedule(world.gedling, OCTOBER, date(2026, 10, 28))
    again = inspector.schedule(world.gedling, date(2026, 10, 15), date(2026, 10, 29))
    chief.answer(world.gedling, OCTOBER, 3, NOT_MET, "")
    assert first == again
    with world.desk().read() as session:
        assert session.scalar(select(func.count(QualityMeeting.id))) == 1
    meeting = chief.page(world.gedling, OCTOBER).meeting
    assert meeting is not None
    assert (meeting.scheduled_on, meeting.held_on) == (date(2026, 10, 29), TODAY)


def test_two_people_answering_the_same_question_do_not_overwrite_each_other(world: World) -> None:
    other = setup.add_person(world.store, "Hawthorn", "Ch Insp", Role.CHIEF_INSPECTOR, [world.gedling])
    second = Quality(world.desk(Actor("Ch Insp Hawthorn", Role.CHIEF_INSPECTOR, other)))
    first = Quality(world.desk(world.chief))
    version = first.answer(world.gedling, OCTOBER, 3, NOT_MET, "Nothing logged", version=0)
    with pytest.raises(Clash, match="Ch Insp Linden answered question 3 not met meanwhile"):
        second.answer(world.gedling, OCTOBER, 3, MET, "All well", version=0)
    kept = first.page(world.gedling, OCTOBER).answers[3]
    assert (kept.value, kept.note, kept.version) == (NOT_MET, "Nothing logged", version)
    second.answer(world.gedling, OCTOBER, 3, PARTLY, "Looked again", version=version)
    with pytest.raises(Clash, match="Ch Insp Hawthorn answered question 3 partly met"):
        first.answer(world.gedling, OCTOBER, 3, NOT_MET, "", version=version)


def test_a_chief_inspector_does_not_answer_for_their_own_area(world: World) -> None:
    Quality(world.desk()).schedule(world.gedling, OCTOBER, date(2026, 10, 28))
    promoted = Quality(world.desk(replace(world.inspector, role=Role.CHIEF_INSPECTOR)))
    for do in (
        lambda: promoted.answer(world.gedling, OCTOBER, 3, MET, "All well"),
        lambda: promoted.finish(world.gedling, OCTOBER, "Ch Insp Rowan"),
    ):
        with pytest.raises(CannotDo, match="another chief inspector answers and signs"):
            do()
    assert promoted.page(world.gedling, OCTOBER).answers == {}
    Quality(world.desk(world.chief)).answer(world.gedling, OCTOBER, 3, NOT_MET, "")
    promoted.answer(world.ashfield, OCTOBER, 3, NOT_MET, "")


def test_a_month_without_data_is_held_like_any_other(world: World) -> None:
    quality, empty = Quality(world.desk(world.chief)), date(2024, 2, 1)
    page = quality.page(world.gedling, empty)
    assert len(page.due) == 14
    ready = quality.readiness(world.gedling, empty, page.due)
    assert all(found.why.endswith(".") for found in ready.values())
    assert all(found.suggestion is not MET or number == 20 for number, found in ready.items())
    quality.answer(world.gedling, empty, 3, NOT_MET, "")
    board = Compliance(world.desk()).board(empty, empty)
    assert board.rows[0].cells[0].words == "0 of 14 met, 1 of 14 answered"


def test_a_clock_set_wrong_is_said_before_anything_is_written(world: World, clock: FixedClock) -> None:
    quality = Quality(world.desk(world.chief))
    with pytest.raises(CannotDo, match="November 2026 has not begun on this computer’s clock"):
        quality.answer(world.gedling, date(2026, 11, 1), 3, NOT_MET, "")
    for due in quality.page(world.gedling, SEPTEMBER).due:
        quality.answer(world.gedling, SEPTEMBER, due.question.number, NOT_MET, "Looked at together")
    quality.finish(world.gedling, SEPTEMBER, "Ch Insp Linden")
    clock.moment -= timedelta(days=40)
    with pytest.raises(CannotDo, match="signed on 16 October 2026, after today on this computer’s clock"):
        quality.answer(world.gedling, date(2026, 8, 1), 3, NOT_MET, "")
    clock.moment += timedelta(days=40)
    assert [page.meeting is None for page in (quality.page(world.gedling, m) for m in (date(2026, 8, 1), OCTOBER))] == [
        True, True,
    ]  # fmt: skip


def test_an_action_late_for_months_comes_to_every_meeting_until_it_is_closed(
    world: World, clock: FixedClock
) -> None:
    quality = Quality(world.desk(world.chief))
    quality.add_action(
        world.gedling, OCTOBER, 5, "Visit the mosque", world.inspector.person_id, date(2026, 10, 30)
    )
    clock.moment += timedelta(days=30)
    quality.answer(world.gedling, date(2026, 11, 1), 3, NOT_MET, "")
    clock.moment += timedelta(days=60)
    january = quality.page(world.gedling, date(2027, 1, 1))
    assert [(a.title, a.month, a.due_on) for a in january.earlier_actions] == [
        ("Visit the mosque", OCTOBER, date(2026, 10, 30))
    ]
    assert Compliance(world.desk()).board().standings[0].actions_late == 1


def test_a_small_record_is_put_right_removed_and_brought_back(world: World) -> None:
    from npt_desktop.services.community import Community
    from npt_desktop.services.history import History

    community = Community(world.desk())
    made = community.note(
        world.gedling, NoteKind.STAFF_CONVERSATION, TODAY, "PSCO", detail="Groups of the profile"
    )
    note = community.note_of(made)
    assert note is not None
    community.change_note(made, note.version, TODAY, "PCSO", detail="Groups and plan")
    with pytest.raises(Clash):
        community.change_note(made, note.version, TODAY, "PC")
    found = Quality(world.desk()).evidence(
        world.gedling, OCTOBER, Quality(world.desk()).page(world.gedling, OCTOBER).checklist.question(10)
    )
    assert found.rows[0].cells == ("PCSO", "16 Oct", "Groups and plan", "Insp Rowan")
    now = community.note_of(made)
    assert now is not None
    community.remove_note(made, now.version)
    assert community.note_of(made) is None
    History(world.desk()).undo_last()
    assert community.note_of(made) is not None
