"""Logging, evaluating, finding and counting engagements."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from npt_desktop.errors import CannotDo, Clash, Incomplete, NotAllowed
from npt_desktop.models.kinds import TermKind
from npt_desktop.services.engagement import Engagement, EntryDraft, LogFilter, LogOrder
from npt_desktop.services.history import History
from tests.conftest import TODAY
from tests.world import World


def draft(world: World, **fields: object) -> EntryDraft:
    base = EntryDraft(
        area_id=world.gedling, day=TODAY, audience_id=world.term(TermKind.AUDIENCE, "Young"),
        purpose_id=world.term(TermKind.PURPOSE, "Problem"), who_engaged="Youth club, Mill Street",
        lead_id=world.pcso.person_id, summary="Talked about bikes on the trail",
    )  # fmt: skip
    return replace(base, **fields)  # type: ignore[arg-type]


def test_an_entry_is_logged_evaluated_and_undone(world: World) -> None:
    log = Engagement(world.desk(world.pcso))
    entry_id = log.log(draft(world))
    line = log.lines([entry_id])[0]
    assert (line.area, line.audience, line.lead, line.outcome, line.score) == (
        "Gedling", "Young people", "PCSO 4332 Larch", "", None,
    )  # fmt: skip
    assert [e.id for e in log.unevaluated(world.gedling, before=TODAY + timedelta(days=1))] == [entry_id]
    log.evaluate(entry_id, line.version, "Six agreed to join the reporting group", 4)
    assert log.unevaluated(world.gedling, before=TODAY + timedelta(days=1)) == []
    history = History(world.desk(world.pcso))
    assert history.undo_last().did == "Evaluated an engagement entry"
    assert log.lines([entry_id])[0].score is None
    history.redo_last()
    assert log.lines([entry_id])[0].score == 4
    history.undo_last()
    history.undo_last()
    assert log.lines([entry_id]) == []


def test_everything_missing_is_named_at_once(world: World) -> None:
    log = Engagement(world.desk(world.pcso))
    with pytest.raises(Incomplete) as caught:
        log.log(EntryDraft(world.gedling, None, None, None, " ", None, "", score=6))
    assert list(caught.value.fields) == [
        "day",
        "audience",
        "purpose",
        "who_engaged",
        "lead",
        "summary",
        "score",
    ]
    with pytest.raises(Incomplete, match="future"):
        log.log(draft(world, day=TODAY + timedelta(days=1)))


def test_the_hub_reads_but_does_not_log(world: World) -> None:
    with pytest.raises(NotAllowed, match="Only a PC or PCSO"):
        Engagement(world.desk(world.hub)).log(draft(world))


def test_a_stale_edit_is_refused(world: World) -> None:
    log = Engagement(world.desk())
    entry_id = log.log(draft(world))
    found, version = log.draft(entry_id)
    log.edit(entry_id, version, replace(found, summary="First"))
    with pytest.raises(Clash):
        log.edit(entry_id, version, replace(found, summary="Second"))
    assert log.lines([entry_id])[0].summary == "First"


def test_finding_by_words_filters_and_order(world: World) -> None:
    log = Engagement(world.desk())
    older = log.log(draft(world, day=date(2026, 9, 1), summary="Speed watch at the school gate", score=3))
    newer = log.log(draft(world, summary="Market walk", outcome="Traders asked for patrols", score=5))
    other = log.log(draft(world, area_id=world.ashfield, audience_id=world.term(TermKind.AUDIENCE, "Older")))
    everything = LogFilter()
    assert list(log.ids(everything)) == [other, newer, older]
    assert list(log.ids(LogFilter(area_id=world.gedling), descending=False)) == [older, newer]
    assert list(log.ids(LogFilter(words="trad patr"))) == [newer]
    assert list(log.ids(LogFilter(words="larch spee"))) == [older]
    assert list(log.ids(LogFilter(words="x"))) == [other, newer, older]
    assert list(log.ids(LogFilter(words="nothing here"))) == []
    assert list(log.ids(everything, LogOrder.SCORE)) == [newer, older, other]
    assert next(iter(log.ids(everything, LogOrder.AUDIENCE, descending=False))) == other
    assert list(log.ids(LogFilter(unevaluated=True))) == [other, older]
    assert list(log.ids(LogFilter(first=date(2026, 9, 1), last=date(2026, 9, 30)))) == [older]


def test_the_top_of_a_search_is_what_all_of_it_begins_with(world: World) -> None:
    log = Engagement(world.desk())
    for n in range(16):  # logged in an order that is not the order of the days
        words = "Choir and fair" if n < 12 else "Choir"
        log.log(draft(world, day=date(2026, 9, 1 + n * 7 % 16), summary=words if n != 3 else "Walk"))
    for words, order, down in (
        ("choir", LogOrder.DAY, True), ("choir", LogOrder.DAY, False), ("choir", LogOrder.WHO, True),
        ("fair", LogOrder.DAY, True), ("walk", LogOrder.DAY, True), ("none such", LogOrder.DAY, True),
    ):  # fmt: skip
        whole = log.ids(LogFilter(words=words), order, descending=down)
        top, all_of_it = log.first_ids(LogFilter(words=words), order, descending=down, most=3)
        assert (list(top), all_of_it) == (
            (list(whole[:3]), False) if len(whole) > 3 else (list(whole), True)
        ), (words, order, down)
    assert log.first_ids(LogFilter(words="choir"), most=4) == (log.ids(LogFilter(words="choir")), True)
    assert log.first_ids(LogFilter(), most=3) == (log.ids(LogFilter()), True)


def test_a_month_in_figures_and_the_gaps(world: World) -> None:
    log = Engagement(world.desk())
    log.log(draft(world, outcome="Agreed", score=4))
    log.log(draft(world, score=3))
    log.log(draft(world, day=date(2026, 9, 3), outcome="Agreed", score=5))
    facts = log.month_facts(world.gedling, TODAY)
    assert (facts.entries, facts.without_outcome, facts.scored, facts.average, facts.average_before) == (
        2, 1, 2, 3.5, 5.0,
    )  # fmt: skip
    assert facts.purposes == (("Problem solving", 2),)
    gaps = log.gaps(world.gedling, [date(2026, 9, 1), date(2026, 10, 1)])
    young = [c.label for c in gaps.audiences].index("Young people")
    assert gaps.counts[young] == (1, 2)
    assert gaps.days_since[young] == 0
    assert sum(map(sum, gaps.counts)) == 3


def test_the_gaps_of_several_areas_asked_for_at_once_are_those_of_each(world: World) -> None:
    log = Engagement(world.desk())
    for area_id, day in (
        (world.gedling, date(2026, 9, 1)), (world.gedling, date(2026, 9, 30)), (world.gedling, TODAY),
        (world.ashfield, date(2026, 8, 31)), (world.ashfield, date(2026, 9, 2)),
    ):  # fmt: skip
        log.log(draft(world, area_id=area_id, day=day))
    months = [date(2026, 9, 1), date(2026, 10, 1)]
    maps = log.gap_maps((world.gedling, world.ashfield), months)
    young = [c.label for c in maps[world.gedling].audiences].index("Young people")
    assert maps[world.gedling].counts[young] == (2, 1)
    assert maps[world.ashfield].counts[young] == (1, 0)
    assert maps[world.ashfield].days_since[young] == (TODAY - date(2026, 9, 2)).days
    assert {area_id: log.gaps(area_id, months) for area_id in maps} == maps


def test_repeating_the_last_entry_takes_todays_date_and_leaves_the_result_open(world: World) -> None:
    log = Engagement(world.desk(world.pcso))
    assert log.last_draft(world.gedling) is None
    log.log(draft(world, day=date(2026, 9, 3), outcome="Agreed", score=5))
    again = log.last_draft(world.gedling)
    assert again == replace(draft(world), day=TODAY, outcome="", score=None)


def test_the_lists_offer_the_most_used_first(world: World) -> None:
    log = Engagement(world.desk(world.pcso))
    for _ in range(2):
        log.log(draft(world, audience_id=world.term(TermKind.AUDIENCE, "Schools")))
    log.log(draft(world))
    lists = log.lists(world.gedling)
    assert [c.label for c in lists["audience"]][:2] == ["Schools", "Young people"]
    assert lists["lead"][0].label == "PCSO 4332 Larch"
    assert lists["who"][0].label == "Youth club, Mill Street"


def test_the_average_of_each_month_and_the_words_of_the_scores(world: World) -> None:
    log = Engagement(world.desk())
    log.log(draft(world, score=4))
    log.log(draft(world, score=3))
    log.log(draft(world, day=date(2026, 8, 3)))
    months = [date(2026, 8, 1), date(2026, 9, 1), date(2026, 10, 1)]
    assert log.averages(world.gedling, months) == (None, None, 3.5)
    assert log.score_words() == {1: "Very poor", 2: "Poor", 3: "Average", 4: "Good", 5: "Excellent"}


def test_an_entry_that_is_gone_is_refused_in_words(world: World) -> None:
    with pytest.raises(CannotDo, match="removed in the meantime"):
        Engagement(world.desk()).draft(99)


def test_who_may_not_is_told_why(world: World) -> None:
    assert Engagement(world.desk(world.pcso)).why_not() == ""
    assert "Only a PC or PCSO" in Engagement(world.desk(world.hub)).why_not()
