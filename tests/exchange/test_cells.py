"""One cell at a time: dates, scores, list values and text."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from npt_desktop.exchange.cells import (
    BadCell,
    Choice,
    cell_length,
    clean_text,
    either_order,
    has_illegal,
    match_choice,
    month_first_only,
    parse_date,
    parse_score,
    spelling_distance,
    text_of,
)
from npt_desktop.rules.words import matching_form

SCORES = tuple(
    Choice(str(number), label)
    for number, label in enumerate(["Very Poor", "Poor", "Average", "Good", "Excellent"], 1)
)
AUDIENCES = (
    Choice("young", "Young people", ("Youths", "ASB youths")),
    Choice("older", "Older people", ("Elderly",)),
    Choice("residents", "Residents"),
    Choice("schools", "Schools"),
    Choice("other", "Other"),
)
dates = st.dates(date(2000, 1, 1), date(2100, 12, 31))
MONTHS = [date(2000, month, 1).strftime("%B").lower() for month in range(1, 13)]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (date(2019, 10, 17), date(2019, 10, 17)),
        (datetime(2019, 10, 17, 14, 5), date(2019, 10, 17)),  # noqa: DTZ001
        (datetime(2026, 3, 4, 23, 59, 59, 914000), date(2026, 3, 5)),  # noqa: DTZ001 - 46085.999999 in Excel
        ("17/10/2019", date(2019, 10, 17)),
        (" 17/10/2019\xa0", date(2019, 10, 17)),
        ("3.11.19", date(2019, 11, 3)),
        ("03-11-2019", date(2019, 11, 3)),
        ("04/02/2019", date(2019, 2, 4)),
        ("31st October 2019", date(2019, 10, 31)),
        ("31st of October, 2019", date(2019, 10, 31)),
        ("16 jul 2026", date(2026, 7, 16)),
        ("16-Jul-26", date(2026, 7, 16)),
        ("2nd Sept 2019", date(2019, 9, 2)),
        ("5 Febuary 2019", date(2019, 2, 5)),
        ("October 17th, 2019", date(2019, 10, 17)),
        ("Thursday 17th October 2019", date(2019, 10, 17)),
        ("Thurs, 17/10/2019", date(2019, 10, 17)),
        ("17/10/2019 14:30", date(2019, 10, 17)),
        ("17/10/2019 at 2.30pm", date(2019, 10, 17)),
        ("2019-10-17", date(2019, 10, 17)),
        ("2019-10-17T09:00:00", date(2019, 10, 17)),
        ("17／10／2019", date(2019, 10, 17)),
        (43755, date(2019, 10, 17)),
        (43755.0, date(2019, 10, 17)),
        (43755.75, date(2019, 10, 17)),
        ("43755", date(2019, 10, 17)),
        ("29/02/2020", date(2020, 2, 29)),
    ],
)
def test_dates_people_type(value: object, expected: date) -> None:
    assert parse_date(value) == expected  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (None, "There is no date."),
        ("  \xa0", "There is no date."),
        ("30/02/2019", "“30/02/2019” is a day that does not exist."),
        ("31st November 2019", "is a day that does not exist."),
        ("12/25/2019", "has no month 25; dates are read day first"),
        ("17/10", "has no year"),
        ("17th October", "has no year"),
        ("17/10/1919", "17/10/1919 is not between 2000 and 2100."),
        (date(2101, 1, 1), "01/01/2101 is not between 2000 and 2100."),
        (12, "is not between 2000 and 2100"),
        (-5, "is not a date"),
        (1e300, "is not a date"),
        (True, "is not a date"),
        ("last week", "is not a date; write it as dd/mm/yyyy."),
        ("17 Foo 2019", "does not name a month"),
        ("00/10/2019", "is a day that does not exist"),
        ("17/10/20199", "is not a date"),
    ],
)
def test_dates_that_are_none(value: object, words: str) -> None:
    with pytest.raises(BadCell) as caught:
        parse_date(value)  # type: ignore[arg-type]
    assert words in str(caught.value)
    assert str(caught.value).endswith(".")


@given(dates, st.sampled_from(["/", ".", "-", " / "]), st.booleans(), st.sampled_from(["", " 09:30", "\xa0"]))
def test_any_day_in_numbers_is_read_day_first(day: date, mark: str, short: bool, after: str) -> None:
    year = f"{day.year % 100:02}" if short and day.year < 2100 else str(day.year)
    assert parse_date(f"{day.day}{mark}{day.month}{mark}{year}{after}") == day
    assert parse_date(f"{day:%d}{mark}{day:%m}{mark}{year}") == day


@given(dates, st.integers(3, 9), st.sampled_from([" ", "-", ". ", ", "]))
def test_any_day_in_words(day: date, letters: int, mark: str) -> None:
    month = MONTHS[day.month - 1][:letters]
    ending = {1: "st", 2: "nd", 3: "rd", 21: "st", 22: "nd", 23: "rd", 31: "st"}.get(day.day, "th")
    assert parse_date(f"{day.day}{ending}{mark}{month.title()}{mark}{day.year}") == day
    assert parse_date(f"{day.day} {month.upper()} {day.year}") == day


@given(dates)
def test_any_day_as_iso_serial_or_itself(day: date) -> None:
    assert parse_date(day.isoformat()) == day
    assert parse_date((day - date(1899, 12, 30)).days) == day
    assert parse_date(text_of(day)) == day
    midnight = datetime(day.year, day.month, day.day)  # noqa: DTZ001
    assert parse_date(midnight - timedelta(milliseconds=86)) == day


@given(st.one_of(st.text(max_size=30), st.floats(), st.integers(), st.datetimes(), st.times(), st.booleans()))
def test_anything_is_a_day_in_range_or_a_sentence(value: str | float) -> None:
    reason = ""
    try:
        assert date(2000, 1, 1) <= parse_date(value) <= date(2100, 12, 31)
    except BadCell as why:
        reason = str(why)
    assert not reason or reason.endswith(".")


def test_the_order_of_day_and_month() -> None:
    assert month_first_only("12/25/2019")
    assert not month_first_only("25/12/2019")
    assert not month_first_only("04/02/2019")
    assert either_order("04/02/2019")
    assert not either_order("04/04/2019")
    assert not either_order("25/12/2019")
    assert not either_order(date(2019, 2, 4))


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("4 - Good", 4),
        ("4 – Good ", 4),
        ("4", 4),
        (4, 4),
        (4.0, 4),
        ("4.0", 4),
        ("Good", 4),
        ("good\xa0", 4),
        ("3-average", 3),
        ("3 Avergae", 3),
        ("Very  poor", 1),
        ("1 - Very Poor", 1),
        ("Good (4)", 4),
        ("4/5", 4),
        ("4 out of 5", 4),
        ("Excelent", 5),
        ("", None),
        (None, None),
        ("  ", None),
        ("TBC", None),
        ("To be evaluated", None),
    ],
)
def test_scores_people_type(value: object, expected: int | None) -> None:
    assert parse_score(value, SCORES) == expected  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("8", "8 is not between 1 and 5."),
        ("8\xa0", "8 is not between 1 and 5."),
        (0, "0 is not between 1 and 5."),
        ("-1", "-1 is not between 1 and 5."),
        ("6 - Good", "6 is not between 1 and 5."),
        (3.5, "3.5 is not a whole number."),
        ("4 - Poor", "disagree: 4 is Good, Poor is 2."),
        ("Good 2", "disagree"),
        ("Brilliant", "is not one of the scores"),
        ("4 - Brilliant", "“brilliant” is not one of the score words."),
        ("4/10", "is not out of 5"),
        (True, "is not a score"),
        (date(2019, 5, 4), "is not a score"),
    ],
)
def test_scores_that_are_none(value: object, words: str) -> None:
    with pytest.raises(BadCell) as caught:
        parse_score(value, SCORES)  # type: ignore[arg-type]
    assert words in str(caught.value)


@given(st.sampled_from(SCORES), st.sampled_from([" - ", "-", " ", ": ", " – ", "  "]), st.booleans())
def test_every_way_of_writing_a_score(choice: Choice, mark: str, shout: bool) -> None:
    label = choice.label.upper() if shout else choice.label
    for text in (choice.key, label, f"{choice.key}{mark}{label}", f" {label}{mark}{choice.key}\xa0"):
        assert parse_score(text, SCORES) == int(choice.key)


@given(st.one_of(st.text(max_size=20), st.floats(), st.integers()))
def test_anything_is_a_score_or_a_sentence(value: str | float) -> None:
    reason = ""
    try:
        assert parse_score(value, SCORES) in (None, 1, 2, 3, 4, 5)
    except BadCell as why:
        reason = str(why)
    assert not reason or reason.endswith(".")


@pytest.mark.parametrize(
    ("text", "key", "exact"),
    [
        ("Young people", "young", True),
        ("young  people ", "young", True),
        ("YOUNG\xa0PEOPLE", "young", True),
        ("youths", "young", True),
        ("Yuong people", "young", False),
        ("Young poeple", "young", False),
        ("Residants", "residents", False),
        ("Older peple", "older", False),
        ("School", "schools", False),
    ],
)
def test_list_values_are_found(text: str, key: str, exact: bool) -> None:
    found = match_choice(text, AUDIENCES)
    assert found is not None
    assert (found.choice.key, found.exact) == (key, exact)


@pytest.mark.parametrize(
    "text", ["", "Mothers", "Mother", "Young", "People", "Visitors", "Residents and schools"]
)
def test_list_values_are_not_guessed(text: str) -> None:
    assert match_choice(text, AUDIENCES) is None


def test_two_entries_as_near_as_each_other_are_no_match() -> None:
    choices = (Choice("a", "Netherfield east"), Choice("b", "Netherfield west"))
    found = match_choice("Netherfield wesst", choices)
    assert found is not None
    assert found.choice.key == "b"
    assert match_choice("Netherfield wast", choices) is None


def test_another_number_is_never_a_slip() -> None:
    assert spelling_distance("psp 2026 014", "psp 2026 015") is None
    assert spelling_distance("ward 3 patrols", "ward 3 patrol") == 1
    plans = [Choice("14", "PSP 2026-014"), Choice("21", "PSP 2026-021")]
    assert match_choice("PSP 2026-015", plans) is None


def test_people_are_not_matched_by_spelling() -> None:
    officers = (Choice("1", "PC 2201 Ash"),)
    assert match_choice("pc 2201  ash", officers, near=False) is not None
    assert match_choice("PC 2202 Ash", officers, near=False) is None


words = st.text(st.characters(codec="ascii", categories=["Ll"]), min_size=1, max_size=14)


@given(words, words)
def test_spelling_distance_is_symmetric_and_zero_only_for_equals(one: str, other: str) -> None:
    assert spelling_distance(one, other) == spelling_distance(other, one)
    assert (spelling_distance(one, other) == 0) == (one == other)


def slips(one: str, other: str) -> int:
    """The slips between two words, however many: the whole table that the program works out only in part."""
    before: list[int] = []
    last = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        row = [i]
        for j, b in enumerate(other, 1):
            row.append(min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (a != b)))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                row[j] = min(row[j], before[j - 2] + 1)
        before, last = last, row
    return last[-1]


near = st.text("abc", min_size=3, max_size=11).map(lambda text: f"s{text}")


@given(near, near)
def test_words_are_near_as_far_as_their_slips_say(one: str, other: str) -> None:
    shorter = min(len(one), len(other))
    most = 1 if shorter < 8 else 2
    there = slips(one, other)
    assert spelling_distance(one, other) == (there if there <= most else None)


@given(st.text("aB \t\n\x0b\x1c\x1f\x00", max_size=12))
def test_matching_form_of_plain_text_is_its_words_in_small_letters(text: str) -> None:
    assert matching_form(text) == " ".join(text.casefold().split())


@given(st.text(max_size=20))
def test_matching_form_settles_at_once(text: str) -> None:
    form = matching_form(text)
    assert matching_form(form) == form
    assert matching_form(f"\xa0 {text}\t\n") == form


@given(st.text(st.characters(exclude_categories=[])))
def test_clean_text_is_what_a_workbook_can_hold(text: str) -> None:
    clean = clean_text(text)
    assert not has_illegal(clean)
    assert "\r" not in clean
    assert clean_text(clean) == clean
    clean.encode("utf-8")
    if not has_illegal(text) and "\r" not in text:
        assert clean == text


def test_length_is_counted_as_excel_does() -> None:
    assert cell_length("ab\xe9") == 3
    assert cell_length("\U0001f6b2") == 2


def test_numbers_and_dates_as_text() -> None:
    assert text_of(3.0) == "3"
    assert text_of(3.25) == "3.25"
    assert text_of(date(2019, 1, 9)) == "09/01/2019"
    assert text_of(None) == ""
    assert text_of(" kept ") == " kept "
