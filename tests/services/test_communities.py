"""A team keeps its profile, plan, network, advice and reach."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select

from npt_desktop.errors import CannotDo, Clash, Incomplete
from npt_desktop.models.actor import Actor
from npt_desktop.models.communities import CommunityGroup, KeyIndividual, PlannedActivity
from npt_desktop.models.engagement import EntryGroup
from npt_desktop.models.kinds import ActionState, RiskLevel, State, TermKind
from npt_desktop.services.advice import AdviceBook, AdviceDraft
from npt_desktop.services.community import Community, Document
from npt_desktop.services.community_profile import GroupDraft, Profiles
from npt_desktop.services.engagement import Engagement, EntryDraft
from npt_desktop.services.engagement_plans import ActivityDraft, EngagementPlans
from npt_desktop.services.evidence import evidence_for
from npt_desktop.services.finding import find
from npt_desktop.services.history import History
from npt_desktop.services.network import KinDraft, Network
from npt_desktop.services.reach import Reach
from npt_desktop.services.side_by_side import side_by_side
from npt_desktop.services.vocabulary import Vocabulary
from tests.conftest import TODAY
from tests.world import World

OCTOBER, NOVEMBER = date(2026, 10, 1), date(2026, 11, 1)


def choir(world: World, **more: object) -> GroupDraft:
    made = GroupDraft("Choir", audience_id=world.term(TermKind.AUDIENCE, "Faith"), prefers="Tuesday practice")
    return replace(made, **more)  # type: ignore[arg-type]


def entry(world: World, day: date = TODAY) -> EntryDraft:
    return EntryDraft(
        world.gedling, day, world.term(TermKind.AUDIENCE, "Faith"), world.term(TermKind.PURPOSE, "Reassurance"),
        "Choir practice", world.pcso.person_id, "Talked about the car park",
    )  # fmt: skip


def says(world: World, key: str) -> str:
    with world.store.read() as session:
        return evidence_for(session, key, world.gedling, TODAY).why


# ------------------------------------------------------------------------ profile
def test_a_group_is_added_known_better_and_ends(world: World) -> None:
    profiles = Profiles(world.desk(world.pcso))
    key = profiles.save_group(world.gedling, choir(world))
    page = profiles.page(world.gedling)
    assert page.current is not None
    assert (page.current.name, page.current.refreshed_on) == ("Version 1", TODAY)
    (group,) = page.groups
    assert group.gap
    assert "how many they are" in group.lacks
    better = replace(
        group.draft, size=40, languages="English", found_where="Mill Street", risk_level=RiskLevel.HIGH,
        risk="Abuse in the car park", hidden=True, emerging=True, protected=("religion", "age"),
        sources="Parish office, 1/9/2026", known_on=TODAY,
    )  # fmt: skip
    profiles.save_group(world.gedling, better, key, group.version)
    (group,) = profiles.page(world.gedling).groups
    assert group.lacks == ()
    assert group.protected == ("Religion or belief", "Age")
    assert group.sources[0].on == date(2026, 9, 1)
    with pytest.raises(Clash):
        profiles.save_group(world.gedling, better, key, 1)
    profiles.save_group(world.gedling, replace(better, ended_on=TODAY), key)
    page = profiles.page(world.gedling)
    assert (page.groups, [g.draft.name for g in page.ended]) == ((), ["Choir"])


def test_every_field_to_mend_is_named_at_once(world: World) -> None:
    profiles = Profiles(world.desk())
    profiles.save_group(world.gedling, choir(world))
    with pytest.raises(Incomplete) as caught:
        profiles.save_group(world.gedling, GroupDraft(
            "choir ", size=-3, known_on=date(2026, 10, 17), ended_on=date(2027, 1, 1), sources="Roll, 1/1/2027"
        ))  # fmt: skip
    assert list(caught.value.fields) == ["name", "size", "known_on", "ended_on", "sources"]
    profiles.save_group(world.ashfield, choir(world))


def test_a_new_name_follows_to_those_who_speak_for_the_group(world: World) -> None:
    profiles, network = Profiles(world.desk()), Network(world.desk())
    key = profiles.save_group(world.gedling, choir(world))
    network.save(world.gedling, KinDraft("Conductor", groups=("Choir", "Bell ringers")))
    profiles.save_group(world.gedling, choir(world, name="Mill Street choir"), key)
    assert network.page(world.gedling).members[0].draft.groups == ("Mill Street choir", "Bell ringers")
    assert profiles.page(world.gedling).groups[0].known_by == ("Conductor",)


def test_an_earlier_version_stays_readable_as_it_was(world: World) -> None:
    profiles = Profiles(world.desk())
    key = profiles.save_group(world.gedling, choir(world, size=40))
    profiles.save(world.gedling, None, summary="One choir.", address="https://portal.example")
    profiles.new_version(world.gedling, "Version 2")
    profiles.save_group(world.gedling, choir(world, name="Two choirs", size=80), key)
    profiles.save(world.gedling, None, summary="Two choirs.", address="https://portal.example")
    page = profiles.page(world.gedling)
    assert page.current is not None
    assert (page.current.name, page.current.text, page.current.address) == (
        "Version 2", "Two choirs.", "https://portal.example",
    )  # fmt: skip
    (old,) = page.earlier
    assert (old.name, old.text, old.kept["groups"][0]["name"], old.kept["groups"][0]["size"]) == (
        "Version 1", "One choir.", "Choir", 40,
    )  # fmt: skip
    with pytest.raises(Incomplete, match="already"):
        profiles.new_version(world.gedling, " version 2")
    with pytest.raises(Incomplete, match="Enter what"):
        profiles.new_version(world.gedling, "  ")
    with pytest.raises(Clash):
        profiles.save(world.gedling, 1, summary="Mine", address="")


def test_a_group_with_plans_is_ended_and_one_without_is_removed_and_undone(world: World) -> None:
    desk = world.desk()
    profiles, plans = Profiles(desk), EngagementPlans(desk)
    used, loose = (
        profiles.save_group(world.gedling, choir(world)),
        profiles.save_group(world.gedling, GroupDraft("Anglers")),
    )
    plans.put(world.gedling, ActivityDraft(used, OCTOBER, "Visit"))
    with pytest.raises(CannotDo, match="enter the day the group ended"):
        profiles.remove_group(used)
    profiles.remove_group(loose)
    assert [g.draft.name for g in profiles.page(world.gedling).groups] == ["Choir"]
    History(desk).undo_last()
    assert len(profiles.page(world.gedling).groups) == 2


# ---------------------------------------------------------------- plan and the log
def test_a_gap_is_planned_with_one_key_and_closed_by_the_log(world: World) -> None:
    desk = world.desk(world.sergeant)
    plans, log = EngagementPlans(desk), Engagement(desk)
    key = Profiles(desk).save_group(world.gedling, choir(world))
    Network(desk).save(world.gedling, KinDraft("Conductor", groups=("Choir",)))
    (proposal,) = plans.page(world.gedling, OCTOBER).proposals
    assert (proposal.group, proposal.why, proposal.known_by) == ("Choir", "Never in the log", ("Conductor",))
    taken = plans.take(world.gedling, proposal)
    page = plans.page(world.gedling, OCTOBER)
    assert (page.proposals, page.activities[0].draft.month, page.activities[0].owner) == (
        (),
        NOVEMBER,
        "PS 512 Cedar",
    )
    plans.put(
        world.gedling, replace(page.activities[0].draft, month=OCTOBER), taken, page.activities[0].version
    )
    assert plans.page(world.gedling, OCTOBER).activities[0].offers == ()

    logged = log.log(entry(world))
    (activity,) = plans.page(world.gedling, OCTOBER).activities
    assert [offer.who for offer in activity.offers] == ["Choir practice"]
    assert activity.state is ActionState.OPEN, "a person decides"
    plans.close(taken, logged)
    (activity,) = plans.page(world.gedling, OCTOBER).activities
    assert (activity.state, activity.done_on, activity.closed_with) == (
        ActionState.DONE,
        TODAY,
        "Choir practice",
    )

    second = plans.put(world.gedling, ActivityDraft(key, OCTOBER, "Again"))
    assert next(a for a in plans.page(world.gedling, OCTOBER).activities if a.id == second).offers == ()
    log.remove([logged])
    again = next(a for a in plans.page(world.gedling, OCTOBER).activities if a.id == taken)
    assert (again.state, again.done_on) == (ActionState.OPEN, None)
    History(desk).undo_last()
    assert (
        next(a for a in plans.page(world.gedling, OCTOBER).activities if a.id == taken).state
        is ActionState.DONE
    )


def test_an_activity_done_counts_as_contact_where_the_audience_says_nothing(world: World) -> None:
    desk = world.desk()
    key = Profiles(desk).save_group(world.gedling, GroupDraft("Night workers"))
    plans = EngagementPlans(desk)
    activity = plans.put(world.gedling, ActivityDraft(key, OCTOBER, "Meet at the depot"))
    assert Profiles(desk).page(world.gedling).groups[0].last_on is None
    plans.close(activity, Engagement(desk).log(entry(world)))
    assert Profiles(desk).page(world.gedling).groups[0].last_on == TODAY


def test_an_entry_that_names_its_groups_is_contact_with_those_alone(world: World) -> None:
    desk = world.desk()
    profiles, plans = Profiles(desk), EngagementPlans(desk)
    named, other = (
        profiles.save_group(world.gedling, choir(world)),
        profiles.save_group(world.gedling, choir(world, name="Bells")),
    )
    for group in (named, other):
        plans.put(world.gedling, ActivityDraft(group, OCTOBER, "Visit"))
    logged = Engagement(desk).log(entry(world))
    with world.store.write(world.sergeant, "Named the group") as unit:
        unit.add(EntryGroup(entry_id=logged, group_id=named))
    assert {g.draft.name: g.last_on for g in profiles.page(world.gedling).groups} == {
        "Choir": TODAY,
        "Bells": None,
    }
    offered = {a.group: len(a.offers) for a in plans.page(world.gedling, OCTOBER).activities}
    assert offered == {"Choir": 1, "Bells": 0}


def test_an_activity_is_dropped_with_a_reason_opened_again_and_removed(world: World) -> None:
    desk = world.desk()
    key = Profiles(desk).save_group(world.gedling, choir(world))
    plans = EngagementPlans(desk)
    with pytest.raises(Incomplete) as caught:
        plans.put(world.gedling, ActivityDraft(None, None, " "))
    assert list(caught.value.fields) == ["group_id", "month", "what"]
    with pytest.raises(CannotDo, match="another area"):
        plans.put(world.ashfield, ActivityDraft(key, OCTOBER, "Visit"))
    activity = plans.put(world.gedling, ActivityDraft(key, date(2026, 8, 14), "Visit"))
    assert plans.page(world.gedling, OCTOBER).late == 1
    with pytest.raises(Incomplete, match="Say why"):
        plans.drop(activity, " ")
    plans.drop(activity, "Hall closed")
    assert plans.page(world.gedling, OCTOBER).late == 0
    plans.reopen(activity)
    assert plans.page(world.gedling, OCTOBER).activities[0].reason == ""
    plans.remove(activity)
    with world.store.read() as session:
        assert session.scalars(select(PlannedActivity)).all() == []


def test_the_plan_chooses_from_its_lists_and_keeps_them_with_a_version(world: World) -> None:
    desk = world.desk()
    plans = EngagementPlans(desk)
    lists = plans.page(world.gedling, OCTOBER).lists
    assert len(lists.levels) == 3
    plans.save(
        world.gedling,
        None,
        aims="Reach all",
        address="",
        tactics=["doorstep"],
        levels=["inform"],
        themes=["ntu"],
    )
    page = plans.page(world.gedling, OCTOBER)
    assert (page.chosen.tactics, page.chosen.themes) == (
        (("doorstep", "Doorstep visits"),),
        (("ntu", "NTU"),),
    )
    with world.store.read() as session:
        rows = evidence_for(session, "strategic_activity", world.gedling, TODAY).rows
    assert [row.cells[0] for row in rows] == ["NTU"], "question 6 asks for the themes of the plan"
    plans.new_version(world.gedling, "Version 2")
    page = plans.page(world.gedling, OCTOBER)
    assert page.chosen.tactics == (("doorstep", "Doorstep visits"),)
    assert page.earlier[0].kept["tactics"] == ["Doorstep visits"]
    assert page.current is not None
    assert page.current.confirmed_on is None
    with pytest.raises(Clash):
        plans.save(world.gedling, 7, aims="", address="", tactics=[], levels=[], themes=[])


# ------------------------------------------------------------------------ network
def test_key_individuals_are_kept_contacted_and_asked(world: World) -> None:
    desk = world.desk(world.pcso)
    network = Network(desk)
    Profiles(desk).save_group(world.gedling, choir(world))
    Profiles(desk).save_group(world.gedling, GroupDraft("Anglers"))
    kin = network.save(world.gedling, KinDraft("Conductor", "Choir", groups=("Choir",), consent_on=TODAY))
    page = network.page(world.gedling)
    assert (page.without, page.overdue, page.members[0].replied) == (("Anglers",), 1, False)
    with pytest.raises(Incomplete, match="at least one answer"):
        network.reply(kin, {"matters": " "})
    network.reply(kin, {"matters": "Car park", "safe": ""})
    network.reply(kin, {"matters": "Car park lights"})
    page = network.page(world.gedling)
    assert (page.overdue, page.members[0].replied, page.members[0].last_on) == (0, True, TODAY)
    history = network.history(kin)
    assert history.replies[0].answers == (
        ("What matters most to the people you speak for just now?", "Car park lights"),
    )
    assert [c.note for c in history.contacts] == ["Quarterly questions answered."]
    assert network.answers(kin).said == {"matters": "Car park lights"}
    assert says(world, "key_individuals") == "No key individual for Anglers."
    network.remove(kin)
    with world.store.read() as session:
        assert session.scalars(select(KeyIndividual)).all() == []
    History(desk).undo_last()
    assert network.history(kin) == history


def test_how_to_reach_somebody_needs_their_consent(world: World) -> None:
    network = Network(world.desk())
    with pytest.raises(Incomplete) as caught:
        network.save(world.gedling, KinDraft("", reach_by="0115 496 0000", ended_on=date(2027, 1, 1)))
    assert list(caught.value.fields) == ["name", "ended_on", "consent_on"]
    with pytest.raises(Incomplete, match="not in the future"):
        network.save(world.gedling, KinDraft("Conductor", consent_on=date(2026, 10, 17)))
    with pytest.raises(Incomplete, match="120"):
        network.save(world.gedling, KinDraft("x" * 200))
    kin = network.save(world.gedling, KinDraft("Conductor"))
    network.save(world.gedling, KinDraft("Conductor", ended_on=TODAY), kin, 1)
    assert [m.draft.name for m in network.page(world.gedling).ended] == ["Conductor"]
    with pytest.raises(Clash):
        network.save(world.gedling, KinDraft("Conductor"), kin, 1)


# ------------------------------------------------------------------------- advice
def test_advice_is_asked_given_and_answered_in_this_order(world: World) -> None:
    desk = world.desk()
    book = AdviceBook(desk)
    group = Profiles(desk).save_group(world.gedling, choir(world))
    assert (("group", group), "Group: Choir") in book.records(world.gedling)
    with pytest.raises(Incomplete) as caught:
        book.ask(world.gedling, AdviceDraft(" ", "", date(2026, 10, 17)))
    assert list(caught.value.fields) == ["question", "asked_of", "asked_on"]
    key = book.ask(
        world.gedling, AdviceDraft("A film?", "Advisory group", date(2026, 9, 1), ("group", group))
    )
    (line,) = book.page(world.gedling)
    assert (line.state, line.about_words, line.asked_by) == (State.PART, "Group: Choir", "Insp Rowan")
    with pytest.raises(Incomplete, match="Record the advice given first"):
        book.answer(key, followed=True, text="Done")
    with pytest.raises(Incomplete, match="not before"):
        book.give(key, by="", on=date(2026, 8, 31), text="Wait")
    book.give(key, by="", on=date(2026, 9, 20), text="Wait a month")
    assert (book.page(world.gedling)[0].state_words, book.page(world.gedling)[0].given_by) == (
        "To answer",
        "Advisory group",
    )
    with pytest.raises(Incomplete) as caught:
        book.answer(key, followed=None, text=" ")
    assert list(caught.value.fields) == ["followed", "answer"]
    book.answer(key, followed=False, text="The school asked for it now")
    (line,) = book.page(world.gedling)
    assert (line.state, line.state_words, line.answered_on) == (State.GOOD, "Not followed", TODAY)
    book.ask(world.gedling, AdviceDraft("A poster?", "Advisory group", TODAY))
    assert [one.question for one in book.page(world.gedling)] == ["A poster?", "A film?"], (
        "what is open comes first"
    )
    book.ask(world.gedling, AdviceDraft("A film?", "Advisory group", date(2026, 9, 1)), key, line.version)
    assert next(one for one in book.page(world.gedling) if one.id == key).about is None
    book.remove(key)
    assert len(book.page(world.gedling)) == 1


# -------------------------------------------------------------------------- reach
def test_reach_is_written_cleared_and_feeds_question_nine(world: World) -> None:
    reach = Reach(world.desk())
    reach.set(world.gedling, {date(2026, 9, 1): {"alert": 1100, "likes": 5}, OCTOBER: {"alert": 1152}})
    assert [f["alert"] for _, f in reach.page(world.gedling).months] == [1100, 1152]
    with world.store.read() as session:
        shown = evidence_for(session, "social_media", world.gedling, TODAY).figures
    assert [figure.value for figure in shown][1:3] == ["1,152", "+52"]
    reach.set(world.gedling, {OCTOBER: {"alert": None}, date(2026, 9, 1): {"likes": None}})
    assert reach.page(world.gedling).months == ((date(2026, 9, 1), {
        "alert": 1100, "followers": None, "likes": None, "comments": None, "shares": None,
    }),)  # fmt: skip
    with pytest.raises(CannotDo, match="still to come"):
        reach.set(world.gedling, {NOVEMBER: {"alert": 3}})
    with pytest.raises(CannotDo, match="from 0"):
        reach.set(world.gedling, {OCTOBER: {"alert": -3}})


# --------------------------------------------------------------- side by side, QA
def test_the_areas_stand_side_by_side(world: World) -> None:
    desk = world.desk()
    key = Profiles(desk).save_group(world.gedling, choir(world, hidden=True))
    Community(desk).confirm(world.gedling, Document.PROFILE)
    Network(desk).save(world.gedling, KinDraft("Conductor"))
    EngagementPlans(desk).put(world.gedling, ActivityDraft(key, OCTOBER, "Visit"))
    AdviceBook(desk).ask(world.gedling, AdviceDraft("A film?", "Advisory group", TODAY))
    Reach(desk).set(world.gedling, {date(2026, 9, 1): {"alert": 900}})
    gedling, ashfield = sorted(
        side_by_side(world.desk(world.chief), OCTOBER), key=lambda one: one.area != "Gedling"
    )
    assert (gedling.profile_confirmed, gedling.plan_confirmed) == (TODAY, None)
    assert (gedling.groups, gedling.gaps, gedling.hidden_gaps) == (1, 1, 1)
    assert (gedling.individuals, gedling.overdue, gedling.without_anyone) == (1, 1, 1)
    assert (gedling.planned, gedling.done, gedling.advice_open, gedling.alert) == (1, 0, 1, 900)
    assert (ashfield.groups, ashfield.average, ashfield.alert) == (0, None, None)


def test_what_is_planned_shows_in_question_five_and_a_look_at_a_group_in_question_eleven(
    world: World,
) -> None:
    desk = world.desk()
    key = Profiles(desk).save_group(world.gedling, choir(world, known_on=TODAY))
    assert "Nothing is planned or done for Choir" in says(world, "gap_activity")
    EngagementPlans(desk).put(world.gedling, ActivityDraft(key, NOVEMBER, "Visit"))
    assert says(world, "gap_activity") == "Choir still without contact, activity begun."
    assert says(world, "profile_refreshed") == "The profile was changed 1 time this month."
    with world.store.write(world.inspector, "Ended") as unit:
        unit.get(CommunityGroup, key).ended_on = TODAY
    assert says(world, "gap_activity") == "No groups are recorded in the profile."


# -------------------------------------------------------------------------- lists
def test_a_list_is_added_to_reworded_ordered_and_retired(world: World) -> None:
    lists = Vocabulary(world.desk())
    made = lists.add(TermKind.LEVEL, "  Decide   together ")
    assert [t.label for t in lists.entries(TermKind.LEVEL)][-1] == "Decide together"
    with pytest.raises(Incomplete, match="already"):
        lists.add(TermKind.LEVEL, "decide TOGETHER")
    with pytest.raises(Incomplete, match="Enter the words"):
        lists.add(TermKind.LEVEL, "–")
    with pytest.raises(Incomplete, match="120"):
        lists.reword(made, "x" * 121)
    lists.reword(made, "Share the decision")
    lists.move(made, -1)
    lists.move(made, -9)
    assert [t.label for t in lists.entries(TermKind.LEVEL)].index("Share the decision") == 2
    for term in lists.entries(TermKind.LEVEL)[:2]:
        lists.retire(term.id)
    assert [t.retired for t in lists.entries(TermKind.LEVEL)] == [False, False, True, True]
    lists.retire(made)
    (left, *_) = lists.entries(TermKind.LEVEL)
    with pytest.raises(CannotDo, match="at least one"):
        lists.retire(left.id)
    lists.retire(made, back=True)
    assert not lists.entries(TermKind.LEVEL)[1].retired


def test_the_palette_finds_groups_and_what_is_planned_and_people_only_for_who_may(world: World) -> None:
    desk = world.desk()
    group = Profiles(desk).save_group(world.gedling, GroupDraft("Night workers", languages="Polish"))
    plan = EngagementPlans(desk).put(
        world.gedling, ActivityDraft(group, TODAY.replace(day=1), "Coffee at the depot")
    )
    kin = Network(desk).save(world.gedling, KinDraft("Night manager", consent_on=TODAY))

    def found(words: str, actor: Actor) -> list[tuple[str, int, str]]:
        return [(hit.kind, hit.record, hit.field) for hit in find(world.desk(actor), words)]

    assert found("night", world.pcso) == [
        ("group", group, "group"), ("activity", plan, "plan"), ("contact", kin, ""),
    ]  # fmt: skip
    assert found("depot coff", world.hub) == [("activity", plan, "plan")]
    assert found("polish", world.hub) == [("group", group, "group")]
    assert found("night", world.hub) == [("group", group, "group"), ("activity", plan, "plan")]
    assert found("@night", world.hub) == []
