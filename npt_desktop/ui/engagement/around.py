"""What stands round the log: the lists to choose from, the gaps, the month in figures and what is still to do."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from npt_desktop.rules.periods import MONTHS, add_months, month_end, number_of

if TYPE_CHECKING:
    from npt_desktop.services.desk import Choice, Desk
    from npt_desktop.services.engagement import GapMap, MonthFacts


@dataclass(frozen=True, slots=True)
class Around:
    """``to_evaluate`` are the month's entries without outcome or score, oldest first; ``to_score`` how many wait
    for a second score of the person at the desk."""

    lists: dict[str, list[Choice]]
    gaps: GapMap
    facts: MonthFacts
    averages: Sequence[float | None]
    to_evaluate: array[int]
    to_score: int


def read_around(desk: Desk, area_id: int, month: date) -> Around:
    """Read it, with the six months up to ``month``. Long: call off the window's thread."""
    from npt_desktop.services.engagement import Engagement, LogFilter
    from npt_desktop.services.second_scores import SecondScores

    log = Engagement(desk)
    months = [add_months(month, -back) for back in range(5, -1, -1)]
    waiting = LogFilter(area_id, month, month_end(month), unevaluated=True)
    return Around(
        log.lists(area_id) | log.more_lists(area_id),
        log.gaps(area_id, months),
        log.month_facts(area_id, month),
        log.averages(area_id, months),
        log.ids(waiting, descending=False),
        len(SecondScores(desk).to_score()),
    )


def facts_words(found: Around, month: date) -> str:
    """The line under the title."""
    facts, name = found.facts, MONTHS[month.month - 1]
    parts = (
        [f"{number_of(found.to_score, 'entry', 'entries')} to score a second time"] if found.to_score else []
    )
    if not facts.entries:
        return ", ".join([f"Nothing logged in {name} yet", *parts])
    parts.append(f"{number_of(facts.entries, 'entry', 'entries')} in {name}")
    if facts.without_outcome:
        parts.append(f"{facts.without_outcome:,} without an outcome")
    if facts.average is not None:
        parts.append(f"average score {facts.average:.1f}")
    if not found.to_evaluate:
        parts.append("all evaluated")
    return ", ".join(parts)
