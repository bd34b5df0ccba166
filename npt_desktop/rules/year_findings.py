"""What a year of the log says works and what to change: sentences that each name how many they rest on.

Source: booklet, "Engagement activity and evaluation documents": the evaluation is for learning what to repeat. The
sentences advise; only what stands apart by more than chance is said to work or not to.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from npt_desktop.rules.agreement import Agreement
from npt_desktop.rules.outcomes import Written, read_outcome
from npt_desktop.rules.periods import number_of
from npt_desktop.rules.score_counts import ScoreCount, apart
from npt_desktop.rules.thresholds import Thresholds, standard_thresholds
from npt_desktop.rules.words import listed

_EXAMPLES = 3


@dataclass(frozen=True, slots=True)
class Said:
    """One entry as the findings read it."""

    who: str
    summary: str
    outcome: str
    score: int | None


@dataclass(frozen=True, slots=True)
class Findings:
    """Sentences for the two halves of the page, and what the best entries brought about."""

    works: tuple[str, ...]
    change: tuple[str, ...]
    examples: tuple[tuple[str, str], ...]


def year_findings(
    entries: Sequence[Said],
    purposes: Sequence[ScoreCount],
    audiences: Sequence[ScoreCount],
    *,
    unreached: Sequence[str] = (),
    empty_months: Sequence[str] = (),
    second: Agreement | None = None,
    leaning: Iterable[tuple[str, Agreement]] = (),
    limits: Thresholds | None = None,
) -> Findings:
    """Read a year. ``unreached`` are communities of the list without an entry, ``empty_months`` months without;
    ``second`` is how second scores agree, ``leaning`` the officers whose scores may drift."""
    limits = limits or standard_thresholds()
    works: list[str] = []
    change: list[str] = []
    for what, lines in (("purposes", purposes), ("audiences", audiences)):
        above, below = apart(lines, limits)
        works += [f"{line.name}: {line.words(limits)}, above the other {what} together." for line in above]
        change += [f"{line.name}: {line.words(limits)}, below the other {what} together: look at how it is done."
                   for line in below]  # fmt: skip
    if not works:
        works.append("No purpose or audience stands plainly above the others.")
    kinds = Counter(read_outcome(one.summary, one.outcome).kind for one in entries if one.outcome.strip())
    written = sum(kinds.values())
    thin = written - kinds[Written.RESULT]
    if written:
        works.append(f"{kinds[Written.RESULT]:,} of {number_of(written, 'outcome')} name a result.")
    if thin:
        change.append(f"{thin:,} of {number_of(written, 'outcome')} say what was done or repeat the summary: write what "
                      "came of it.")  # fmt: skip
    silent, unscored = (
        sum(not one.outcome.strip() for one in entries),
        sum(one.score is None for one in entries),
    )
    if silent or unscored:
        change.append(f"{number_of(silent, 'entry has', 'entries have')} no outcome and {unscored:,} no score: evaluate "
                      "within two days.")  # fmt: skip
    low = sum(one.score is not None and one.score <= limits.low_score for one in entries)
    if low:
        change.append(
            f"{number_of(low, 'entry', 'entries')} scored {limits.low_score} or lower: follow each up."
        )
    if unreached:
        change.append(f"Not reached once: {listed(unreached)}.")
    if empty_months:
        change.append(f"Nothing logged in {listed(empty_months)}.")
    if second is not None and second.pairs:
        change.append(f"Second scoring: weighted agreement {second.agreement_words()}.")
    change += [f"{name} {found.drift_words()} than the second scorer, over {number_of(found.pairs, 'pair')}: talk it through."
               for name, found in leaning if found.leans]  # fmt: skip
    return Findings(tuple(works), tuple(change), _examples(entries, limits))


def _examples(entries: Sequence[Said], limits: Thresholds) -> tuple[tuple[str, str], ...]:
    """Who and what came of it, of the best scored entries that name a result."""
    best = sorted((one for one in entries if one.score is not None and one.score > limits.low_score + 1),
                  key=lambda one: -(one.score or 0))  # fmt: skip
    told = (one for one in best if read_outcome(one.summary, one.outcome).kind is Written.RESULT)
    found: dict[str, str] = {}
    for one in told:
        found.setdefault(" ".join(one.who.split()), " ".join(one.outcome.split()))
        if len(found) == _EXAMPLES:
            break
    return tuple(found.items())
