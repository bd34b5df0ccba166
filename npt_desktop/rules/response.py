"""What a response covers: actions by side of the triangle and tactic, and the gaps said plainly.

Sources: burglary plan of the crime prevention strategy (Victim, Offender and Location by Enforcement,
Intervention, Prevention and Communication); published failings of plans (enforcement only).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from npt_desktop.models.kinds import ActionState, Side, Tactic
from npt_desktop.rules.periods import number_of
from npt_desktop.rules.words import listed


@dataclass(frozen=True, slots=True)
class Cover:
    """Actions that are not dropped, by side and tactic; ``unplaced`` lack one or the other."""

    counts: tuple[tuple[int, ...], ...]
    empty: tuple[Side, ...]
    enforcement_only: bool
    unplaced: int
    says: str

    @property
    def warns(self) -> bool:
        """There is something to mend."""
        return bool(self.empty) or self.enforcement_only


def cover_of(actions: Sequence[tuple[Side | None, Tactic | None, ActionState]]) -> Cover:
    """Read the sides, tactics and states of actions."""
    kept = [(side, tactic) for side, tactic, state in actions if state is not ActionState.DROPPED]
    counts = tuple(tuple(kept.count((side, tactic)) for tactic in Tactic) for side in Side)
    empty = tuple(side for side in Side if not any(at is side for at, _ in kept))
    tactics = {tactic for _, tactic in kept if tactic is not None}
    only = tactics == {Tactic.ENFORCEMENT}
    unplaced = sum(side is None or tactic is None for side, tactic in kept)
    parts = []
    if kept and empty:
        parts.append(f"No action works on the {listed(side.value for side in empty)}.")
    if only:
        parts.append("Every action is enforcement.")
    if unplaced:
        parts.append(f"{number_of(unplaced, 'action')} without a side or a tactic.")
    if kept and not parts:
        parts.append("Every side has an action, and more than enforcement.")
    return Cover(counts, empty if kept else (), only, unplaced, " ".join(parts))
