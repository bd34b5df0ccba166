"""What one cell means: dates, scores, list values and text, without looking at the cells around it.

Each parser returns its value or raises :class:`BadCell` with a reason a person can act upon. Nothing guesses:
a value that can be read in two ways is refused or reported.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from npt_desktop.exchange.book import Value
from npt_desktop.rules.words import matching_form

FIRST_YEAR = 2000
LAST_YEAR = 2100
LONGEST_CELL = 32_767
"""Characters Excel holds in a cell, counted in UTF-16 units."""

_MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
_WEEKDAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
_DIGITS = re.compile(r"\d")
_NUMERIC = re.compile(r"(\d{1,2})\s*[/.\-\\ ]\s*(\d{1,2})\s*[/.\-\\ ]\s*(\d{4}|\d{2})")
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")
_DAY_NAMED = re.compile(
    r"(\d{1,2})\s*(?:st|nd|rd|th)?[\s,.\-/]*(?:of\s+)?([a-z]{3,9})[\s,.\-/]*(\d{4}|\d{2})"
)
_NAMED_DAY = re.compile(r"([a-z]{3,9})[\s.\-/]+(\d{1,2})(?:st|nd|rd|th)?[\s,.\-/]+(\d{4})")
_NO_YEAR = re.compile(r"\d{1,2}(?:st|nd|rd|th)?[\s/.\-]*(?:of\s+)?(?:[a-z]{3,9}|[/.\-]\s*\d{1,2})")
_CLOCK = re.compile(
    r"[\sT,]+(?:at\s+)?\d{1,2}[:.]\d{2}(?:[:.]\d{2}(?:\.\d+)?)?\s*(?:am|pm|hrs|hours|z)?$", re.IGNORECASE
)
_SERIAL = re.compile(r"\d{5}(?:\.\d+)?")
_SCORE = re.compile(r"([+-]?\d+(?:[.,]\d+)?)\s*(?:/\s*(\d+))?[\s\-–—:.,()=]*(.*)", re.DOTALL)
_WORD_FIRST = re.compile(r"(\D*?)[\s\-–—:.,()=]*(\d+)[\s)]*", re.DOTALL)
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 - a workbook's dates have no zone
UNSCORED = frozenset(
    ["", "-", "n/a", "na", "tbc", "none", "not scored", "to be evaluated", "to be confirmed"]
)
"""What people type for “not scored yet”, in matching form."""


class BadCell(Exception):  # noqa: N818 - an answer about a value
    """The cell cannot be read as what its column holds; the text says why, as a sentence."""


@dataclass(frozen=True)
class Choice:
    """One entry of an editable list: its key in the store, its label, and other spellings of it."""

    key: str
    label: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True)
class Matched:
    """A list value found. ``exact`` is False when only its spelling was near."""

    choice: Choice
    exact: bool


def is_blank(value: Value) -> bool:
    """Nothing to see: empty, or only white space."""
    return value is None or (isinstance(value, str) and not value.strip())


def text_of(value: Value) -> str:
    """A cell as text: strings exactly as stored, whole numbers without a point, dates as dd/mm/yyyy."""
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, datetime):
        return f"{value:%d/%m/%Y %H:%M}" if value.time() != time() else f"{value:%d/%m/%Y}"
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, time):
        return f"{value:%H:%M}"
    return str(value)


def has_illegal(text: str) -> bool:
    """Whether a workbook cannot hold some character of ``text``."""
    return _ILLEGAL.search(text) is not None


def clean_text(text: str) -> str:
    """``text`` as a workbook can hold it: line ends are LF, characters XML forbids become U+FFFD."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _ILLEGAL.sub("\ufffd", text)


def cell_length(text: str) -> int:
    """Length as Excel counts it, in UTF-16 units."""
    return len(text) + sum(character > "\uffff" for character in text)


def parse_date(value: Value) -> date:
    """A date from a true date, text, or a serial number; text is always read day first.

    Dates with a time are rounded to the second. Two-digit years are 20xx. Raises :class:`BadCell` for no
    date, a day that does not exist, no year, or a year outside 2000 to 2100.
    """
    if is_blank(value):
        raise BadCell("There is no date.")
    if isinstance(value, datetime):
        return _in_range((value.replace(tzinfo=None) + timedelta(milliseconds=500)).date())
    if isinstance(value, date):
        return _in_range(value)
    if isinstance(value, bool | time):
        raise BadCell(f"“{text_of(value)}” is not a date.")
    if isinstance(value, int | float):
        return _from_serial(float(value))
    assert isinstance(value, str)
    return _from_text(value)


