"""CHEERS: six prompts that tell a problem for police from other troubles.

Source: the published CHEERS test of problem-oriented policing (domain notes, section 1.2): community, harm,
expectation, events, recurring, similarity. Expectation must be evidenced, never presumed; a letter nothing is
written for is asked about, never taken for a no.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from npt_desktop.models.kinds import State
from npt_desktop.paths import resources
from npt_desktop.rules.resource_file import read_entry
from npt_desktop.rules.words import listed, present


@dataclass(frozen=True, slots=True)
class Prompt:
    """One letter and what it asks."""

    key: str
    letter: str
    name: str
    asks: str


@dataclass(frozen=True, slots=True)
class Cheers:
    """The six prompts; ``evidenced`` is the key of the one that must be shown by evidence."""

    prompts: tuple[Prompt, ...]
    evidenced: str


@dataclass(frozen=True, slots=True)
class CheersReading:
    """How many letters something is written for, which are open, and one sentence."""

    answered: int
    open: tuple[str, ...]
    state: State
    says: str


def load_cheers(path: Path) -> Cheers:
    """The prompts of a file. Raises CannotDo with a sentence naming a hand-made mistake."""
    entry = read_entry(path)
    entry.only("source", "evidenced", "letters")
    prompts = []
    for item in entry.entries("letters"):
        item.only("key", "letter", "name", "asks")
        prompts.append(Prompt(*(item.text(key) for key in ("key", "letter", "name", "asks"))))
    evidenced = entry.text("evidenced")
    if evidenced not in {prompt.key for prompt in prompts}:
        entry.refuse("needs the key of one of its letters under “evidenced”")
    return Cheers(tuple(prompts), evidenced)


@cache
def standard_cheers() -> Cheers:
    """The prompts the program ships with."""
    return load_cheers(resources() / "cheers.json")


def read_cheers(written: Mapping[str, str], cheers: Cheers | None = None) -> CheersReading:
    """What is written for the letters, by key, and what is not."""
    cheers = cheers or standard_cheers()
    left = tuple(p for p in cheers.prompts if not present(written.get(p.key, "")))
    answered = len(cheers.prompts) - len(left)
    if not answered:
        return CheersReading(0, tuple(p.key for p in left), State.NONE, "Nothing written yet.")
    if not left:
        return CheersReading(answered, (), State.GOOD, "All six letters are answered.")
    said = f"{answered} of {len(cheers.prompts)} answered."
    if any(p.key == cheers.evidenced for p in left):
        says = f"{said} Expectation has no evidence: who asked for police help, and when?"
        return CheersReading(answered, tuple(p.key for p in left), State.WARN, says)
    says = f"{said} Open: {listed(p.name.lower() for p in left)}."
    return CheersReading(answered, tuple(p.key for p in left), State.PART, says)
