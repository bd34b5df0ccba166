"""Figures beside earlier ones, small bases and ages far from the area's: what is said of them."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from npt_desktop.errors import CannotDo
from npt_desktop.models.kinds import State
from npt_desktop.paths import resources
from npt_desktop.rules.periods import Quarter
from npt_desktop.rules.sources import (
    Count,
    Held,
    age_words,
    band_form,
    base_words,
    change,
    home_of,
    homes,
    load_source_limits,
)

NOW, THEN = Quarter(date(2026, 7, 1)), Quarter(date(2026, 4, 1))
AREA = {"Under 21": 250, "21-34": 200, "35-49": 200, "50-64": 200, "65 and over": 150}


def held(base: int | None, quarter: Quarter = NOW, months: int = 3) -> Held:
    return Held(quarter, base, 0, quarter.months[:months])


def asked(count: int, base: int, was: int, was_base: int) -> str:
    return change(Count(count, base), Count(was, was_base), held(base), held(was_base, THEN)).words


@pytest.mark.parametrize(
    ("figures", "says"),
    [
        ((60, 150, 30, 150), "up 20 points"),
        ((30, 150, 60, 150), "down 20 points"),
        ((35, 150, 30, 150), "no clear change"),
        ((30, 150, 30, 150), "no change"),
        ((15, 29, 1, 150), "too few to compare"),
        ((22, 152, 20, 152), "no clear change"),
    ],
)
def test_shares_are_compared_beyond_chance_or_not_at_all(
    figures: tuple[int, int, int, int], says: str
) -> None:
    assert asked(*figures) == says


@pytest.mark.parametrize(
    ("now", "then", "says"),
    [(300, 200, "up 100"), (105, 100, "no clear change"), (4, 5, "too few to tell"), (50, 50, "no change"),
     (0, 40, "down 40")],
)  # fmt: skip
def test_crimes_are_compared_by_what_chance_leaves(now: int, then: int, says: str) -> None:
    found = change(Count(now) if now else None, Count(then), held(None), held(None, THEN))
    assert found.words == says
    assert (found.mark is State.WARN) == (says == "up 100")


def test_what_is_not_whole_or_not_there_is_not_compared() -> None:
    short = change(Count(300), Count(200), held(None, months=2), held(None, THEN))
    assert (short.words, short.beyond_chance) == ("not compared: a month is missing", None)
    assert change(Count(300), None, held(None), None).words == ""
    assert held(None, months=2).period == "July and August 2026"
    assert held(10).period == "July to September 2026"


@given(st.integers(0, 200), st.integers(200, 400), st.integers(0, 200), st.integers(200, 400))
def test_a_rise_one_way_is_a_fall_the_other(a: int, base: int, b: int, other: int) -> None:
    up, down = asked(a, base, b, other), asked(b, other, a, base)
    assert up.replace("up", "down") == down or down.replace("up", "down") == up


@pytest.mark.parametrize(
    ("base", "says"),
    [(1, "Only 1 person answered: too few"), (29, "Only 29 people"), (30, "a small base, so each share may be 18 points"),
     (99, "10 points higher or lower"), (100, ""), (2_000, "")],
)  # fmt: skip
def test_a_small_base_is_said_in_words(base: int, says: str) -> None:
    assert (says in base_words(base)) if says else base_words(base) == ""


def test_ages_far_from_the_areas_are_named() -> None:
    near = {"under 21": 25, "21 to 34": 20, "35–49": 20, "50-64": 20, "65+": 15, "prefer not to say": 80}
    assert age_words(near, AREA, "Gedling") == ()
    old = {"under 21": 2, "21-34": 18, "35-49": 20, "50-64": 20, "65 and over": 40}
    assert age_words(old, AREA, "Gedling") == (
        "Under 21: 2 % of answers, 25 % of the area, so fewer than there should be.",
        "65 and over: 40 % of answers, 15 % of the area, so more than there should be.",
    )


@pytest.mark.parametrize(
    ("answered", "people", "says"),
    [
        ({"prefer not to say": 40, "": 9}, AREA, "Nobody’s age is recorded"),
        ({"21-34": 40}, {}, "The age bands of Gedling are not entered"),
        ({"21-34": 29}, AREA, "Only 29 ages are known"),
        ({"25-34": 40}, AREA, "Gedling’s age bands do not have 25-34"),
    ],
)
def test_ages_that_cannot_be_compared_say_why(
    answered: dict[str, int], people: dict[str, int], says: str
) -> None:
    (found,) = age_words(answered, people, "Gedling")
    assert found.startswith(says)


@pytest.mark.parametrize(
    ("written", "form"),
    [("35 to 49", "35-49"), ("35–49", "35-49"), ("65+", "65 and over"), ("Over 65", "65 and over"),
     ("under 21", "under 21"), ("<21", "under 21"), ("Prefer not to say", "prefer not to say")],
)  # fmt: skip
def test_a_band_is_known_however_it_is_written(written: str, form: str) -> None:
    assert band_form(written) == form


def test_a_small_area_lies_where_its_name_says() -> None:
    areas = homes({"Ashfield": 1, "Newark & Sherwood": 2})
    assert home_of("Ashfield 001B", areas) == 1
    assert home_of("Newark and Sherwood 004C", areas) == 2
    assert home_of("Nottingham 030B", areas) is None


def test_a_mistake_in_the_limits_is_told(tmp_path: Path) -> None:
    values = json.loads((resources() / "sources.json").read_text("utf-8"))
    path = tmp_path / "sources.json"
    path.write_text(json.dumps({**values, "small_base": 0}), "utf-8")
    with pytest.raises(CannotDo, match=r"sources\.json needs a whole number from 1"):
        load_source_limits(path)
