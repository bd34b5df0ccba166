"""The evidence counts the records it should and leaves the others."""

from __future__ import annotations

from datetime import date

import pytest

from npt_desktop.models.base import Record
from npt_desktop.models.communities import CommunityGroup, CommunityProfile, Contact, KeyIndividual
from npt_desktop.models.kinds import AnswerValue, NoteKind, PublicationKind, Stage, State, TermKind, Verdict
from npt_desktop.models.plans import ProblemPlan
from npt_desktop.models.priorities import Priority, PriorityRound, PriorityUpdate, Publication
from npt_desktop.rules.quality import Evidence
from npt_desktop.services.engagement import Engagement, EntryDraft
from npt_desktop.services.evidence import as_at, evidence_for
from npt_desktop.services.quality import Quality
from tests.conftest import TODAY
from tests.world import World

MET, PARTLY, NOT_MET, ASIDE = AnswerValue


def add(world: World, *records: Record) -> None:
    with world.desk().write("Laid out a test") as unit:
        for record in records:
            unit.add(record)


def read(world: World, key: str, day: date = TODAY) -> Evidence:
    with world.desk().read() as session:
        return evidence_for(session, key, world.gedling, day)


def figures(found: Evidence) -> dict[str, str]:
    return {figure.label: figure.value for figure in found.figures}


def log(world: World, day: date, area: int | None = None, **fields: object) -> None:
    Engagement(world.desk(world.pcso)).log(
        EntryDraft(
            area or world.gedling, day, world.term(TermKind.AUDIENCE, "Young"), world.term(TermKind.PURPOSE, "Problem"),
            "Youth club", world.pcso.person_id, "Talked", **fields,  # type: ignore[arg-type]
        )
    )  # fmt: skip


def test_the_log_counts_this_month_of_this_area(world: World) -> None:
    log(world, date(2026, 10, 5), outcome="Agreed", score=4)
    log(world, date(2026, 10, 12))
    log(world, date(2026, 9, 30), outcome="Agreed", score=4)
    log(world, date(2026, 10, 6), area=world.ashfield)
    found = read(world, "log_updated")
    assert figures(found) == {
        "last entry": "12 Oct", "entries this month": "2", "without outcome": "1", "without score": "1",
    }  # fmt: skip
    assert [row.cells for row in found.rows] == [
        ("12 Oct", "Youth club", "PCSO 4332 Larch", "Outcome and score"),
        ("5 Oct", "Youth club", "PCSO 4332 Larch", ""),
    ]
    assert found.why.endswith("By officer: PCSO 4332 Larch 2.")
    assert figures(read(world, "log_updated", date(2026, 9, 30)))["entries this month"] == "1"


def test_key_individuals_without_contact_for_three_months_are_overdue(world: World) -> None:
    people = [
        KeyIndividual(area_id=world.gedling, name=name, speaks_for="Faith") for name in ("Hazel", "Alder")
    ]
    gone = KeyIndividual(area_id=world.gedling, name="Elm", speaks_for="Faith", ended_on=date(2026, 8, 1))
    add(world, *people, gone)
    young = world.term(TermKind.AUDIENCE, "Young")
    add(
        world,
        Contact(key_individual_id=people[0].id, day=date(2026, 10, 1)),
        Contact(key_individual_id=people[1].id, day=date(2026, 3, 1)),
        CommunityGroup(area_id=world.gedling, name="Faith", audience_id=young),
        CommunityGroup(area_id=world.gedling, name="Farmers", audience_id=young),
    )
    found = read(world, "key_individuals")
    assert list(figures(found).values()) == ["2", "1", "1", "1"]
    assert [row.cells[0] for row in found.rows] == ["Alder"]
    assert "no key individual for Farmers" in found.why


def test_a_profile_is_current_by_its_last_confirmation(world: World) -> None:
    assert read(world, "profile_current").suggestion is NOT_MET
    add(world, CommunityProfile(area_id=world.gedling, version_name="2026-2", refreshed_on=date(2026, 2, 1),
                                confirmed_on=date(2026, 10, 1), address="https://portal.example/gedling"))  # fmt: skip
    assert read(world, "profile_current").suggestion is MET
    assert read(world, "profile_current", date(2026, 1, 31)).suggestion is NOT_MET


