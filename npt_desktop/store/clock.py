"""What time it is: an argument everywhere, so that a test or a sample store can say."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Protocol


class Clock(Protocol):
    """Tells the day at the desk and the moment for the journal."""

    def today(self) -> date: ...

    def now(self) -> datetime: ...


class SystemClock:
    """The machine's own clock: local day, UTC moment to the second."""

    def today(self) -> date:
        return datetime.now().astimezone().date()

    def now(self) -> datetime:
        return datetime.now(UTC).replace(microsecond=0)


@dataclass
class FixedClock:
    """A clock that stands still until it is moved."""

    moment: datetime

    @classmethod
    def on(cls, day: date, hour: int = 9) -> FixedClock:
        """Nine in the morning of ``day``, unless another hour is said."""
        return cls(datetime(day.year, day.month, day.day, hour, tzinfo=UTC))

    def today(self) -> date:
        return self.moment.date()

    def now(self) -> datetime:
        return self.moment
