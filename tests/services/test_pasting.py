"""Rows copied from Excel and pasted into the log."""

from __future__ import annotations

import pytest

from npt_desktop.errors import CannotDo
from npt_desktop.services.engagement import Engagement, LogFilter
from npt_desktop.services.pasting import Pasting
from tests.world import World

WALK = (
    "01/10/2026\tResidents\tReassurance\tNeighbours\tPS 512 Cedar\tStreet walk by the shops\tLights out\t4\n"
)


def test_a_row_that_only_resembles_one_of_the_log_is_logged_and_the_same_one_is_not(world: World) -> None:
    pasting, log = Pasting(world.desk()), Engagement(world.desk())
    pasting.commit(pasting.preview(WALK, world.gedling))
    alike = WALK.replace("the shops", "the shop")
    found = pasting.preview(WALK + alike + WALK, world.gedling)
    assert [line.said["summary"] for line in found.fresh] == ["Street walk by the shop"]
    told = found.report
    assert (told.read, told.added, told.unchanged, told.duplicates) == (3, 1, 1, 1)
    pasting.commit(found)
    assert len(log.ids(LogFilter())) == 2
    assert pasting.preview(WALK + alike, world.gedling).fresh == ()


def test_a_row_of_the_log_with_other_words_is_left_as_it_is(world: World) -> None:
    pasting = Pasting(world.desk())
    pasting.commit(pasting.preview(WALK, world.gedling))
    found = pasting.preview(WALK.replace("Lights out", "Lamps out"), world.gedling)
    assert (found.report.added, found.report.unchanged) == (0, 1)
    assert found.report.skipped[0].reason == "In the store already with other words; it was left as it is."
    assert pasting.preview(WALK, world.ashfield).report.added == 1


def test_headings_alone_hold_no_row(world: World) -> None:
    with pytest.raises(CannotDo, match="There is no row in what was copied"):
        Pasting(world.desk()).preview(
            "Date\tTarget Audience\tPurpose\tWho Engaged?\tLead Officer Present\tSummary\tOutcome\tScore\n",
            world.gedling,
        )