def test_a_finished_plan_waits_for_its_assessment(world: World) -> None:
    def plan(n: int, title: str, finished: date | None, assessed: date | None) -> ProblemPlan:
        return ProblemPlan(
            reference=f"PSP 2026-{n:03}", title=title, area_id=world.gedling, opened_on=date(2026, 1, 5),
            finished_on=finished, assessed_on=assessed, verdict=Verdict.FELL if assessed else None,
            shared_with="Council" if assessed else "", stage=Stage.ASSESSMENT, test={},
        )  # fmt: skip

    add(world, plan(1, "Moped nuisance", date(2026, 9, 1), None), plan(2, "Shop theft", date(2026, 6, 12),
        date(2026, 6, 19)), plan(3, "Open one", None, None), plan(4, "Last year's", date(2025, 5, 1),
        date(2025, 6, 1)))  # fmt: skip
    found = read(world, "finished_plans")
    assert figures(found) == {
        "finished since January": "2", "assessed": "1", "without assessment": "1", "longest wait": "45 days",
    }  # fmt: skip
    assert found.rows[0].cells == ("Moped nuisance", "1 Sep", "Missing", "", "No")
    assert found.rows[0].state is State.BAD
    assert found.rows[1].cells == ("Shop theft", "12 Jun", "19 Jun", "Fell", "Council")
    assert found.suggestion in (PARTLY, NOT_MET)


def test_updates_are_read_priority_by_priority_and_by_channel(world: World) -> None:
    made = PriorityRound(area_id=world.gedling, quarter=date(2026, 10, 1), decided_on=date(2026, 10, 2))
    add(world, made)
    both = [
        Priority(area_id=world.gedling, round_id=made.id, number=n, title=f"Priority {n}") for n in (1, 2)
    ]
    add(world, *both)
    add(world, PriorityUpdate(priority_id=both[0].id, month=date(2026, 10, 1), published_on=date(2026, 10, 9),
                              channels=["Facebook", "Neighbourhood Alert"]))  # fmt: skip
    found = read(world, "updates_current")
    assert [row.cells for row in found.rows] == [
        ("Priority 1", "9 Oct", "Yes", "Yes"), ("Priority 2", "Missing", "No", "No"),
    ]  # fmt: skip
    assert found.suggestion is PARTLY
    assert read(world, "priority_plans").suggestion is NOT_MET


def test_social_media_compares_the_alert_count_with_last_month(world: World) -> None:
    quality = Quality(world.desk())
    quality.note(world.gedling, NoteKind.ALERT_COUNT, date(2026, 9, 20), "", 1200)
    quality.note(world.gedling, NoteKind.ALERT_COUNT, date(2026, 10, 10), "Leaflets at the library", 1284)
    add(world, Publication(area_id=world.gedling, month=date(2026, 10, 1), kind=PublicationKind.BLOG, title="October",
                           text="Words", published_on=date(2026, 10, 4), channels=["Facebook"]))  # fmt: skip
    found = read(world, "social_media")
    assert figures(found) == {
        "posts this month": "1", "registered with Alert": "1,284", "since last month": "+84",
        "plan to widen reach": "Yes",
    }  # fmt: skip
    assert found.suggestion is MET


@pytest.mark.parametrize(
    ("key", "kind", "what"),
    [
        ("staff_conversations", NoteKind.STAFF_CONVERSATION, "PCSO"),
        ("team_contacts", NoteKind.CONTACTS_CHECK, ""),
        ("lessons_shared", NoteKind.LESSONS_SHARED, "Briefed the council team"),
    ],
)
def test_a_small_record_answers_its_question(world: World, key: str, kind: NoteKind, what: str) -> None:
    before = read(world, key)
    Quality(world.desk()).note(world.gedling, kind, date(2026, 10, 14), what)
    after = read(world, key)
    assert before.suggestion in (None, ASIDE)
    assert after.suggestion is MET
    assert read(world, key, date(2026, 10, 13)) == before


def test_both_portal_sections_are_checked_apart(world: World) -> None:
    quality = Quality(world.desk())
    quality.note(world.gedling, NoteKind.PORTAL_CHECK, TODAY, "My neighbourhood")
    assert read(world, "portal_sections").suggestion is PARTLY
    quality.note(world.gedling, NoteKind.PORTAL_CHECK, TODAY, "Local area resources")
    assert read(world, "portal_sections").suggestion is MET


def test_a_review_makes_the_effectiveness_fresh(world: World) -> None:
    log(world, date(2026, 10, 5), outcome="Agreed", score=4)
    assert read(world, "effectiveness_reviewed").suggestion is PARTLY
    Quality(world.desk()).note(
        world.gedling, NoteKind.EVALUATION_REVIEW, date(2026, 10, 1), "Schools score best"
    )
    assert read(world, "effectiveness_reviewed").suggestion is MET


def test_a_month_gone_by_is_read_as_at_its_last_day() -> None:
    assert as_at(date(2026, 9, 1), TODAY) == date(2026, 9, 30)
    assert as_at(date(2026, 10, 1), TODAY) == TODAY
    assert as_at(date(2026, 11, 1), TODAY) == date(2026, 11, 1)


def test_a_key_nobody_reads_shows_nothing(world: World) -> None:
    found = read(world, "a_forces_own_question")
    assert (found.figures, found.suggestion) == ((), None)
