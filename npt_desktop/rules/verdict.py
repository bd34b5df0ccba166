"""Whether a problem fell, rose, or cannot be told, from its counts by month before and after the response.

Two readings must agree before "fell" or "rose" is said; all else is "cannot tell", with the reason:

1. **Against the same months a year before**: the ratio of the two counts, with Wilson's interval widened for
   overdispersion, lies whole on one side of 1. This guards against the usual seasonal swing of any shape.
2. **Beyond season and trend**: in a quasi-Poisson regression of the months before and after on trend, one
   yearly wave and a step after the response, the profile interval of the step lies on the same side. This
   guards against a decline that was under way already. With a comparison series the step is what is left over
   and above the step of the comparison, which has its own level, season and trend.

Intervals are at 95 %. Counted as before are the months until the response began, as after the first twelve
months once it was finished; months in between belong to neither, and a month without a figure is left out.
The trend is read over the last three years before, as it seldom stays the same for longer.
Limits: neighbouring months are taken as independent given season and trend; a sharp change of another cause
in the same months looks the same as the response, which is why rival explanations are asked for.

Sources: Clarke and Eck, *Crime Analysis for Problem Solvers in 60 Small Steps*, steps 47 and 52 (controls;
seasons, trends and premature falls as false success); Wagner and others, "Segmented regression analysis of
interrupted time series studies", *J. Clin. Pharm. Ther.* 27, 2002; Bernal, Cummins and Gasparrini,
*Int. J. Epidemiol.* 46, 2017 (quasi-Poisson counts, season, controlled series); :mod:`npt_desktop.rules.counts`
for the intervals. The rates of error are simulated in ``tests/rules/test_verdict_rates.py``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from math import cos, pi, sin

from npt_desktop.models.kinds import Verdict
from npt_desktop.rules.counts import Fit, Ratio, fit, ratio_of, step_ratio
from npt_desktop.rules.periods import MONTHS, add_months, month_label, month_of, number_of
from npt_desktop.rules.thresholds import Thresholds, standard_thresholds

LEVEL = 0.975
"""Each end of the 95 % interval."""
TREND, WAVE = 0.25, 0.2
"""How large a yearly trend and a yearly wave usually are, on the log scale: what the fit leans to while there
are too few months to see them (a ridge). Seasons of any size are met by the first reading."""
LOOK_BACK = 36
"""Months before the response that are read at most."""
Series = Mapping[date, int]


class Basis(StrEnum):
    """Why the verdict is what it is."""

    CLEAR = "clear"
    UNFINISHED = "unfinished"
    NO_FIGURES = "no_figures"
    SHORT_BEFORE = "short_before"
    SHORT_AFTER = "short_after"
    SMALL = "small"
    CHANCE = "chance"
    TREND = "trend"
    COMPARISON = "comparison"


@dataclass(frozen=True, slots=True)
class VerdictReading:
    """The verdict, its sentence, and the figures: counts over the months compared, the ratio against the same
    months, and what is left beyond season and trend (and the comparison)."""

    verdict: Verdict
    basis: Basis
    says: str
    before: int = 0
    after: int = 0
    months: tuple[date, ...] = ()
    same: Ratio | None = None
    beyond: Ratio | None = None


@dataclass(frozen=True, slots=True)
class Spell:
    """When the response ran: ``began`` is its first action, ``finished`` the day it was carried out."""

    began: date | None
    finished: date | None


def read_verdict(
    series: Series, spell: Spell, unit: str = "reports", comparison: Series | None = None,
    limits: Thresholds | None = None,
) -> VerdictReading:  # fmt: skip
    """What the monthly counts say. Keys are first days of months; counts are nought or more."""
    limits = limits or standard_thresholds()
    if not series:
        return _cannot(Basis.NO_FIGURES, "there are no figures yet.")
    if spell.finished is None:
        return _cannot(Basis.UNFINISHED, "the response is not finished.")
    ended = month_of(spell.finished)
    began = min(month_of(spell.began), ended) if spell.began else ended
    first, last = add_months(began, -LOOK_BACK), add_months(ended, 12)
    before = {month: count for month, count in series.items() if first <= month < began}
    after = {month: count for month, count in series.items() if ended < month <= last}
    if len(before) < limits.data_months:
        have = number_of(len(before), "month")
        return _cannot(
            Basis.SHORT_BEFORE, f"{have} of figures before the response, and it takes {limits.data_months}."
        )
    pairs = {month: found for month in after if (found := _same_month(month, before)) is not None}
    if len(pairs) < limits.after_months:
        have = number_of(len(pairs), "month")
        lacks = "with the same month of a year before" if len(pairs) < len(after) else "after the response"
        return _cannot(Basis.SHORT_AFTER, f"{have} of figures {lacks}, and it takes {limits.after_months}.")
    return _judge(before, after, pairs, unit, _beside(comparison, before, after), limits)


def against_success(found: VerdictReading, percent: int | None) -> str:
    """Whether the change reaches the smallest fall set as success when the plan began; blank where either is
    not known."""
    if percent is None or found.same is None:
        return ""
    fall = round(100 * (1 - found.same.value))
    lead = f"Success was set at a fall of {percent}% or more"
    if found.verdict is not Verdict.FELL:
        return f"{lead}: not shown."
    return f"{lead}: reached." if fall >= percent else f"{lead}: it fell by {fall}%, which falls short."


def _cannot(basis: Basis, why: str) -> VerdictReading:
    return VerdictReading(Verdict.CANNOT_TELL, basis, f"Cannot tell: {why}")


def _same_month(month: date, before: Series) -> date | None:
    """The latest such month before the response."""
    wanted = add_months(month, -12)
    first = min(before)
    while wanted >= first:
        if wanted in before:
            return wanted
        wanted = add_months(wanted, -12)
    return None


def _beside(comparison: Series | None, before: Series, after: Series) -> Series:
    """The comparison's months, or none where they are too few to set beside."""
    found = {month: count for month, count in (comparison or {}).items() if month in before or month in after}
    there = sum(month in after for month in found)
    return found if there >= 3 and len(found) - there >= 12 else {}


