"""Lines fit their column, lose nothing, and show what cannot be drawn."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from npt_desktop.reports.lettering import MISSING, Face, in_sight, join_letters

PLAIN = dict.fromkeys((*range(32, 127), 163, 321, 8217, 65533), 500.0)


def face() -> Face:
    return Face("plain", PLAIN)


@given(st.text(alphabet=st.characters(codec="ascii", exclude_categories=["Cc"])), st.floats(6, 400))
def test_breaking_loses_no_letter_and_no_line_is_too_wide(text: str, room: float) -> None:
    lines = face().lines(text, 10, room)

    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(len(line) * 5.0 <= room + 0.01 for line in lines)


@given(st.text())
def test_any_text_can_be_set(text: str) -> None:
    for line in face().lines(text, 10, 100):
        assert "\n" not in line
        assert all(ord(letter) in PLAIN for letter in line)


def test_what_cannot_be_drawn_is_shown_and_what_has_no_width_is_dropped() -> None:
    assert face().lines("£5 \u4e2d\x07 Łukasz\u2019s", 10, 500) == [f"£5 {MISSING}{MISSING} Łukasz\u2019s"]
    assert face().lines("zero\u200bwidth\u200e\ufe0f \u202eturned", 10, 500) == ["zerowidth turned"]


def test_line_breaks_of_every_system_are_one() -> None:
    assert face().lines("a\r\nb\rc\nd\u2028e\vf\n", 10, 500) == ["a", "b", "c", "d", "e", "f"]


def test_an_address_breaks_after_its_signs() -> None:
    assert face().lines("https://example.police.uk/gedling/priorities", 10, 175) == [
        "https://example.police.uk/gedling/",
        "priorities",
    ]


def test_arabic_letters_join_and_lines_run_from_the_right() -> None:
    assert join_letters("خان") == "\ufea7\ufe8e\ufee5"
    assert join_letters("ab") == "ab"
    assert in_sight("PC אבג met") == "PC גבא met"
    assert in_sight("אב 04/06/2026 (גד)") == "(דג) 04/06/2026 בא"
