"""Score words and rubrics, changed in Settings."""

from __future__ import annotations

from datetime import date

from pytestqt.qtbot import QtBot

from npt_desktop.services.rubrics import Rubrics
from npt_desktop.ui.rubrics_dialog import ABOUT, RubricsDialog
from npt_desktop.ui.theme.theme import Theme
from npt_desktop.ui.widgets.forms import Edit
from npt_desktop.ui.workspace import Workspace
from tests.conftest import TODAY
from tests.world import World


def test_words_and_lines_are_saved_and_put_back(world: World, theme: Theme, qtbot: QtBot) -> None:
    del theme
    work = Workspace(world.desk(), world.gedling, date(TODAY.year, TODAY.month, 1))
    dialog = RubricsDialog(work, None)  # type: ignore[arg-type]
    qtbot.addWidget(dialog)
    assert dialog.words[5].label_text.text() == "Score 5, assumed"
    assert dialog.words[4].label_text.text() == "Score 4"
    assert "assumed until you change them" in ABOUT
    word, line = dialog.words[5].control, dialog.lines[3].control
    assert isinstance(word, Edit)
    assert isinstance(line, Edit)
    word.setText("good")
    dialog.save_words.click()
    assert dialog.words[5].error == "“good” is the word of another score already."
    word.setText("Outstanding")
    dialog.save_words.click()
    assert Rubrics(world.desk()).score_words()[4].label == "Outstanding"
    assert dialog.words[5].label_text.text() == "Score 5"
    line.setText("")
    dialog.save_lines.click()
    assert dialog.lines[3].error.startswith("Say what score 3 stands for")
    line.setText("Something new was learned.")
    dialog.save_lines.click()
    assert dialog.said.text() == "Your force's own lines"
    dialog.reset.click()
    assert dialog.said.text() == "The shipped lines: assumed wording"
    hub = Workspace(world.desk(world.pcso), world.gedling, date(TODAY.year, TODAY.month, 1))
    locked = RubricsDialog(hub, None)  # type: ignore[arg-type]
    qtbot.addWidget(locked)
    assert not locked.save_lines.isEnabled()
    for one in (work, hub):
        one.jobs.stop()
    world.store.announce = None
