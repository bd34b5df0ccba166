"""What the verdict says, and why, on series made by hand."""

from __future__ import annotations

from datetime import date
from math import isclose

import pytest
from hypothesis import given
from hypothesis import strategies as st

from npt_desktop.models.kinds import Verdict
from npt_desktop.rules.counts import fit, ratio_of, student
from npt_desktop.rules.periods import add_months
from npt_desktop.rules.verdict import Basis, Spell, VerdictReading, read_verdict

FIRST = date(2024, 1, 1)
WOBBLE = (2, -3, 1, 4, -2, 0, 3, -4, -1, 2, -2, 1)


def series(*levels: tuple[int, float]) -> dict[date, int]:
    """Months from January 2024: so many months at about such a level."""
    flat = [level for months, level in levels for _ in range(months)]
    return {
        add_months(FIRST, n): max(0, round(level + WOBBLE[n % 12] * level / 30))
        for n, level in enumerate(flat)
    }


def judged(counts: dict[date, int], comparison: dict[date, int] | None = None) -> VerdictReading:
    return read_verdict(counts, Spell(date(2026, 1, 5), date(2026, 1, 28)), "reports", comparison)


def test_a_fall_gives_its_figures_and_reason_in_one_sentence() -> None:
    found = judged(series((25, 30), (6, 12)))
    assert found.verdict is Verdict.FELL
    assert (found.before, found.after) == (183, 73)
    assert found.says.startswith(
        "Fell: 73 reports in February to July 2026 against 183 in the same months a year before, 60% fewer "
        "(95% interval "
    )
    assert found.says.endswith("beyond the season and the trend before.")
    assert found.says.count(". ") == 0


def test_a_rise_is_a_rise() -> None:
    assert judged(series((25, 30), (6, 60))).verdict is Verdict.ROSE


def test_a_fall_to_nought_is_a_fall() -> None:
    found = judged(series((25, 30), (6, 0)))
    assert found.verdict is Verdict.FELL
    assert found.same is not None
    assert found.same.low == 0


@pytest.mark.parametrize(
    ("counts", "basis", "words"),
    [
        ({}, Basis.NO_FIGURES, "no figures"),
        (series((8, 30), (6, 30)), Basis.SHORT_AFTER, "0 months"),
        (series((25, 30), (2, 10)), Basis.SHORT_AFTER, "2 months of figures after"),
        (series((25, 0.4), (6, 1)), Basis.SMALL, "too few to judge"),
        (series((25, 30), (6, 28)), Basis.CHANCE, "chance alone allows"),
        (dict(list(series((31, 30)).items())[15:]), Basis.SHORT_BEFORE, "9 months of figures before"),
    ],
)
def test_what_cannot_be_told_says_why(counts: dict[date, int], basis: Basis, words: str) -> None:
    found = judged(counts)
    assert (found.verdict, found.basis) == (Verdict.CANNOT_TELL, basis)
    assert words in found.says


def test_without_a_finish_nothing_is_told() -> None:
    found = read_verdict(series((25, 30)), Spell(date(2026, 1, 5), None))
    assert found.basis is Basis.UNFINISHED


def test_a_decline_that_was_under_way_is_no_fall() -> None:
    counts = {add_months(FIRST, n): round(60 * 0.96**n) for n in range(31)}
    found = judged(counts)
    assert found.same is not None
    assert found.same.fell, "the same months alone would have said so"
    assert (found.verdict, found.basis) == (Verdict.CANNOT_TELL, Basis.TREND)


def test_a_fall_that_the_comparison_shares_is_not_told() -> None:
    counts = series((25, 30), (6, 12))
    assert judged(counts, series((25, 60), (6, 24))).basis is Basis.COMPARISON
    beside = judged(counts, series((31, 60)))
    assert (beside.verdict, beside.basis) == (Verdict.FELL, Basis.CLEAR)


def test_months_of_the_response_belong_to_neither_side() -> None:
    counts = series((25, 30), (6, 12))
    quiet = read_verdict(counts, Spell(date(2025, 11, 3), date(2026, 1, 28)))
    loud = read_verdict(
        {**counts, date(2025, 12, 1): 900, date(2026, 1, 1): 900}, Spell(date(2025, 11, 3), date(2026, 1, 28))
    )
    assert quiet.says == loud.says


def test_a_month_without_a_figure_leaves_its_pair_out() -> None:
    counts = series((25, 30), (6, 12))
    del counts[date(2025, 3, 1)]
    found = judged(counts)
    assert date(2026, 3, 1) in found.months, "March of 2024 stands in"
    del counts[date(2024, 3, 1)]
    assert date(2026, 3, 1) not in judged(counts).months


def test_only_the_first_year_after_counts() -> None:
    assert judged(series((25, 30), (12, 12), (8, 90))).says == judged(series((25, 30), (12, 12))).says


def test_scattered_counts_widen_the_interval() -> None:
    even = judged(series((25, 30), (6, 19)))
    wild = dict(series((25, 30), (6, 19)))
    for n, month in enumerate(list(wild)[:25]):
        wild[month] += 14 if n % 2 else -14
    assert even.verdict is Verdict.FELL
    assert judged(wild).verdict is Verdict.CANNOT_TELL


@given(st.lists(st.integers(0, 3000), min_size=31, max_size=60))
def test_any_counts_have_a_verdict_in_one_sentence(counts: list[int]) -> None:
    found = judged({add_months(FIRST, n): count for n, count in enumerate(counts)})
    assert found.says.startswith(found.verdict.label)
    assert "nan" not in found.says


def test_the_fit_finds_the_logarithm_of_the_means() -> None:
    found = fit([(1.0, 0.0)] * 3 + [(1.0, 1.0)] * 3, [10, 12, 8, 20, 22, 18])
    assert isclose(found.weights[0], 2.302585, abs_tol=1e-4)
    assert isclose(found.weights[1], 0.693147, abs_tol=1e-4)
    assert found.spread == 1.0


def test_the_intervals_are_those_of_the_books() -> None:
    assert isclose(student(0.975, 10), 2.228, abs_tol=0.003)
    assert isclose(student(0.975, 1), 12.706, abs_tol=0.01)
    assert isclose(student(0.975, 2), 4.303, abs_tol=0.01)
    found = ratio_of(10, 20, 1.96)  # Wilson: a third of 30, 0.192 to 0.512
    assert isclose(found.low, 0.192 / 0.808, abs_tol=0.01)
    assert isclose(found.high, 0.512 / 0.488, abs_tol=0.01)
