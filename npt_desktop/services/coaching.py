"""The outcome coach at a desk: the rubric of a purpose as the store's list has it."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import select

from npt_desktop.models.kinds import TermKind
from npt_desktop.models.vocabulary import Term
from npt_desktop.rules.outcomes import Advice, advise
from npt_desktop.services.desk import Desk
from npt_desktop.services.rubrics import lines_of


class Coach:
    """Reads the rubrics of the purposes once, again for one it does not know and after :meth:`forget`: fit to
    ask at every key."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._lines: dict[int, dict[int, str]] = {}

    def forget(self) -> None:
        """The list may have changed."""
        self._lines = {}

    def advise(self, *, summary: str, outcome: str, score: int | None, purpose_id: int | None) -> Advice:
        """The one remark worth making and the rubric line of the score; both may be empty."""
        found = advise(summary=summary, outcome=outcome, score=score)
        return replace(found, rubric=self.score_lines(purpose_id).get(score or 0, ""))

    def score_lines(self, purpose_id: int | None) -> dict[int, str]:
        """What each score stands for with a purpose; empty for a purpose without a rubric."""
        if purpose_id is not None and purpose_id not in self._lines:
            with self._desk.read() as session:
                terms = session.scalars(select(Term).where(Term.kind == TermKind.PURPOSE)).all()
            self._lines = {term.id: lines_of(term) for term in terms}
            self._lines.setdefault(purpose_id, {})
        return self._lines.get(purpose_id or 0, {})
