"""What words mean: the synonyms of the issue terms, corrected once by a person and kept for every later reading."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from npt_desktop.errors import CannotDo
from npt_desktop.models.kinds import TermKind
from npt_desktop.models.sources import SurveyResponse
from npt_desktop.models.vocabulary import Term
from npt_desktop.rules.authority import Act, require
from npt_desktop.rules.lists import Term as ListTerm
from npt_desktop.rules.lists import simplified
from npt_desktop.rules.wordings import How, Wordings, phrases
from npt_desktop.services.desk import Choice, Desk


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words people wrote, how many people wrote them, and what they count towards."""

    words: str
    people: int
    issues: tuple[Choice, ...]
    how: How

    @property
    def issue_words(self) -> str:
        return ", ".join(issue.label for issue in self.issues) or "No category"


@dataclass(frozen=True, slots=True)
class WordsPage:
    """Every phrase of the answers looked at: what fits no category first, then most used first."""

    phrases: tuple[Phrase, ...]
    issues: tuple[Choice, ...]

    @property
    def unsorted(self) -> int:
        """Phrases that fit no category."""
        return sum(not phrase.issues for phrase in self.phrases)


class IssueWords:
    """The table of synonyms, at a desk."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def page(
        self, area_id: int | None = None, first: date | None = None, last: date | None = None
    ) -> WordsPage:
        """The phrases of an area's responses (of all areas with None) of a period. Call off the window's thread."""
        with self._desk.read() as session:
            r = SurveyResponse
            query = select(r.issues)
            if area_id is not None:
                query = query.where(r.area_id == area_id)
            if first is not None and last is not None:
                query = query.where(r.day.between(first, last))
            counts: Counter[str] = Counter()
            shown: dict[str, str] = {}
            for answer in session.scalars(query):
                forms = {simplified(phrase): phrase for phrase in phrases(answer)}
                counts.update(forms.keys())
                for form, phrase in forms.items():
                    shown.setdefault(form, phrase)
            table = wordings(session)
            issues = tuple(
                Choice(*row)
                for row in session.execute(
                    select(Term.id, Term.label)
                    .where(Term.kind == TermKind.ISSUE, Term.retired.is_(False)).order_by(Term.position)
                )
            )  # fmt: skip
        labels = {str(choice.id): choice for choice in issues}
        found = []
        for form, people in counts.items():
            meaning = table.read(shown[form])
            meant = tuple(labels[key] for key in meaning.keys)
            found.append(Phrase(shown[form], people, meant, meaning.how))
        found.sort(key=lambda phrase: (bool(phrase.issues), -phrase.people, phrase.words.casefold()))
        return WordsPage(tuple(found), issues)

    def teach(self, words: str, issue_id: int | None) -> None:
        """Have ``words`` mean one issue from now on, for every answer; None forgets them.

        The words leave the issue they stood for. Raises CannotDo for words without a letter, and for the name of
        an issue itself, which cannot mean another.
        """
        require(self._desk.actor.role, Act.CHANGE_LISTS)
        plain = simplified(words)
        if not plain:
            raise CannotDo("Choose words with a letter in them.")
        words = " ".join(words.split())
        with self._desk.write(f"Forgot what “{words}” means") as unit:
            terms = unit.session.scalars(select(Term).where(Term.kind == TermKind.ISSUE)).all()
            for term in terms:
                if simplified(term.label) == plain:
                    if term.id == issue_id:
                        raise CannotDo(f"“{words}” is the name of that issue already.")
                    raise CannotDo(f"“{words}” is the name of an issue: it cannot mean another.")
                kept = [name for name in term.synonyms if simplified(name) != plain]
                if term.id == issue_id:
                    kept.append(words)
                    unit.did = f"Sorted “{words}” under {term.label}"
                if kept != term.synonyms:
                    term.synonyms = kept
            if issue_id is not None and issue_id not in {term.id for term in terms}:
                raise CannotDo("This issue was removed in the meantime: choose another.")


def wordings(session: Session) -> Wordings:
    """The table of synonyms as the store has it; keys are the ids of the issue terms as text."""
    terms = session.execute(
        select(Term.id, Term.label, Term.synonyms)
        .where(Term.kind == TermKind.ISSUE, Term.retired.is_(False)).order_by(Term.position)
    )  # fmt: skip
    return Wordings(ListTerm(TermKind.ISSUE, str(key), label, tuple(names)) for key, label, names in terms)
