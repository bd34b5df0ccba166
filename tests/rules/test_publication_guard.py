"""How often the publication guard is right, and what it offers instead."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from npt_desktop.rules.publishing import Finding, FindingKind, check_text, mend, summary, unkept
from npt_desktop.rules.reading_age import hardest, reading_age, syllables
from npt_desktop.rules.words import matching_form

SENTENCES: dict[str, Any] = json.loads(
    (Path(__file__).parents[1] / "data" / "public_sentences.json").read_text("utf-8")
)
LEAST_FOUND, MOST_FALSE = 0.98, 0.05


@dataclass(frozen=True)
class Measure:
    """Shares of plants found in their place and of harmless sentences pointed at."""

    found: float
    false: float
    missed: tuple[str, ...]


def points_at(text: str, kind: str, part: str) -> bool:
    """Whether a finding of the kind covers the middle of the planted part."""
    at = text.index(part) + len(part) // 2
    found = check_text(text, names=SENTENCES["names"])
    return any(f.kind.value == kind and f.start <= at < f.end for f in found)


def measured(*halves: bool) -> Measure:
    plants = [p for p in SENTENCES["plants"] if p["held"] in halves]
    harmless = [h for h in SENTENCES["harmless"] if h["held"] in halves]
    missed = tuple(p["text"] for p in plants if not points_at(p["text"], p["kind"], p["part"]))
    false = [h for h in harmless if check_text(h["text"], names=SENTENCES["names"])]
    return Measure(1 - len(missed) / len(plants), len(false) / len(harmless), missed)


def test_the_set_is_large_mixed_and_has_every_kind_in_both_halves() -> None:
    plants, harmless = SENTENCES["plants"], SENTENCES["harmless"]
    assert len(plants) >= 100
    assert len(harmless) >= 100
    assert len({s["text"] for s in plants + harmless}) == len(plants) + len(harmless)
    planted = {k.value for k in FindingKind} - {"empty", "reading"}
    for held in (False, True):
        kinds = Counter(p["kind"] for p in plants if p["held"] is held)
        assert set(kinds) == planted
        assert min(kinds.values()) >= 4
        assert sum(h["held"] is held for h in harmless) >= 50


@pytest.mark.parametrize("halves", [(False,), (True,), (False, True)], ids=["written for", "held out", "all"])
def test_the_guard_finds_the_plants_and_leaves_the_rest(halves: tuple[bool, ...]) -> None:
    result = measured(*halves)
    assert result.found >= LEAST_FOUND, result.missed
    assert result.false <= MOST_FALSE


@pytest.mark.parametrize(
    ("text", "instead"),
    [
        ("Bikes near NG17 1AA.", "Bikes near NG17."),
        ("We visited 14 Mill Lane.", "We visited Mill Lane."),
        ("Our Q1 2026 work.", "Our April to June 2026 work."),
        ("Our Q4 2026 work.", "Our January to March work."),
        ("Our Q3 work.", "Our October to December work."),
        ("Mr Alder came.", "Mr Alder came."),
    ],
)
def test_a_finding_offers_what_may_stand_there(text: str, instead: str) -> None:
    (finding,) = check_text(text)
    assert mend(text, finding) == instead


def test_a_mend_leaves_a_text_that_has_moved_on() -> None:
    (finding,) = check_text("Bikes near NG17 1AA.")
    assert mend("Other words altogether.", finding) == "Other words altogether."


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("You said: bikes.\n\nWe did: \n\nWhat happens next: patrols.", "We did:"),
        ("You said: bikes.\n\nWe did: patrols.\n\nWhat happens next:", "What happens next:"),
        ("The stall is in Mill Lane, date TBC.", "TBC"),
        ("Updates will be posted.", "Updates will be posted"),
        ("We met [insert group] twice.", "[insert group]"),
        ("We met XXX twice.", "XXX"),
    ],
)
def test_empty_parts_are_found_in_their_place(text: str, part: str) -> None:
    (finding,) = check_text(text)
    assert finding.kind is FindingKind.EMPTY
    assert finding.text.strip() == part
    assert summary([finding]) == "Look at: empty part"


PLAIN = "We saw bikes on the trail. We went there each week. We gave six people a warning. " * 4
HARD = (
    "Multidisciplinary partnership interventions were subsequently operationalised notwithstanding considerable "
    "organisational interdependencies, environmental vulnerabilities and jurisdictional responsibilities. "
)


def test_the_reading_age_is_told_at_the_hardest_sentence() -> None:
    assert check_text(PLAIN) == ()
    text = PLAIN + HARD * 3
    (finding,) = check_text(text)
    assert finding.kind is FindingKind.READING
    assert finding.text in HARD
    assert "Use shorter words" in finding.says
    assert check_text(HARD) == ()  # too short a text to tell


@pytest.mark.parametrize(("word", "count"), [("bike", 1), ("table", 2), ("patrolled", 2), ("wanted", 2), ("area", 2), ("hm", 1)])  # fmt: skip
def test_syllables(word: str, count: int) -> None:
    assert syllables(word) == count


def test_the_age_rises_with_the_words() -> None:
    assert reading_age(PLAIN) < 9 < 18 < reading_age(HARD)
    assert reading_age("... 12 !") == 0
    text = PLAIN + HARD
    assert text[slice(*hardest(text))].strip() == HARD.strip().rstrip(".")


def test_what_is_kept_is_no_longer_open_but_nothing_else_is() -> None:
    findings = check_text("Mr Alder of 14 Mill Lane")
    kept = {(FindingKind.NAME, matching_form("MR  ALDER"))}
    assert [f.kind for f in unkept(findings, kept)] == [FindingKind.ADDRESS]
    assert unkept(findings, {(FindingKind.ADDRESS, matching_form("Mr Alder"))}) == findings
    empty = check_text("")
    assert unkept(empty, {(FindingKind.EMPTY, "")}) == empty


def test_a_surname_that_is_a_month_needs_a_title() -> None:
    def kinds(text: str) -> list[Finding]:
        return list(check_text(text, names=["May", "Larch"]))

    assert kinds("In May we met Mr Whippy.") == []
    assert [f.text for f in kinds("In May we met Mr May and Larch.")] == ["Mr May", "Larch"]
