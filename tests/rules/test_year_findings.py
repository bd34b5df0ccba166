"""The page of what works and what to change: each sentence names how many it rests on."""

from __future__ import annotations

from npt_desktop.rules.agreement import agreement
from npt_desktop.rules.score_counts import ScoreCount
from npt_desktop.rules.year_findings import Said, year_findings

GOOD = ScoreCount("Problem solving", 40, (0, 0, 2, 18, 20))
POOR = ScoreCount("Reassurance", 30, (10, 18, 2, 0, 0))
LUCKY = ScoreCount("Engage to recruit", 2, (0, 0, 0, 0, 2))


def test_a_year_is_read_into_two_halves_with_counts() -> None:
    entries = [
        Said("Traders", "Met traders", "Six shops joined the radio scheme", 5),
        Said("Riders", "Walked the trail", "Patrol carried out", 2),
        Said("Choir", "Met the choir", "", None),
    ]  # fmt: skip
    second = agreement([(4, 4)] * 6 + [(5, 4)] * 6)
    found = year_findings(
        entries, [GOOD, POOR, LUCKY], [], unreached=["LGBT+", "Rural"], empty_months=["March 2026"], second=second,
        leaning=[("PC 1 Oak", second), ("PC 2 Ash", agreement([(4, 4)] * 12))],
    )  # fmt: skip
    assert found.works[0].startswith("Problem solving: 4.5, likely 4.2 to 4.7 (40 scored), above")
    assert "1 of 2 outcomes name a result." in found.works
    assert not any("Engage to recruit" in line for line in (*found.works, *found.change))
    assert found.change[0].startswith("Reassurance: 1.7")
    assert found.change[1:] == (
        "1 of 2 outcomes say what was done or repeat the summary: write what came of it.",
        "1 entry has no outcome and 1 no score: evaluate within two days.",
        "1 entry scored 2 or lower: follow each up.",
        "Not reached once: LGBT+ and Rural.",
        "Nothing logged in March 2026.",
        "Second scoring: weighted agreement 0.00 over 12 pairs, 6 the same, 12 within one.",
        "PC 1 Oak scores 0.5 higher (0.2 to 0.8) than the second scorer, over 12 pairs: talk it through.",
    )
    assert found.examples == (("Traders", "Six shops joined the radio scheme"),)


def test_nothing_apart_is_said_so() -> None:
    found = year_findings([], [LUCKY], [])
    assert found.works == ("No purpose or audience stands plainly above the others.",)
    assert (found.change, found.examples) == ((), ())
