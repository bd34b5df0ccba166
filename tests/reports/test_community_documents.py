"""The community profile and the engagement plan as documents: their parts, and text that is never markup."""

from __future__ import annotations

from datetime import UTC, date, datetime

from npt_desktop.models.kinds import ActionState
from npt_desktop.reports.communities import (
    DocumentHead,
    NamedIndividual,
    PlannedRow,
    PlanReport,
    ProfileGroup,
    ProfileReport,
    plan_document,
    profile_document,
)
from npt_desktop.reports.document import Document, Heading, texts
from npt_desktop.reports.page import page_texts, render

AT = datetime(2026, 10, 16, 9, tzinfo=UTC)
HOSTILE = "<b>Pay & go</b> ]]> =1+1 \u202e😀 مرحبا"
HEAD = DocumentHead(
    "Gedling", "Version 4", date(2026, 10, 2), date(2026, 7, 1), "https://portal.example", HOSTILE,
    (("Version 3", date(2026, 3, 1)),), "OFFICIAL",
)  # fmt: skip


def headings(document: Document) -> list[str]:
    return [block.text for block in document.blocks if isinstance(block, Heading)]


def test_a_profile_has_an_overview_a_table_and_what_is_known_of_each() -> None:
    group = ProfileGroup(
        "Choir", ("Hidden or seldom heard", "New and emerging"), "Faith groups", 1200, "Polish", "Mill Street", HOSTILE,
        "High", "Abuse", "NTU", ("Age",), (("Roll", date(2026, 9, 1)), ("Parish", None)), date(2026, 10, 1),
        date(2026, 9, 3), 2, "Note",
    )  # fmt: skip
    document = profile_document(ProfileReport(HEAD, (group, ProfileGroup("Anglers"))), AT)
    assert headings(document) == [
        "Overview", "Communities at a glance", "New and emerging communities", "Hidden or seldom heard",
        "What is known of each", "Choir", "Anglers", "Earlier versions",
    ]  # fmt: skip
    said = texts(document)
    assert HOSTILE in said
    assert {"1,200", "Roll, 01/09/2026", "Parish", "High – Abuse", "Not judged", "Never"} <= set(said)
    assert document.marking == "OFFICIAL"
    assert render(document).startswith(b"%PDF")
    assert "Pay & go" in " ".join(line for page in page_texts(document) for line in page)


def test_key_individuals_are_a_part_of_their_own_only_when_handed_over() -> None:
    assert "Key individuals" not in headings(profile_document(ProfileReport(HEAD, ()), AT))
    named = NamedIndividual("Conductor", "Choir", "Choir", "0115 496 0000", "PC Larch", None, None)
    document = profile_document(ProfileReport(HEAD, (), (named,)), AT)
    assert "Key individuals" in headings(document)
    assert "0115 496 0000" in texts(document)


def test_a_plan_has_the_booklets_parts_and_its_activities_month_by_month() -> None:
    def row(month: int, state: ActionState, remark: str = "") -> PlannedRow:
        return PlannedRow(
            date(2026, month, 1), "Choir", HOSTILE, "Doorstep visits", "Inform", "", "", state, None, remark
        )

    rows = (row(11, ActionState.OPEN), row(9, ActionState.DONE), row(9, ActionState.DROPPED, "Hall closed"))
    document = plan_document(
        PlanReport(HEAD, (("Participation", "Who"),), ("Doorstep visits",), (), ("NTU",), rows), AT
    )
    assert headings(document) == [
        "Aims", "Participation", "Menu of tactics", "Levels of engagement", "Strategic themes",
        "Planned activities by month and group", "September 2026", "November 2026", "Earlier versions",
        "Confirmed as current",
    ]  # fmt: skip
    said = texts(document)
    assert {"1 of 2", "Hall closed", "Nobody", "None chosen."} <= set(said)
    assert render(document).startswith(b"%PDF")


def test_an_empty_plan_says_so() -> None:
    document = plan_document(PlanReport(DocumentHead("Gedling"), (), (), (), (), ()), AT)
    assert {"No aims are written yet.", "Nothing is planned yet.", "None yet"} <= set(texts(document))
