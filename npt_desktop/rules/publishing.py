"""The check of a public text before it goes out.

Sources: design guide, sections 5A and 10 (“must pass the name, address, vehicle and reference check”);
published guidance on crime mapping: an address, even a full postcode, can point to one person, and so can
numbers of vehicles and crimes; public text speaks of months, not quarters.

The check points; a person decides. It reads patterns, so it misses what has no pattern (a name nobody listed)
and may point at what is harmless: each finding says what to look for.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

from npt_desktop.paths import resources
from npt_desktop.rules.periods import MONTHS
from npt_desktop.rules.resource_file import read_entry
from npt_desktop.rules.words import present


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


@dataclass(frozen=True, slots=True)
class Finding:
    """A place in the text (``text[start:end]``) and one sentence that says what to do about it."""

    kind: FindingKind
    start: int
    end: int
    text: str
    says: str


@dataclass(frozen=True, slots=True)
class PublicWords:
    """The words the check knows, as data."""

    public_numbers: tuple[str, ...]
    titles: tuple[str, ...]
    ranks: tuple[str, ...]
    streets: tuple[str, ...]
    markings: tuple[str, ...]
    not_marks: tuple[str, ...]


def load_public_words(path: Path) -> PublicWords:
    """The words of a file. Raises CannotDo with a sentence naming a hand-made mistake."""
    entry = read_entry(path)
    keys = ("public_numbers", "titles", "ranks", "streets", "markings", "not_marks")
    entry.only("about", *keys)
    return PublicWords(*(entry.texts(key) for key in keys))


@cache
def standard_public_words() -> PublicWords:
    """The words the program ships with."""
    return load_public_words(resources() / "publishing.json")


_SAYS = {
    FindingKind.EMPTY: "Write the text.",
    FindingKind.NAME: "Remove ‘{}’, or make sure the person has agreed to be named.",
    FindingKind.OFFICER: "Remove the officer's number in ‘{}’.",
    FindingKind.EMAIL: "Remove ‘{}’, unless it is the team's public address.",
    FindingKind.PHONE: "Remove ‘{}’, unless it is the team's public number.",
    FindingKind.POSTCODE: "Shorten the postcode ‘{}’ to its first half.",
    FindingKind.ADDRESS: "Take the house number out of ‘{}’.",
    FindingKind.VEHICLE: "Remove the vehicle number ‘{}’.",
    FindingKind.REFERENCE: "Remove the reference ‘{}’.",
    FindingKind.MARKING: "Remove the marking ‘{}’, or do not publish this text.",
    FindingKind.QUARTER: "Name the months instead of ‘{}’, such as July to September 2026.",
}

_Spans = Iterator[tuple[int, int]]

_EMAIL = re.compile(r"[\w.+'’-]+@[\w-]+(?:\.[\w-]+)+")
_PHONE = re.compile(r"(?<![\w/*])(?:\+\s?44|\(?0)(?:[\s().-]*\d){8,11}(?![\w/*])", re.ASCII)
_POSTCODE = re.compile(
    r"\b(?:GIR|[A-Z]{1,2}\d[A-Z\d]?)\s{0,2}(\d[ABD-HJLNP-UW-Z]{2})\b", re.ASCII | re.IGNORECASE
)
_ORDINAL = re.compile(r"1st|2nd|3rd|\dth", re.IGNORECASE)
_PLATES = (
    re.compile(r"\b[A-HJ-PR-Y][A-HJ-PR-Y]\d{2}(\s{0,2})([A-HJ-PR-Z]{3})\b", re.ASCII),
    re.compile(r"\b[a-hj-pr-y][a-hj-pr-y]\d{2}()([a-hj-pr-z]{3})\b", re.ASCII),
    re.compile(r"\b[A-HJ-NPR-TV-Y]\d{1,3}(\s{0,2})([A-HJ-PR-Y]{3})\b", re.ASCII),
    re.compile(r"\b[A-HJ-PR-Y]{3}(\s{0,2})\d{1,3}([A-HJ-NPR-TV-Y])\b", re.ASCII),
)
_REFERENCES = (
    re.compile(
        r"\b(?:crime|occurrence|incident|occ|log|niche|storm|urn|e-?cins|intel(?:ligence)?|case)\b"
        r"(?:\s+(?:reference|ref|number|num|no|id|plan))*\.?\s*(?:is|:|#)?\s*"
        r"(?:[A-Z]{0,4}[-/*]?\d[\w/*-]*\d(?:\s+of\s+\d{1,2}(?:[/ ]\w+){1,2})?)",
        re.IGNORECASE | re.ASCII,
    ),
    re.compile(r"\bPSP[\s/-]*[A-Z]{0,3}[\s/-]*\d[\d/-]*\d\b", re.ASCII),
    re.compile(r"(?<![\w/*.,£-])\d{2}[*/-]\d{5,8}(?:[-/]\d{2})?\b", re.ASCII),
    re.compile(r"(?<![\w/*.,£+-])\d{8,}\b", re.ASCII),
)
_QUARTERS = re.compile(
    r"\bQ[1-4](?:\s*/?\s*(?:20)?\d{2})?\b"
    r"|\b(?:this|last|next|current|previous|coming|first|second|third|fourth|final|1st|2nd|3rd|4th)\s+quarter\b"
    r"|\bquarter\s+(?:one|two|three|four|[1-4])\b",
    re.IGNORECASE,
)


def check_text(
    text: str, *, names: Iterable[str] = (), words: PublicWords | None = None
) -> tuple[Finding, ...]:
    """Every finding of a text, in the order they stand, none overlapping another.

    ``names`` are those the store knows and the public should not read: key individuals, staff, people in
    plans. A blank text has one finding.
    """
    if not present(text):
        return (Finding(FindingKind.EMPTY, 0, 0, "", _SAYS[FindingKind.EMPTY]),)
    known = words or standard_public_words()
    looks: tuple[tuple[FindingKind, Callable[[], _Spans]], ...] = (
        (FindingKind.EMAIL, lambda: _spans(_EMAIL, text)),
        (FindingKind.MARKING, lambda: _markings(text, known)),
        (FindingKind.PHONE, lambda: _phones(text, known)),
        (FindingKind.OFFICER, lambda: _officers(text, known)),
        (FindingKind.REFERENCE, lambda: _references(text)),
        (FindingKind.POSTCODE, lambda: _postcodes(text)),
        (FindingKind.VEHICLE, lambda: _plates(text, known)),
        (FindingKind.ADDRESS, lambda: _addresses(text, known)),
        (FindingKind.NAME, lambda: _names(text, known, names)),
        (FindingKind.QUARTER, lambda: _spans(_QUARTERS, text)),
    )
    found: list[Finding] = []
    for kind, look in looks:
        for start, end in look():
            if all(end <= other.start or start >= other.end for other in found):
                part = text[start:end]
                found.append(Finding(kind, start, end, part, _SAYS[kind].format(" ".join(part.split()))))
    return tuple(sorted(found, key=lambda finding: finding.start))


def _spans(pattern: re.Pattern[str], text: str) -> _Spans:
    return (match.span() for match in pattern.finditer(text))


def _either(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


def _digits(words: str) -> str:
    plain = re.sub(r"\D", "", words)
    return "0" + plain[2:].removeprefix("0") if words.lstrip().startswith("+") else plain


def _phones(text: str, known: PublicWords) -> _Spans:
    public = {_digits(number) for number in known.public_numbers}
    for match in _PHONE.finditer(text):
        if 9 <= len(_digits(match[0])) <= 12 and _digits(match[0]) not in public:
            yield match.span()


def _postcodes(text: str) -> _Spans:
    return (match.span() for match in _POSTCODE.finditer(text) if not _ORDINAL.fullmatch(match[1]))


def _plates(text: str, known: PublicWords) -> _Spans:
    for pattern in _PLATES:
        for match in pattern.finditer(text):
            if not (match[1] and match[2].upper() in known.not_marks):
                yield match.span()


def _references(text: str) -> _Spans:
    for pattern in _REFERENCES:
        yield from _spans(pattern, text)


def _markings(text: str, known: PublicWords) -> _Spans:
    """Markings stand in capitals; ``secret`` and ``official`` are ordinary words otherwise."""
    if known.markings:
        yield from _spans(re.compile(rf"\b(?:{_either(known.markings)})\b"), text)
    yield from _spans(re.compile(r"\bofficial[- ]sensitive\b", re.IGNORECASE), text)


def _officers(text: str, known: PublicWords) -> _Spans:
    """A rank with a number, and the surname after it: ``PCSO 4332 Elm``."""
    if known.ranks:
        pattern = rf"\b(?:{_either(known.ranks)})\.?\s*#?\d{{1,5}}[A-Z]{{0,2}}\b(?:\s+[A-Z][\w'’-]+)?"
        yield from _spans(re.compile(pattern), text)
    yield from _spans(re.compile(r"\bcollar\s+(?:number|no\.?)\s*:?\s*\d{1,5}\b", re.IGNORECASE), text)


def _addresses(text: str, known: PublicWords) -> _Spans:
    """A house number before a street: ``14 Mill Lane``. A year or a day of a month is no house number."""
    months = _either((*MONTHS, *(month[:3] for month in MONTHS)))
    streets = _either((*known.streets, *(street.lower() for street in known.streets if len(street) > 3)))
    pattern = re.compile(
        rf"\b(?:(?:flat|apartment|unit|house|number|no\.?)\s+)?(?P<house>\d{{1,4}}(?:\s?[-–]\s?\d{{1,4}})?[A-Za-z]?)"
        rf",?\s+(?!(?:{months})\b)(?:[A-Z][\w'’.-]*\s+){{1,3}}(?:{streets})\b",
        re.ASCII,
    )
    for match in pattern.finditer(text):
        if not re.fullmatch(r"(?:19|20)\d\d", match["house"]):
            yield match.span()
    yield from _spans(
        re.compile(r"\b(?:[Ff]lat|[Aa]partment)\s+\d{1,4}[A-Za-z]?\b,?\s+[A-Z]\w+(?:\s+[A-Z]\w+)?"), text
    )


def _names(text: str, known: PublicWords, names: Iterable[str]) -> _Spans:
    """Listed names as they are written, unless they name a street; and a title or rank with a name."""
    given = {" ".join(name.split()) for name in names if present(name)}
    streets = _either(known.streets)
    if given:
        parts = "|".join(
            r"\s+".join(re.escape(part) for part in name.split())
            for name in sorted(given, key=len, reverse=True)
        )
        yield from _spans(re.compile(rf"\b(?:{parts})(?:['’]s)?\b(?!\s+(?:{streets})\b)"), text)
    called = (*known.titles, *known.ranks)
    if called:
        one = r"[A-Z](?:\.|[\w'’-]+)"
        yield from _spans(re.compile(rf"\b(?:{_either(called)})\.?\s+{one}(?:\s+{one}){{0,2}}"), text)


def summary(findings: Iterable[Finding]) -> str:
    """The line of the check list: ``No name, address or vehicle number found`` or what was found."""
    kinds = list(dict.fromkeys(finding.kind for finding in findings))
    if not kinds:
        return "No name, address or vehicle number found"
    if kinds == [FindingKind.EMPTY]:
        return "The text is empty"
    return "Look at: " + ", ".join(kind.value for kind in kinds)
