"""What a plan may start from: a template, or an earlier plan.

Both give likely causes to be tested, options to be weighed and what to count, and never an action or a piece of
evidence: the response is to follow this plan's own analysis (published failings: solutions picked before it).
Nothing that is taken over fills a field that counts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from npt_desktop.models.kinds import Verdict
from npt_desktop.paths import resources
from npt_desktop.rules.resource_file import read_entry
from npt_desktop.rules.words import listed


@dataclass(frozen=True, slots=True)
class Start:
    """What a new plan takes over. ``measures`` are pairs of a name and a unit, the main one first."""

    name: str
    title: str = ""
    partners: str = ""
    hypotheses: tuple[str, ...] = ()
    options: str = ""
    measures: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Template:
    """A start that comes with the program, by its key."""

    key: str
    start: Start


def load_templates(path: Path) -> tuple[Template, ...]:
    """The templates of a file. Raises CannotDo naming a mistake made by hand."""
    entry = read_entry(path)
    entry.only("about", "templates")
    found = []
    for item in entry.entries("templates"):
        item.only("key", "name", "title", "partners", "hypotheses", "options", "measures")
        options = item.texts("options")
        pairs = [pair.split("|") for pair in item.texts("measures")]
        if any(len(pair) != 2 for pair in pairs):
            item.refuse("needs each measure as a name and a unit, such as “Reports|reports”")
        found.append(
            Template(
                item.text("key"),
                Start(
                    item.text("name"), item.text("title"), item.text("partners", optional=True),
                    item.texts("hypotheses"), f"To be weighed: {listed(_lower(one) for one in options)}." if options else "",
                    tuple((pair[0].strip(), pair[1].strip()) for pair in pairs),
                ),
            )
        )  # fmt: skip
    if len({one.key for one in found}) != len(found):
        entry.refuse("needs templates, each with its own key")
    return tuple(found)


@cache
def standard_templates() -> tuple[Template, ...]:
    """The templates the program ships with."""
    return load_templates(resources() / "plan_templates.json")


def from_earlier(
    reference: str, title: str, partners: str, causes: Sequence[str], actions: Sequence[str],
    measures: Sequence[tuple[str, str]], verdict: Verdict | None,
) -> Start:  # fmt: skip
    """What an earlier plan hands on: its causes to be tested anew, and what was tried with how it came out."""
    came = verdict.label.lower() if verdict is not None else "not assessed"
    tried = "; ".join(actions)
    return Start(
        name=reference, title=title, partners=partners, hypotheses=tuple(one for one in causes if one.strip()),
        options=f"{reference} ({came}) tried: {tried}." if tried else "", measures=tuple(measures),
    )  # fmt: skip


def _lower(words: str) -> str:
    return f"{words[:1].lower()}{words[1:]}"
