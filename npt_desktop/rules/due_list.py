"""A list of what is due, as Home shows it. Plain values, so that it can be kept and shown again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from npt_desktop.models.kinds import State


@dataclass(frozen=True, slots=True)
class DueItem:
    """One row of the list.

    ``when_words`` stand at the right (``22 days``, ``4 people``, ``Fri 31 Jul``); ``verb`` is the button;
    ``screen``, ``record`` (a uid, or blank) and ``field`` say where the button leads.
    """

    state: State
    title: str
    reason: str
    qa: int | None
    due: date | None
    when_words: str
    verb: str
    screen: str
    record: str = ""
    field: str = ""


@dataclass(frozen=True, slots=True)
class DueGroup:
    """A heading and its rows: Overdue, This week, Later in July."""

    name: str
    items: tuple[DueItem, ...]


@dataclass(frozen=True, slots=True)
class DueList:
    """The groups that have rows, worst first."""

    groups: tuple[DueGroup, ...]

    @property
    def items(self) -> tuple[DueItem, ...]:
        """Every row."""
        return tuple(item for group in self.groups for item in group.items)

    @property
    def summary(self) -> str:
        """``3 overdue, 2 due this week, 6 later in July``; ``Nothing is due`` for none."""
        says = []
        for group in self.groups:
            name = group.name[0].lower() + group.name[1:]
            says.append(f"{len(group.items)} {'due ' if name == 'this week' else ''}{name}")
        return ", ".join(says) or "Nothing is due"
