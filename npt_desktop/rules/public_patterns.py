"""Where a public text may give somebody away: the patterns, each yielding places in the text.

Sources: published guidance on crime mapping (an address or a full postcode can point to one person, and so can
numbers of vehicles and crimes); DVLA formats of registration marks; design guide, section 10.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator

from npt_desktop.rules.periods import MONTHS
from npt_desktop.rules.public_words import PublicWords
from npt_desktop.rules.words import present

Spans = Iterator[tuple[int, int]]

_EMAILS = (
    re.compile(r"[\w.+'’-]+\s?@\s?[\w-]+(?:\.[\w-]+)*\.[^\W\d_]{2,}\b"),
    re.compile(r"[\w.+'’-]+\s?[(\[{]\s?at\s?[)\]}]\s?[\w-]+(?:(?:\.|\s?[(\[{]\s?dot\s?[)\]}]\s?)[\w-]+)+", re.IGNORECASE),
    re.compile(r"(?:[\w.+'’-]+ dot )*[\w.+'’-]+ at [\w-]+(?: dot [\w-]+)+", re.IGNORECASE),
)  # fmt: skip
_PHONE = re.compile(r"(?<![\w/*])(?:\+\s?44|\(?0)(?:[\s().-]*\d){8,13}(?![\w/*])", re.ASCII)
_SAID_PHONE = re.compile(
    r"\b(?:call|ring|phone|telephone|tel|text|mobile|whatsapp|extension|ext)\b[.:]?(?:\s+(?:us|me|him|her|them|on|is))*\s+"
    r"(\d(?:[\s-]?\d){4,11})(?![\w/*])",
    re.IGNORECASE | re.ASCII,
)
_DATE = re.compile(r"\(?\d{1,2}[.\- ]\d{1,2}[.\- ](?:19|20)\d\d")
_POSTCODE = re.compile(
    r"\b(?P<out>GIR|[A-Z]{1,2}\d[A-Z\d]?)(?:\s{0,2}|[-._])(\d\s?(?!(?:at|as|an|be|by|us|up|we|he)\b)[ABD-HJLNP-UW-Z]{2})\b",
    re.ASCII | re.IGNORECASE,
)
_ORDINAL = re.compile(r"1st|2nd|3rd|\dth", re.IGNORECASE)
_PLATES = (
    re.compile(r"\b[A-HJ-PR-Y][A-HJ-PR-Y][\s-]?\d{2}[\s-]{0,2}[A-HJ-PR-Z]{3}\b", re.ASCII | re.IGNORECASE),
    re.compile(r"\b[A-HJ-NPR-TV-Y]\d{1,3}\s{0,2}[A-HJ-PR-Y]{3}\b", re.ASCII),
    re.compile(r"\b[a-hj-npr-tv-y]\d{1,3}\s{0,2}[a-hj-pr-y]{3}\b", re.ASCII),
    re.compile(r"\b[A-HJ-PR-Y]{3}\s{0,2}\d{1,3}[A-HJ-NPR-TV-Y]\b", re.ASCII),
    re.compile(r"\b[a-hj-pr-y]{3}\s{0,2}\d{1,3}[a-hj-npr-tv-y]\b", re.ASCII),
    re.compile(r"\b[A-Z]{2}Z\s?\d{3,4}\b", re.ASCII),
)
_CALLED_PLATE = re.compile(
    r"\b(?:reg(?:istration)?|number\s+plate|plate|index|vrm|vrn)\b\.?\s*(?:(?:number|mark|plate|no|is)\b\.?\s*)*:?\s*",
    re.IGNORECASE,
)
_PLATE_AFTER = re.compile(r"(?=[A-Z0-9 ]{0,6}\d)[A-Z0-9]{1,4}(?:\s?[A-Z0-9]{2,4}){1,2}\b", re.ASCII)
_OF_A_DAY = r"\s+of\s+(?:the\s+)?\d{1,2}(?:st|nd|rd|th)?(?:[-/. ]\w+){1,2}"
_REFERENCES = (
    # a word for a reference, then a number
    re.compile(
        r"\b(?:crime|occurrence|incident|inc|occ|log|cad|niche|storm|urn|e-?cins|intel(?:ligence)?|case)\b"
        r"(?:\s+(?:reference|ref|number|num|no|id|plan)\b\.?)+\s*(?:is|:|#)?\s*"
        rf"(?:[A-Z]{{0,4}}[-/*]?\d[\w/*-]*\d(?:\s\d{{3,4}}\b){{0,3}}(?:{_OF_A_DAY})?)",
        re.IGNORECASE | re.ASCII,
    ),
    re.compile(
        rf"\b(?:incident|inc|log|cad|occurrence|occ)\s+(?:no\.?\s*|number\s+|#)?\d{{1,6}}{_OF_A_DAY}",
        re.IGNORECASE | re.ASCII,
    ),
    re.compile(
        r"\b(?:cad|niche|storm|urn|e-?cins)\b\s*(?:is|:|#)?\s*[A-Z]{0,4}[-/*]?\d[\w/*-]+\d",
        re.IGNORECASE | re.ASCII,
    ),
    re.compile(
        r"\b(?:crime|occurrence|incident|inc|occ|intel(?:ligence)?|case)\b\s*(?:is|:|#)?\s*"
        r"(?!(?:19|20)\d\d(?:[-/]\d\d(?:\d\d)?)?\b)[A-Z]{0,4}[-/*]?\d[\d/*-]{3,}\d",
        re.IGNORECASE | re.ASCII,
    ),
    re.compile(
        r"\bref(?:erence)?\b[.:]?\s*(?:(?:no|number)\b\.?\s*)?\d(?:[\s*-]?\d){6,}\b", re.IGNORECASE | re.ASCII
    ),
    re.compile(r"\bPSP[\s/-]*[A-Z]{0,3}[\s/-]*\d[\d/-]*\d\b", re.ASCII),
)
_BARE_REFERENCES = (
    # a planning reference goes on with a stroke and letters: everybody may read it
    re.compile(r"(?<![\w/*.,£-])\d{2}[*/-]\d{5,8}(?:[-/]\d{2})?\b(?!/[A-Z])", re.ASCII),
    re.compile(r"(?<![\w/*.,£+-])\d{8,}\b", re.ASCII),
)
_PERIOD = r"(?:\s*[/,]?\s*(?:of\s+)?(?:20)?\d{2}(?:/\d{2})?)?"
_QUARTERS = re.compile(
    rf"\bQ[1-4](?:\s?[-–/&]\s?Q?[1-4]\b)?{_PERIOD}\b"
    r"|\b[1-4]Q(?:20)?\d\d\b"
    r"|\bQ(?:tr|uarter)s?\s?[1-4]\b"
    r"|\b(?:this|last|next|current|previous|coming|first|second|third|fourth|final|1st|2nd|3rd|4th)\s+quarter\b"
    r"(?!\s+(?:mile|hour|pound|of\s+(?:an|a|the\s+(?:game|match)))\b|-)"
    r"|\bquarter\s+(?:one|two|three|four)\b"
    r"|\bFY\s?'?(?:20)?\d\d(?:[-/]\d\d(?:\d\d)?)?\b|\bH[12]\s+20\d\d\b|\b(?:YTD|MTD|QTD|FYTD)\b"
    r"|\bw/[ce]\b(?:\s+\d{1,2}(?:st|nd|rd|th)?(?:\s+[A-Z]\w+)?)?",
    re.IGNORECASE,
)
_CAP = "[A-ZÀ-ÖØ-Þ]"
_NAME = rf"(?:(?:de|del|la|le|van|von|der|al|el|bin|ap)\s+)?{_CAP}(?:\.|[\w'’-]+)"


def spans(pattern: re.Pattern[str], text: str) -> Spans:
    """Where a pattern stands."""
    return (match.span() for match in pattern.finditer(text))


def either(words: Iterable[str]) -> str:
    """Any of these words, the longest first."""
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


def emails(text: str) -> Spans:
    for pattern in _EMAILS:
        yield from spans(pattern, text)


def _digits(words: str) -> str:
    plain = re.sub(r"\D", "", words)
    if words.lstrip().startswith("+"):
        return "0" + plain[2:].removeprefix("0")
    return "0" + plain[4:] if plain.startswith("0044") else plain


def phones(text: str, known: PublicWords) -> Spans:
    """Numbers of nine digits and more from 0 or +44, and shorter ones after a word such as “ring”."""
    public = {_digits(number) for number in known.public_numbers}
    for match in _PHONE.finditer(text):
        if (
            9 <= len(_digits(match[0])) <= 12
            and _digits(match[0]) not in public
            and not _DATE.match(match[0])
        ):
            yield match.span()
    for match in _SAID_PHONE.finditer(text):
        if _digits(match[1]) not in public and not _DATE.match(match[1]):
            yield match.span(1)


def postcodes(text: str) -> Spans:
    """Full postcodes; a first half alone names thousands of homes."""
    return (match.span() for match in _POSTCODE.finditer(text) if not _ORDINAL.fullmatch(match[2]))


def outward(postcode: str) -> str:
    """The first half of a postcode."""
    found = _POSTCODE.search(postcode)
    return found["out"].upper() if found else postcode


def plates(text: str, known: PublicWords) -> Spans:
    """Registration marks of every DVLA series since 1963, and anything called a registration."""
    for pattern in _PLATES:
        for match in pattern.finditer(text):
            apart = re.findall("[A-Z]{2,}", match[0].upper())
            if match[0].isalnum() or not any(word in known.not_marks for word in apart):
                yield match.span()
    for called in _CALLED_PLATE.finditer(text):
        plate = _PLATE_AFTER.match(text, called.end())
        if plate:
            yield plate.span()


def called_references(text: str) -> Spans:
    """Numbers after a word for a record, such as “crime no” or “incident”."""
    for pattern in _REFERENCES:
        yield from spans(pattern, text)


def bare_references(text: str) -> Spans:
    """Numbers that have the form of a reference, with no word before them."""
    for pattern in _BARE_REFERENCES:
        yield from spans(pattern, text)


def quarters(text: str, known: PublicWords) -> Spans:
    """Quarters by number and other dates of the office; the public reads months."""
    for match in _QUARTERS.finditer(text):
        if _word_before(text, match.start()) not in known.not_quarters:
            yield match.span()


def markings(text: str, known: PublicWords) -> Spans:
    """Markings stand in capitals; ``secret`` and ``official`` are ordinary words otherwise."""
    yield from spans(re.compile(r"\bofficial(?:\s?[-–—:/_]\s?|\s)sensitive\b", re.IGNORECASE), text)
    if known.plain_markings:
        yield from spans(re.compile(rf"\b(?:{either(known.plain_markings)})\b", re.IGNORECASE), text)
    if known.markings:
        yield from spans(re.compile(rf"\b(?:{either(known.markings)})\b"), text)


def officers(text: str, known: PublicWords, names: Iterable[str]) -> Spans:
    """A rank with a number, and the surname after it: ``PCSO 4332 Elm``; or a number before a known surname."""
    if known.ranks:
        ranks = either(known.ranks)
        pattern = rf"\b(?:{ranks})\.?\s*(?:[Nn]o\.?\s*|[Nn]umber\s+)?#?\d{{1,5}}[A-Z]{{0,2}}\b(?:\s+{_CAP}[\w'’-]+)?"
        for match in re.finditer(pattern, text):
            if match[0].replace(" ", "") not in known.not_officers:
                yield match.span()
        yield from spans(re.compile(rf"\b(?:{ranks})\.?\s*#?\d{{3,5}}\b", re.IGNORECASE), text)
    yield from spans(
        re.compile(
            r"\b(?:(?:collar|shoulder|warrant|badge)(?:\s+(?:number|no)\b\.?)?\s*:?\s*|C/?N\s*:?\s*|officer\s+(?:(?:number|no)\b\.?\s*)?"
            r"(?!(?:19|20)\d\d\b)(?=\d{3}))\d{1,6}\b", re.IGNORECASE,
        ), text
    )  # fmt: skip
    single = [name for name in names if " " not in name]
    if single:
        yield from spans(re.compile(rf"\b\d{{2,5}}\s+(?:{either(single)})\b{_no_place(known)}"), text)


def addresses(text: str, known: PublicWords) -> Spans:
    """A house number and a street: ``14 Mill Lane``, ``Mill Lane, number 14``, ``5 The Limes``. A year, a day of
    a month or a bus is no house. In small letters only after “at” or its like, or where the number has a letter."""
    months = either((*MONTHS, *(month[:3] for month in MONTHS)))
    streets = either((*known.streets, *known.lower_streets, *(s.upper() for s in known.streets)))
    small = either(street.casefold() for street in known.streets)
    called = r"(?<![\d/.:£,])\b(?:(?:flat|apartment|unit|house|number|no\.?)\s+)?"
    house = r"(?P<house>\d{1,4}(?:\s?[-–/&]\s?\d{1,4})?[A-JL-Za-jl-z]?)"
    capital = r"(?:[A-Z][\w'’.-]*\s+){1,3}"
    patterns = (  # from where a match is told: the cue before a house is not
        rf"(?P<start>){called}{house},?\s+(?!(?:{months})\b)(?:{capital}(?:{streets})|The\s+[A-Z]\w+)\b",
        rf"(?P<start>){called}(?P<house>\d{{1,4}}[a-d]),?\s+(?:[a-z'’-]+\s+){{1,2}}(?:{small})\b",
        rf"\b(?i:at|outside|opposite|behind|beside)\s+(?P<start>)(?P<house>\d{{1,4}}),?\s+[a-z'’-]+\s+(?:{small})\b",
        rf"(?P<start>)\b(?:number|no\.?|house)\s+(?P<house>\d{{1,4}}[A-Za-z]?)\s+(?:of|on|in)\s+{capital}(?:{streets})\b",
        rf"(?P<start>)\b{capital}(?:{streets}),?\s+\(?(?:at\s+)?(?:number|no\.?|house|flat)\s+(?P<house>\d{{1,4}}[A-Za-z]?)\b\)?",
    )
    for pattern in patterns:
        for match in re.finditer(pattern, text, re.ASCII):
            year = re.fullmatch(r"(?:19|20)\d\d|24/7", match["house"])
            start = match.start("start")
            if not year and _word_before(text, start).casefold() not in known.not_houses:
                yield start, match.end()
    yield from spans(
        re.compile(r"\b(?:[Ff]lat|[Aa]partment)\s+\d{1,4}[A-Za-z]?\b(?:,?\s+[A-Z]\w+(?:\s+[A-Z]\w+)?)?"), text
    )


def without_house(address: str) -> str:
    """The street of an address, without its number."""
    last = re.fullmatch(r"(.*?),?\s+\(?(?:at\s+)?(?:number|no\.?|house|flat)\s+\d+[A-Za-z]?\)?", address)
    if last:
        return last[1]
    found = re.search(r"\d[\d\s/&–-]*[A-Za-z]?,?\s+(?:(?:of|on|in)\s+)?", address)
    return address[found.end() :] if found else address


def names_in(text: str, known: PublicWords, names: Iterable[str]) -> Spans:
    """Listed names as they are written, unless they name a place; and a title or rank with a name."""
    given = [_plain_letters(" ".join(name.split())) for name in names if present(name)]
    yield from _listed(_plain_letters(text), known, given)
    yield from _titled(text, known)
    yield from _ranked(text, known)


def _plain_letters(text: str) -> str:
    """Letters without their accents and one apostrophe for all, place for place: ``Siân O’Elm`` as ``Sian O'Elm``."""
    bare = (unicodedata.normalize("NFD", letter)[0] for letter in text)
    return "".join(bare).translate({ord("’"): "'", ord("‘"): "'", ord("`"): "'"})


