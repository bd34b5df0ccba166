"""What may stand beside the booklet's columns: communities, key individuals, commitments; editing many at once."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from npt_desktop.errors import Clash, Incomplete, NotAllowed
from npt_desktop.models.actions import Action
from npt_desktop.models.communities import CommunityGroup, Contact, KeyIndividual
from npt_desktop.models.engagement import EngagementEntry, EntryGroup
from npt_desktop.models.kinds import ActionState, TermKind
from npt_desktop.models.priorities import Priority, PriorityRound
from npt_desktop.rules.engagement import natural_key, public_sentence
from npt_desktop.services.actions import Actions
from npt_desktop.services.community import Community
from npt_desktop.services.engagement import Commitment, Engagement, EntryDraft, LogFilter
from npt_desktop.services.history import History
from npt_desktop.services.update_facts import update_facts
from tests.conftest import TODAY
from tests.world import World


def draft(world: World, **fields: object) -> EntryDraft:
    base = EntryDraft(
        area_id=world.gedling, day=TODAY, audience_id=world.term(TermKind.AUDIENCE, "Young"),
        purpose_id=world.term(TermKind.PURPOSE, "Problem"), who_engaged="Youth club, Mill Street",
        lead_id=world.pcso.person_id, summary="Talked about bikes on the trail",
    )  # fmt: skip
    return replace(base, **fields)  # type: ignore[arg-type]


@pytest.fixture
def people(world: World) -> tuple[int, int, int]:
    """Two groups and a key individual of Gedling."""
    with world.store.write(world.inspector, "Added") as unit:
        one = unit.add(CommunityGroup(area_id=world.gedling, name="Riders")).id
        two = unit.add(CommunityGroup(area_id=world.gedling, name="Elders of the estate")).id
        return one, two, unit.add(KeyIndividual(area_id=world.gedling, name="Warden of the trail")).id


def test_more_of_an_entry_is_kept_found_and_taken_back_in_one_step(
    world: World, people: tuple[int, int, int]
) -> None:
    one, two, key = people
    log = Engagement(world.desk(world.pcso))
    due = TODAY + timedelta(days=14)
    full = draft(
        world, beat="Trail north", reached=12, partners="Parks and rangers", minutes=90, from_hate_crime=True,
        theme_id=world.term(TermKind.THEME, "Vulner"), channel_id=world.term(TermKind.CHANNEL, "Face"),
        groups=(one, two), met=(key,),
        commitments=(Commitment("Ask for a barrier", world.pcso.person_id, due),),
    )  # fmt: skip
    entry_id = log.log(full)
    again, _ = log.draft(entry_id)
    assert replace(again, commitments=()) == replace(full, commitments=())
    assert replace(again.commitments[0], id=0) == full.commitments[0]
    kin = Community(world.desk()).key_individuals(world.gedling)
    assert [(line.id, line.last_on) for line in kin] == [(key, TODAY)]
    mine = Actions(world.desk(world.pcso)).mine()
    assert [(a.title, a.source, a.due_on) for a in mine] == [("Ask for a barrier", "engagement", due)]
    for wanted in (LogFilter(group_id=two), LogFilter(beat="NORTH"), LogFilter(partners="rangers"),
                   LogFilter(from_hate_crime=True), LogFilter(theme_id=full.theme_id)):  # fmt: skip
        assert list(log.ids(wanted)) == [entry_id]
    assert not log.ids(LogFilter(beat="100%"))
    History(world.desk(world.pcso)).undo_last()
    with world.store.read() as session:
        for kind in (EngagementEntry, EntryGroup, Contact, Action):
            assert session.scalars(select(kind)).all() == []


def test_editing_moves_the_contact_and_removing_takes_everything_along(
    world: World, people: tuple[int, int, int]
) -> None:
    one, two, key = people
    log = Engagement(world.desk(world.sergeant))
    promise = Commitment("Ask for a barrier", world.pcso.person_id, TODAY)
    entry_id = log.log(draft(world, groups=(one,), met=(key,), commitments=(promise,)))
    found, version = log.draft(entry_id)
    done = found.commitments[0].id
    Actions(world.desk(world.pcso)).set_state(done, ActionState.DONE)
    more = (*found.commitments, Commitment("Tell the club", world.sergeant.person_id, TODAY))
    day = TODAY - timedelta(days=3)
    early = replace(found, day=day, groups=(two,), commitments=more)
    log.edit(entry_id, version, early)
    with world.store.read() as session:
        assert session.scalars(select(Contact.day)).all() == [day]
        assert session.scalars(select(EntryGroup.group_id)).all() == [two]
        assert session.scalars(select(Action.title).order_by(Action.id)).all() == [
            "Ask for a barrier",
            "Tell the club",
        ]
    found, version = log.draft(entry_id)
    log.edit(entry_id, version, replace(found, met=(), commitments=()))
    with world.store.read() as session:
        assert session.scalars(select(Contact)).all() == []
        assert session.scalars(select(Action.state)).all() == [ActionState.DONE]  # what was done stays done
    log.remove([entry_id])
    assert list(log.ids(LogFilter())) == []
    History(world.desk(world.sergeant)).undo_last()
    assert log.draft(entry_id)[0].commitments[0].what == "Ask for a barrier"


def test_a_commitment_needs_what_who_and_when(world: World) -> None:
    log = Engagement(world.desk(world.pcso))
    me = world.pcso.person_id
    for promise, says in (
        (Commitment(" ", me, TODAY), "Say what was promised"),
        (Commitment("Barrier", None, TODAY), "Choose who"),
        (Commitment("Barrier", me, None), "Enter when"),
        (Commitment("Barrier", me, TODAY - timedelta(days=1)), "due before the engagement"),
    ):
        with pytest.raises(Incomplete) as caught:
            log.log(draft(world, commitments=(promise,)))
        assert says in caught.value.fields["commitments"]
    with pytest.raises(Incomplete) as caught:
        log.log(draft(world, reached=-1, minutes=100_000))
    assert set(caught.value.fields) == {"reached", "hours"}
    with pytest.raises(NotAllowed):
        log.log(draft(world, commitments=(Commitment("Barrier", world.sergeant.person_id, TODAY),)))
    assert not log.ids(LogFilter())


def test_many_entries_are_edited_and_filled_down_in_one_change(world: World) -> None:
    log = Engagement(world.desk(world.pcso))
    ids = [log.log(draft(world, day=date(2026, 9, n), summary=f"Walk {n}", score=n)) for n in (1, 2, 3)]

    def versions() -> dict[int, int]:
        return {line.id: line.version for line in log.lines(ids)}

    log.change(
        {key: version for key, version in versions().items() if key != ids[0]}, {"score": 5, "beat": "North"}
    )
    assert [line.score for line in log.lines(ids)] == [1, 5, 5]
    History(world.desk(world.pcso)).undo_last()
    assert [line.score for line in log.lines(ids)] == [1, 2, 3]
    stale = versions()
    log.change({ids[0]: stale[ids[0]]}, {"summary": "Long walk", "day": date(2026, 9, 9)})
    first = log.lines(ids)[0]
    with world.store.read() as session:
        kept = session.get_one(EngagementEntry, ids[0]).natural_key
    assert kept == natural_key(first.day, first.lead, "Long walk")
    with pytest.raises(Clash):
        log.change(stale, {"score": 1})
    assert [line.score for line in log.lines(ids)] == [1, 2, 3]
    with pytest.raises(Incomplete) as caught:
        log.change(versions(), {"day": TODAY + timedelta(days=1), "score": 6, "summary": " "})
    assert set(caught.value.fields) == {"day", "score", "summary"}
    log.fill(
        ids[0], {key: version for key, version in versions().items() if key != ids[0]}, ["summary", "score"]
    )
    assert [(line.summary, line.score) for line in log.lines(ids)] == [("Long walk", 1)] * 3
    assert History(world.desk(world.pcso)).undo_last().did == "Filled down 2 engagement entries"


def test_an_imported_row_is_mended_bit_by_bit_and_carries_its_words_down(world: World) -> None:
    log = Engagement(world.desk(world.pcso))
    base = {"area_id": world.gedling, "day": TODAY, "summary": "From a workbook", "natural_key": "x"}
    with world.store.write(world.sergeant, "Imported") as unit:
        odd = unit.add(EngagementEntry(**base, audience_text="Motorists", lead_name="PC Ash")).id
        other = unit.add(EngagementEntry(**base)).id
    log.change({odd: 1}, {"score": 4})
    log.fill(odd, {other: 1}, ["audience_id", "lead_id"])
    assert [(line.audience, line.lead) for line in log.lines([odd, other])] == [("Motorists", "PC Ash")] * 2


def test_an_entry_is_found_by_a_word_in_one_column(world: World) -> None:
    log = Engagement(world.desk(world.pcso))
    one = log.log(draft(world, summary="Market walk", outcome="Traders signed up"))
    two = log.log(draft(world, summary="Traders met", outcome="Walk agreed"))
    assert list(log.ids(LogFilter(words="walk traders"))) == [two, one]
    assert list(log.ids(LogFilter(summary="walk"))) == [one]
    assert list(log.ids(LogFilter(words="walk", outcome="trad sign"))) == [one]
    assert list(log.ids(LogFilter(outcome="walk", who="club"))) == [two]
    assert list(log.ids(LogFilter(most_score=2))) == []


def test_the_sentence_for_the_public_update() -> None:
    assert public_sentence("", "We met\n the riders") == "We met the riders."
    assert public_sentence("Riders agreed to use the gate!", "x") == "Riders agreed to use the gate!"
    assert public_sentence(" ", "  ") == ""


def test_an_entry_about_a_priority_offers_its_sentence_to_that_months_update(world: World) -> None:
    with world.store.write(world.inspector, "Set") as unit:
        held = unit.add(PriorityRound(area_id=world.gedling, quarter=date(2026, 10, 1)))
        priority = unit.add(Priority(round_id=held.id, area_id=world.gedling, number=1, title="Bikes")).id
    log = Engagement(world.desk(world.pcso))
    log.log(draft(world, priority_id=priority, public_sentence="You told us where bikes get in"))
    log.log(draft(world, priority_id=priority, summary="Met the riders"))
    log.log(draft(world, summary="Nothing to do with it"))
    said = [fact.sentence for fact in update_facts(world.desk(), priority, date(2026, 10, 1))]
    assert said == ["You told us where bikes get in.", "Met the riders."]
    assert update_facts(world.desk(), priority, date(2026, 9, 1)) == ()
