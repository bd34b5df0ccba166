"""The lists a new store starts with, and finding a term from words in a file or a survey.

Sources: booklet, Engagement (log columns), Social media (channels) and Quality assurance (strategic areas);
design guide, workflow C. Lists are data: a force edits them in the store, and this file only seeds it. Score
words the booklet does not print are flagged as assumed (guide, section 14).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from npt_desktop.models.kinds import TermKind
from npt_desktop.paths import resources
from npt_desktop.rules.resource_file import Entry, read_entry


@dataclass(frozen=True, slots=True)
class Term:
    """One term of a list. ``value`` is the figure of a score; ``assumed`` words have no printed source."""

    kind: TermKind
    key: str
    label: str
    synonyms: tuple[str, ...] = ()
    value: int | None = None
    assumed: bool = False
    note: str = ""

    @property
    def printed(self) -> str:
        """As forms print it: ``4 - Good`` for a score, the label otherwise."""
        return self.label if self.value is None else f"{self.value} - {self.label}"


@dataclass(frozen=True, slots=True)
class Lists:
    """Every list of the file, terms in their order, and the agencies offered for actions."""

    terms: tuple[Term, ...]
    agencies: tuple[str, ...]

    def of(self, kind: TermKind) -> tuple[Term, ...]:
        """The terms of one list."""
        return tuple(term for term in self.terms if term.kind is kind)


def load_lists(path: Path) -> Lists:
    """The lists of a file. Raises CannotDo with a sentence naming a hand-made mistake."""
    entry = read_entry(path)
    entry.only("about", "agencies", *TermKind)
    terms: list[Term] = []
    for kind in TermKind:
        found: list[Term] = []
        words: dict[str, str] = {}
        for item in entry.entries(kind.value):
            term = _term(item, kind)
            _own_words(item, term, words)
            found.append(term)
        if not found:
            entry.refuse(f"needs at least one entry under “{kind.value}”")
        terms.extend(found)
    agencies = entry.texts("agencies")
    if len({simplified(name) for name in agencies}) != len(agencies):
        entry.refuse("names an agency twice under “agencies”")
    return Lists(tuple(terms), agencies)


def _term(item: Entry, kind: TermKind) -> Term:
    item.only("key", "label", "synonyms", "value", "assumed", "note")
    value = item.whole("value", low=1, high=99) if kind is TermKind.SCORE else None
    return Term(
        kind=kind,
        key=item.text("key"),
        label=item.text("label"),
        synonyms=item.texts("synonyms"),
        value=value,
        assumed=item.flag("assumed"),
        note=item.text("note", optional=True),
    )


def _own_words(item: Entry, term: Term, taken: dict[str, str]) -> None:
    """Refuse a key, label, figure or synonym that another term of the list has."""
    if term.key in taken.values():
        item.refuse(f"uses the key “{term.key}” a second time")
    figure = () if term.value is None else (str(term.value),)
    for word in (term.label, *term.synonyms, *figure):
        plain = simplified(word)
        if taken.setdefault(plain, term.key) != term.key:
            item.refuse(f"uses “{word}”, which stands for “{taken[plain]}” already")


@cache
def standard_lists() -> Lists:
    """The lists the program ships with."""
    return load_lists(resources() / "lists.json")


def simplified(words: str) -> str:
    """Words made comparable: no case, accents, punctuation or extra spaces (the + of LGBT+ stays)."""
    plain = words.casefold()
    if not plain.isascii():
        plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", words).casefold())
        plain = "".join(mark for mark in plain if not unicodedata.combining(mark))
    return " ".join(re.sub(r"[^\w+]+", " ", plain.replace("&", " and ").replace("_", " ")).split())


_SCORE = re.compile(r"(\d+)\s*(.*)", re.ASCII)


def find_term(terms: Iterable[Term], words: str) -> Term | None:
    """The term that words from a file mean, by label or synonym; None when there is none.

    A score may be written ``4``, ``4 - Good``, ``good`` or ``4-good``; a figure and a word that disagree
    (``4 - Poor``) mean no score, so that a person is asked.
    """
    plain = simplified(words)
    if not plain:
        return None
    by_words: dict[str, Term] = {}
    by_figure: dict[int, Term] = {}
    for term in terms:
        for name in (term.label, *term.synonyms):
            by_words.setdefault(simplified(name), term)
        if term.value is not None:
            by_figure[term.value] = term
    figure = _SCORE.fullmatch(plain) if by_figure else None
    if figure is None:
        return by_words.get(plain)
    term_of_figure = by_figure.get(int(figure[1])) if len(figure[1]) < 4 else None
    if figure[2] and by_words.get(figure[2]) is not term_of_figure:
        return None
    return term_of_figure
