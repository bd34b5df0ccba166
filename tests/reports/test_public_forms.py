"""The other forms of the public words: short enough, whole, and one page where one page is promised."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import replace
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from npt_desktop.reports.poster import poster_pdf
from npt_desktop.reports.public import PublicPage, PublicPriority, police_uk
from npt_desktop.reports.public_forms import (
    Ended,
    MonthUpdate,
    alert_message,
    blog,
    newsletter,
    police_uk_csv,
    short_post,
)
from npt_desktop.rules.public_phrases import standard_phrases
from npt_desktop.rules.public_wording import stands_in
from tests.reports.test_public_page import page

LIMIT = standard_phrases().post_characters
titles = st.lists(st.text(min_size=1, max_size=200), min_size=1, max_size=3)


def with_titles(found: list[str]) -> PublicPage:
    return replace(page(), priorities=tuple(PublicPriority(t, t, None, None, t) for t in found))


@settings(max_examples=60, deadline=None)
@given(titles)
def test_a_short_post_is_short_and_names_every_priority(found: list[str]) -> None:
    post = short_post(with_titles(found), "https://www.example.police.uk/gedling")
    assert len(post) <= LIMIT
    assert post.endswith("https://www.example.police.uk/gedling")
    assert all(f"{place}. " in post for place in range(1, len(found) + 1))


def test_a_post_cuts_no_title_that_fits() -> None:
    assert short_post(page()) == (
        "Our priorities in Gedling, July to September 2026:\n1. Off-road bikes\n2. Shop theft"
    )
    long = short_post(with_titles(["Off-road bikes on the trail behind the school and the shops " * 3] * 3))
    assert LIMIT - 5 < len(long) <= LIMIT
    assert long.count("…") == 3


def test_the_alert_tells_the_last_period_then_what_is_agreed_then_the_rest() -> None:
    told = alert_message(page(), [Ended("Mopeds", "reduced")])
    parts = ["- Mopeds: reduced", "1. Off-road bikes", "We will patrol on Friday", "2. Shop theft", "999",
             "New priorities will be set by 31 October 2026."]  # fmt: skip
    places = [told.index(part) for part in parts]
    assert places == sorted(places)
    assert "What came of" not in alert_message(page())


def test_newsletter_and_blog_tell_the_same_updates() -> None:
    updates = [MonthUpdate("Bikes", ("Unsafe", "Nine patrols.", "Barriers")), MonthUpdate("Thefts", None)]
    letter, told = (made(page(), date(2026, 8, 1), updates) for made in (newsletter, blog))
    assert "1. Bikes\nYou said: Unsafe\nWe did: Nine patrols.\nWhat happens next: Barriers" in letter
    assert "No update has been published for this priority in August 2026 yet." in letter
    assert "Bikes\nUnsafe. Nine patrols. Barriers." in told
    assert "Thefts" not in told
    assert "not published" not in told
    nothing = blog(page(), date(2026, 8, 1), [MonthUpdate("Bikes", None)])
    assert "We have not published an update of our priorities for August 2026 yet." in nothing
    assert "{" not in letter + told


@given(st.lists(st.tuples(st.text(max_size=40), st.text(max_size=40)), max_size=3))
def test_the_csv_says_what_the_json_says(rows: list[tuple[str, str]]) -> None:
    found = replace(page(), priorities=tuple(PublicPriority(i, a, date(2026, 7, 5)) for i, a in rows))
    fields = json.loads(police_uk(found))
    read = list(csv.DictReader(io.StringIO(police_uk_csv(found), newline="")))
    assert [{k: v or "" for k, v in field.items()} for field in fields] == read


def test_the_poster_is_one_page_whatever_it_holds() -> None:
    words = "You told us of it again and again, and we will do everything we can about it. "
    long = tuple(PublicPriority(words * 30, words * 30, title=words) for _ in range(3))
    for found in (page(), replace(page(), priorities=()), replace(page(), priorities=long)):
        made = poster_pdf(found, "https://www.example.police.uk/gedling")
        assert made == poster_pdf(found, "https://www.example.police.uk/gedling")
        assert len(re.findall(rb"/Type /Page\b", made)) == 1


@given(st.text(max_size=60), st.integers(1, 9))
def test_words_stand_in_a_text_however_it_is_broken(words: str, width: int) -> None:
    broken = "\n".join(words[at : at + width] for at in range(0, len(words), width))
    assert stands_in(f"Before.\n{broken}\nAfter.", [words])
    assert not stands_in("Before. After.", ["Between"])