def _listed(text: str, known: PublicWords, given: list[str]) -> Spans:
    ordinary = {word.casefold() for word in known.ordinary_names}
    parts: set[str] = set()
    for name in given:
        words = [re.escape(word) for word in name.split()]
        if len(words) == 1:
            if name.casefold() not in ordinary:
                parts.update((words[0], words[0].upper() if len(name) > 3 else words[0]))
            continue
        first, last = words[0], words[-1]
        whole = r"\s+".join(words)
        parts.add(f"(?i:{whole})")
        parts.add(rf"(?i:{last},\s*{first})")
        if name[0].isalpha():
            parts.add(rf"{re.escape(name[0])}\.?\s+{last}")
    if parts:
        either_one = "|".join(sorted(parts, key=len, reverse=True))
        yield from spans(re.compile(rf"\b(?:{either_one})(?:['’]s)?\b{_no_place(known)}"), text)


def _titled(text: str, known: PublicWords) -> Spans:
    called = [*known.titles, *known.ranks]
    if called:
        title = either({*called, *(word.upper() for word in called)})
        pattern = rf"\b(?P<title>{title})\.?(?:\s+(?:and|&)\s+(?:{title})\.?)?\s+(?P<name>{_NAME}(?:\s+{_NAME}){{0,2}})"
        for match in re.finditer(pattern, text):
            if not _is_place(text, match, known):
                yield match.span()
    if known.plain_titles:
        titles = either(known.plain_titles)
        alone = rf"(?<!and )(?<!& )\b(?i:{titles})|\b(?:{titles})"  # the “Mr and Mrs quiz” names nobody
        yield from spans(re.compile(rf"(?:{alone})\.?\s+(?!and\b)[a-z][\w'’-]+"), text)


