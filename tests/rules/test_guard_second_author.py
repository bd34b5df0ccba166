"""The publication guard on sentences of a second author, who wrote them before reading its rules.

Planted data stands between ⟦ and ⟧. Before the rules were mended for the first of the two sets, 63 of its 76
plants were found and 5 of its 70 harmless sentences pointed at. The held set was written at the same time, kept
aside while the rules were mended, and measured once: 18 of its 20 plants were found and 2 of its 20 harmless
sentences pointed at. That is what to expect of a text nobody wrote rules for; the two missed forms (a postcode
with a space too many, “ref” before figures apart by dashes) were mended afterwards.
"""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from npt_desktop.rules.publishing import check_text, told_apart

DATA = Path(__file__).parents[1] / "data"
ANSWERS = {
    "person": {"name"}, "title": {"name", "officer"}, "phone": {"phone"}, "email": {"email"}, "vehicle": {"vehicle"},
    "house": {"address"}, "postcode": {"postcode"}, "crime": {"reference"}, "occurrence": {"reference"},
    "collar": {"officer"}, "marking": {"marking"},
}  # fmt: skip
"""Each kind of plant and the kinds of finding that answer it."""


def sentences(held: bool) -> dict[str, Any]:
    name = "guard_second_held.json" if held else "guard_second.json"
    found: dict[str, Any] = json.loads((DATA / name).read_text("utf-8"))
    return found


def names_of(people: list[str]) -> tuple[str, ...]:
    """What a store with these people would look for: whole names and surnames, beside its areas."""
    surnames = [person.split(" ", 1)[1] for person in people]
    return told_apart([*people, *surnames], ["Arnold", "Gedling"])


def measured(held: bool) -> tuple[list[str], list[str], dict[str, Any]]:
    """The plants missed, the harmless sentences pointed at, and the set."""
    whole = sentences(held)
    names, missed = names_of(whole["people"]), []
    for plant in whole["plants"]:
        start, end = plant["text"].index("⟦"), plant["text"].index("⟧") - 1
        text, middle = plant["text"].replace("⟦", "").replace("⟧", ""), (start + end) // 2
        found = check_text(text, names=names)
        if not any(f.kind in ANSWERS[plant["kind"]] and f.start <= middle < f.end for f in found):
            missed.append(plant["text"])
    return missed, [text for text in whole["harmless"] if check_text(text, names=names)], whole


def test_the_sets_hold_every_kind_and_share_no_sentence() -> None:
    mended, held = sentences(False), sentences(True)
    for whole, least in ((mended, 120), (held, 40)):
        assert whole["author"] == "second"
        assert len(whole["plants"]) + len(whole["harmless"]) >= least
        assert set(Counter(plant["kind"] for plant in whole["plants"])) == set(ANSWERS)
    texts = [p["text"] for s in (mended, held) for p in s["plants"]] + mended["harmless"] + held["harmless"]
    assert len(set(texts)) == len(texts)


def test_the_guard_finds_98_in_100_and_points_at_5_in_100_at_most() -> None:
    missed, false, whole = measured(held=False)
    assert len(missed) <= 0.02 * len(whole["plants"]), missed
    assert len(false) <= 0.05 * len(whole["harmless"]), false


HELD_FOUND, HELD_FALSE = 18, 2
"""Of 20 and 20, at the one measurement."""


def test_the_held_set_comes_out_no_worse_than_at_its_one_measurement() -> None:
    missed, false, whole = measured(held=True)
    assert len(whole["plants"]) - len(missed) >= HELD_FOUND, missed
    assert len(false) <= HELD_FALSE, false


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The pcso walked round and a pc world opened.", []),
        ("Ask pcso elm or PC Arnold.", ["pcso elm", "PC Arnold"]),
        ("Rose Arnold met the Arnold scouts.", ["Rose Arnold"]),
        ("On the A60 now, by 20 may, at 30 mph.", []),
        ("Seen: fx68 dzo and r83 jbo.", ["fx68 dzo", "r83 jbo"]),
    ],
)
def test_small_letters_and_places(text: str, found: list[str]) -> None:
    assert [text[f.start : f.end] for f in check_text(text, names=names_of(["Rose Arnold"]))] == found