def month_first_only(value: Value) -> bool:
    """Whether text can only be a date if the month comes first, as in 12/25/2019."""
    numbers = _day_and_month(value)
    return numbers is not None and numbers[0] <= 12 < numbers[1] <= 31


def either_order(value: Value) -> bool:
    """Whether text is a date whichever of the first two numbers is the month, as in 04/02/2019."""
    numbers = _day_and_month(value)
    return numbers is not None and numbers[0] != numbers[1] and max(numbers) <= 12


def parse_score(value: Value, scores: Sequence[Choice]) -> int | None:
    """A score from ``4 - Good``, ``4``, 4.0, ``Good`` or ``3-average``; None when not scored yet.

    ``scores`` have whole numbers as keys. Raises :class:`BadCell` for a number that is not in the list, a
    word that is not, or a number and a word that disagree.
    """
    if is_blank(value):
        return None
    known = {int(choice.key): choice for choice in scores}
    if isinstance(value, bool | date | time):
        raise BadCell(f"“{text_of(value)}” is not a score.")
    if isinstance(value, int | float):
        return _score_number(f"{value:g}", known)
    assert isinstance(value, str)
    form = matching_form(value)
    if form in UNSCORED:
        return None
    named = match_choice(form, scores)
    if named is not None and (named.exact or not form[0].isdigit()):
        return int(named.choice.key)
    if found := _SCORE.fullmatch(form):
        number, out_of, word = found.groups()
    elif found := _WORD_FIRST.fullmatch(form):
        word, number = found.groups()
        out_of = None
    else:
        raise BadCell(f"“{value.strip()}” is not one of the scores.")
    score = _score_number(number, known)
    if out_of is not None and int(out_of) != max(known):
        raise BadCell(f"“{value.strip()}” is not out of {max(known)}.")
    word = word.strip()
    if word and not re.fullmatch(rf"(?:out )?of {max(known)}", word):
        said = match_choice(word, scores)
        if said is None:
            raise BadCell(f"“{word}” is not one of the score words.")
        if int(said.choice.key) != score:
            raise BadCell(
                f"The number and the word disagree: {score} is {known[score].label}, "
                f"{said.choice.label} is {said.choice.key}."
            )
    return score


def match_choice(text: str, choices: Sequence[Choice], *, near: bool = True) -> Matched | None:
    """Find ``text`` in a list: by label, then by alias, then by spelling.

    A spelling is near when it begins with the same letter and differs by at most two slips (a letter more,
    less, other, or two changed about), one slip in words under eight letters, none under four; and when no
    other entry is as near. Turn ``near`` off for names and numbers of people.
    """
    wanted = matching_form(text)
    if not wanted:
        return None
    for choice in choices:
        if matching_form(choice.label) == wanted:
            return Matched(choice, exact=True)
    for choice in choices:
        if any(matching_form(alias) == wanted for alias in choice.aliases):
            return Matched(choice, exact=True)
    if not near:
        return None
    best: list[tuple[int, Choice]] = []
    for choice in choices:
        distances = [
            spelling_distance(wanted, matching_form(name)) for name in (choice.label, *choice.aliases)
        ]
        nearest = min((distance for distance in distances if distance is not None), default=None)
        if nearest is not None:
            best.append((nearest, choice))
    best.sort(key=lambda pair: pair[0])
    if not best or (len(best) > 1 and best[0][0] == best[1][0]):
        return None
    return Matched(best[0][1], exact=False)


def spelling_distance(one: str, other: str) -> int | None:
    """Slips between two words in matching form, or None when they are further apart than near. Another digit is
    another number, never a slip: PSP 2026-014 is not PSP 2026-015."""
    shorter = min(len(one), len(other))
    most = 0 if shorter < 4 else 1 if shorter < 8 else 2
    if not one or not other or one[0] != other[0] or abs(len(one) - len(other)) > most:
        return None
    if len(set(one) ^ set(other)) > 2 * most:  # a slip puts one letter in another's place at most
        return None
    if _DIGITS.findall(one) != _DIGITS.findall(other):
        return None
    distance = _edit_distance(one, other, most)
    return distance if distance <= most else None