def _judge(
    before: Series, after: Series, pairs: Mapping[date, date], unit: str, beside: Series, limits: Thresholds
) -> VerdictReading:
    now, then = sum(after[month] for month in pairs), sum(before[month] for month in pairs.values())
    months = tuple(sorted(pairs))
    lead = f"{now:,} {unit} in {_span(months)} against {then:,} in the same months {_when(pairs)}"
    if now + then < limits.verdict_count:
        says = f"Cannot tell: {lead} are too few to judge; it takes {limits.verdict_count} in all."
        return VerdictReading(Verdict.CANNOT_TELL, Basis.SMALL, says, then, now, months)
    model = _model(before, after, {})
    same = ratio_of(now, then, model.whole.cut(LEVEL), model.whole.spread)
    lead += f", {_change(same.value)}"
    verdict = Verdict.FELL if same.fell else Verdict.ROSE if same.rose else Verdict.CANNOT_TELL
    if verdict is Verdict.CANNOT_TELL:
        says = f"Cannot tell: {lead}; chance alone allows {_interval(same)}."
        return VerdictReading(verdict, Basis.CHANCE, says, then, now, months, same)
    beyond, basis, than = model.ratio(), Basis.TREND, "beyond the season and the trend before"
    if beside and _agrees(verdict, beyond):
        beyond, basis, than = _model(before, after, beside).ratio(), Basis.COMPARISON, "beside the comparison"
    if _agrees(verdict, beyond):
        says = f"{verdict.label}: {lead} (95% interval {_interval(same)}), and {_interval(beyond)} {than}."
        return VerdictReading(verdict, Basis.CLEAR, says, then, now, months, same, beyond)
    says = f"Cannot tell: {lead}, but {than} it may be {_interval(beyond)}."
    return VerdictReading(Verdict.CANNOT_TELL, basis, says, then, now, months, same, beyond)


def _agrees(verdict: Verdict, ratio: Ratio) -> bool:
    return ratio.fell if verdict is Verdict.FELL else ratio.rose


@dataclass(frozen=True, slots=True)
class _Model:
    """Level, trend and season as rows, the step after the response, and the fit of both."""

    rows: list[tuple[float, ...]]
    step: list[float]
    counts: list[int]
    hold: tuple[float, ...]
    whole: Fit

    def ratio(self) -> Ratio:
        return step_ratio(self.rows, self.step, self.counts, self.hold, self.whole, LEVEL)


def _model(before: Series, after: Series, beside: Series) -> _Model:
    zero = min(after)

    def terms(month: date) -> tuple[float, ...]:
        years = ((month.year - zero.year) * 12 + month.month - zero.month) / 12
        return 1.0, years, cos(2 * pi * years), sin(2 * pi * years)

    own = sorted((*before.items(), *after.items()))
    rows: list[tuple[float, ...]] = [terms(month) for month, _ in own]
    step = [float(month in after) for month, _ in own]
    counts = [count for _, count in own]
    hold: tuple[float, ...] = (0.0, TREND**-2, WAVE**-2, WAVE**-2)
    if beside:  # each series has its own level, trend and season; the step of both is one more column
        none = (0.0,) * 4
        rows = [(*row, *none, late) for row, late in zip(rows, step, strict=True)]
        rows += [(*none, *terms(month), float(month in after)) for month in sorted(beside)]
        counts += [beside[month] for month in sorted(beside)]
        step += [0.0] * len(beside)
        hold = (*hold, *hold, 0.0)
    whole = fit([(*row, one) for row, one in zip(rows, step, strict=True)], counts, hold=hold)
    return _Model(rows, step, counts, hold, whole)


def _span(months: tuple[date, ...]) -> str:
    first, last = months[0], months[-1]
    if first == last:
        return month_label(first)
    start = MONTHS[first.month - 1] if first.year == last.year else month_label(first)
    return f"{start} to {month_label(last)}"


def _when(pairs: Mapping[date, date]) -> str:
    year = all(add_months(old, 12) == month for month, old in pairs.items())
    return "a year before" if year else "before the response"


def _change(ratio: float) -> str:
    """``48% fewer``; ``twice as many`` and more as a multiple."""
    if ratio >= 3:
        return f"{ratio:.0f} times as many" if ratio < 1000 else "many times as many"
    percent = round(100 * abs(ratio - 1))
    return f"{percent}% {'fewer' if ratio < 1 else 'more'}" if percent else "the same"


def _interval(ratio: Ratio) -> str:
    """``30% to 62% fewer``, or both ends in words where they lie on either side of no change."""
    low, high = _change(ratio.low), _change(ratio.high)
    if ratio.fell:
        return f"{high.removesuffix(' fewer')} to {low}"
    return (
        f"{low.removesuffix(' more')} to {high}"
        if ratio.rose and high.endswith("more")
        else f"{low} to {high}"
    )
