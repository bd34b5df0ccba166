"""What is copied or written as CSV is text, and never a formula, where it is pasted."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from npt_desktop.rules.guarding import as_lines, guard, unguard


@given(st.text(st.sampled_from("=+-@\t\r\n '\xa0＝1a"), max_size=6))
def test_what_was_guarded_is_taken_back_as_it_was(text: str) -> None:
    assert unguard(guard(text)) == text


@pytest.mark.parametrize(("cell", "copied"), [
    ("=1+1", "'=1+1"), ("+44 20", "'+44 20"), ("@now", "'@now"), ("-a", "'-a"), ("＝1", "'＝1"),
    ("-3", "-3"), ("+12%", "+12%"), ("-1,204.5 %", "-1,204.5 %"), ("-3+cmd", "'-3+cmd"), ("two\n\tlines ", "two lines"),
])  # fmt: skip
def test_a_copied_cell_is_no_formula_and_a_number_keeps_its_sign(cell: str, copied: str) -> None:
    assert as_lines([(cell, "x")]) == f"{copied}\tx"
