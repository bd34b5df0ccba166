"""Priorities by keyboard: from an empty quarter to published priorities and a published update."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from npt_desktop.models.kinds import Decision, PriorityResult, PublicationKind, TermKind
from npt_desktop.models.priorities import SurveyResult
from npt_desktop.rules.periods import Quarter
from npt_desktop.services.engagement import Engagement, EntryDraft
from npt_desktop.services.history import History
from npt_desktop.services.plans import Plans
from npt_desktop.services.priorities import Priorities
from npt_desktop.ui.priorities.issue_models import IssueModel, SuggestionModel
from npt_desktop.ui.priorities.screen import PrioritiesScreen
from npt_desktop.ui.widgets.clash import ClashDialog
from npt_desktop.ui.widgets.messages import ConfirmDialog
from tests.conftest import TODAY
from tests.ui.screens.conftest import ShowScreen
from tests.world import World

K = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
QUARTER = Quarter(date(2026, 10, 1))
ALL_PROBLEM = dict.fromkeys(("how_long", "location", "people", "concern", "cause", "response"), 1)
W = TypeVar("W", bound=QWidget)


@pytest.fixture
def keys(qapp: QApplication) -> Callable[..., None]:
    """Presses keys where the keyboard focus is: words are typed, keys pressed, (key, modifier) together."""

    del qapp  # only needs to be there

    def press(*what: object) -> None:
        for each in what:
            target = QApplication.focusWidget()
            assert target is not None, f"nothing has the focus for {each!r}"
            if isinstance(each, str):
                QTest.keyClicks(target, each)
            elif isinstance(each, tuple):
                QTest.keyClick(target, each[0], each[1])
            else:
                assert isinstance(each, Qt.Key)
                QTest.keyClick(target, each)

    return press


@pytest.fixture
def settled(qtbot: QtBot) -> Callable[[PrioritiesScreen], None]:
    """Waits until the screen has read what was written."""

    def wait(screen: PrioritiesScreen) -> None:
        QApplication.processEvents()
        qtbot.waitUntil(lambda: not screen.work.jobs.busy)
        QApplication.processEvents()

    return wait


def set_round(world: World, titles: tuple[str, ...] = ("Bikes", "Drinking", "Speeding")) -> list[int]:
    """A quarter whose priorities are set; returns their ids."""
    service = Priorities(world.desk())
    service.receive_survey(world.gedling, QUARTER, TODAY)
    service.save_meeting(world.gedling, QUARTER, {"held_on": TODAY, "attended": "Borough council"})
    for rank, title in enumerate(titles, 1):
        made = service.add_candidate(world.gedling, QUARTER, title)
        wording = f"You told us of {title.lower()}. We will patrol."
        service.save_candidate(made, 1, {"decision": Decision.PRIORITY, "rank": rank, "reason": "Asked for", "agreed_by": "All present",
                                         "public_wording": wording})  # fmt: skip
    service.decide(world.gedling, QUARTER)
    return [card.priority.id for card in service.page(world.gedling, QUARTER).cards]


def add_issues(world: World, *titles: str) -> list[int]:
    service = Priorities(world.desk())
    service.receive_survey(world.gedling, QUARTER, TODAY)
    return [service.add_candidate(world.gedling, QUARTER, title) for title in titles]


def confirm(qtbot: QtBot, screen: PrioritiesScreen) -> None:
    """Answer the question that is open by Enter on its verb."""
    dialogs: list[ConfirmDialog] = []

    def there() -> bool:
        dialogs[:] = [d for d in screen.window().findChildren(ConfirmDialog) if d.isVisible()]
        return bool(dialogs)

    qtbot.waitUntil(there)
    QTest.keyClick(dialogs[0].yes, K.Key_Return)
    screen.window().activateWindow()  # the offscreen platform leaves no window active after a dialog
    qtbot.waitUntil(screen.window().isActiveWindow)


def open_screen(show_screen: ShowScreen, *more: object) -> PrioritiesScreen:
    screen = show_screen(PrioritiesScreen, *more)
    assert isinstance(screen, PrioritiesScreen)
    assert QTest.qWaitForWindowActive(screen.window())
    return screen


def shown(screen: PrioritiesScreen) -> QWidget:
    """The page shown."""
    return screen.page


def test_a_quarter_by_keyboard_from_nothing_to_a_published_update(
    show_screen: ShowScreen, world: World, qtbot: QtBot, keys: Callable[..., None],
    settled: Callable[[PrioritiesScreen], None],
) -> None:  # fmt: skip
    screen = open_screen(show_screen)
    service, area = Priorities(world.desk()), world.gedling
    assert screen.overview.empty_card.isVisible()
    assert screen.overview.empty.title.text() == "Gedling’s round for Oct–Dec 2026 has not begun."
    assert not screen.overview.split.isVisible()

    # step 1: Enter on the first step opens its form, with today filled in
    screen.overview.start()
    keys(K.Key_Return)
    assert QApplication.focusWidget() is screen.overview.survey.day
    keys("2/10", K.Key_Tab, "Survey and ASB data", (K.Key_Return, CTRL))
    settled(screen)
    page = service.page(area, QUARTER)
    assert page.round is not None
    assert (page.round.survey_on, page.round.survey_note) == (date(2026, 10, 2), "Survey and ASB data")
    assert screen.overview.steps.buttons[0].step.state == "done"

    # step 2: Ctrl+Enter goes on to the meeting
    keys((K.Key_Return, CTRL))
    assert QApplication.focusWidget() is screen.overview.meeting.day
    keys("9/10", K.Key_Tab, "Civic centre", K.Key_Tab, K.Key_Tab)
    assert QApplication.focusWidget() is screen.overview.meeting.attended
    keys("Borough council", K.Key_Return, "Parish council", (K.Key_Return, CTRL))
    settled(screen)
    met = service.page(area, QUARTER).meeting
    assert met is not None
    assert (met.held_on, met.attended) == (date(2026, 10, 9), "Borough council\nParish council")

    # step 3: two issues, the first a problem and a priority, the second for later
    keys((K.Key_Return, CTRL))
    assert shown(screen) is screen.decision
    keys("Off-road bikes", K.Key_Return)
    settled(screen)
    keys("Noise from one address", K.Key_Return)
    settled(screen)
    keys(K.Key_Escape)
    table = screen.decision.list.table
    assert QApplication.focusWidget() is table
    keys(K.Key_Home, K.Key_Up, K.Key_Return)
    for _ in range(6):
        keys("3", K.Key_Down)
    settled(screen)
    assert screen.decision.form.count.text() == "6 of 6 point to a problem."
    keys(K.Key_Tab, "1")
    settled(screen)
    assert screen.decision.form.rank.value() == 1
    screen.decision.focus("reason")
    keys("Most asked for", K.Key_Tab, "You told us bikes are a danger. We will patrol.", K.Key_Tab)
    settled(screen)
    table.setFocus()
    keys(K.Key_Down, "4")
    settled(screen)
    first, second = service.page(area, QUARTER).candidates
    assert (first.decision, first.reason, first.test) == (Decision.PRIORITY, "Most asked for", ALL_PROBLEM)
    assert first.public_wording == "You told us bikes are a danger. We will patrol."
    assert (second.decision, second.rank) == (Decision.NOT_NOW, None)
    keys((K.Key_Return, CTRL))  # a reason is lacking: it goes there instead of asking
    assert QApplication.focusWidget() is screen.decision.form.texts["reason"]
    keys("One household", (K.Key_Return, CTRL))
    confirm(qtbot, screen)
    settled(screen)
    assert shown(screen) is screen.overview
    cards = service.page(area, QUARTER).cards
    assert [card.priority.title for card in cards] == ["Off-road bikes"]
    assert screen.overview.cards[0].isVisible()
    assert not screen.overview.cards[1].isVisible()

    # step 4
    keys((K.Key_Return, CTRL))
    settled(screen)
    assert shown(screen) is screen.publish
    assert "We will patrol." in screen.publish.preview.words()
    assert QApplication.focusWidget() is screen.publish.address
    keys("https://www.example.police.uk/gedling", (K.Key_Return, CTRL))
    confirm(qtbot, screen)
    settled(screen)
    page = service.page(area, QUARTER)
    assert page.round is not None
    assert page.round.published_on == TODAY
    assert page.publication is not None
    assert page.publication.address == "https://www.example.police.uk/gedling"
    assert page.publication.channels == ["Website"]
    assert "We will patrol." in page.publication.text
    assert screen.overview.publish.title_text.text() == "Published"

    # step 6
    keys((K.Key_Return, CTRL))
    settled(screen)
    assert shown(screen) is screen.composer
    assert QApplication.focusWidget() is screen.composer.texts["you_said"]
    keys("Walkers feel unsafe.", (K.Key_Return, CTRL))
    assert screen.composer.fields["we_did"].error == "Write ‘We did’."
    assert QApplication.focusWidget() is screen.composer.texts["we_did"]
    keys("Nine patrols.", K.Key_Tab, "Barriers by 24 October.", (K.Key_Return, CTRL))
    confirm(qtbot, screen)
    settled(screen)
    update = service.page(area, QUARTER).cards[0].updates[0]
    assert update is not None
    assert (update.you_said, update.we_did, update.next_steps, update.published_on) == (
        "Walkers feel unsafe.", "Nine patrols.", "Barriers by 24 October.", TODAY,
    )  # fmt: skip
    assert "Website" in update.channels
    assert screen.composer.texts["we_did"].isReadOnly()
    keys(K.Key_Escape)
    assert shown(screen) is screen.overview
    assert screen.overview.cards[0].note.text() == "Oct published 16 Oct"


def test_more_than_three_priorities_are_refused(
    show_screen: ShowScreen, world: World, keys: Callable[..., None],
    settled: Callable[[PrioritiesScreen], None],
) -> None:  # fmt: skip
    service = Priorities(world.desk())
    for made in add_issues(world, "One", "Two", "Three", "Four"):
        service.save_candidate(made, 1, {"decision": Decision.PRIORITY, "reason": "x", "agreed_by": "All"})
    screen = open_screen(show_screen)
    refused: list[str] = []
    screen.work.refused.connect(refused.append)
    screen.go("decision")
    assert screen.decision.list.lacks.text() == "Choose at most 3 priorities: 4 are chosen."
    keys((K.Key_Return, CTRL))
    assert refused == ["Choose at most 3 priorities: 4 are chosen."]
    assert not screen.window().findChildren(ConfirmDialog)
    keys("4")  # the focus is on the decision of the one too many: not now
    settled(screen)
    assert [c.decision for c in service.page(world.gedling, QUARTER).candidates][-1] is Decision.NOT_NOW


def test_a_pcso_may_look_and_not_decide(
    show_screen: ShowScreen, world: World, keys: Callable[..., None]
) -> None:
    add_issues(world, "Bikes")
    screen = open_screen(show_screen, world.pcso)
    refused: list[str] = []
    screen.work.refused.connect(refused.append)
    screen.go("decision")
    decision = screen.decision
    assert not decision.save_button.isEnabled()
    assert decision.list.reason.text() == (
        "Only a sergeant, an inspector or the hub may prepare a priority round: ask one to do it."
    )
    assert not decision.form.decision.isEnabled()
    decision.list.table.setFocus()
    keys("1", (K.Key_Return, CTRL))
    assert len(refused) == 1
    assert Priorities(world.desk()).page(world.gedling, QUARTER).candidates[0].decision is Decision.UNDECIDED


def test_a_sergeant_prepares_and_sees_who_decides(show_screen: ShowScreen, world: World) -> None:
    add_issues(world, "Bikes")
    screen = open_screen(show_screen, world.sergeant)
    screen.go("decision")
    assert screen.decision.form.decision.isEnabled()
    assert not screen.decision.save_button.isEnabled()
    assert screen.decision.list.reason.text() == "Only an inspector may decide priorities: ask one to do it."


def test_suggestions_are_added_by_enter_and_carry_their_link(
    show_screen: ShowScreen, world: World, keys: Callable[..., None],
    settled: Callable[[PrioritiesScreen], None],
) -> None:  # fmt: skip
    service, before = Priorities(world.desk()), QUARTER.previous()
    made = service.add_candidate(world.gedling, before, "Moped nuisance")
    service.save_candidate(
        made, 1, {"decision": Decision.PRIORITY, "reason": "x", "agreed_by": "All", "test": ALL_PROBLEM}
    )
    service.decide(world.gedling, before)
    with world.desk().write("Took in the survey") as unit:
        unit.add(SurveyResult(area_id=world.gedling, period=before.start, issue_text="Fly-tipping", base=400,
                              count=80, percent=20.0, change=None))  # fmt: skip
    plan = Plans(world.desk()).open(world.gedling, "Shed burglary")
    service.receive_survey(world.gedling, QUARTER, TODAY)
    screen = open_screen(show_screen)
    screen.go("decision")
    suggested = screen.decision.list.suggested
    assert [item.title for item in suggested.items] == ["Moped nuisance", "Fly-tipping", "Shed burglary"]
    assert QApplication.focusWidget() is screen.decision.list.more
    for _ in range(3):
        keys(K.Key_Return)
        settled(screen)
    assert suggested.rowCount() == 0
    carried, surveyed, planned = service.page(world.gedling, QUARTER).candidates
    assert (carried.carried_from_id, carried.test) == (made, ALL_PROBLEM)
    assert surveyed.evidence == "1st in the survey, 20 % (80 of 400)."
    assert planned.source.startswith("Plan PSP 2026-")
    for rank, issue in enumerate((carried, planned), 1):
        service.save_candidate(
            issue.id,
            issue.version,
            {"decision": Decision.PRIORITY, "rank": rank, "reason": "x", "agreed_by": "All"},
        )
    service.save_candidate(
        surveyed.id, surveyed.version, {"decision": Decision.NOT_NOW, "reason": "x", "agreed_by": "All"}
    )
    service.decide(world.gedling, QUARTER)
    cards = service.page(world.gedling, QUARTER).cards
    assert [(c.carried, c.plan.id if c.plan else None) for c in cards] == [(True, None), (False, plan)]


def test_a_words_being_typed_survive_another_hand(
    show_screen: ShowScreen, world: World, keys: Callable[..., None],
    settled: Callable[[PrioritiesScreen], None],
) -> None:  # fmt: skip
    (issue,) = add_issues(world, "Bikes")
    screen = open_screen(show_screen)
    refused: list[str] = []
    screen.work.refused.connect(refused.append)
    screen.go("decision")
    screen.decision.focus("reason")
    keys("Mine")
    screen.work.desk.store.announce = None  # the other hand works at another desk: nothing is announced here
    Priorities(world.desk(world.sergeant)).save_candidate(issue, 1, {"reason": "Theirs"})
    screen.work.desk.store.announce = screen.work._announce
    screen.decision.list.table.setFocus()
    settled(screen)
    form = screen.decision.form
    assert refused == []
    assert form.texts["reason"].text() == "Mine"
    (asked,) = [one for one in screen.findChildren(ClashDialog) if one.isVisible()]
    asked.choices["reason"].radios[0].click()
    asked.save()
    settled(screen)
    assert Priorities(world.desk()).page(world.gedling, QUARTER).candidates[0].reason == "Mine"
    assert not form.notice.isVisible()


def test_fix_links_lead_to_the_field(
    show_screen: ShowScreen, world: World, keys: Callable[..., None],
    settled: Callable[[PrioritiesScreen], None],
) -> None:  # fmt: skip
    ids = set_round(world)
    service = Priorities(world.desk())
    service.save_priority(ids[2], 1, {"public_wording": "Ask Larch at 14 Mill Lane. We will."})
    service.save_priority(ids[1], 1, {"public_wording": ""})
    screen = open_screen(show_screen)
    said = {check.says: check.good for check in screen.overview.view.checks} if screen.overview.view else {}
    assert said == {
        "Three priorities set": True, "Public wording for 2 is empty": False, "Each says what you will do": True,
        "Look at: name, address in 3": False, "Plan or reason for 1, 2 and 3 on E-CINS": False,
        "Check the team’s contacts": False, "Council informed at the meeting": True,
    }  # fmt: skip
    went: list[object] = []
    screen.work.wanted.connect(went.append)
    wording, look, plan, contacts = screen.overview.publish.checks.links
    wording.setFocus()
    keys(K.Key_Space)
    panel = screen.overview.priority
    assert (panel.priority_id, QApplication.focusWidget()) == (ids[1], panel.wording)
    keys("You asked. We will.", (K.Key_Return, CTRL))
    settled(screen)
    assert not panel.isVisible()
    assert service.page(world.gedling, QUARTER).cards[1].priority.public_wording == "You asked. We will."
    screen.overview.publish.checks.links[0].click()
    assert (panel.priority_id, QApplication.focusWidget()) == (ids[2], panel.wording)
    keys(K.Key_Escape)
    screen.overview.publish.checks.links[1].click()
    assert (panel.priority_id, QApplication.focusWidget()) == (ids[0], panel.plan)
    screen.overview.publish.checks.links[2].click()
    assert [(place.screen, place.field) for place in went] == [("updates", "contacts")]  # type: ignore[attr-defined]
    del look, plan, contacts


def test_a_priority_gets_owner_figures_and_a_plan(
    show_screen: ShowScreen, world: World, keys: Callable[..., None],
    settled: Callable[[PrioritiesScreen], None],
) -> None:  # fmt: skip
    ids = set_round(world)
    screen = open_screen(show_screen)
    screen.open_record(None, "plan")
    panel = screen.overview.priority
    panel.owner.setFocus()
    keys("lar", K.Key_Tab)
    panel.first.setFocus()
    keys("many", (K.Key_Return, CTRL))
    assert panel.fields["first_figure"].error == "Enter a whole number, such as 38."
    assert panel.errors.isVisible()
    panel.first.setFocus()
    panel.first.selectAll()
    keys("29", K.Key_Tab, "38")
    went: list[object] = []
    screen.work.wanted.connect(went.append)
    panel.open_button.setFocus()
    keys(K.Key_Space)
    settled(screen)
    card = Priorities(world.desk()).page(world.gedling, QUARTER).cards[0]
    p = card.priority
    assert (p.owner_id, p.first_figure, p.last_figure) == (world.pcso.person_id, 29, 38)
    assert card.plan is not None
    assert card.plan.lead_id == world.pcso.person_id
    assert [(w.screen, w.record) for w in went] == [("plans", card.plan.id)]  # type: ignore[attr-defined]
    assert screen.overview.cards[0].plan.text() == card.plan.reference
    assert p.id == ids[0]


def test_last_quarters_priority_is_closed_with_a_result(
    show_screen: ShowScreen, world: World, keys: Callable[..., None],
    settled: Callable[[PrioritiesScreen], None],
) -> None:  # fmt: skip
    set_round(world, ("Bikes",))
    screen = open_screen(show_screen)
    screen.work.move(month=date(2027, 1, 1))
    settled(screen)
    (button,) = screen.overview.before.buttons
    button.setFocus()
    keys(K.Key_Space)
    keys((K.Key_Return, CTRL))
    assert screen.overview.closing.fields["result"].error == "Choose how the priority ended."
    screen.overview.closing.result.setFocus()
    keys("2", (K.Key_Return, CTRL))
    fields = screen.overview.closing.fields
    assert fields["result_note"].error == "There is no first and last figure: say what shows the result."
    assert fields["what_follows"].error.startswith("Say what follows")
    screen.overview.closing.note.setFocus()
    keys("Fewer calls", K.Key_Tab, "Patrols go on", (K.Key_Return, CTRL))
    settled(screen)
    closed = Priorities(world.desk()).page(world.gedling, QUARTER).cards[0].priority
    assert (closed.result, closed.closed_on) == (PriorityResult.REDUCED, TODAY)
    assert (closed.result_note, closed.what_follows) == ("Fewer calls", "Patrols go on")
    assert not screen.overview.before.buttons


def test_an_update_takes_facts_and_keeps_drafts(
    show_screen: ShowScreen, world: World, keys: Callable[..., None],
    settled: Callable[[PrioritiesScreen], None],
) -> None:  # fmt: skip
    ids = set_round(world)
    Engagement(world.desk()).log(EntryDraft(
        area_id=world.gedling, day=TODAY, audience_id=world.term(TermKind.AUDIENCE, "Young"),
        purpose_id=world.term(TermKind.PURPOSE, "Problem"), who_engaged="Dog walkers",
        lead_id=world.pcso.person_id, summary="Bikes every evening", priority_id=ids[0],
    ))  # fmt: skip
    screen = open_screen(show_screen, world.pcso)
    screen.open_record(None, "we_did:1")
    settled(screen)
    composer = screen.composer
    assert QApplication.focusWidget() is composer.texts["we_did"]
    keys("Called PC 1234 Larch")
    (fact,) = composer.fact_buttons
    assert fact.text() == "Dog walkers"
    fact.setFocus()
    keys(K.Key_Space)
    settled(screen)
    update = Priorities(world.desk()).page(world.gedling, QUARTER).cards[0].updates[0]
    assert update is not None
    assert (update.you_said, update.we_did) == ("Bikes every evening.", "Called PC 1234 Larch")
    composer._follow()
    says = [words for state, words, _ in composer.checks._lines if state == "warn"]
    assert says[0] == "Write ‘What happens next’"
    assert "Remove the officer's number in ‘PC 1234 Larch’." in says
    assert "Priority 2 has no October update" in says
    assert not composer.publish_button.isEnabled()
    assert composer.reason.text() == "Only an inspector may publish an update: ask one to do it."


def test_home_leads_to_the_field_of_a_round_of_another_quarter(
    show_screen: ShowScreen, world: World, settled: Callable[[PrioritiesScreen], None]
) -> None:
    set_round(world)
    round_ = Priorities(world.desk()).page(world.gedling, QUARTER).round
    assert round_ is not None
    screen = open_screen(show_screen)
    screen.work.move(month=date(2026, 7, 1))
    settled(screen)
    assert screen.overview.empty_card.isVisible()
    screen.open_record(round_.id, "meeting")
    settled(screen)
    assert screen.work.month == QUARTER.start
    assert QApplication.focusWidget() is screen.overview.meeting.day
    for field, page in (
        ("publish", screen.publish),
        ("update", screen.composer),
        ("decision", screen.decision),
    ):
        screen.open_record(round_.id, field)
        assert shown(screen) is page
    screen.open_record(round_.id, "public_wording")
    assert QApplication.focusWidget() is screen.overview.priority.wording


def test_the_page_and_the_record_are_saved_as_files(
    show_screen: ShowScreen, world: World, tmp_path: Path, settled: Callable[[PrioritiesScreen], None]
) -> None:
    set_round(world)
    screen = open_screen(show_screen)
    screen.go("publish")
    settled(screen)
    folder = tmp_path / "out"
    folder.mkdir()
    screen.publish.save_to(folder)
    names = sorted(path.name for path in folder.iterdir())
    stem = "Priorities Gedling 2026-10 OFFICIAL"
    assert names == [f"{stem}.html", f"{stem}.json", f"{stem}.txt"]
    record = tmp_path / "record.pdf"
    assert screen.view is not None
    screen.papers.save_to("record", screen.view, record)
    settled(screen)
    assert record.read_bytes().startswith(b"%PDF")


def test_undo_of_a_decision_thaws_the_issues(
    show_screen: ShowScreen, world: World, settled: Callable[[PrioritiesScreen], None]
) -> None:
    set_round(world)
    screen = open_screen(show_screen)
    screen.go("decision")
    assert screen.decision.list.reason.text() == "Set 16 Oct and frozen: undo the decision to change it."
    assert not screen.decision.form.decision.isEnabled()
    History(world.desk()).undo_last()
    settled(screen)
    assert screen.decision.form.decision.isEnabled()
    assert screen.decision.save_button.isVisible()


def test_the_models_keep_the_rules_of_item_models(
    show_screen: ShowScreen, world: World, settled: Callable[[PrioritiesScreen], None]
) -> None:
    issues, suggestions = IssueModel(), SuggestionModel()
    fatal = QAbstractItemModelTester.FailureReportingMode.Fatal
    testers = [QAbstractItemModelTester(model, fatal) for model in (issues, suggestions)]
    service = Priorities(world.desk())
    add_issues(world, "One", "Two", "Three")
    for titles in (("One", "Two"), ("Two", "Three"), (), ("Three",)):
        page = service.page(world.gedling, QUARTER)
        issues.set([c for c in page.candidates if c.title in titles], {})
        assert [issues.index(r, 0).data() for r in range(issues.rowCount())] == list(titles)
    assert issues.index(0, 1).data() == "Undecided"
    screen = open_screen(show_screen)
    settled(screen)
    live = QAbstractItemModelTester(screen.decision.list.model, fatal)
    service.drop_candidate(page.candidates[0].id)
    settled(screen)
    assert screen.decision.list.model.rowCount() == 2
    assert testers
    assert live


def test_every_control_has_a_name_and_commands_do_not_clash(
    show_screen: ShowScreen, world: World, settled: Callable[[PrioritiesScreen], None]
) -> None:
    set_round(world)
    screen = open_screen(show_screen)
    window = screen.window()
    window.commands.add(*screen.commands())  # type: ignore[attr-defined]
    assert window.commands.clashes() == []  # type: ignore[attr-defined]
    for where in ("meeting", "priority", "decision", "publish", "update"):
        screen.go(where)
        settled(screen)
        nameless = [
            c for c in screen.page.findChildren(QWidget)
            if c.isVisible() and c.focusPolicy() & Qt.FocusPolicy.TabFocus and not c.accessibleName()
            and not c.focusProxy()
        ]  # fmt: skip
        assert nameless == [], where
    assert Priorities(world.desk()).in_force(world.gedling, TODAY)
    assert PublicationKind.PRIORITIES


def test_the_quarter_that_runs_shows_both_clocks_and_another_none(
    world: World, show_screen: ShowScreen, settled: Callable[[PrioritiesScreen], None]
) -> None:
    set_round(world)
    screen = open_screen(show_screen)
    clocks = screen.overview.clocks
    assert [text.text() for text in clocks.texts] == [
        "Website: Publish by Sat 31 Oct", "15 days left",
        "National: Set 16 Oct, current until 15 Jan 2027", "92 days left",
    ]  # fmt: skip
    assert "15 days left" in clocks.accessibleName()
    screen.work.move(month=date(2026, 7, 1))
    settled(screen)
    assert clocks.isHidden()
