"""Communities by keyboard: each part read, filled, and written to the store."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from npt_desktop.models.actor import Actor
from npt_desktop.models.kinds import ActionState, TermKind
from npt_desktop.services.advice import AdviceBook
from npt_desktop.services.community import Community
from npt_desktop.services.community_profile import GroupDraft, Profiles
from npt_desktop.services.engagement import Engagement, EntryDraft
from npt_desktop.services.engagement_plans import EngagementPlans
from npt_desktop.services.network import KinDraft, Network
from npt_desktop.services.reach import Reach
from npt_desktop.ui.communities.advice import AdvicePane
from npt_desktop.ui.communities.areas import AreasPane
from npt_desktop.ui.communities.documents import VersionDialog
from npt_desktop.ui.communities.network import NetworkPane
from npt_desktop.ui.communities.plan import PlanPane
from npt_desktop.ui.communities.profile import ProfilePane
from npt_desktop.ui.communities.reach import ReachPane
from npt_desktop.ui.communities.screen import PARTS, CommunitiesScreen
from npt_desktop.ui.communities.terms import TermsDialog
from npt_desktop.ui.widgets.form_dialog import FormDialog
from npt_desktop.ui.workspace import Place
from tests.conftest import TODAY
from tests.ui.screens.conftest import ShowScreen
from tests.world import World

K = Qt.Key
OCTOBER = date(2026, 10, 1)


def settle(screen: Any, qtbot: QtBot) -> None:
    def still() -> None:
        QApplication.processEvents()
        assert not screen.work.jobs.busy

    for _ in range(3):
        qtbot.waitUntil(still)


@pytest.fixture
def team(world: World) -> World:
    """A profile of two groups; somebody who speaks for one of them and was met 100 days ago."""
    desk = world.desk()
    faith = world.term(TermKind.AUDIENCE, "Faith")
    Profiles(desk).save_group(world.gedling, GroupDraft("Choir", faith, prefers="Tuesday practice"))
    Profiles(desk).save_group(world.gedling, GroupDraft("Anglers", hidden=True))
    kin = Network(desk).save(
        world.gedling, KinDraft("Conductor", "Choir", groups=("Choir",), consent_on=TODAY)
    )
    Community(desk).log_contact(kin, TODAY - timedelta(days=100), "Rang")
    return world


Show = Callable[..., Any]


@pytest.fixture
def show(show_screen: ShowScreen, qtbot: QtBot) -> Show:
    """Shows the screen at a part and hands back the part."""

    def make(part: str, actor: Actor | None = None) -> Any:
        screen = show_screen(CommunitiesScreen, actor)
        assert isinstance(screen, CommunitiesScreen)
        settle(screen, qtbot)
        if part != "profile":
            screen.open_record(None, part)
        settle(screen, qtbot)
        return screen.pane

    return make


def form_of(pane: Any) -> Any:
    """The form that is open."""
    QApplication.processEvents()
    forms = [form for form in pane.host.findChildren(FormDialog) if form.isVisible()]
    assert len(forms) == 1
    return forms[0]


def keys(widget: QWidget, *pressed: Qt.Key) -> None:
    for key in pressed:
        QTest.keyClick(widget, key)


def write(edit: Any, text: str) -> None:
    """Type over what a line holds."""
    edit.selectAll()
    QTest.keyClicks(edit, text)


def at(table: Any, row: int, column: int) -> None:
    """Go to a cell, and choose it alone."""
    index = table.model().index(row, column)
    table.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)


def cells(table: Any) -> list[list[str]]:
    model = table.model()
    return [
        [str(model.index(r, c).data()) for c in range(model.columnCount())] for r in range(model.rowCount())
    ]


def test_a_group_is_added_mended_and_removed(show: Show, team: World, qtbot: QtBot) -> None:
    pane = show("profile", team.pcso)
    assert isinstance(pane, ProfilePane)
    QAbstractItemModelTester(pane.table.model(), QAbstractItemModelTester.FailureReportingMode.Fatal)
    assert pane.facts() == "2 groups, 1 hidden or seldom heard; 2 gaps, 1 without a key individual"
    pane.host.new()
    form = form_of(pane)
    QTest.keyClicks(form.control("name"), "choir")
    QTest.keyClicks(form.control("size"), "many")
    form.control("sources").setText("School roll, 1/1/2027")
    keys(form, K.Key_Return)
    QTest.keyClick(form, K.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert form.fields["size"].error == "Enter a whole number, such as 120, or leave it empty."
    form.control("size").setText("1,200")
    form.commit()
    assert "already" in form.fields["name"].error
    assert "dated in the future" in form.fields["sources"].error
    assert form.control("size").text() == "1,200", "nothing typed is lost"
    form.control("name").setText("Night workers")
    form.control("sources").setText("Depot manager, 1/10/2026")
    form.control("protected").boxes[0].click()
    form.commit()
    settle(pane.host, qtbot)
    group = next(
        g for g in Profiles(team.desk()).page(team.gedling).groups if g.draft.name == "Night workers"
    )
    assert (group.draft.size, group.draft.protected, group.draft.known_on) == (1200, ("age",), TODAY)
    pane.table.choose(group.id)
    pane.table.setFocus()
    keys(pane.table, K.Key_Return)
    again = form_of(pane)
    assert again.control("sources").text() == "Depot manager, 01/10/2026"
    again.reject()
    keys(pane.table, K.Key_Delete)
    settle(pane.host, qtbot)
    assert [g.draft.name for g in Profiles(team.desk()).page(team.gedling).groups] == ["Anglers", "Choir"]


@pytest.mark.usefixtures("team")
def test_the_profile_is_changed_renewed_confirmed_and_an_old_version_read(show: Show, qtbot: QtBot) -> None:
    pane = show("profile")
    form = pane.edit_document()
    form.control("summary").setText("Two groups.")
    form.commit()
    settle(pane.host, qtbot)
    assert pane.card.text.text() == "Two groups."
    form = pane.new_version()
    form.control("version_name").setText("Version 1")
    form.commit()
    assert "already" in form.fields["version_name"].error
    form.control("version_name").setText("Autumn")
    form.commit()
    settle(pane.host, qtbot)
    assert pane.card.version.text() == "Autumn"
    assert "not confirmed yet" in pane.card.dates.text()
    pane.card.confirm.click()
    settle(pane.host, qtbot)
    assert "confirmed 16 Oct (today)" in pane.card.dates.text()
    pane._read_version(pane.page.earlier[0])
    (dialog,) = pane.host.findChildren(VersionDialog)
    assert dialog.windowTitle() == "Community profile, Version 1"
    dialog.accept()


def test_a_proposal_is_planned_with_p_and_closed_with_c(show: Show, team: World, qtbot: QtBot) -> None:
    pane = show("plan", team.sergeant)
    assert isinstance(pane, PlanPane)
    assert [row[0] for row in cells(pane.proposals)] == ["Anglers", "Choir"]
    assert QApplication.focusWidget() is pane.proposals
    keys(pane.proposals, K.Key_Down, K.Key_P)
    settle(pane.host, qtbot)
    (activity,) = EngagementPlans(team.desk()).page(team.gedling, OCTOBER).activities
    assert (activity.group, activity.draft.month) == ("Choir", date(2026, 11, 1))
    assert [row[0] for row in cells(pane.proposals)] == ["Anglers"]
    QAbstractItemModelTester(pane.table.model(), QAbstractItemModelTester.FailureReportingMode.Fatal)
    pane.table.setFocus()
    keys(pane.table, K.Key_Return)
    form = form_of(pane)
    form.control("month").set_value(OCTOBER)
    form.control("what").setText("")
    form.commit()
    assert form.fields["what"].error == "Enter what is to be done."
    form.control("what").setText("Sing along")
    form.commit()
    settle(pane.host, qtbot)
    Engagement(team.desk()).log(EntryDraft(
        team.gedling, TODAY, team.term(TermKind.AUDIENCE, "Faith"), team.term(TermKind.PURPOSE, "Reassurance"),
        "Choir practice", team.pcso.person_id, "Sang",
    ))  # fmt: skip
    settle(pane.host, qtbot)
    assert "C closes it" in cells(pane.table)[0][-1]
    assert "the log could close 1" in pane.facts()
    keys(pane.table, K.Key_C)
    form_of(pane).commit()
    settle(pane.host, qtbot)
    (activity,) = EngagementPlans(team.desk()).page(team.gedling, OCTOBER).activities
    assert (activity.state, activity.closed_with) == (ActionState.DONE, "Choir practice")
    keys(pane.table, K.Key_O)
    settle(pane.host, qtbot)
    keys(pane.table, K.Key_D)
    form = form_of(pane)
    form.commit()
    assert form.fields["reason"].error == "Say why it is not done."
    form.control("reason").setText("Hall closed")
    form.commit()
    settle(pane.host, qtbot)
    assert "Hall closed" in cells(pane.table)[0][-1]
    keys(pane.table, K.Key_Delete)
    settle(pane.host, qtbot)
    assert EngagementPlans(team.desk()).page(team.gedling, OCTOBER).activities == ()


def test_the_plan_chooses_its_tactics_and_the_lists_are_edited(show: Show, team: World, qtbot: QtBot) -> None:
    pane = show("plan")
    form = pane.edit_document()
    form.control("aims").setText("Reach everybody")
    form.control("levels").boxes[1].click()
    form.commit()
    settle(pane.host, qtbot)
    assert EngagementPlans(team.desk()).page(team.gedling, OCTOBER).chosen.levels == (
        ("listen", "Listen and consult"),
    )
    pane.show_lists()
    (dialog,) = pane.host.findChildren(TermsDialog)
    dialog.words.setText("Film evening")
    keys(dialog.words, K.Key_Return)
    assert "Film evening" in [row[0] for row in cells(dialog.table)]
    dialog.words.setText("film EVENING")
    dialog.add.click()
    assert "already" in dialog.field.error
    assert dialog.words.text() == "film EVENING"
    dialog.table.setCurrentIndex(dialog.table.model().index(0, 0))
    dialog.retire.click()
    assert cells(dialog.table)[-1] == ["Street surgery or drop-in", "Retired"]
    dialog.accept()


def test_a_contact_is_logged_with_two_keys(show: Show, team: World, qtbot: QtBot) -> None:
    pane = show("kin", team.pcso)
    assert isinstance(pane, NetworkPane)
    QAbstractItemModelTester(pane.table.model(), QAbstractItemModelTester.FailureReportingMode.Fatal)
    assert pane.missing_words.text() == "Anglers."
    assert "1 overdue" in pane.facts()
    assert QApplication.focusWidget() is pane.table
    QTest.keyClick(pane.table, K.Key_L)
    focus = QApplication.focusWidget()
    assert focus is pane.strip.note
    QTest.keyClick(focus, K.Key_Return)
    settle(pane.host, qtbot)
    (member,) = Network(team.desk()).page(team.gedling).members
    assert (member.last_on, member.overdue) == (TODAY, False)
    assert QApplication.focusWidget() is pane.table
    keys(pane.table, K.Key_L)
    write(pane.strip.day, "31/2")
    keys(pane.strip.note, K.Key_Return)
    assert pane.strip.fields[1].error.startswith("Enter a date that exists")
    write(pane.strip.day, "+1")
    keys(pane.strip.note, K.Key_Return)
    assert pane.strip.fields[1].error == "Enter a date that is not in the future."
    keys(pane.strip.note, K.Key_Escape)
    assert pane.strip.isHidden()


def test_the_overdue_list_is_where_home_leads(show: Show, team: World, qtbot: QtBot) -> None:
    Network(team.desk()).save(team.gedling, KinDraft("Treasurer", consent_on=TODAY))
    network = Network(team.desk())
    network.reply(
        next(m.id for m in network.page(team.gedling).members if m.draft.name == "Treasurer"), {"safe": "Yes"}
    )
    pane = show("kin")
    assert len(cells(pane.table)) == 2
    pane.host.open_record(None, "overdue")
    settle(pane.host, qtbot)
    assert [row[1] for row in cells(pane.table)] == ["Conductor · Choir"]
    treasurer = next(m.id for m in pane.page.members if m.draft.name == "Treasurer")
    pane.host.open_record(treasurer, "")
    settle(pane.host, qtbot)
    assert pane.one().draft.name == "Treasurer", "found by the palette, though not overdue"
    pane.host.open_record(None, "overdue")
    settle(pane.host, qtbot)
    assert pane.host.escape()
    assert len(cells(pane.table)) == 2


def test_somebody_is_added_asked_and_forgotten(show: Show, team: World, qtbot: QtBot) -> None:
    pane = show("kin")
    pane.host.new()
    form = form_of(pane)
    form.control("name").setText("Bailiff of the anglers")
    form.control("reach_by").setText("0115 496 0001")
    form.commit()
    assert "agreed to be kept" in form.fields["consent_on"].error
    write(form.control("consent_on"), "today")
    form.control("groups").boxes[0].click()
    form.commit()
    settle(pane.host, qtbot)
    member = next(
        m for m in Network(team.desk()).page(team.gedling).members if m.draft.name.startswith("Bailiff")
    )
    assert (member.draft.groups, member.draft.consent_on) == (("Anglers",), TODAY)
    pane.table.choose(member.id)
    keys(pane.table, K.Key_Q)
    form = form_of(pane)
    form.commit()
    assert form.fields["matters"].error == "Enter at least one answer."
    form.control("matters").setText("Poaching")
    form.commit()
    settle(pane.host, qtbot)
    pane.table.choose(member.id)
    assert pane.one().replied
    keys(pane.table, K.Key_Delete)
    settle(pane.host, qtbot)
    assert [m.draft.name for m in Network(team.desk()).page(team.gedling).members] == ["Conductor"]


def test_advice_goes_its_three_steps(show: Show, team: World, qtbot: QtBot) -> None:
    pane = show("advice")
    assert isinstance(pane, AdvicePane)
    pane.first_button.click()
    form = form_of(pane)
    form.commit()
    assert form.fields["question"].error == "Enter what advice was asked on."
    form.control("question").setText("A film?")
    form.commit()
    settle(pane.host, qtbot)
    QAbstractItemModelTester(pane.table.model(), QAbstractItemModelTester.FailureReportingMode.Fatal)
    pane.table.setFocus()
    refused: list[str] = []
    pane.work.refused.connect(refused.append)
    keys(pane.table, K.Key_A)
    assert refused == ["Record the advice given first, then answer it."]
    keys(pane.table, K.Key_G)
    form = form_of(pane)
    form.control("given").setText("Wait")
    form.commit()
    settle(pane.host, qtbot)
    keys(pane.table, K.Key_A)
    form = form_of(pane)
    form.commit()
    assert form.fields["followed"].error == "Choose whether it is followed."
    form.control("followed").set_value(False)
    form.control("answer").setText("The school asked for it now")
    form.commit()
    settle(pane.host, qtbot)
    (one,) = AdviceBook(team.desk()).page(team.gedling)
    assert one.state_words == "Not followed"
    assert cells(pane.table)[0][0] == "Not followed"


def test_reach_is_typed_pasted_filled_and_cleared(show: Show, team: World, qtbot: QtBot) -> None:
    pane = show("reach")
    assert isinstance(pane, ReachPane)
    table, reach = pane.table, Reach(team.desk())
    QAbstractItemModelTester(table.model_of, QAbstractItemModelTester.FailureReportingMode.Fatal)

    def kept() -> dict[date, Any]:
        return dict(reach.page(team.gedling).months)

    assert QApplication.focusWidget() is table
    QTest.keyClicks(table, "1")
    editor = QApplication.focusWidget()
    assert editor is not None
    QTest.keyClicks(editor, "152")
    QTest.keyClick(editor, K.Key_Return)
    settle(pane.host, qtbot)
    assert kept()[OCTOBER]["alert"] == 1152
    at(table, table.model_of.rowCount() - 3, 3)
    QGuiApplication.clipboard().setText("4\t5\t6\n7\t8\t9\n")
    table.setFocus()
    QTest.keyClick(table, K.Key_V, Qt.KeyboardModifier.ControlModifier)
    settle(pane.host, qtbot)
    assert [kept()[date(2026, 9, 1)][key] for key in ("likes", "comments", "shares")] == [7, 8, 9]
    at(table, table.model_of.rowCount() - 1, 3)
    QTest.keyClick(table, K.Key_D, Qt.KeyboardModifier.ControlModifier)
    settle(pane.host, qtbot)
    assert kept()[OCTOBER]["likes"] == 7
    QTest.keyClick(table, K.Key_Delete)
    settle(pane.host, qtbot)
    assert kept()[OCTOBER]["likes"] is None
    QGuiApplication.clipboard().setText("1\t2\t3\t4\t5\t6\t7")
    QTest.keyClick(table, K.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert "7 figures for 3 columns" in pane.error.text()
    assert pane.error.isVisible()
    assert kept()[OCTOBER]["alert"] == 1152, "nothing else is lost"
    assert table.model_of.setData(table.model_of.index(0, 1), "many") is False
    assert "Enter a count" in pane.error.text()


def test_a_file_of_reach_is_brought_in(show: Show, team: World, qtbot: QtBot, tmp_path: Path) -> None:
    pane = show("reach")
    file = tmp_path / "reach.csv"
    file.write_text("Month,Followers\nSep 2026,5927\nAug 2026,lots\n", encoding="utf-8")
    pane.ask_path = lambda: file
    pane.import_button.click()
    settle(pane.host, qtbot)
    assert [f["followers"] for _, f in Reach(team.desk()).page(team.gedling).months] == [5927]
    assert "1 row to mend: row 3, Followers" in pane.error.text()
    pane.ask_path = lambda: None
    pane.import_button.click()


def test_the_areas_stand_side_by_side_and_enter_goes_to_one(show: Show, team: World) -> None:
    pane = show("areas", team.chief)
    assert isinstance(pane, AreasPane)
    QAbstractItemModelTester(pane.table.model(), QAbstractItemModelTester.FailureReportingMode.Fatal)
    assert [row[0] for row in cells(pane.table)] == ["Gedling", "Ashfield"]
    went: list[Place] = []
    pane.work.wanted.connect(went.append)
    pane.table.choose(team.ashfield)
    keys(pane.table, K.Key_Return)
    assert (pane.work.area_id, went) == (team.ashfield, [Place("communities", None, "profile")])


def test_an_empty_area_says_what_to_do_in_every_part(show: Show, qtbot: QtBot) -> None:
    pane = show("profile")
    screen = pane.host
    for part in PARTS:
        screen.open_record(None, part)
        settle(screen, qtbot)
        if hasattr(screen.pane, "list"):
            assert screen.pane.list.stack.currentIndex() == 2, part
        assert isinstance(screen.pane.facts(), str)
    plan = screen.panes_by_key["plan"]
    assert plan.add_button.toolTip() == "Add groups to the community profile first."
    assert "add them first" in plan.no_proposals.text()


def test_the_hub_may_read_and_is_told_who_may_write(show: Show, team: World, qtbot: QtBot) -> None:
    pane = show("profile", team.hub)
    assert not pane.add_button.isEnabled()
    assert "Only a PC or PCSO" in pane.add_button.toolTip()
    refused: list[str] = []
    pane.work.refused.connect(refused.append)
    keys(pane.table, K.Key_Return)
    assert refused
    pane.host.open_record(None, "reach")
    settle(pane.host, qtbot)
    assert pane.host.pane.table.model_of.locked


@pytest.mark.usefixtures("team")
def test_printing_the_profile_and_the_plan(show: Show, qtbot: QtBot, tmp_path: Path) -> None:
    pane = show("profile")
    screen, said = pane.host, []
    asked: list[str] = []

    def path(_: QWidget, name: str) -> Path:
        asked.append(name)
        return tmp_path / f"{len(asked)}.pdf"

    screen.printing.ask_path = path
    screen.work.said.connect(lambda words, _: said.append(words))
    screen.printing.save_profile(named=True)
    settle(screen, qtbot)
    screen.open_record(None, "plan")
    settle(screen, qtbot)
    screen.print_part()
    settle(screen, qtbot)
    assert asked == [
        "Community profile Gedling 2026-10-16 OFFICIAL-SENSITIVE.pdf",
        "Engagement plan Gedling 2026-10-16 OFFICIAL-SENSITIVE.pdf",
    ]
    assert said == ["Saved 1.pdf", "Saved 2.pdf"]
    assert all((tmp_path / f"{n}.pdf").read_bytes().startswith(b"%PDF") for n in (1, 2))


@pytest.mark.usefixtures("team")
def test_every_command_of_the_screen_runs_where_it_says(show: Show, qtbot: QtBot) -> None:
    pane = show("profile")
    commands = {command.id: command for command in pane.host.commands()}
    assert commands["communities.contact"].why_not() == "Go to Key individuals first"
    commands["communities.kin"].run()
    settle(pane.host, qtbot)
    assert commands["communities.contact"].why_not() == ""
    commands["communities.contact"].run()
    assert pane.host.escape()
    assert commands["communities.print"].why_not()


@pytest.mark.parametrize(("part", "words", "left"), [
    ("profile", "ang hidden", ["Anglers"]), ("kin", "choir", ["Conductor"]), ("kin", "nobody of that name", []),
])  # fmt: skip
def test_typing_filters_the_table_and_esc_shows_all_again(
    show: Show, team: World, qtbot: QtBot, part: str, words: str, left: list[str]
) -> None:
    pane = show(part, team.pcso)
    pane.host.search()
    assert pane.list.filter.hasFocus()
    QTest.keyClicks(pane.list.filter, words)
    assert [row[1].split(" · ")[0] for row in cells(pane.table)] == left
    assert pane.list.no_match.isVisible() is (not left)
    all_of_them = len(pane.rows())
    assert pane.list.count.text() == f"{len(left)} of {all_of_them}"
    if left:
        keys(pane.list.filter, K.Key_Down)
        assert pane.table.hasFocus()
    assert pane.host.escape()
    assert pane.table.model().rowCount() == all_of_them
    assert not pane.host.escape()
    settle(pane.host, qtbot)
