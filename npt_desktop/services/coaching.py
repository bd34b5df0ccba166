"""The outcome coach at a desk: the rubric of a purpose as the store's list has it."""

from __future__ import annotations

from sqlalchemy import select

from npt_desktop.models.kinds import TermKind
from npt_desktop.models.vocabulary import Term
from npt_desktop.rules.outcomes import SCORES, Advice, advise, rubric
from npt_desktop.services.desk import Desk


class Coach:
    """Reads the keys of the purposes once, again only for one it does not know: fit to ask at every key."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._keys: dict[int, str] = {}

    def advise(self, *, summary: str, outcome: str, score: int | None, purpose_id: int | None) -> Advice:
        """The one remark worth making and the rubric line of the score; both may be empty."""
        return advise(summary=summary, outcome=outcome, score=score, purpose=self._key(purpose_id))

    def score_lines(self, purpose_id: int | None) -> dict[int, str]:
        """What each score stands for with a purpose; empty for a purpose without a rubric."""
        key = self._key(purpose_id)
        return {score: line for score in SCORES if (line := rubric(key, score))}

    def _key(self, purpose_id: int | None) -> str:
        if purpose_id is not None and purpose_id not in self._keys:
            with self._desk.read() as session:
                query = select(Term.id, Term.key).where(Term.kind == TermKind.PURPOSE)
                self._keys = {row[0]: row[1] for row in session.execute(query)}
            self._keys.setdefault(purpose_id, "")
        return self._keys.get(purpose_id or 0, "")
