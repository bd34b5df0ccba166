"""Two views of one store: what only one side changed is merged, what both did is asked for, and nothing is lost."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from npt_desktop.models.kinds import AnswerValue, Decision
from npt_desktop.services.desk import Desk
from npt_desktop.services.history import History
from npt_desktop.services.priorities import Priorities
from npt_desktop.services.quality import Quality
from npt_desktop.services.rubrics import Rubrics
from npt_desktop.ui.quality.screen import QualityScreen
from npt_desktop.ui.rubrics_dialog import RubricsDialog
from npt_desktop.ui.theme.theme import Theme
from npt_desktop.ui.widgets.clash import ClashDialog
from npt_desktop.ui.widgets.forms import Edit
from npt_desktop.ui.workspace import Workspace
from tests.conftest import TODAY
from tests.ui.screens.conftest import ShowScreen
from tests.ui.screens.test_priorities import QUARTER, add_issues, open_screen, set_round
from tests.world import World

OCTOBER = date(2026, 10, 1)


def settle(screen: Any, qtbot: QtBot) -> None:
    for _ in range(3):
        QApplication.processEvents()
        qtbot.waitUntil(lambda: not screen.work.jobs.busy)


def asked(widget: QWidget) -> ClashDialog:
    (found,) = [one for one in widget.window().findChildren(ClashDialog) if one.isVisible()]
    return found


def choose(dialog: ClashDialog, *, mine: bool) -> None:
    for choice in dialog.choices.values():
        choice.radios[0 if mine else 1].click()
    dialog.save()


def written(desk: Desk, table: str, key: int, name: str) -> list[Any]:
    """Every value of a field the history knows, the earliest first."""
    history = History(desk)
    events = [event.after or {} for event in history.of(history.uid_of(table, key))]
    return [after[name] for after in events if name in after]


@pytest.mark.parametrize("mine", [True, False])
def test_a_priority_two_people_edit(show_screen: ShowScreen, world: World, qtbot: QtBot, mine: bool) -> None:
    key = set_round(world, ("Bikes",))[0]
    screen = open_screen(show_screen)
    said: list[str] = []
    screen.work.said.connect(lambda words, _: said.append(words))
    panel = screen.overview.priority
    screen.overview.open_priority(key)
    other = {"no_plan_reason": "Too new", "figure_name": "Reports"}
    assert panel._priority is not None
    screen.work.desk.store.announce = None  # the other hand works at another desk: nothing is announced here
    Priorities(world.desk(world.sergeant)).save_priority(key, panel._priority.version, other)
    screen.work.desk.store.announce = screen.work._announce
    panel.why_none.setText("Theirs to solve")
    panel.first.setText("29")
    panel.submit()
    dialog = asked(panel)
    assert list(dialog.choices) == ["no_plan_reason"]
    choose(dialog, mine=mine)
    settle(screen, qtbot)
    (card,) = Priorities(world.desk()).page(world.gedling, QUARTER).cards
    now = card.priority
    assert (now.no_plan_reason, now.figure_name, now.first_figure) == (
        "Theirs to solve" if mine else "Too new", "Reports", 29,
    )  # fmt: skip
    assert "Kept what was changed meanwhile: Counted in" in said[-1]
    told = written(world.desk(), "priority", key, "no_plan_reason")
    assert (
        told[-3:]
        == (["Too new", "Theirs to solve"] if mine else ["Too new", "Theirs to solve", "Too new"])[-3:]
    )


def test_an_issue_of_which_two_people_judge_different_things(
    show_screen: ShowScreen, world: World, qtbot: QtBot
) -> None:
    (issue,) = add_issues(world, "Bikes")
    screen = open_screen(show_screen)
    screen.go("decision")
    screen.decision.select(issue)
    screen.work.desk.store.announce = None  # the other hand works at another desk: nothing is announced here
    Priorities(world.desk(world.sergeant)).save_candidate(issue, 1, {"reason": "Asked for by many"})
    screen.work.desk.store.announce = screen.work._announce
    screen.decision.form.decide(Decision.NOT_NOW)
    settle(screen, qtbot)
    (now,) = Priorities(world.desk()).page(world.gedling, QUARTER).candidates
    assert (now.reason, now.decision) == ("Asked for by many", Decision.NOT_NOW)


@pytest.mark.parametrize("mine", [True, False])
def test_a_question_two_chief_inspectors_answer(
    show_screen: ShowScreen, world: World, qtbot: QtBot, mine: bool
) -> None:
    screen = show_screen(QualityScreen, world.chief)
    assert isinstance(screen, QualityScreen)
    settle(screen, qtbot)
    screen.open_record(None, "3")
    settle(screen, qtbot)
    other = replace(world.chief, name="Ch Insp Alder")
    screen.work.desk.store.announce = None
    Quality(world.desk(other)).answer(world.gedling, OCTOBER, 3, AnswerValue.NOT_MET, "Seen none")
    screen.work.desk.store.announce = screen.work._announce
    screen.pane.answer.set_value(AnswerValue.PARTLY)
    screen.pane.note.setText("Seen two")
    screen.keep()
    dialog = asked(screen)
    assert list(dialog.choices) == ["value", "note"]
    choose(dialog, mine=mine)
    settle(screen, qtbot)
    now = Quality(world.desk()).page(world.gedling, OCTOBER).answers[3]
    assert (now.value, now.note) == (
        (AnswerValue.PARTLY, "Seen two") if mine else (AnswerValue.NOT_MET, "Seen none")
    )
    assert written(world.desk(), "answer", now.id, "note")[:2] == ["Seen none", "Seen two"]


def test_a_rubric_two_people_reword(world: World, theme: Theme, qtbot: QtBot) -> None:
    del theme
    work = Workspace(world.desk(), world.gedling, OCTOBER.replace(year=TODAY.year))
    dialog = RubricsDialog(work, None)  # type: ignore[arg-type]
    qtbot.addWidget(dialog)
    dialog.show()
    shown = dialog._shown
    assert shown is not None
    theirs = Rubrics(world.desk(world.chief))
    theirs.save(shown.id, shown.version, {**shown.lines, 1: "Nobody came.", 5: "Theirs."})
    first, last = dialog.lines[2].control, dialog.lines[5].control
    assert isinstance(first, Edit)
    assert isinstance(last, Edit)
    first.setText("Two came.")
    last.setText("Mine.")
    dialog.save_lines.click()
    question = asked(dialog)
    assert list(question.choices) == ["5"]
    choose(question, mine=False)
    now = next(one for one in theirs.rubrics() if one.id == shown.id).lines
    assert (now[1], now[2], now[5]) == ("Nobody came.", "Two came.", "Theirs.")
    told = [json.loads(one)["5"] for one in written(world.desk(), "term", shown.id, "rubric")]
    assert told[-2:] == ["Mine.", "Theirs."]
    work.jobs.stop()
    world.store.announce = None
