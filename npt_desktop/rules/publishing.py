"""The check of a public text before it goes out.

Sources: design guide, sections 5A and 10 (“must pass the name, address, vehicle and reference check”);
published guidance on crime mapping: an address, even a full postcode, can point to one person, and so can
numbers of vehicles and crimes; public text speaks of months, not quarters.

The check points; a person decides: mends the place, or keeps it and says why. It reads patterns, so it misses
what has no pattern (a name nobody listed) and may point at what is harmless: each finding says what to look
for. How often it is right is measured on two sets of sentences by two authors: ``tests/data/public_sentences.json``
and ``guard_second*.json``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum

from npt_desktop.rules import public_patterns as look
from npt_desktop.rules.periods import MONTHS
from npt_desktop.rules.public_words import PublicWords, load_public_words, standard_public_words
from npt_desktop.rules.reading_age import hardest, reading_age, word_count
from npt_desktop.rules.words import matching_form, present

__all__ = [
    "Finding", "FindingKind", "PublicWords", "check_text", "load_public_words", "mend", "standard_public_words",
    "summary", "told_apart", "unkept",
]  # fmt: skip


class FindingKind(StrEnum):
    """What a finding may give away, or what is wrong with the text."""

    EMPTY = "empty"
    NAME = "name"
    OFFICER = "officer"
    EMAIL = "email"
    PHONE = "phone"
    POSTCODE = "postcode"
    ADDRESS = "address"
    VEHICLE = "vehicle"
    REFERENCE = "reference"
    MARKING = "marking"
    QUARTER = "quarter"
    READING = "reading"

    @property
    def label(self) -> str:
        """The kind in the words of a check list."""
        return {"empty": "empty part", "reading": "reading age", "officer": "officer’s number"}.get(
            self.value, self.value
        )


@dataclass(frozen=True, slots=True)
class Finding:
    """A place in the text (``text[start:end]``) and one sentence that says what to do about it.

    ``instead`` is what may stand there, where the check can tell; an empty ``text`` is the whole text.
    """

    kind: FindingKind
    start: int
    end: int
    text: str
    says: str
    instead: str = ""


Kept = Collection[tuple[FindingKind, str]]
"""What a person decided to keep: kind and words, in matching form."""


_SAYS = {
    FindingKind.EMPTY: "Write what belongs in the place of ‘{}’.",
    FindingKind.NAME: "Remove ‘{}’, or make sure the person has agreed to be named.",
    FindingKind.OFFICER: "Remove the officer's number in ‘{}’.",
    FindingKind.EMAIL: "Remove ‘{}’, unless it is the team's public address.",
    FindingKind.PHONE: "Remove ‘{}’, unless it is the team's public number.",
    FindingKind.POSTCODE: "Shorten the postcode ‘{}’ to its first half.",
    FindingKind.ADDRESS: "Take the house number out of ‘{}’.",
    FindingKind.VEHICLE: "Remove the vehicle number ‘{}’.",
    FindingKind.REFERENCE: "Remove the reference ‘{}’.",
    FindingKind.MARKING: "Remove the marking ‘{}’, or do not publish this text.",
    FindingKind.QUARTER: "Name the months instead of ‘{}’, such as {}.",
    FindingKind.READING: "Use shorter words and sentences: the text asks for a reader of {} or older, and ‘{}’ asks most.",
}

_WRITE = "Write the text."
_EXAMPLE = "July to September 2026"
_SHOWN = 60


def check_text(
    text: str, *, names: Iterable[str] = (), words: PublicWords | None = None
) -> tuple[Finding, ...]:
    """Every finding of a text, in the order they stand, none overlapping another but the reading age.

    ``names`` are those the store knows and the public should not read: key individuals, staff, people in
    plans. A blank text has one finding. The reading age comes last, at the sentence that asks most.
    """
    if not present(text):
        return (Finding(FindingKind.EMPTY, 0, 0, "", _WRITE),)
    known, listed = words or standard_public_words(), list(names)
    looks: tuple[tuple[FindingKind, Callable[[], look.Spans]], ...] = (
        (FindingKind.EMAIL, lambda: look.emails(text)),
        (FindingKind.MARKING, lambda: look.markings(text, known)),
        (FindingKind.REFERENCE, lambda: look.called_references(text)),
        (FindingKind.PHONE, lambda: look.phones(text, known)),
        (FindingKind.OFFICER, lambda: look.officers(text, known, listed)),
        (FindingKind.REFERENCE, lambda: look.bare_references(text)),
        (FindingKind.POSTCODE, lambda: look.postcodes(text)),
        (FindingKind.VEHICLE, lambda: look.plates(text, known)),
        (FindingKind.ADDRESS, lambda: look.addresses(text, known)),
        (FindingKind.NAME, lambda: look.names_in(text, known, listed)),
        (FindingKind.QUARTER, lambda: look.quarters(text, known)),
        (FindingKind.EMPTY, lambda: look.empty_parts(text, known)),
    )
    found: list[Finding] = []
    for kind, places in looks:
        for start, end in places():
            if all(end <= other.start or start >= other.end for other in found):
                found.append(_finding(kind, start, end, text[start:end]))
    return (*sorted(found, key=lambda finding: finding.start), *_reading(text, known))


def told_apart(names: Iterable[str], places: Iterable[str]) -> tuple[str, ...]:
    """The names to look for: a surname that is a place of ours too (Arnold) is read as the place, unless a
    title, a rank or a first name stands before it."""
    ours = {matching_form(place) for place in places}
    return tuple(name for name in names if matching_form(name) not in ours)


def mend(text: str, finding: Finding) -> str:
    """The text with what may stand in the place of a finding; as it was where the check cannot tell."""
    if not finding.instead or text[finding.start : finding.end] != finding.text:
        return text
    return text[: finding.start] + finding.instead + text[finding.end :]


def unkept(findings: Iterable[Finding], kept: Kept) -> tuple[Finding, ...]:
    """The findings still open: neither mended nor kept. An empty text cannot be kept."""
    return tuple(f for f in findings if not f.text or (f.kind, matching_form(f.text)) not in kept)


def _finding(kind: FindingKind, start: int, end: int, part: str) -> Finding:
    plain, instead = " ".join(part.split()), ""
    match kind:
        case FindingKind.POSTCODE:
            instead = look.outward(part)
        case FindingKind.ADDRESS:
            instead = look.without_house(part)
        case FindingKind.QUARTER:
            instead = _months(part)
    says = (
        _SAYS[kind].format(plain, instead or _EXAMPLE)
        if kind is FindingKind.QUARTER
        else _SAYS[kind].format(plain)
    )
    return Finding(kind, start, end, part, says, instead)


def _months(part: str) -> str:
    """The months of a quarter by number, counted from April as forces count; without a year in its fourth,
    which falls in the year after or not, as one counts."""
    found = re.fullmatch(r"(?i)(?:q|qtr|quarter)\s?([1-4])(?:\s*[/,]?\s*(?:of\s+)?(20\d\d))?", part.strip())
    if not found:
        return ""
    first = (3 + 3 * (int(found[1]) - 1)) % 12
    year = f" {found[2]}" if found[2] and found[1] != "4" else ""
    return f"{MONTHS[first]} to {MONTHS[first + 2]}{year}"


def _reading(text: str, known: PublicWords) -> tuple[Finding, ...]:
    if word_count(text) < known.reading_words:
        return ()
    age = reading_age(text)
    if age <= known.reading_age:
        return ()
    start, end = hardest(text)
    part = text[start:end]
    plain = " ".join(part.split())
    shown = plain if len(plain) <= _SHOWN else f"{plain[:_SHOWN].rstrip()}…"
    return (
        Finding(FindingKind.READING, start, end, part, _SAYS[FindingKind.READING].format(round(age), shown)),
    )


def summary(findings: Iterable[Finding]) -> str:
    """The line of the check list: ``No name, address or vehicle number found`` or what was found."""
    found = list(findings)
    kinds = list(dict.fromkeys(finding.kind for finding in found))
    if not kinds:
        return "No name, address or vehicle number found"
    if kinds == [FindingKind.EMPTY] and not any(finding.text for finding in found):
        return "The text is empty"
    return "Look at: " + ", ".join(kind.label for kind in kinds)
