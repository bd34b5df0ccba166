"""An officer as the log writes them, taken apart."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from npt_desktop.models.kinds import Role
from npt_desktop.rules.officers import Officer, read_officer


@pytest.mark.parametrize(
    ("text", "officer"),
    [
        ("PC 1234 Larch", Officer("PC", "1234", "Larch", Role.CONSTABLE)),
        ("pcso 4332  larch", Officer("PCSO", "4332", "Larch", Role.CONSTABLE)),
        ("PS Cedar 512", Officer("PS", "512", "Cedar", Role.SERGEANT)),
        ("Insp. Rowan", Officer("Insp", "", "Rowan", Role.INSPECTOR)),
        ("Chief Inspector Linden", Officer("Ch Insp", "", "Linden", Role.CHIEF_INSPECTOR)),
        ("Sgt 12 von Alder-Ash", Officer("Sgt", "12", "von Alder-Ash", Role.SERGEANT)),
    ],
)
def test_officers_are_read(text: str, officer: Officer) -> None:
    assert read_officer(text) == officer


@pytest.mark.parametrize(
    "text", ["", "PC", "PC 12", "Larch", "The whole team", "PC Larch and PC Oak of the team", "PC <b>"]
)
def test_what_names_no_one_officer_is_left(text: str) -> None:
    assert read_officer(text) is None


@given(
    st.sampled_from(["PC", "PS", "Insp", "Ch Insp"]),
    st.sampled_from(["", "7", "4332", "S12"]),
    st.sampled_from(["Oak", "Elm-Ash"]),
)
def test_a_label_reads_as_itself(title: str, number: str, surname: str) -> None:
    label = " ".join(part for part in (title, number, surname) if part)
    officer = read_officer(label)
    assert officer is not None
    assert officer.label == label
