"""How a priority ends: its result against its first figure, and what follows.

Source: the results a round may record (resolved, reduced, no change, cannot tell) and the rule that a result is
read against the first figure; a person judges, and where the figures say otherwise says what shows it.
"""

from __future__ import annotations

from npt_desktop.models.kinds import PriorityResult


def suggested_result(first: int | None, last: int | None) -> PriorityResult:
    """What two figures say on their own: a help, never the answer. Without both nobody can tell."""
    if first is None or last is None:
        return PriorityResult.CANNOT_TELL
    if last == 0 and first > 0:
        return PriorityResult.RESOLVED
    return PriorityResult.REDUCED if last < first else PriorityResult.NO_CHANGE


def closing_lacks(
    result: PriorityResult, first: int | None, last: int | None, note: str, follows: str
) -> dict[str, str]:
    """What a closing still needs, by field. A note is asked for where the figures do not show the result."""
    found: dict[str, str] = {}
    better = result in (PriorityResult.RESOLVED, PriorityResult.REDUCED)
    if not note.strip():
        if first is None or last is None:
            if result is not PriorityResult.CANNOT_TELL:
                found["result_note"] = "There is no first and last figure: say what shows the result."
        elif better and last >= first:
            found["result_note"] = (
                f"The figure went from {first} to {last}: say what shows that it is better."
            )
        elif result is PriorityResult.NO_CHANGE and last != first:
            found["result_note"] = f"The figure went from {first} to {last}: say why that is no change."
    if not follows.strip():
        found["what_follows"] = "Say what follows, such as ‘patrols go on as usual’."
    return found