def _edit_distance(one: str, other: str, most: int) -> int:
    """Optimal string alignment: insertions, deletions, substitutions and swaps of neighbours. Beyond ``most`` any
    number beyond it: only the places that far off the diagonal are worked out, and only as long as it can be."""
    far = most + 1
    before: list[int] = []
    last = [j if j <= most else far for j in range(len(other) + 1)]
    for i, a in enumerate(one, 1):
        row = [far] * (len(other) + 1)
        if i <= most:
            row[0] = i
        for j in range(max(1, i - most), min(len(other), i + most) + 1):
            b = other[j - 1]
            cost = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                cost = min(cost, before[j - 2] + 1)
            row[j] = cost
        if min(row) > most and min(last) > most:
            return far
        before, last = last, row
    return last[-1]


def _day_and_month(value: Value) -> tuple[int, int] | None:
    if not isinstance(value, str):
        return None
    found = _NUMERIC.fullmatch(_bare_date(value))
    return (int(found[1]), int(found[2])) if found else None


def _bare_date(text: str) -> str:
    """Without a weekday before it or a time after it."""
    form = matching_form(text).rstrip(".,; ")
    form = _CLOCK.sub("", form)
    first, _, rest = form.partition(" ")
    first = first.rstrip(",.")
    if len(first) >= 3 and first.isalpha() and any(day.startswith(first) for day in (*_WEEKDAYS, "weds")):
        form = rest.lstrip(" ,")
    return form


def _from_text(text: str) -> date:
    form = _bare_date(text)
    shown = text.strip()
    if found := _ISO.fullmatch(form):
        return _made(shown, int(found[1]), int(found[2]), int(found[3]))
    if found := _NUMERIC.fullmatch(form):
        return _made(shown, _year(found[3]), int(found[2]), int(found[1]))
    if found := _DAY_NAMED.fullmatch(form):
        return _made(shown, _year(found[3]), _month(found[2], shown), int(found[1]))
    if found := _NAMED_DAY.fullmatch(form):
        return _made(shown, _year(found[3]), _month(found[1], shown), int(found[2]))
    if _SERIAL.fullmatch(form):
        return _from_serial(float(form))
    if _NO_YEAR.fullmatch(form):
        raise BadCell(f"“{shown}” has no year; write the date as dd/mm/yyyy.")
    raise BadCell(f"“{shown}” is not a date; write it as dd/mm/yyyy.")


def _year(digits: str) -> int:
    return int(digits) + (2000 if len(digits) == 2 else 0)


def _month(word: str, shown: str) -> int:
    if word == "sept":
        return 9
    for number, name in enumerate(_MONTHS, 1):
        if name.startswith(word):
            return number
    near = [number for number, name in enumerate(_MONTHS, 1) if spelling_distance(word, name) is not None]
    if len(near) == 1:
        return near[0]
    raise BadCell(f"“{shown}” does not name a month; write the date as dd/mm/yyyy.")


def _made(shown: str, year: int, month: int, day: int) -> date:
    if not 1 <= month <= 12:
        raise BadCell(f"“{shown}” has no month {month}; dates are read day first, as dd/mm/yyyy.")
    try:
        made = date(year, month, day)
    except ValueError:
        raise BadCell(f"“{shown}” is a day that does not exist.") from None
    return _in_range(made)


def _from_serial(number: float) -> date:
    if not 0 < number < 100_000:
        raise BadCell(f"“{number:g}” is not a date; write it as dd/mm/yyyy.")
    return _in_range((_EPOCH + timedelta(days=number, milliseconds=500)).date())


def _in_range(found: date) -> date:
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise BadCell(f"{found:%d/%m/}{found.year:04} is not between {FIRST_YEAR} and {LAST_YEAR}.")
    return found


def _score_number(digits: str, known: dict[int, Choice]) -> int:
    number = float(digits.replace(",", "."))
    if not number.is_integer():
        raise BadCell(f"{digits} is not a whole number.")
    if int(number) not in known:
        raise BadCell(f"{int(number)} is not between {min(known)} and {max(known)}.")
    return int(number)
