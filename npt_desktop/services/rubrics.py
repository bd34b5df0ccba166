"""The words of the scores and what each stands for with a purpose: as shipped, or as a force says it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select

from npt_desktop.errors import Incomplete
from npt_desktop.models.kinds import TermKind
from npt_desktop.models.vocabulary import Term
from npt_desktop.rules.authority import Act, require
from npt_desktop.rules.lists import standard_lists
from npt_desktop.rules.outcomes import SCORES, rubric
from npt_desktop.services.desk import Desk, current

LONGEST = 300
LONGEST_WORD = 40


@dataclass(frozen=True, slots=True)
class ScoreWord:
    """The word of a score. ``assumed``: it stands in no source and nobody has changed it."""

    id: int
    version: int
    score: int
    label: str
    assumed: bool


@dataclass(frozen=True, slots=True)
class Rubric:
    """What the scores 1 to 5 stand for with a purpose; ``own`` where the force has words of its own."""

    id: int
    version: int
    purpose: str
    lines: Mapping[int, str]
    own: bool


class Rubrics:
    """Score words and rubrics, at a desk."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def score_words(self) -> list[ScoreWord]:
        """The words of the scores from 1 up."""
        shipped = {term.key: term for term in standard_lists().of(TermKind.SCORE)}
        found = []
        for place, term in enumerate(self._terms(TermKind.SCORE)[: len(SCORES)], 1):
            first = shipped.get(term.key)
            assumed = first is not None and first.assumed and first.label == term.label
            found.append(ScoreWord(term.id, term.version, place, term.label, assumed))
        return found

    def rubrics(self) -> list[Rubric]:
        """The rubric of each purpose of the list."""
        return [
            Rubric(term.id, term.version, term.label, lines_of(term), bool(term.rubric))
            for term in self._terms(TermKind.PURPOSE)
        ]

    def reword(self, term_id: int, version: int, label: str) -> None:
        """Give a score another word. Raises Incomplete for none, a long one and one that another score has."""
        require(self._desk.actor.role, Act.CHANGE_LISTS)
        word = " ".join(label.split())
        if not word or len(word) > LONGEST_WORD:
            raise Incomplete({"label": f"Enter a word for the score, up to {LONGEST_WORD} characters."})
        with self._desk.write("Reworded a score") as unit:
            term = current(unit, Term, term_id, version)
            others = select(Term.label).where(Term.kind == TermKind.SCORE, Term.id != term_id)
            if word.casefold() in {other.casefold() for other in unit.session.scalars(others)}:
                raise Incomplete({"label": f"“{word}” is the word of another score already."})
            unit.did = f"Reworded the score “{term.label}” to “{word}”"
            term.label = word

    def save(self, term_id: int, version: int, lines: Mapping[int, str]) -> None:
        """Say what the scores stand for with a purpose. Lines that are as shipped, or none at all, put the
        shipped ones back. Raises Incomplete naming ``line_1`` and so on for one that is missing or long."""
        require(self._desk.actor.role, Act.CHANGE_LISTS)
        plain = {score: " ".join(lines.get(score, "").split()) for score in SCORES}
        with self._desk.write("Changed a rubric") as unit:
            term = current(unit, Term, term_id, version)
            unit.did = f"Changed what the scores stand for with “{term.label}”"
            shipped = {score: rubric(term.key, score) for score in SCORES}
            if not any(plain.values()) or plain == shipped:
                term.rubric = {}
                return
            wrong = {f"line_{n}": f"Say what score {n} stands for, up to {LONGEST} characters."
                     for n, line in plain.items() if not 0 < len(line) <= LONGEST}  # fmt: skip
            if wrong:
                raise Incomplete(wrong)
            term.rubric = {str(score): line for score, line in plain.items()}

    def _terms(self, kind: TermKind) -> list[Term]:
        query = (
            select(Term).where(Term.kind == kind, Term.retired.is_(False)).order_by(Term.position, Term.label)
        )
        with self._desk.read() as session:
            return list(session.scalars(query))


def lines_of(term: Term) -> dict[int, str]:
    """What each score stands for with a purpose: the force's words, else the shipped ones; empty for a purpose
    without a rubric."""
    own = {int(score): str(line) for score, line in term.rubric.items()}
    return own or {score: line for score in SCORES if (line := rubric(term.key, score))}
