"""Figures marked “about this priority” as a monthly update may tell them.

Sources: booklet, Priority setting, step 6; SI 2010/421 (each figure with its base and its period). A sentence only
counts; it does not call a difference a fall or a rise, since a month's figures seldom bear that.
"""

from __future__ import annotations

from datetime import date

from npt_desktop.rules.periods import month_label, number_of, quarter_of
from npt_desktop.rules.reach import MEASURES

CRIME_AGE = 4
"""Months that street-level crime may lie behind an update: it is published about two months late."""


def survey_sentence(issue: str, count: int, base: int, period: date) -> str:
    """Of how many, how many named an issue, and when they were asked."""
    return (
        f"In the survey of {quarter_of(period).spoken}, {count:,} of the {base:,} people asked "
        f"({100 * count / base:.0f} per cent) named {_small(issue)}."
    )


def consultation_sentence(said: str) -> str:
    """What was said, as one sentence. Who said it stays inside."""
    plain = " ".join(said.split())
    return plain if plain.endswith((".", "!", "?")) else f"{plain}."


def crime_sentence(category: str, month: date, count: int, before: int | None) -> str:
    """Crimes of a category in a month, beside the month before where that is known."""
    beside = f", {before:,} the month before" if before is not None else ""
    return f"There were {number_of(count, 'report')} of {_small(category)} in {month_label(month)}{beside}."


def reach_sentence(key: str, month: date, count: int, before: int | None) -> str:
    """One measure of reach in a month, beside the month before where that is known."""
    measure = next(m for m in MEASURES if m.key == key)
    when = f"at the end of {month_label(month)}" if measure.standing else f"in {month_label(month)}"
    beside = f", {before:,} the month before" if before is not None else ""
    return f"{measure.title} {when}: {count:,}{beside}."


def _small(words: str) -> str:
    """Words within a sentence: small letters, but for a word in capitals (``ASB``)."""
    return words if words[:2].isupper() else f"{words[:1].lower()}{words[1:]}"
