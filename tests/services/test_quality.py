"""QA meetings: what is due, what carries over, what an answer keeps, and the lock after finishing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from npt_desktop.errors import CannotDo, Clash, Incomplete, NotAllowed
from npt_desktop.models.kinds import ActionState, AnswerValue, NoteKind
from npt_desktop.reports.document import texts
from npt_desktop.reports.quality import quality_document
from npt_desktop.rules.quality import Evidence
from npt_desktop.services.actions import Actions
from npt_desktop.services.evidence import GATHERERS
from npt_desktop.services.history import History
from npt_desktop.services.plans import Plans
from npt_desktop.services.quality import Quality
from npt_desktop.services.reporting_quality import _record, blank_pdf, qa_pdf, suggested_name
from npt_desktop.store.clock import FixedClock
from tests.conftest import TODAY
from tests.world import World

OCTOBER, SEPTEMBER = date(2026, 10, 1), date(2026, 9, 1)
MET, PARTLY, NOT_MET, ASIDE = AnswerValue


def answer_all(world: World, month: date, but: tuple[int, ...] = ()) -> None:
    quality = Quality(world.desk(world.chief))
    for due in quality.page(world.gedling, month).due:
        if due.question.number not in but:
            quality.answer(world.gedling, month, due.question.number, NOT_MET, "Looked at together")


@pytest.mark.parametrize(("month", "count"), [(1, 21), (4, 23), (7, 21), (10, 22), (5, 14), (11, 14)])
def test_a_first_meeting_asks_what_the_month_asks(world: World, month: int, count: int) -> None:
    page = Quality(world.desk()).page(world.gedling, date(2026, month, 17))
    assert page.month == date(2026, month, 1)
    assert len(page.due) == count
    assert not any(due.late for due in page.due)
    assert (page.meeting, page.answered, page.finished) == (None, 0, False)
    assert (page.chief, page.inspector) == ("Ch Insp Linden", "Insp Rowan")


def test_a_question_missed_is_late_until_a_later_month_answers_it(world: World) -> None:
    quality = Quality(world.desk(world.chief))
    answer_all(world, SEPTEMBER, but=(22, 24))
    due = {d.question.number: d for d in quality.page(world.gedling, OCTOBER).due}
    assert {n for n, d in due.items() if d.late} == {22, 24}
    assert due[22].since == SEPTEMBER
    quality.answer(world.gedling, OCTOBER, 22, NOT_MET, "Seen")
    november = quality.page(world.gedling, date(2026, 11, 1))
    late = {d.question.number: d.since for d in november.due if d.late}
    assert 22 not in late
    assert late[24] == SEPTEMBER
    assert november.before[22] == (OCTOBER, NOT_MET)


def test_only_a_chief_inspector_answers(world: World) -> None:
    for actor in (world.inspector, world.sergeant, world.pcso, world.hub):
        with pytest.raises(NotAllowed, match="Only a chief inspector"):
            Quality(world.desk(actor)).answer(world.gedling, OCTOBER, 3, NOT_MET, "")
    assert Quality(world.desk()).page(world.gedling, OCTOBER).meeting is None


def test_an_answer_better_than_the_evidence_says_why_and_keeps_what_was_seen(world: World) -> None:
    quality = Quality(world.desk(world.chief))
    question = quality.page(world.gedling, OCTOBER).checklist.question(8)
    seen = quality.evidence(world.gedling, OCTOBER, question)
    assert seen.suggestion is NOT_MET
    with pytest.raises(Incomplete) as caught:
        quality.answer(world.gedling, OCTOBER, 8, MET, " ", seen)
    assert list(caught.value.fields) == ["note"]
    with pytest.raises(Incomplete, match="does not apply"):
        quality.answer(world.gedling, OCTOBER, 8, ASIDE, "", seen)
    quality.answer(world.gedling, OCTOBER, 8, MET, "The list is on paper", seen)
    kept = quality.page(world.gedling, OCTOBER).answers[8]
    assert (kept.value, kept.note, kept.answered_by) == (MET, "The list is on paper", "Ch Insp Linden")
    assert kept.snapshot["suggestion"] == "not_met"
    assert kept.snapshot["why"] == "No key individuals are recorded."
    assert kept.snapshot["figures"][0] == ["0", "key individuals", "bad"]


def test_finishing_needs_every_answer_and_locks_them(world: World) -> None:
    quality = Quality(world.desk(world.chief))
    answer_all(world, OCTOBER, but=(21, 23))
    with pytest.raises(Incomplete, match="Answer 2 questions: 21 and 23"):
        quality.finish(world.gedling, OCTOBER, "Ch Insp Linden")
    answer_all(world, OCTOBER)
    with pytest.raises(Incomplete, match="Sign with your name"):
        quality.finish(world.gedling, OCTOBER, "  ")
    with pytest.raises(NotAllowed):
        Quality(world.desk()).finish(world.gedling, OCTOBER, "Insp Rowan")
    quality.finish(world.gedling, OCTOBER, " Ch Insp Linden ")
    page = quality.page(world.gedling, OCTOBER)
    assert page.finished
    assert page.meeting is not None
    assert (page.meeting.signed_by, page.meeting.held_on) == ("Ch Insp Linden", TODAY)
    assert page.meeting.inspector_id == world.inspector.person_id
    for write in (
        lambda: quality.answer(world.gedling, OCTOBER, 3, MET, "After all"),
        lambda: quality.add_action(world.gedling, OCTOBER, 3, "Do", world.inspector.person_id, TODAY),
        lambda: quality.schedule(world.gedling, OCTOBER, TODAY),
        lambda: quality.finish(world.gedling, OCTOBER, "Ch Insp Linden"),
    ):
        with pytest.raises(CannotDo, match="locked"):
            write()
    assert quality.page(world.gedling, OCTOBER).answers[3].value is NOT_MET


def test_an_action_needs_its_owner_and_date_and_comes_back_next_month(
    world: World, clock: FixedClock
) -> None:
    quality = Quality(world.desk(world.chief))
    with pytest.raises(Incomplete) as caught:
        quality.add_action(world.gedling, OCTOBER, 5, " ", None, None)
    assert list(caught.value.fields) == ["action_title", "action_owner", "action_due"]
    owner = world.inspector.person_id
    with pytest.raises(Incomplete, match="not past"):
        quality.add_action(world.gedling, OCTOBER, 5, "Visit", owner, TODAY - timedelta(days=1))
    first = quality.add_action(world.gedling, OCTOBER, 5, "Visit the mosque", owner, date(2026, 10, 30))
    other = quality.add_action(world.gedling, OCTOBER, 8, "Name two people", owner, date(2026, 10, 23))
    mine = Actions(world.desk())
    assert [(a.title, a.source) for a in mine.mine()] == [
        ("Name two people", "QA"),
        ("Visit the mosque", "QA"),
    ]
    assert Actions(world.desk(world.sergeant)).mine() == []
    mine.set_state(other, ActionState.DONE)
    assert [a.id for a in mine.mine(world.gedling)] == [first]
    assert mine.mine(world.ashfield) == []
    clock.moment += timedelta(days=30)
    november = quality.page(world.gedling, date(2026, 11, 1))
    assert [(a.title, a.state, a.month) for a in november.earlier_actions] == [
        ("Visit the mosque", ActionState.OPEN, OCTOBER), ("Name two people", ActionState.DONE, OCTOBER),
    ]  # fmt: skip


def test_an_action_somebody_changed_meanwhile_is_not_written_over_unseen(world: World) -> None:
    chief = world.desk(world.chief)
    made = Quality(chief).add_action(world.gedling, OCTOBER, 5, "Visit", world.pcso.person_id, TODAY)
    (seen,) = Quality(world.desk()).page(world.gedling, OCTOBER).actions
    theirs, mine = Actions(chief), Actions(world.desk(world.pcso))
    theirs.carry_on(made, TODAY + timedelta(days=7), seen.version)
    theirs.set_state(made, ActionState.DONE, seen.version)  # one's own change is no clash
    with pytest.raises(Clash, match="Somebody changed this action"):
        mine.set_state(made, ActionState.DROPPED, seen.version)
    with pytest.raises(Clash):
        mine.carry_on(made, TODAY, seen.version)
    (now,) = Quality(world.desk()).page(world.gedling, OCTOBER).actions
    assert (now.state, now.due_on) == (ActionState.DONE, TODAY + timedelta(days=7))
    mine.set_state(made, ActionState.DROPPED, now.version)


def test_actions_are_carried_on_and_only_their_owner_or_a_lead_changes_them(world: World) -> None:
    quality = Quality(world.desk(world.chief))
    made = quality.add_action(world.gedling, OCTOBER, 5, "Visit", world.pcso.person_id, TODAY)
    with pytest.raises(NotAllowed, match="set an action for someone else"):
        Actions(replace(world.desk(), actor=replace(world.pcso, person_id=world.hub.person_id))).set_state(
            made, ActionState.DONE
        )
    own = Actions(world.desk(world.pcso))
    own.set_state(made, ActionState.DONE)
    Plans(world.desk()).set_action(made, ActionState.DROPPED)
    with pytest.raises(Incomplete, match="not past"):
        own.carry_on(made, TODAY - timedelta(days=1))
    with pytest.raises(Incomplete):
        own.carry_on(made, None)
    own.carry_on(made, TODAY + timedelta(days=7))
    assert [(a.id, a.due_on) for a in own.mine()] == [(made, TODAY + timedelta(days=7))]
    History(world.desk(world.pcso)).undo_last()
    assert own.mine() == []


def test_the_day_of_a_meeting_is_put_down_by_who_prepares_it(world: World) -> None:
    quality = Quality(world.desk())
    with pytest.raises(Incomplete, match="in the meeting's month"):
        quality.schedule(world.gedling, OCTOBER, date(2026, 9, 30))
    with pytest.raises(NotAllowed):
        Quality(world.desk(world.pcso)).schedule(world.gedling, OCTOBER, TODAY)
    quality.schedule(world.gedling, OCTOBER, date(2026, 10, 28))
    lines = {line.area: line for line in quality.meetings(OCTOBER)}
    assert lines["Gedling"].scheduled_on == date(2026, 10, 28)
    assert lines["Ashfield"].scheduled_on is None
    assert (lines["Gedling"].due, lines["Gedling"].answered, lines["Gedling"].finished) == (22, 0, False)


def test_small_records_say_what_they_lack(world: World) -> None:
    quality = Quality(world.desk())
    for kind, field in ((NoteKind.STAFF_CONVERSATION, "what"), (NoteKind.LESSONS_SHARED, "what"),
                        (NoteKind.ALERT_COUNT, "figure")):  # fmt: skip
        with pytest.raises(Incomplete) as caught:
            quality.note(world.gedling, kind, TODAY, " ")
        assert list(caught.value.fields) == [field]
    with pytest.raises(Incomplete, match="nought"):
        quality.note(world.gedling, NoteKind.CONTACTS_CHECK, TODAY, "", -1)
    with pytest.raises(Incomplete, match="future"):
        quality.note(world.gedling, NoteKind.PORTAL_CHECK, TODAY + timedelta(days=1), "My neighbourhood")


def test_every_question_of_the_checklist_has_its_evidence_on_a_small_store(world: World) -> None:
    quality = Quality(world.desk())
    checklist = quality.page(world.gedling, OCTOBER).checklist
    assert {q.evidence for q in checklist.questions} == set(GATHERERS)
    for question in checklist.questions:
        found = quality.evidence(world.gedling, OCTOBER, question)
        assert isinstance(found, Evidence)
        assert found.figures
        assert found.why.endswith(".")
    ready = quality.readiness(world.gedling, OCTOBER, quality.page(world.gedling, OCTOBER).due)
    assert len(ready) == 22


def test_the_printed_record_holds_what_was_seen_not_what_is_there_now(world: World, tmp_path: Path) -> None:
    quality = Quality(world.desk(world.chief))
    quality.answer(world.gedling, OCTOBER, 10, NOT_MET, "Nobody asked yet")
    quality.add_action(world.gedling, OCTOBER, 10, "Ask two PCSOs", world.inspector.person_id, TODAY)
    quality.note(world.gedling, NoteKind.STAFF_CONVERSATION, TODAY, "PCSO")
    record = _record(quality.page(world.gedling, OCTOBER), "OFFICIAL-SENSITIVE")
    questions = {q.number: q for s in record.sections for q in s.questions}
    assert questions["10"].evidence.startswith("No conversation is recorded this month")
    assert (questions["10"].answer, questions["10"].note) == (NOT_MET, "Nobody asked yet")
    assert not questions["12"].due_now
    assert [s.title for s in record.sections][-1] == "Problem solving"
    words = " ".join(texts(quality_document(record, world.store.clock.now())))
    for said in ("Ask two PCSOs", "Insp Rowan", "Nobody asked yet", "Draft: meeting not finished"):
        assert said in words
    for write, name in ((qa_pdf, "record.pdf"), (blank_pdf, "blank.pdf")):
        write(world.desk(), world.gedling, OCTOBER, tmp_path / name)
        assert (tmp_path / name).read_bytes().startswith(b"%PDF")
    assert suggested_name(world.desk(), "Gedling", OCTOBER) == (
        "QA meeting Gedling October 2026 OFFICIAL-SENSITIVE.pdf"
    )
