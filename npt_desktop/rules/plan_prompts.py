"""What a plan asks step by step: the CHEERS elements, the kinds of displacement, the 25 techniques.

Sources: Clarke and Eck, *Crime Analysis for Problem Solvers in 60 Small Steps*, step 14 (CHEERS; any "no" means
it is perhaps not a problem, and the expectation must be shown, never presumed); Reppetto 1976 and Barr and
Pease 1990 for the kinds of displacement; Cornish and Clarke 2003 for the techniques. The words are data in
``resources/cheers.json``, ``resources/displacement.json`` and ``resources/techniques.json``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from npt_desktop.models.plan_kinds import Looked, Movement
from npt_desktop.paths import resources
from npt_desktop.rules.cheers import standard_cheers
from npt_desktop.rules.resource_file import read_entry
from npt_desktop.rules.words import listed, present

YES, NO, UNSURE = "yes", "no", "unsure"


@dataclass(frozen=True, slots=True)
class Prompt:
    """One thing asked: its key, its short name and the question."""

    key: str
    name: str
    asks: str


@dataclass(frozen=True, slots=True)
class Technique:
    """One of the 25 techniques of situational prevention, with an example."""

    key: str
    name: str
    group: str
    example: str


@dataclass(frozen=True, slots=True)
class CheersAnswers:
    """What the answers say: how many have an answer with a reason, which are answered "no", and a sentence."""

    answered: int
    reasoned: int
    total: int
    noes: tuple[str, ...]
    says: str

    @property
    def complete(self) -> bool:
        """Every element has an answer and a reason."""
        return self.reasoned == self.total


def load_movements(path: Path) -> tuple[Prompt, ...]:
    """The questions about displacement of a file. Raises CannotDo naming a mistake."""
    entry = read_entry(path)
    entry.only("source", "displacement")
    moves = []
    for item in entry.entries("displacement"):
        item.only("key", "asks")
        if item.text("key") not in set(Movement):
            item.refuse(f"names no kind of displacement: use {listed(Movement)}")
        moves.append(Prompt(item.text("key"), Movement(item.text("key")).label, item.text("asks")))
    if sorted(one.key for one in moves) != sorted(Movement):
        entry.refuse("needs each kind of displacement once")
    return tuple(moves)


def load_techniques(path: Path) -> tuple[Technique, ...]:
    """The techniques of a file, in their order. Raises CannotDo naming a mistake."""
    entry = read_entry(path)
    entry.only("source", "techniques")
    keys = ("key", "name", "group", "example")
    found = []
    for item in entry.entries("techniques"):
        item.only(*keys)
        found.append(Technique(*(item.text(key) for key in keys)))
    if len({one.key for one in found}) != len(found):
        entry.refuse("needs techniques, each with its own key")
    return tuple(found)


def cheers_elements() -> tuple[Prompt, ...]:
    """The six elements of CHEERS."""
    return tuple(Prompt(one.key, one.name, one.asks) for one in standard_cheers().prompts)


@cache
def movements() -> tuple[Prompt, ...]:
    """The kinds of displacement, each with its question."""
    return load_movements(resources() / "displacement.json")


@cache
def techniques() -> tuple[Technique, ...]:
    """The 25 techniques, five by five."""
    return load_techniques(resources() / "techniques.json")


def technique_name(key: str) -> str:
    """What a technique is called; blank for none and for a key no longer listed."""
    return next((one.name for one in techniques() if one.key == key), "")


def read_answers(given: Mapping[str, Any], elements: tuple[Prompt, ...] | None = None) -> CheersAnswers:
    """Weigh the answers. A tick without a reason does not count as answered with a reason."""
    return _weighed(given, elements) if given or elements else _not_asked()


@cache
def _not_asked() -> CheersAnswers:
    """The reading of no answers, which a register asks for thousands of times."""
    return _weighed({}, None)


def _weighed(given: Mapping[str, Any], elements: tuple[Prompt, ...] | None) -> CheersAnswers:
    asked = elements or cheers_elements()
    answers = [(one, *answer_of(given, one.key)) for one in asked]
    answered = [one for one, answer, _ in answers if answer]
    reasoned = [one for one, answer, reason in answers if answer and present(reason)]
    noes = tuple(one.name for one, answer, _ in answers if answer == NO)
    if not answered:
        says = "Not asked yet."
    elif noes:
        says = f"Perhaps not a problem: {listed(noes)} {'is' if len(noes) == 1 else 'are'} answered no."
    elif len(reasoned) < len(asked):
        waiting = [one.name for one in asked if one not in reasoned]
        says = f"{len(reasoned)} of {len(asked)} with a reason; still to show: {listed(waiting)}."
    else:
        says = f"All {len(asked)} are shown."
    return CheersAnswers(len(answered), len(reasoned), len(asked), noes, says)


def answer_of(given: Mapping[str, Any], key: str) -> tuple[str, str]:
    """The answer (``yes``, ``no``, ``unsure`` or blank) and the reason kept under a key."""
    kept = given.get(key)
    if not isinstance(kept, Mapping):
        return "", ""
    answer = str(kept.get("answer") or "")
    return (answer if answer in (YES, NO, UNSURE) else ""), str(kept.get("reason") or "")


def found_of(given: Mapping[str, Any], move: str) -> tuple[Looked, str]:
    """What looking for a kind of displacement found, and how it was looked for."""
    kept = given.get(move)
    if not isinstance(kept, Mapping):
        return Looked.NOT_LOOKED, ""
    found = str(kept.get("found") or "")
    return (Looked(found) if found in set(Looked) else Looked.NOT_LOOKED), str(kept.get("note") or "")


def looked_at(given: Mapping[str, Any]) -> int:
    """For how many kinds of displacement somebody looked and said how."""
    if not given:
        return 0
    pairs = (found_of(given, move) for move in Movement)
    return sum(found is not Looked.NOT_LOOKED and present(note) for found, note in pairs)


def moved_says(given: Mapping[str, Any]) -> str:
    """One sentence for all kinds: ``Seen: place. None seen: time and target. Not looked: tactic …``"""
    parts = []
    for found in (Looked.SEEN, Looked.NONE_SEEN, Looked.NOT_LOOKED):
        names = [move.value for move in Movement if found_of(given, move)[0] is found]
        if names:
            parts.append(f"{found.label}: {listed(names)}.")
    return " ".join(parts)
