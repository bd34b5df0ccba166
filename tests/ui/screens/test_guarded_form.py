"""A blog recorded from Home passes the whole guard: mended or kept with a reason, and released by an inspector."""

from __future__ import annotations

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from npt_desktop.errors import NotAllowed
from npt_desktop.models.kinds import PublicationKind
from npt_desktop.models.priorities import Publication
from npt_desktop.services.community import Community
from npt_desktop.ui.guarded_form import GuardedForm
from npt_desktop.ui.home.records import RecordDialogs
from npt_desktop.ui.priorities.screen import PrioritiesScreen
from tests.conftest import TODAY
from tests.ui.screens.conftest import ShowScreen
from tests.world import World


def blogs(world: World) -> list[Publication]:
    with world.desk().read() as session:
        return session.query(Publication).all()


def test_a_blog_is_mended_or_kept_before_it_is_recorded(
    show_screen: ShowScreen, world: World, qtbot: QtBot
) -> None:
    screen = show_screen(PrioritiesScreen)
    parent = screen.window()
    assert isinstance(parent, QWidget)
    form = RecordDialogs(screen.work, parent).publication(PublicationKind.BLOG)
    assert isinstance(form, GuardedForm)
    form.open()
    form.control("text").setText("We visited 14 Mill Lane with Mr Alder.")
    qtbot.waitUntil(form.keeping.isVisible)
    form.commit()
    assert "Take the house number out of ‘14 Mill Lane’" in form.fields["text"].error
    assert blogs(world) == []
    form.keeping.mend_button.click()
    assert form.control("text").text() == "We visited Mill Lane with Mr Alder."
    qtbot.waitUntil(lambda: "Mr Alder" in form.keeping.words.text())
    QTest.keyClicks(form.keeping.reason, "He agreed")
    form.keeping.keep_button.click()
    qtbot.waitUntil(lambda: not form.keeping.isVisible())
    form.commit()
    (blog,) = blogs(world)
    assert (blog.text, [k["reason"] for k in blog.kept]) == (
        "We visited Mill Lane with Mr Alder.",
        ["He agreed"],
    )


def test_a_sergeant_may_not_release_it(world: World) -> None:
    with pytest.raises(NotAllowed, match="Only an inspector"):
        Community(world.desk(world.sergeant)).record_publication(
            world.gedling, PublicationKind.BLOG, TODAY, title="Blog", text="", channels=["Website"]
        )
