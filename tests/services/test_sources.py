"""The sources of a round: counts by issue over time, what was typed in, corrections remembered."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from npt_desktop.errors import CannotDo, Clash, Incomplete, NotAllowed
from npt_desktop.models.kinds import ConsultationKind, PriorityResult, TermKind
from npt_desktop.models.sources import CrimeMonth, Lsoa, SurveyResponse
from npt_desktop.rules.periods import Quarter
from npt_desktop.rules.sources import Count, Source
from npt_desktop.services.candidates import Candidates, From
from npt_desktop.services.crime_import import packed
from npt_desktop.services.engagement import Engagement, EntryDraft
from npt_desktop.services.history import History
from npt_desktop.services.priorities import Priorities
from npt_desktop.services.source_tables import NO_CATEGORY, IssueLine, SourceTable
from npt_desktop.services.sources import Sources
from npt_desktop.services.survey_import import SurveyImport
from npt_desktop.services.wordings import IssueWords
from tests.world import World

ROUND = Quarter(date(2026, 10, 1))
DATA = ROUND.previous()
SAID = {"day": date(2026, 9, 2), "kind": ConsultationKind.PARTNER, "who": "Parish council",
        "said": "Speeding on the lanes", "issue_id": None, "people": 12}  # fmt: skip


def answer(world: World, area: int, *issues: str, day: date = date(2026, 8, 3), band: str = "35-49") -> None:
    with world.store.write(world.inspector, "Answers") as unit:
        unit.insert(SurveyResponse, [
            {"area_id": area, "day": day, "issues": text, "age_band": band, "natural_key": f"{day}{area}{n}{text}"}
            for n, text in enumerate(issues)
        ])  # fmt: skip


def crime(
    world: World, area: int | None, month: date, place: str, aside: bool = False, **counts: int
) -> None:
    kinds = {"drugs": "Drugs", "asb": "Anti-social behaviour"}
    with world.store.write(world.inspector, "Crimes") as unit:
        lsoa = unit.session.query(Lsoa).filter_by(code=place).first()
        lsoa = lsoa or unit.add(Lsoa(code=place, name=f"Gedling {place}", area_id=area, set_aside=aside))
        named = {kinds[kind]: count for kind, count in counts.items()}
        unit.add(
            CrimeMonth(lsoa_id=lsoa.id, month=month, counts=named, seen=packed(range(sum(counts.values()))))
        )


def table(world: World, source: Source, area: int | None) -> SourceTable:
    return Sources(world.desk()).page(area, ROUND).tables[source]


def lines(found: SourceTable) -> dict[str, IssueLine]:
    return {line.label: line for line in found.lines}


def test_answers_count_people_by_issue_and_the_correction_of_a_word_is_remembered(world: World) -> None:
    answer(
        world,
        world.gedling,
        "ASB; youths; drugs",
        "the canal bank; ASB",
        "the canal bank",
        "The  Canal Bank; drugs",
    )
    answer(world, world.gedling, "ASB", "parking", day=date(2026, 5, 4))
    answer(world, world.gedling, "drugs", day=date(2025, 7, 30))
    answer(world, world.ashfield, "burglary")
    found = table(world, Source.RESPONSES, world.gedling)
    asb = lines(found)["Anti-social behaviour"]
    assert (asb.now, asb.before, asb.year_ago) == (Count(2, 4), Count(1, 2), None)
    assert lines(found)[NO_CATEGORY].now == Count(3, 4)
    assert found.lines[-1].key == NO_CATEGORY
    assert found.cautions == (
        "Only 4 people answered: too few for shares. Read what they said.",
        "The age bands of Gedling are not entered: the ages of those who answered cannot be compared.",
        "1 phrase fits no category, most often “the canal bank” 3.",
    )
    assert found.on_before(asb).words == "too few to compare"

    words = IssueWords(world.desk())
    page = words.page(world.gedling, DATA.start, DATA.end)
    first = page.phrases[0]
    assert (first.words.casefold(), first.people, first.issue_words) == (
        "the canal bank",
        3,
        "No category",
    )
    damage = world.term(TermKind.ISSUE, "Criminal damage")
    words.teach("the canal bank", damage)
    words.teach("youths", world.term(TermKind.ISSUE, "Drug"))
    after = lines(table(world, Source.RESPONSES, world.gedling))
    assert after["Criminal damage and arson"].now == Count(3, 4)
    assert NO_CATEGORY not in after
    assert after["Drug use and dealing"].now == Count(2, 4)
    assert words.page().unsorted == 0
    words.teach("The Canal bank", None)
    assert words.page().unsorted == 1
    with pytest.raises(CannotDo, match="is the name of an issue"):
        words.teach("burglary", damage)
    with pytest.raises(NotAllowed):
        IssueWords(world.desk(world.sergeant)).teach("kids", damage)


def test_all_areas_together_add_the_people_of_each(world: World, tmp_path: Path) -> None:
    path = tmp_path / "survey.csv"
    path.write_text(
        "July to September 2026,,,,\nArea,Respondents,Issue,Count,% citing\nGedling,100,ASB,20,20 %\n"
        "Ashfield,50,Anti social behaviour,25,50 %\nAshfield,50,Low flying geese,5,10 %\n", "utf-8"
    )  # fmt: skip
    service = SurveyImport(world.desk())
    service.commit(service.preview(path))
    everywhere = table(world, Source.SURVEY, None)
    assert lines(everywhere)["Anti-social behaviour"].now == Count(45, 150)
    assert lines(everywhere)["Low flying geese"].now == Count(5, 50)
    assert everywhere.held[0] is not None
    assert (everywhere.held[0].base, everywhere.held[0].period) == (150, "July to September 2026")
    assert everywhere.held[1:] == (None, None)
    assert everywhere.cautions == ()
    alone = table(world, Source.SURVEY, world.ashfield)
    assert alone.cautions == (
        "50 people answered: a small base, so each share may be 14 points higher or lower.",
    )


def test_crime_counts_where_the_map_says_and_names_what_is_missing(world: World) -> None:
    july, august, september = DATA.months
    crime(world, world.gedling, july, "1", drugs=4, asb=9)
    crime(world, world.gedling, august, "1", asb=11)
    crime(world, world.ashfield, july, "2", drugs=2)
    crime(world, None, august, "3", drugs=7)
    crime(world, None, august, "4", aside=True, drugs=100)
    crime(world, world.gedling, date(2025, 8, 1), "1", asb=3)
    found = table(world, Source.CRIME, world.gedling)
    asb = lines(found)["Anti-social behaviour"]
    assert (asb.now, asb.before, asb.year_ago) == (Count(20), None, Count(3))
    assert found.cautions == (
        "September not brought in yet.", "7 crimes lie in small areas that count towards no area yet.",
    )  # fmt: skip
    assert found.on_year(asb).words == "not compared: a month is missing"
    assert found.on_before(asb).words == ""
    assert lines(table(world, Source.CRIME, None))["Drug use and dealing"].now == Count(13)
    crime(world, world.gedling, september, "1", asb=1)
    assert "September" not in " ".join(table(world, Source.CRIME, world.gedling).cautions)


def test_consultation_is_typed_in_changed_and_counts_by_its_issue_or_its_words(world: World) -> None:
    service = Sources(world.desk())
    key = service.add_consultation(world.gedling, {**SAID, "said": "  Speeding on the lanes, and litter "})
    (said,) = service.page(world.gedling, ROUND).said
    assert (said.record.said, said.record.who, said.issue) == (
        "Speeding on the lanes, and litter",
        "Parish council",
        "",
    )
    named = lines(table(world, Source.CONSULTATION, world.gedling))
    assert set(named) == {"Speeding and road safety", "Fly-tipping and litter"}
    parking = world.term(TermKind.ISSUE, "Parking")
    service.save_consultation(key, said.record.version, {**SAID, "issue_id": parking})
    assert set(lines(table(world, Source.CONSULTATION, world.gedling))) == {"Parking"}
    with pytest.raises(Clash):
        service.save_consultation(key, said.record.version, SAID)
    service.drop_consultation(key)
    assert service.page(world.gedling, ROUND).said == ()
    History(world.desk()).undo_last()
    assert len(service.page(world.gedling, ROUND).said) == 1
    with pytest.raises(Incomplete) as lacking:
        service.add_consultation(
            world.gedling, {**SAID, "day": date(2026, 12, 1), "who": " ", "said": "", "people": 0}
        )
    assert set(lacking.value.fields) == {"day", "who", "said", "people"}


def test_a_figure_typed_in_stands_beside_the_survey_and_is_written_over(world: World) -> None:
    service, parking = Sources(world.desk()), world.term(TermKind.ISSUE, "Parking")
    key = service.put_figure(world.gedling, DATA, parking, "", 120, 30)
    assert service.put_figure(world.gedling, DATA, parking, "", 120, 36) == key
    other = service.put_figure(world.gedling, DATA, None, "Low flying geese", 120, 12)
    page = service.page(world.gedling, ROUND)
    assert [(r.issue_text, r.percent) for r in page.typed] == [("Parking", 30.0), ("Low flying geese", 10.0)]
    survey = Priorities(world.desk()).page(world.gedling, ROUND).survey
    assert [r.issue_text for r in survey] == ["Parking", "Low flying geese"]
    service.put_figure(world.gedling, DATA, None, "Low flying geese", 40, 12)
    assert table(world, Source.SURVEY, world.gedling).cautions == (
        "The figures have different bases, the smallest of 40 people.",
        "40 people answered: a small base, so each share may be 15 points higher or lower.",
    )
    service.drop_figure(other)
    assert len(service.page(world.gedling, ROUND).typed) == 1
    for base, count, field in ((0, 1, "base"), (10, 11, "count"), (None, 3, "base"), (10, None, "count")):
        with pytest.raises(Incomplete) as lacking:
            service.put_figure(world.gedling, DATA, parking, "", base, count)
        assert field in lacking.value.fields
    with pytest.raises(Incomplete, match="Choose the issue"):
        service.put_figure(world.gedling, DATA, None, " ", 10, 1)


def test_age_bands_far_from_the_areas_are_said_once_they_are_entered(world: World) -> None:
    answer(world, world.gedling, *["ASB"] * 100, band="65+")
    service = Sources(world.desk())
    service.save_ages(world.gedling, {"Under 21": 250, "65 and over": 150, "21-34": 0})
    assert table(world, Source.RESPONSES, world.gedling).cautions == (
        "Under 21: 0 % of answers, 62 % of the area, so fewer than there should be.",
        "65 and over: 100 % of answers, 38 % of the area, so more than there should be.",
    )
    service.save_ages(world.gedling, {"65 and over": 175})
    assert [(a.band, a.people) for a in service.page(world.gedling, ROUND).ages] == [("65 and over", 175)]
    with pytest.raises(Incomplete, match="stands twice"):
        service.save_ages(world.gedling, {"65+": 1, "65 and over": 2})


def test_the_stores_own_records_are_a_source(world: World) -> None:
    schools, purpose = world.term(TermKind.AUDIENCE, "Schools"), world.term(TermKind.PURPOSE, "Reassurance")
    theme = world.term(TermKind.THEME, "Vulnerability")
    for summary, day in (("Talked of speeding", date(2026, 8, 4)), ("Met the choir", date(2026, 8, 5))):
        Engagement(world.desk(world.pcso)).log(
            EntryDraft(world.gedling, day, schools, purpose, "School", world.pcso.person_id, summary, "Agreed", 4,
                       theme_id=theme)
        )  # fmt: skip
    rounds = Priorities(world.desk())
    rounds.add_candidate(world.gedling, DATA, "Bikes", decision="priority", rank=1, reason="Seen", agreed_by="All",
                         public_wording="Bikes", test={})  # fmt: skip
    rounds.decide(world.gedling, DATA)
    (priority,) = rounds.in_force(world.gedling, date(2026, 10, 16))
    page = Sources(world.desk()).page(world.gedling, ROUND)
    assert (page.own.entries, page.own.themes) == (2, (("Vulnerability", 2),))
    assert page.own.priorities == (("Bikes", "No result yet"),)
    rounds.close_priority(priority.id, priority.version, PriorityResult.REDUCED, "Fewer", "Patrols")
    assert Sources(world.desk()).page(world.gedling, ROUND).own.priorities == (("Bikes", "Reduced"),)
    log = table(world, Source.LOG, world.gedling)
    assert lines(log)["Speeding and road safety"].now == Count(1, 2)
    assert log.cautions == ()


def test_an_empty_store_has_every_table_and_nothing_in_it(world: World) -> None:
    for area in (world.gedling, None):
        page = Sources(world.desk()).page(area, ROUND)
        assert all(each.lines == () and each.held == (None, None, None) for each in page.tables.values())
        assert all(each.cautions == () for each in page.tables.values())


def test_the_figures_stand_beside_each_candidate_and_propose_others(world: World) -> None:
    drugs, parking = world.term(TermKind.ISSUE, "Drug"), world.term(TermKind.ISSUE, "Parking")
    answer(world, world.gedling, *["drugs; speeding"] * 30, *["parking"] * 10)
    for month in DATA.months:
        crime(world, world.gedling, month, "1", drugs=30, asb=20)
    for month in DATA.previous().months:
        crime(world, world.gedling, month, "1", drugs=10, asb=20)
    Sources(world.desk()).add_consultation(world.gedling, {**SAID, "said": "Hare coursing"})
    rounds = Priorities(world.desk())
    made = rounds.add_candidate(world.gedling, ROUND, "Dealing in the square", issue_id=drugs)
    page = rounds.page(world.gedling, ROUND)
    service = Candidates(world.desk())
    assert [(e.figure, e.words, e.line) for e in service.evidence(world.gedling, page)[made]][:2] == [
        ("75 %", "of 40 answers", "75 % of answers"), ("90", "crimes, up 60", "90 crimes"),
    ]  # fmt: skip
    found = {item.title: (item.source, item.detail) for item in service.suggestions(world.gedling, page)}
    assert found == {
        "Speeding and road safety": (From.RESPONSES, "75 % (30 of 40)"),
        "Parking": (From.RESPONSES, "25 % (10 of 40)"),
        "Rural and wildlife crime": (From.SAID, "1 consultation"),
    }
    taken = next(item for item in service.suggestions(world.gedling, page) if item.issue_id == parking)
    key = service.take(world.gedling, ROUND, taken)
    (mine,) = [c for c in rounds.page(world.gedling, ROUND).candidates if c.id == key]
    assert (mine.evidence, mine.source) == ("Survey responses: 25 % (10 of 40).", "Responses")
    rounds.drop_candidate(made)
    rising = service.suggestions(world.gedling, rounds.page(world.gedling, ROUND))
    first = next(item for item in rising if item.source is From.RESPONSES)
    assert (first.title, first.detail) == ("Drug use and dealing", "75 % (30 of 40)")
