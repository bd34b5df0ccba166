"""The outcome coach beside a form: one quiet line a moment after the last key, never in the way."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from npt_desktop.ui.widgets.choices import ScorePicker

if TYPE_CHECKING:
    from npt_desktop.services.desk import Desk

WAIT_MS = 300


@dataclass(frozen=True, slots=True)
class Asked:
    """What stands in a form now."""

    summary: str
    outcome: str
    score: int | None
    purpose_id: int | None


class CoachHint(QObject):
    """``words`` is the line to show, empty for none: the remark, or what the chosen score stands for.

    ``changed`` is emitted when the line becomes another. Each digit of the score says what it stands for with
    the chosen purpose, as a tool tip and to a screen reader.
    """

    changed = Signal()

    def __init__(self, desk: Desk, score: ScorePicker, read: Callable[[], Asked]) -> None:
        super().__init__(score)
        from npt_desktop.services.coaching import Coach

        self._coach, self._score, self._read = Coach(desk), score, read
        self.words = ""
        self._lines: dict[int, str] = {}
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(WAIT_MS)
        self._pause.timeout.connect(self.now)

    @property
    def waiting(self) -> bool:
        """Whether something typed has not been read yet."""
        return self._pause.isActive()

    def soon(self) -> None:
        """Something was typed: read it when the fingers rest."""
        self._pause.start()

    def forget(self) -> None:
        """The words of the rubrics may have changed."""
        self._coach.forget()

    def now(self) -> None:
        """Read what stands there."""
        self._pause.stop()
        asked = self._read()
        found = self._coach.advise(
            summary=asked.summary, outcome=asked.outcome, score=asked.score, purpose_id=asked.purpose_id
        )
        self._tell_scores(self._coach.score_lines(asked.purpose_id))
        stands_for = f"Score {asked.score}: {found.rubric}" if found.rubric else ""
        words = found.remark or stands_for
        if words != self.words:
            self.words = words
            self.changed.emit()

    def _tell_scores(self, lines: dict[int, str]) -> None:
        if lines == self._lines:
            return
        self._lines = lines
        for radio in self._score.radios:
            key = self._score.options[radio.index][0]
            line = lines.get(key, "") if isinstance(key, int) else ""
            radio.setToolTip(f"{self._score.option_words(radio.index)}: {line}" if line else "")
            radio.setAccessibleDescription(line)
