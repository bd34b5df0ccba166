"""The record of a priority round shows its six steps, what was decided and why."""

from __future__ import annotations

from datetime import date, datetime

from npt_desktop.models.kinds import Decision, PriorityResult
from npt_desktop.reports.document import Quote, Table, texts
from npt_desktop.reports.priorities import (
    RoundCandidate,
    RoundPriority,
    RoundRecord,
    RoundStep,
    RoundUpdate,
    round_document,
)

PRINTED = datetime(2026, 8, 3, 9, 0)  # noqa: DTZ001 - local time, as printed
STEPS = (
    "OPCC data received",
    "Meeting with council managers",
    "Priorities set",
    "Published on the force website",
    "Problem-solving plans where necessary",
    "Monthly updates",
)


def quarter() -> RoundRecord:
    return RoundRecord(
        area="Gedling",
        first_month=date(2026, 7, 1),
        inspector="Insp Rowan",
        steps=(
            *(
                RoundStep(title, date(2026, 7, 2 + place * 3), note="Borough Hall" if place == 1 else "")
                for place, title in enumerate(STEPS[:5])
            ),
            RoundStep(STEPS[5], None, date(2026, 9, 30)),
        ),
        sources=(
            ("Police and Crime Survey", "Off-road bikes third of 14 concerns; 212 people asked."),
            ("#nottsmatters", "96 answers from Gedling."),
        ),
        meeting_on=date(2026, 7, 5),
        attendance=("Insp Rowan", "PS 512 Cedar", "Council manager Hazel"),
        candidates=(
            RoundCandidate(
                "Off-road bikes", "41 calls in three months", Decision.PRIORITY, "Long-lived, wide concern"
            ),
            RoundCandidate(
                "Shop theft, Arnold", "23 crimes, 4 shops", Decision.PRIORITY, "Rose for three months"
            ),
            RoundCandidate(
                "Parking by schools", "Survey, 9 e-mails", Decision.PARTNER, "The council enforces"
            ),
            RoundCandidate("Graffiti", "", Decision.NOT_NOW, "Two reports only"),
            RoundCandidate("Speeding, Mapperley Plains", "Community Speedwatch", Decision.UNDECIDED),
        ),
        priorities=(
            RoundPriority(
                "Off-road bikes",
                "Long-lived, wide concern",
                "PS 512 Cedar",
                "PSP-2026-014",
                issue="You told us that motorbikes on the old railway line frighten walkers and riders.",
                action="We will patrol on Friday and Saturday evenings and close the gaps in the fence.",
                updates=(
                    RoundUpdate(
                        date(2026, 7, 31),
                        "Both gaps are closed; four bikes were seized.",
                        ("Website", "Neighbourhood Alert"),
                    ),
                ),
                result=PriorityResult.REDUCED,
                result_note="From 14 to 7 reports a month.",
            ),
            RoundPriority(
                "Shop theft", "Rose for three months", "PC 2210 Alder", no_plan="Three known offenders"
            ),
        ),
        published_on=date(2026, 7, 11),
        published_by="Insp Rowan",
        address="https://www.example.police.uk/gedling",
    )


def test_six_steps_with_their_dates_and_the_one_still_due() -> None:
    document = round_document(quarter(), PRINTED)
    steps = next(block for block in document.blocks if isinstance(block, Table))

    assert [row[1] for row in steps.rows] == list(STEPS)
    printed = texts(document)
    assert "05/07/2026" in printed
    assert "Due 30/09/2026" in printed
    assert document.subtitle == "Gedling, July to September 2026"


def test_each_candidate_has_its_decision_in_words_and_its_reason() -> None:
    printed = texts(round_document(quarter(), PRINTED))

    for word in (
        "Priority",
        "Partner leads",
        "Not now",
        "Undecided",
        "The council enforces",
        "Two reports only",
    ):
        assert word in printed


def test_a_priority_carries_its_public_wording_updates_and_result() -> None:
    document = round_document(quarter(), PRINTED)
    quotes = [block.text for block in document.blocks if isinstance(block, Quote)]
    printed = texts(document)

    assert quotes[0].startswith("You told us")
    assert "Website, Neighbourhood Alert" in printed
    assert "Reduced" in printed
    assert "No plan: Three known offenders" in printed
