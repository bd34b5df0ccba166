"""What is known of a group, what the gaps propose, which entries close an activity, blocks of reach."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from npt_desktop.errors import CannotDo
from npt_desktop.models.kinds import RiskLevel
from npt_desktop.rules.communities import (
    GroupKnown,
    GroupReached,
    LoggedFor,
    Source,
    closing_entries,
    group_mistakes,
    not_known,
    propose,
    read_groups,
    read_sources,
    speaks_for,
    write_groups,
    write_sources,
)
from npt_desktop.rules.plan_text import standard_plan_text
from npt_desktop.rules.reach import KEYS, check_month, reach_words, read_block

TODAY = date(2026, 10, 16)
OCTOBER, NOVEMBER = date(2026, 10, 1), date(2026, 11, 1)


def back(days: int) -> date:
    return TODAY - timedelta(days=days)


words = st.text(
    st.characters(codec="utf-8", exclude_categories=["C", "Z"], exclude_characters=","), min_size=1
)
days = st.one_of(st.none(), st.dates(date(1990, 1, 1), TODAY))


@given(st.lists(st.builds(Source, words, days)))
def test_sources_written_out_are_read_back(sources: list[Source]) -> None:
    assert read_sources(write_sources(sources), TODAY) == tuple(sources)


def test_a_source_is_dated_by_what_stands_after_its_last_comma() -> None:
    typed = "Census 2021, ONS, 21/3/2021\n\n  School roll, 2024 \nWelcome group\nPartners, 1 Sep 2026"
    assert read_sources(typed, TODAY) == (
        Source("Census 2021, ONS", date(2021, 3, 21)),
        Source("School roll, 2024"),
        Source("Welcome group"),
        Source("Partners", date(2026, 9, 1)),
    )


def test_a_source_of_tomorrow_is_refused_by_name() -> None:
    with pytest.raises(CannotDo) as caught:
        read_sources("School roll, 17/10/2026", TODAY)
    assert caught.value.says == "The source ‘School roll’ is dated in the future: correct its date."


def test_thirty_february_is_no_date_and_stays_in_the_words() -> None:
    assert read_sources("School roll, 30/2/2026", TODAY) == (Source("School roll, 30/2/2026"),)


def test_whom_somebody_speaks_for_is_one_a_line_and_found_whatever_the_capitals() -> None:
    kept = write_groups([" Night   workers ", "Choir", "Choir"])
    assert read_groups(kept) == ("Night workers", "Choir")
    assert speaks_for(kept, "night WORKERS")
    assert not speaks_for(kept, "Night")
    assert not speaks_for("", "Choir")


def test_what_is_not_known_is_named_in_the_order_of_the_form() -> None:
    whole = GroupKnown(True, 40, "Polish", "Mill Street", "Doorstep", RiskLevel.LOW, 1, back(10))
    assert not_known(whole, TODAY) == ()
    bare = GroupKnown(False, None, "", " ", "", None, 0, None)
    assert not_known(bare, TODAY)[0] == "the audience in the log"
    assert len(not_known(bare, TODAY)) == 8
    old = GroupKnown(True, 0, "Polish", "Mill Street", "Doorstep", RiskLevel.LOW, 1, back(400))
    assert not_known(old, TODAY) == ("a look at it within the year",)


def test_gaps_are_proposed_never_reached_first_then_longest_then_by_risk() -> None:
    groups = [
        GroupReached(1, "In touch", back(10)),
        GroupReached(2, "Long silent", back(200)),
        GroupReached(3, "Planned already", back(300), planned=1),
        GroupReached(4, "Never", None, emerging=True),
        GroupReached(5, "Silent, high", back(90), risk_level=RiskLevel.HIGH, prefers="Sunday,  interpreter"),
        GroupReached(6, "Silent, low", back(90), risk_level=RiskLevel.LOW),
        GroupReached(7, "Silent, hidden", back(90), hidden=True),
    ]
    found = propose(groups, TODAY)
    assert [p.group_id for p in found] == [4, 2, 5, 6, 7]
    assert found[0].why == "Never in the log; new and emerging"
    assert found[1].why == "No contact for 200 days"
    assert found[2].why == "No contact for 90 days; high risk"
    assert found[2].what == "Meet them as they prefer: Sunday, interpreter"
    assert found[4].why == "No contact for 90 days; hidden or seldom heard"


@given(st.lists(st.builds(GroupReached, st.integers(1, 99), st.just("G"), days, planned=st.integers(0, 1))))
def test_a_proposal_is_always_a_gap_with_nothing_planned(groups: list[GroupReached]) -> None:
    wanted = [g.id for g in groups if not g.planned and (g.last_on is None or (TODAY - g.last_on).days >= 60)]
    assert sorted(p.group_id for p in propose(groups, TODAY)) == sorted(wanted)


def test_an_activity_is_closed_by_an_entry_with_its_group_in_its_month() -> None:
    entries = [
        LoggedFor(1, date(2026, 10, 2), 7, "By audience"),
        LoggedFor(2, date(2026, 10, 9), 8, "Named", (5,)),
        LoggedFor(3, date(2026, 10, 12), 7, "Same audience, another group named", (6,)),
        LoggedFor(4, date(2026, 9, 30), 7, "A month before"),
        LoggedFor(5, date(2026, 10, 5), 7, "Taken"),
        LoggedFor(6, date(2026, 10, 5), None, "No audience"),
    ]
    found = closing_entries(5, 7, OCTOBER, entries, [5])
    assert [entry.id for entry in found] == [2, 1]
    assert closing_entries(5, None, OCTOBER, entries[:1], []) == ()


def test_the_mistakes_of_a_group_are_one_sentence_each() -> None:
    found = group_mistakes(name=" ", others=(), size=-1, known_on=date(2026, 10, 17), today=TODAY)
    assert list(found) == ["name", "size", "known_on"]
    assert group_mistakes(name="x" * 121, others=(), size=None, known_on=None, today=TODAY) == {
        "name": "Shorten the name to 120 characters."
    }
    assert (
        "already"
        in group_mistakes(name="CHOIR", others=["Choir"], size=3, known_on=TODAY, today=TODAY)["name"]
    )
    for name in ("Сад", "جوقة", "🎶 choir"):
        assert group_mistakes(name=name, others=(), size=0, known_on=None, today=TODAY) == {}


# -------------------------------------------------------------------------- reach
def test_a_block_with_months_is_read_whatever_its_order() -> None:
    text = "Month\tAlert\tFollowers\nSep 2026\t1,152\t5927\nAug 26\t1134\t\n"
    assert read_block(text, TODAY, OCTOBER) == {
        date(2026, 9, 1): {"alert": 1152, "followers": 5927},
        date(2026, 8, 1): {"alert": 1134},
    }


def test_a_block_of_figures_counts_on_from_the_cell() -> None:
    assert read_block("4\t5\r\n\r\n6\t7\r\n", TODAY, date(2026, 8, 1), "comments") == {
        date(2026, 8, 1): {"comments": 4, "shares": 5},
        date(2026, 10, 1): {"comments": 6, "shares": 7},
    }


@pytest.mark.parametrize(
    ("text", "first", "says"),
    [
        ("", "alert", "There is nothing to paste"),
        ("1\t2\t3", "comments", "There are 3 figures for 2 columns"),
        ("1\t2\t3\t4\t5\t6", "alert", "There are 6 figures for 5 columns"),
        ("12\nmany", "alert", "Line 2 says ‘many’"),
        ("1\n2\n3\n4", "likes", "November 2026 is still to come"),
        ("Feb 2026\t-4", "alert", "Enter a count of nought or more"),
        ("Smarch 2026\t4\nFeb 2026\t4", "alert", "Enter a month"),
        ("Oct 2026\t", "alert", "No line has a figure"),
        ("7\n" * 3 + "🙂", "alert", "Line 4 says"),
    ],
)
def test_a_bad_block_is_one_sentence(text: str, first: str, says: str) -> None:
    with pytest.raises(CannotDo) as caught:
        read_block(text, TODAY, date(2026, 8, 1), first)
    assert says in caught.value.says
    assert "\n" not in caught.value.says


figures = st.dictionaries(st.sampled_from(KEYS), st.integers(0, 10**8), min_size=1)
months = st.dates(date(2015, 1, 1), TODAY).map(lambda day: day.replace(day=1))


@given(st.dictionaries(months, figures, min_size=1))
def test_what_is_copied_out_is_pasted_back(kept: dict[date, dict[str, int]]) -> None:
    lines = ["\t".join([f"{m:%m/%Y}", *(str(line.get(key, "")) for key in KEYS)]) for m, line in kept.items()]
    assert read_block("\n".join(lines), TODAY, OCTOBER) == kept


def test_a_figure_beyond_reason_and_a_month_to_come_are_refused() -> None:
    with pytest.raises(CannotDo, match="Likes must be a figure"):
        check_month(OCTOBER, {"likes": 10**10}, TODAY)
    with pytest.raises(CannotDo, match="still to come"):
        check_month(NOVEMBER, {}, TODAY)


def test_the_latest_month_is_told_with_its_change() -> None:
    empty = dict.fromkeys(KEYS)
    said = reach_words(
        [(date(2026, 8, 1), {**empty, "alert": 10}), (date(2026, 9, 1), {**empty, "alert": 8, "likes": 3})]
    )
    assert said == "September 2026: 8 Neighbourhood Alert registrations (-2) and 3 likes."
    assert reach_words([]) == "No figures yet."


def test_the_standing_text_of_a_plan_has_the_parts_of_the_booklet() -> None:
    assert [title for title, _ in standard_plan_text()] == [
        "The purpose of community engagement", "The purpose of the engagement plan", "Participation",
        "The importance of evaluation",
    ]  # fmt: skip
