"""The force's quarter is counted from the records of the quarter and no others."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from npt_desktop.errors import CannotDo
from npt_desktop.models.base import Record
from npt_desktop.models.kinds import ActionState, AnswerValue, Stage, TermKind, Verdict
from npt_desktop.models.plans import ProblemPlan
from npt_desktop.models.priorities import Priority, PriorityRound, PriorityUpdate
from npt_desktop.reports.document import texts
from npt_desktop.reports.quarterly import quarterly_document
from npt_desktop.rules.periods import Quarter
from npt_desktop.services.actions import Actions
from npt_desktop.services.engagement import Engagement, EntryDraft
from npt_desktop.services.quality import Quality
from npt_desktop.services.quarterly import force_quarter, quarterly_name, quarterly_report
from tests.conftest import TODAY
from tests.world import World

AUTUMN, SUMMER = Quarter(date(2026, 10, 1)), Quarter(date(2026, 7, 1))
OCTOBER = date(2026, 10, 1)


def add(world: World, *records: Record) -> None:
    with world.desk().write("Laid out a test") as unit:
        for record in records:
            unit.add(record)


def plan(
    world: World, n: int, opened: date, finished: date | None, assessed: date | None, fell: bool
) -> ProblemPlan:
    return ProblemPlan(
        reference=f"PSP 2026-{n:03}", title=f"Plan {n}", area_id=world.gedling, opened_on=opened, finished_on=finished,
        assessed_on=assessed, verdict=(Verdict.FELL if fell else Verdict.CANNOT_TELL) if assessed else None,
        stage=Stage.ASSESSMENT if finished else Stage.SCANNING, test={},
    )  # fmt: skip


def test_the_quarter_of_a_force(world: World, tmp_path: Path) -> None:
    made = PriorityRound(area_id=world.gedling, quarter=OCTOBER, decided_on=date(2026, 10, 2), published_on=date(2026, 10, 9))  # fmt: skip
    add(world, made)
    priority = Priority(area_id=world.gedling, round_id=made.id, number=1, title="Bikes")
    add(world, priority)
    add(world, PriorityUpdate(priority_id=priority.id, month=OCTOBER, published_on=date(2026, 10, 12)),
        plan(world, 1, date(2026, 10, 5), None, None, False),
        plan(world, 2, date(2026, 6, 5), date(2026, 9, 1), date(2026, 10, 6), True),
        plan(world, 3, date(2026, 6, 5), date(2026, 9, 1), date(2026, 10, 7), False),
        plan(world, 4, date(2026, 6, 5), date(2026, 9, 1), None, False))  # fmt: skip
    for day, score in (
        (date(2026, 10, 5), 4),
        (date(2026, 10, 6), None),
        (date(2026, 7, 6), 2),
        (date(2026, 9, 30), 5),
    ):
        Engagement(world.desk(world.pcso)).log(EntryDraft(
            world.gedling, day, world.term(TermKind.AUDIENCE, "Young"), world.term(TermKind.PURPOSE, "Problem"),
            "Youth club", world.pcso.person_id, "Talked", outcome="Agreed", score=score,
        ))  # fmt: skip
    quality = Quality(world.desk(world.chief))
    quality.answer(world.gedling, OCTOBER, 20, AnswerValue.MET, "Seen on screen")
    first = quality.add_action(world.gedling, OCTOBER, 5, "Visit", world.inspector.person_id, TODAY)
    quality.add_action(world.gedling, OCTOBER, 8, "Call", world.inspector.person_id, TODAY)
    Actions(world.desk()).set_state(first, ActionState.DONE)

    found = force_quarter(world.desk(), AUTUMN)
    gedling, ashfield = found.areas
    assert (gedling.on_time, gedling.updates, gedling.updates_due, gedling.entries, gedling.average) == (
        True, 1, 1, 2, 4.0,
    )  # fmt: skip
    assert (ashfield.on_time, ashfield.entries) == (None, 0)
    assert (found.plans_opened, found.plans_open, found.assessed, found.fell, found.rose, found.cannot_tell) == (
        1, 4, 2, 1, 0, 1,
    )  # fmt: skip
    assert (found.waiting, found.entries, found.before, found.unscored) == (1, 2, 1, 1)
    assert (found.met, found.due, found.running) == (1, 22, True)
    assert (found.actions_set, found.actions_done, found.actions_open, found.actions_late) == (2, 1, 1, 0)
    young = next(c for c in found.communities if c.name.startswith("Young"))
    assert (young.entries, young.average, young.areas) == (2, 4.0, 1)
    assert found.entries_by_month[-1] == (OCTOBER, 2)
    assert [month.month for month, _ in found.entries_by_month] == [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]
    assert force_quarter(world.desk(), SUMMER).entries == 2

    words = " ".join(texts(quarterly_document(found, world.store.clock.now())))
    for said in (
        "so far, up to 16 October 2026",
        "To be completed by the author.",
        "Gedling",
        "Engagements logged",
    ):
        assert said in words
    for name in ("q.pdf", "q.html"):
        quarterly_report(world.desk(), AUTUMN, tmp_path / name)
        assert (tmp_path / name).stat().st_size > 3000
    assert quarterly_name(world.desk(), AUTUMN) == (
        "Neighbourhood policing October to December 2026 OFFICIAL-SENSITIVE.pdf"
    )


def test_a_quarter_to_come_is_refused(world: World, tmp_path: Path) -> None:
    with pytest.raises(CannotDo, match="January to March 2027 has not begun: it is 16 October 2026"):
        quarterly_report(world.desk(), AUTUMN.next(), tmp_path / "q.pdf")
    with pytest.raises(CannotDo, match=r"should end in \.pdf or \.html"):
        quarterly_report(world.desk(), AUTUMN, tmp_path / "q.docx")
