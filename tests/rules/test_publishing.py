"""The check of public text."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from npt_desktop.rules.publishing import FindingKind, check_text, summary

NAMES = ["Rowan Hazel", "Elm", "O’Ash"]
K = FindingKind

POINTED: list[tuple[str, FindingKind, str]] = [
    ("We spoke to Rowan Hazel about it.", K.NAME, "Rowan Hazel"),
    ("Thanks to Rowan  Hazel's team.", K.NAME, "Rowan  Hazel's"),
    ("Elm told us about the bikes.", K.NAME, "Elm"),
    ("Mr Alder raised it.", K.NAME, "Mr Alder"),
    ("Thanks to Cllr Ash Birch for help.", K.NAME, "Cllr Ash Birch"),
    ("Mrs. Cedar found the bike.", K.NAME, "Mrs. Cedar"),
    ("PC Rowan led the patrol.", K.NAME, "PC Rowan"),
    ("Ask PCSO 4332 Elm for details.", K.OFFICER, "PCSO 4332 Elm"),
    ("PC 2107 attended.", K.OFFICER, "PC 2107"),
    ("PS18XB attended.", K.OFFICER, "PS18XB"),
    ("Quote collar number 2107.", K.OFFICER, "collar number 2107"),
    ("Call 07700 900123 for help.", K.PHONE, "07700 900123"),
    ("Call (0115) 496 0123.", K.PHONE, "(0115) 496 0123"),
    ("Call +44 7700 900123 today.", K.PHONE, "+44 7700 900123"),
    ("Write to rowan.hazel@example.org today.", K.EMAIL, "rowan.hazel@example.org"),
    ("It happened near NG17 1AA.", K.POSTCODE, "NG17 1AA"),
    ("It happened near ng17 1aa.", K.POSTCODE, "ng17 1aa"),
    ("Patrols in NG1 5FW and elsewhere.", K.POSTCODE, "NG1 5FW"),
    ("We visited 14 Mill Lane twice.", K.ADDRESS, "14 Mill Lane"),
    ("We visited 14a Old Mill Road twice.", K.ADDRESS, "14a Old Mill Road"),
    ("Closure at number 7 Oak Street.", K.ADDRESS, "number 7 Oak Street"),
    ("Closure at Flat 3, Larch House.", K.ADDRESS, "Flat 3, Larch House"),
    ("A grey car, FK19 XYZ, was seized.", K.VEHICLE, "FK19 XYZ"),
    ("A grey car, fk19xyz, was seized.", K.VEHICLE, "fk19xyz"),
    ("A van, P123 ABC, was seized.", K.VEHICLE, "P123 ABC"),
    ("A van, ABC 123T, was seized.", K.VEHICLE, "ABC 123T"),
    ("Quote crime number 26000123456.", K.REFERENCE, "crime number 26000123456"),
    ("Quote incident 123 of 16 July 2026.", K.REFERENCE, "incident 123 of 16 July 2026"),
    ("Quote 26*123456 when you call.", K.REFERENCE, "26*123456"),
    ("See plan PSP 2026-014 for more.", K.REFERENCE, "PSP 2026-014"),
    ("Kept on E-CINS 48213.", K.REFERENCE, "E-CINS 48213"),
    ("OFFICIAL-SENSITIVE: bikes on the trail.", K.MARKING, "OFFICIAL-SENSITIVE"),
    ("Bikes on the trail. RESTRICTED", K.MARKING, "RESTRICTED"),
    ("This is official sensitive text.", K.MARKING, "official sensitive"),
    ("Our Q2 priorities are bikes.", K.QUARTER, "Q2"),
    ("Reports fell last quarter.", K.QUARTER, "last quarter"),
]

CLEAN = [
    "You told us off-road bikes on the trail are a danger to walkers. We will run joint patrols.",
    "We ran 9 joint patrols with council rangers and gave 6 warnings. One gate has been repaired.",
    "Two access barriers will be fitted by 24 July on Mill Lane.",
    "On 9 July Main Street was closed to traffic.",
    "In 2026 Mill Street will have a new crossing.",
    "Call 101, or 999 in an emergency, or Crimestoppers on 0800 555 111.",
    "Patrols continue in NG17 and NG15 until 30 September 2026.",
    "Reports fell from 38 to 15 between April and June 2026.",
    "Come to the stall in Elm Road from 10am to 2pm.",
    "It takes a quarter of an hour to register.",
    "Officers and the council town team walk the square together four evenings a week.",
    "The official opening is no secret: join us on the A60 on 1st August.",
    "Visit www.example.org/ashfield for more.",
    "Residents gave 1,284 answers and £250,000 was granted.",
]


@pytest.mark.parametrize(("text", "kind", "part"), POINTED)
def test_what_should_not_go_out_is_pointed_at(text: str, kind: FindingKind, part: str) -> None:
    (finding,) = check_text(text, names=NAMES)
    assert (finding.kind, finding.text) == (kind, part)
    assert text[finding.start : finding.end] == part


@pytest.mark.parametrize("text", CLEAN)
def test_ordinary_public_text_passes(text: str) -> None:
    assert check_text(text, names=NAMES) == ()


@pytest.mark.parametrize("text", ["", "  \n ", "—"])
def test_an_empty_text_is_told(text: str) -> None:
    (finding,) = check_text(text)
    assert (finding.kind, finding.says) == (K.EMPTY, "Write the text.")


def test_several_findings_stand_in_order() -> None:
    text = "Mr Alder of 14 Mill Lane, NG17 1AA, saw FK19 XYZ. Call 07700 900123 in Q3."
    kinds = [finding.kind for finding in check_text(text)]
    assert kinds == [K.NAME, K.ADDRESS, K.POSTCODE, K.VEHICLE, K.PHONE, K.QUARTER]
    assert summary(check_text(text)).startswith("Look at: name, address")
    assert summary(()) == "No name, address or vehicle number found"
    assert summary(check_text("")) == "The text is empty"


@given(st.text(max_size=200), st.lists(st.text(max_size=12), max_size=4))
def test_findings_quote_the_text_and_never_overlap(text: str, names: list[str]) -> None:
    found = check_text(text, names=names)
    for finding in found:
        assert text[finding.start : finding.end] == finding.text
        assert finding.says.endswith(".")
    placed = [finding for finding in found if finding.kind is not K.READING]
    assert all(a.end <= b.start for a, b in pairwise(placed))


WORDS = ("we", "met", "people", "and", "walked", "the", "square", "again", "in", "town")
plain = st.lists(st.sampled_from(WORDS), max_size=9)


@given(plain, st.sampled_from(POINTED), plain)
def test_it_is_found_wherever_it_stands(
    before: list[str], case: tuple[str, FindingKind, str], after: list[str]
) -> None:
    text = " ".join([*before, case[2], *after])
    assert any(finding.kind is case[1] for finding in check_text(text, names=NAMES))
