"""Forms that lose nothing: kept through a crash, told of at the next start, merged when two people write."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from npt_desktop.models.actor import Actor
from npt_desktop.services.advice import AdviceBook, AdviceDraft
from npt_desktop.services.community_profile import GroupDraft, GroupLine, Profiles
from npt_desktop.services.drafts import Drafts
from npt_desktop.services.history import History
from npt_desktop.services.network import KinDraft, Network
from npt_desktop.services.people import sign_in
from npt_desktop.ui.communities.screen import CommunitiesScreen
from npt_desktop.ui.desk_window import DeskWindow
from npt_desktop.ui.record_form import RecordForm
from npt_desktop.ui.theme.theme import Theme
from npt_desktop.ui.widgets.clash import ClashDialog
from npt_desktop.ui.widgets.text import Text
from npt_desktop.ui.workspace import Workspace
from tests.conftest import TODAY
from tests.ui.screens.conftest import ShowScreen
from tests.world import World

Show = Callable[..., Any]


def settle(screen: Any, qtbot: QtBot) -> None:
    for _ in range(3):
        QApplication.processEvents()
        qtbot.waitUntil(lambda: not screen.work.jobs.busy)


@pytest.fixture
def show(show_screen: ShowScreen, qtbot: QtBot) -> Show:
    def make(part: str, actor: Actor | None = None) -> Any:
        screen = show_screen(CommunitiesScreen, actor)
        assert isinstance(screen, CommunitiesScreen)
        settle(screen, qtbot)
        screen.open_record(None, part)
        settle(screen, qtbot)
        return screen.pane

    return make


def opened(pane: Any, kind: type[Any]) -> Any:
    QApplication.processEvents()
    found = [one for one in pane.host.window().findChildren(kind) if one.isVisible()]
    assert len(found) == 1
    return found[0]


def choir(world: World) -> GroupLine:
    return next(g for g in Profiles(world.desk()).page(world.gedling).groups if g.draft.name == "Choir")


@pytest.fixture
def group(world: World) -> GroupLine:
    Profiles(world.desk()).save_group(world.gedling, GroupDraft("Choir", languages="English", notes="Sings"))
    return choir(world)


def other_writes(world: World, **fields: Any) -> None:
    """The sergeant changes the group meanwhile, at another window."""
    one = choir(world)
    Profiles(world.desk(world.sergeant)).save_group(
        world.gedling, replace(one.draft, **fields), one.id, one.version
    )


def drop(form: RecordForm, qtbot: QtBot) -> None:
    """The window goes without anybody closing the form: a crash, as far as the form can tell."""
    form.keep_now()
    settle(form.parent(), qtbot)
    form._open = True
    form.setParent(None)
    form.deleteLater()
    QApplication.processEvents()


def test_what_was_typed_is_back_after_the_window_was_dropped(
    show: Show, group: GroupLine, world: World, qtbot: QtBot
) -> None:
    pane = show("profile")
    pane.table.choose(group.id)
    pane.edit()
    form = opened(pane, RecordForm)
    form.control("notes").setText("Sings on Tuesdays 🎵")
    form.control("traits").boxes[0].click()
    form.control("known_on").setText("30 feb")
    drop(form, qtbot)
    left = Drafts(world.desk()).left()
    assert [(one.words, one.record, one.field) for one in left] == [
        ("the group Choir, Gedling", group.id, "unsaved.group")
    ]
    assert Drafts(world.desk(world.sergeant)).left() == [], "nobody else's"
    again = show("profile")
    again.host.open_record(left[0].record, left[0].field)
    settle(again.host, qtbot)
    form = opened(again, RecordForm)
    assert form.notice.isVisible()
    assert form.control("notes").text() == "Sings on Tuesdays 🎵"
    assert form.control("traits").value() == ("hidden",)
    assert form.control("known_on").text() == "30 feb"
    form.control("known_on").selectAll()
    QTest.keyClicks(form.control("known_on"), "today")
    form.commit()
    settle(again.host, qtbot)
    assert choir(world).draft.notes == "Sings on Tuesdays 🎵"
    assert Drafts(world.desk()).left() == []


def test_start_again_and_cancel_forget_what_was_typed(
    show: Show, group: GroupLine, world: World, qtbot: QtBot
) -> None:
    pane = show("profile")
    pane.edit()
    form = opened(pane, RecordForm)
    form.control("notes").setText("Half a thought")
    drop(form, qtbot)
    pane.edit()
    form = opened(pane, RecordForm)
    form.start_button.click()
    assert form.control("notes").text() == group.draft.notes
    form.control("notes").setText("Another half")
    form.keep_now()
    form.reject()
    settle(pane.host, qtbot)
    assert Drafts(world.desk()).left() == []


@pytest.mark.parametrize(("part", "form", "name", "text"), [
    ("plan", "plan", "aims", "Reach more young people"), ("profile", "profile", "summary", "A market town"),
    ("kin", "person", "name", "Chair, Faith Forum"), ("advice", "asked", "question", "Knife arch at the fair?"),
    ("profile", "group", "name", "Night workers"), ("plan", "activity", "what", "Coffee at the depot"),
])  # fmt: skip
@pytest.mark.usefixtures("group")
def test_every_form_of_the_screen_is_kept(
    show: Show, world: World, qtbot: QtBot, part: str, form: str, name: str, text: str
) -> None:
    pane = show(part)
    pane.forms()[form]() if form in ("plan", "profile") else pane.new()
    shown = opened(pane, RecordForm)
    shown.control(name).setText(text)
    drop(shown, qtbot)
    left = Drafts(world.desk()).left()
    assert [one.field for one in left] == [f"unsaved.{form}"]
    pane.host.open_record(left[0].record, left[0].field)
    settle(pane.host, qtbot)
    assert opened(pane, RecordForm).control(name).text() == text


def test_a_contact_half_typed_is_still_there(show: Show, world: World, qtbot: QtBot) -> None:
    Network(world.desk()).save(world.gedling, KinDraft("Conductor", consent_on=TODAY))
    pane = show("kin", world.pcso)
    pane.log_contact()
    pane.strip.note.setText("Asked about the")
    pane.strip.keep_now()
    settle(pane.host, qtbot)
    again = show("kin", world.pcso)
    left = Drafts(world.desk(world.pcso)).left()
    assert [one.words for one in left] == ["a contact with Conductor, Gedling"]
    again.host.open_record(left[0].record, left[0].field)
    settle(again.host, qtbot)
    assert (again.strip.isVisible(), again.strip.note.text()) == (True, "Asked about the")
    again.save_contact()
    settle(again.host, qtbot)
    assert Drafts(world.desk(world.pcso)).left() == []


def test_the_next_start_says_what_was_recovered_and_opens_it(
    theme: Theme, show: Show, group: GroupLine, world: World, qtbot: QtBot
) -> None:
    pane = show("profile")
    pane.edit()
    form = opened(pane, RecordForm)
    form.control("notes").setText("Half a thought")
    drop(form, qtbot)
    window = DeskWindow(theme)
    qtbot.addWidget(window)
    window.resize(1366, 768)
    window.show()
    work = Workspace(world.desk(), world.ashfield, TODAY.replace(day=1))
    window.attach(work, sign_in(world.store, world.inspector.name))
    qtbot.waitUntil(window.toast.isVisible)
    assert window.toast.accessibleName() == "Recovered, not saved yet. the group Choir, Gedling"
    window.toast.action.click()

    def back() -> None:
        found = [one for one in window.findChildren(RecordForm) if one.isVisible()]
        assert [one.control("notes").text() for one in found] == ["Half a thought"]

    qtbot.waitUntil(back)
    assert work.area_id == world.gedling
    assert group.id
    window.detach()


def test_what_only_one_side_changed_is_merged_and_told(
    show: Show, group: GroupLine, world: World, qtbot: QtBot
) -> None:
    pane = show("profile")
    pane.table.choose(group.id)
    said: list[str] = []
    pane.work.said.connect(lambda text, _: said.append(text))
    pane.edit()
    form = opened(pane, RecordForm)
    other_writes(world, languages="English, Polish", hidden=True)
    form.control("notes").setText("Sings on Tuesdays")
    form.commit()
    settle(pane.host, qtbot)
    now = choir(world).draft
    assert (now.languages, now.hidden, now.notes) == ("English, Polish", True, "Sings on Tuesdays")
    assert said == ["Group saved. Kept what was changed meanwhile: Languages and What it is."]


@pytest.mark.parametrize("mine", [True, False])
def test_what_both_changed_is_asked_and_the_other_stays_in_the_history(
    show: Show, group: GroupLine, world: World, qtbot: QtBot, mine: bool
) -> None:
    pane = show("profile")
    pane.table.choose(group.id)
    pane.edit()
    form = opened(pane, RecordForm)
    other_writes(world, notes="Sings on Fridays", prefers="Post")
    form.control("notes").setText("Sings on Tuesdays")
    form.control("languages").setText("Welsh")
    form.commit()
    asked = opened(pane, ClashDialog)
    assert list(asked.choices) == ["notes"]
    words = [one.text() for one in asked.findChildren(Text)]
    assert {"Sings", "Sings on Tuesdays", "Sings on Fridays"} <= set(words)
    assert any("PS 512 Cedar at " in one for one in words)
    assert not asked.save_button.isEnabled()
    asked.choices["notes"].radios[0 if mine else 1].click()
    asked.save()
    settle(pane.host, qtbot)
    now = choir(world).draft
    assert now.notes == ("Sings on Tuesdays" if mine else "Sings on Fridays")
    assert (now.languages, now.prefers) == ("Welsh", "Post")
    uid = History(world.desk()).uid_of("community_group", group.id)
    events = [event.after or {} for event in History(world.desk()).of(uid)]
    told = [after["notes"] for after in events if "notes" in after]
    assert told == ["Sings", "Sings on Fridays", "Sings on Tuesdays", *([] if mine else ["Sings on Fridays"])]
    assert not [one for one in pane.host.window().findChildren(RecordForm) if one.isVisible()]


def test_going_back_from_the_choice_leaves_the_form_as_it_was(
    show: Show, group: GroupLine, world: World, qtbot: QtBot
) -> None:
    pane = show("profile")
    pane.table.choose(group.id)
    pane.edit()
    form = opened(pane, RecordForm)
    other_writes(world, notes="Sings on Fridays")
    form.control("notes").setText("Sings on Tuesdays")
    form.commit()
    opened(pane, ClashDialog).reject()
    assert form.control("notes").text() == "Sings on Tuesdays"
    assert choir(world).draft.notes == "Sings on Fridays"
    form.commit()
    asked = opened(pane, ClashDialog)
    asked.choices["notes"].radios[0].click()
    asked.save()
    settle(pane.host, qtbot)
    assert choir(world).draft.notes == "Sings on Tuesdays"


def test_a_draft_typed_over_an_older_look_asks_before_it_is_saved(
    show: Show, group: GroupLine, world: World, qtbot: QtBot
) -> None:
    pane = show("profile")
    pane.table.choose(group.id)
    pane.edit()
    form = opened(pane, RecordForm)
    form.control("notes").setText("Sings on Tuesdays")
    drop(form, qtbot)
    other_writes(world, notes="Sings on Fridays")
    settle(pane.host, qtbot)
    pane.edit()
    form = opened(pane, RecordForm)
    form.commit()
    assert list(opened(pane, ClashDialog).choices) == ["notes"]
    assert choir(world).draft.notes == "Sings on Fridays"


def test_a_record_removed_meanwhile_leaves_what_was_typed(show: Show, group: GroupLine, world: World) -> None:
    pane = show("profile")
    pane.table.choose(group.id)
    pane.edit()
    form = opened(pane, RecordForm)
    form.control("notes").setText("Sings on Tuesdays")
    Profiles(world.desk(world.sergeant)).remove_group(group.id)
    form.commit()
    assert "removed" in form.summary.accessibleName()
    assert form.control("notes").text() == "Sings on Tuesdays"


def test_answers_and_advice_of_two_people_are_set_side_by_side(
    show: Show, world: World, qtbot: QtBot
) -> None:
    kin = Network(world.desk()).save(world.gedling, KinDraft("Conductor", consent_on=TODAY))
    pane = show("kin")
    pane.table.choose(kin)
    form = pane.ask_questions()
    first, second = list(form.fields)[:2]
    Network(world.desk(world.sergeant)).reply(kin, {first: "Parking", second: "Yes"})
    form.control(first).setText("Bikes")
    form.commit()
    asked = opened(pane, ClashDialog)
    assert list(asked.choices) == [first]
    asked.choices[first].radios[1].click()
    asked.save()
    settle(pane.host, qtbot)
    assert Network(world.desk()).answers(kin).said == {first: "Parking", second: "Yes"}
    book = AdviceBook(world.desk())
    key = book.ask(world.gedling, AdviceDraft("Knife arch?", "IAG", TODAY))
    pane.host.open_record(None, "advice")
    settle(pane.host, qtbot)
    advice = pane.host.pane
    form = advice.give()
    AdviceBook(world.desk(world.sergeant)).give(key, by="IAG", on=TODAY, text="No")
    form.control("given").setText("Yes, with notice")
    form.commit()
    assert list(opened(advice, ClashDialog).choices) == ["given"]