def _ranked(text: str, known: PublicWords) -> Spans:
    """A rank and a surname, both in small letters: ``ask pcso elm``. “The pcso walked” speaks of no name."""
    if known.plain_ranks:
        for match in re.finditer(rf"\b(?:{either(known.plain_ranks)})\s+(?P<name>[a-z][\w'’-]+)\b", text):
            before = _word_before(text, match.start()).casefold()
            if before not in known.before_ranks and match["name"] not in known.after_ranks:
                yield match.span()


def _is_place(text: str, match: re.Match[str], known: PublicWords) -> bool:
    """Whether a title and a name are a shop, a pub, a school or a street."""
    said = match[0].casefold()
    if any(said == other.casefold() or said.startswith(f"{other.casefold()} ") for other in known.not_names):
        return True
    noble = match["title"] in known.place_titles
    if noble and _word_before(text, match.start()).casefold() == "the":
        return True
    after = re.match(r"\s+([\w’'-]+)", text[match.end() :])
    words = [*match["name"].split(), *([after[1]] if after else [])]
    asked = words if noble else words[1:]
    return any(word in known.streets or word.casefold() in known.places for word in asked)


def _no_place(known: PublicWords) -> str:
    """Not before a word that makes a name a place."""
    words = [
        part
        for part in (either(known.streets), f"(?i:{either(known.places)})" if known.places else "")
        if part
    ]
    return rf"(?!\s+(?:{'|'.join(words)})\b)" if words else ""


def _word_before(text: str, start: int) -> str:
    found = re.search(r"([\w’'-]+)\s+$", text[:start])
    return found[1] if found else ""


def empty_parts(text: str, known: PublicWords) -> Spans:
    """Headings with nothing below them, and words that stand in for what is still to be written."""
    if known.parts:
        parts = either(known.parts)
        yield from spans(
            re.compile(rf"^\s*(?:{parts})\s*:\s*(?=\Z|\n\s*(?:{parts})\s*:)", re.MULTILINE), text
        )
    if known.placeholders:
        yield from spans(re.compile(rf"\b(?:{either(known.placeholders)})\b", re.IGNORECASE), text)
    yield from spans(
        re.compile(r"\b[Xx]{3,}\b|\[(?:insert|add|name|date|place)[^\]\n]*\]", re.IGNORECASE), text
    )
