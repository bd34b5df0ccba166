"""What the quarterly report says of the figures."""

from __future__ import annotations

from datetime import date

from npt_desktop.rules.periods import Quarter
from npt_desktop.rules.quarterly import (
    AreaQuarter,
    CommunityQuarter,
    ForceQuarter,
    key_points,
    recommendations,
    weakest,
)

SUMMER = Quarter(date(2026, 7, 1))
DAY = date(2026, 7, 20)


def test_the_key_points_say_what_was_counted() -> None:
    areas = (
        AreaQuarter("Ash", DAY, True, 3, 8, 9, met=40, due=50),
        AreaQuarter("Oak", None, None, 3, 0, 9, met=10, due=50),
    )
    found = ForceQuarter(
        SUMMER, SUMMER.end, areas, (CommunityQuarter("Rural", 4, 3.5, 1), CommunityQuarter("Schools", 0, None, 0)),
        plans_opened=2, plans_open=9, finished=3, assessed=4, fell=2, rose=1, cannot_tell=1, waiting=5, entries=4,
        before=6, average=3.5, actions_set=7, actions_done=3, actions_open=4, actions_late=1,
    )  # fmt: skip
    assert key_points(found) == (
        "1 of 2 areas published their priorities by the end of the first month; 8 of 18 monthly updates due were "
        "published.",
        "9 problem-solving plans were open at the end, 2 opened and 3 finished in the quarter.",
        "4 plans were assessed: the problem fell in 2, rose in 1, and cannot be told in 1; 5 finished plans still to be "
        "assessed.",
        "4 engagements were logged, 2 fewer than in the quarter before, scored 3.5 on average; 1 of 2 communities were "
        "reached.",
        "50 of 100 QA questions due were met, 50 %.",
        "7 actions of QA meetings were set, 3 done, 4 still open, 1 of them late.",
    )
    assert recommendations(found)[1:] == (
        "That the meeting asks for priorities in time from Oak.",
        "That 5 finished plans are assessed before the next report.",
        "That engagement is planned with Schools, not reached in the quarter.",
        "That 1 late action of QA meetings are brought to a close.",
    )
    assert [area.area for area in weakest(areas)] == ["Oak", "Ash"]


def test_an_empty_running_quarter_says_so_and_asks_for_nothing() -> None:
    found = ForceQuarter(SUMMER, DAY, (AreaQuarter("Ash"),))
    assert found.running
    said = " ".join(key_points(found))
    assert "No plan was assessed" in said
    assert "No QA question was due" in said
    assert recommendations(found) == (
        "That the meeting notes the progress of neighbourhood policing from July to September 2026.",
    )
