"""Figures marked “about this priority” go into its monthly update; streets of crimes speak for an issue."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from npt_desktop.errors import NotAllowed
from npt_desktop.models.kinds import ConsultationKind, Decision, FigureSource, TermKind
from npt_desktop.models.priorities import PriorityFigure, SurveyResult
from npt_desktop.models.sources import CrimeMonth, Lsoa
from npt_desktop.rules.streets import packed_streets, unpacked_streets
from npt_desktop.services.candidates import Candidates
from npt_desktop.services.crime_import import CrimeImport
from npt_desktop.services.priorities import Priorities
from npt_desktop.services.priority_figures import PriorityFigures
from npt_desktop.services.reach import Reach
from npt_desktop.services.sources import Sources
from npt_desktop.services.update_facts import draft_of, update_facts
from tests.services.test_priorities import QUARTER, decided
from tests.world import World

OCT, SEP, AUG = date(2026, 10, 1), date(2026, 9, 1), date(2026, 8, 1)
ASB = "Anti-social behaviour"


def stock(world: World) -> int:
    """A priority and a figure of every source; returns its id."""
    (priority,) = decided(world, QUARTER, "Bikes")
    with world.desk().write("Stocked") as unit:
        place = unit.add(Lsoa(code="E1", name="Gedling 001A", area_id=world.gedling)).id
        for month, count in ((AUG, 52), (SEP, 41)):
            unit.add(CrimeMonth(lsoa_id=place, month=month, counts={ASB: count, "Drugs": 2}, seen="",
                                streets=packed_streets({(ASB, "On or near Elm Street"): count - 5,
                                                        (ASB, "On or near Oak Road"): 5})))  # fmt: skip
        unit.add(SurveyResult(area_id=world.gedling, period=QUARTER.previous().start, issue_text=ASB, base=400,
                              count=120, percent=30.0, change=None))  # fmt: skip
    Reach(world.desk()).set(world.gedling, {SEP: {"alert": 1200}, OCT: {"alert": 1245, "likes": 30}})
    Sources(world.desk()).add_consultation(world.gedling, {
        "day": date(2026, 10, 3), "kind": ConsultationKind.PARTNER, "who": "Parish council", "said": "Bikes at night",
        "issue_id": None, "people": None,
    })  # fmt: skip
    return priority


def test_marked_figures_are_drafted_into_the_months_update(world: World) -> None:
    priority = stock(world)
    service = PriorityFigures(world.desk())
    lines = service.of(priority, OCT)
    assert [(f.source.value, f.label, f.words) for f in lines] == [
        ("survey", ASB, "120 of 400"),
        ("consultation", "Parish council", "3 Oct"),
        ("crime", ASB, "Sep 41, 52 before"),
        ("crime", "Drugs", "Sep 2, 2 before"),
        ("reach", "Neighbourhood Alert registrations", "1,245, 1,200 before"),
        ("reach", "Likes", "30"),
    ]
    assert not any(f.marked for f in lines)
    wanted = [f.key for f in lines if f.label not in ("Drugs", "Likes")]
    service.mark(priority, [f.key for f in lines], wanted)
    assert [f.key for f in service.of(priority, OCT) if f.marked] == wanted
    draft = draft_of(update_facts(world.desk(), priority, OCT))
    assert draft["you_said"] == (
        "In the survey of July to September 2026, 120 of the 400 people asked (30 per cent) named anti-social behaviour. "
        "Bikes at night."
    )
    assert draft["we_did"] == (
        "There were 41 reports of anti-social behaviour in September 2026, 52 the month before. "
        "Neighbourhood Alert registrations at the end of October 2026: 1,245, 1,200 the month before."
    )
    service.mark(priority, [f.key for f in lines], [(FigureSource.CRIME, ASB)])
    assert [f.key for f in service.of(priority, OCT) if f.marked] == [(FigureSource.CRIME, ASB)]
    with pytest.raises(NotAllowed):
        PriorityFigures(world.desk(world.hub)).mark(priority, [], [])


def test_what_one_month_has_told_the_next_does_not_repeat(world: World) -> None:
    priority = stock(world)
    PriorityFigures(world.desk()).mark(
        priority, [], [(FigureSource.CRIME, ASB), (FigureSource.REACH, "alert")]
    )
    facts = update_facts(world.desk(), priority, OCT)
    assert [f.source for f in facts] == ["Street-level crime", "Reach"]
    words = {"you_said": "Bikes.", "we_did": facts[0].sentence, "next_steps": "Patrols."}
    Priorities(world.desk()).save_update(priority, OCT, words)
    Priorities(world.desk()).publish_update(priority, OCT, ["Website"])
    assert update_facts(world.desk(), priority, date(2026, 11, 1)) == ()


def test_streets_are_kept_at_import_and_speak_for_an_issue(world: World, tmp_path: Path) -> None:
    head = "Crime ID,Month,Location,LSOA code,LSOA name,Crime type\n"
    rows = [f",2026-0{m},On or near {s},E1,Gedling 001A,{ASB}\n" for m, s, n in
            ((7, "Elm Street", 3), (8, "Oak Road", 2), (8, "Elm Street", 1)) for _ in range(n)]  # fmt: skip
    rows.append(f",2026-08,No location,E1,Gedling 001A,{ASB}\n")
    first, second = tmp_path / "2026-08-street.csv", tmp_path / "more.csv"
    first.write_text(head + "".join(rows), encoding="utf-8")
    second.write_text(
        head + f'{"a" * 64},2026-08,"On or near\tAsh\nLane",E1,Gedling 001A,{ASB}\n', encoding="utf-8"
    )
    crimes = CrimeImport(world.desk())
    crimes.commit(crimes.preview([first]))
    crimes.commit(crimes.preview([first]))
    crimes.commit(crimes.preview([second]))
    with world.desk().read() as session:
        kept = [unpacked_streets(row.streets) for row in session.query(CrimeMonth).order_by(CrimeMonth.month)]
    assert kept == [
        {(ASB, "On or near Elm Street"): 3},
        {(ASB, "On or near Oak Road"): 2, (ASB, "On or near Elm Street"): 1, (ASB, "On or near Ash Lane"): 1},
    ]
    service = Priorities(world.desk())
    made = service.add_candidate(
        world.gedling, QUARTER, ASB, issue_id=world.term(TermKind.ISSUE, "Anti-social")
    )
    found = Candidates(world.desk()).evidence(world.gedling, service.page(world.gedling, QUARTER))[made]
    assert ("4", "crimes on or near Elm Street; Oak Road 2, Ash Lane 1") in [
        (e.figure, e.words) for e in found
    ]


def test_a_street_names_no_house_and_lines_are_read_back() -> None:
    places = {("Drugs", "On or near Elm Street"): 2, ("Drugs", ""): 4, ("Drugs", "No location"): 1}
    assert unpacked_streets(packed_streets(places)) == {("Drugs", "On or near Elm Street"): 2}
    assert unpacked_streets("nonsense\nDrugs\tOn or near Elm Street\tmany") == {}


def test_what_comes_each_month_stays_marked_when_a_priority_is_carried_over(world: World) -> None:
    (old,) = decided(world, QUARTER.previous(), "Bikes")
    survey = (FigureSource.SURVEY, "2026-04-01 Bikes")
    PriorityFigures(world.desk()).mark(old, [], [(FigureSource.CRIME, ASB), survey])
    service = Priorities(world.desk())
    made = service.carry_forward(world.gedling, QUARTER, old)
    service.save_candidate(
        made, 1, {"decision": Decision.PRIORITY, "rank": 1, "reason": "Still", "agreed_by": "All"}
    )
    service.decide(world.gedling, QUARTER)
    (card,) = service.page(world.gedling, QUARTER).cards
    with world.desk().read() as session:
        rows = session.query(PriorityFigure).filter_by(priority_id=card.priority.id).all()
    assert [(row.source, row.about) for row in rows] == [(FigureSource.CRIME, ASB)]
