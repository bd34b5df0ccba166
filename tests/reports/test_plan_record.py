"""A plan prints whole, and its brief never needs a second page."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest

from npt_desktop.models.kinds import ActionState, Side, Stage, Verdict
from npt_desktop.reports.document import Chart, Heading, Triangle, texts
from npt_desktop.reports.page import page_texts, render
from npt_desktop.reports.plan import partner_document, plan_document
from npt_desktop.reports.plan_brief import plan_brief, plan_handover
from npt_desktop.reports.plan_record import (
    PlanAction,
    PlanCheck,
    PlanField,
    PlanHypothesis,
    PlanMeasure,
    PlanRecord,
    PlanReview,
    PlanSide,
    PlanTest,
    PlanTestRow,
)

PRINTED = datetime(2026, 6, 4, 10, 42)  # noqa: DTZ001 - local time, as printed
DAY = date(2026, 6, 1)
MONTHS = tuple(date(2025 + (place + 6) // 12, (place + 6) % 12 + 1, 1) for place in range(11))
FIGURES = (14.0, 15.0, 13.0, 16.0, None, 12.0, 11.0, 9.0, 8.0, 6.0, 7.0)


def plan() -> PlanRecord:
    return PlanRecord(
        reference="PSP-2026-014",
        title="Nuisance motorbikes on the old railway line",
        area="Gedling",
        stage=Stage.RESPONSE,
        owner="PS 512 Cedar",
        started=date(2026, 1, 12),
        review_on=date(2026, 7, 13),
        e_cins="4471",
        priority="Off-road bikes, April to June 2026",
        aim="Reduce reports of off-road bikes on the line from 14 to 8 a month by 31 July 2026.",
        fields=(
            (
                Stage.SCANNING,
                (
                    PlanField(
                        "The problem",
                        "Riders use the disused line between the park and the estate, mostly on "
                        "Friday and Saturday evenings. Walkers and horse riders no longer feel safe on it.",
                    ),
                    PlanField(
                        "How it was found",
                        "Resident survey, ward walk on 12/11/2025 and 41 calls in three months.",
                    ),
                    PlanField("How long", "Since spring 2024; worse each summer."),
                ),
            ),
            (
                Stage.ANALYSIS,
                (
                    PlanField(
                        "Causes",
                        "Two gaps in the fence; fuel sold in cans close by; no one looks after the line.",
                    ),
                    PlanField(
                        "Where and when it does not happen",
                        "Not north of the bridge, where the gate is locked.",
                    ),
                    PlanField(
                        "Sources",
                        "Calls April 2025 to December 2025; council rangers; survey of 120 households.",
                    ),
                ),
            ),
            (
                Stage.RESPONSE,
                (PlanField("Options considered", "Barriers, patrols, a warning scheme, a legal track."),),
            ),
            (Stage.ASSESSMENT, (PlanField("What was done", ""), PlanField("Displacement", ""))),
        ),
        test=PlanTest(
            (
                PlanTestRow("How long it's been an issue", "Problem", "Two summers."),
                PlanTestRow("Location", "Problem", "Three places along the line."),
                PlanTestRow("Number of victims and offenders", "Problem", "Many of each."),
                PlanTestRow("Level of concern", "Problem", "Third in the survey."),
                PlanTestRow("Cause of problem", "Pattern of incidents", "Mostly one: open access."),
                PlanTestRow("Problem response", "Problem", "Needs the council and the land owner."),
            ),
            "5 of 6 point to a problem: record a plan on E-CINS.",
        ),
        sides=(
            PlanSide(
                Side.VICTIM, "Walkers, riders of horses, homes that back on to the line.", "Residents' group"
            ),
            PlanSide(Side.OFFENDER, "Some 12 riders aged 15 to 22 from two estates.", "Youth service"),
            PlanSide(Side.LOCATION, "", ""),
        ),
        hypotheses=(
            PlanHypothesis(
                "Open fences bring riders in", "Bikes are seen at both gaps.", "Some come by van."
            ),
        ),
        actions=(
            PlanAction(
                "Close both gaps in the fence",
                "Ranger Hazel",
                "Gedling Borough Council",
                date(2026, 5, 29),
                ActionState.DONE,
                "making the ride in harder",
                "Done 27/05/2026.",
            ),
            PlanAction(
                "Patrol on Friday and Saturday evenings",
                "PC 2210 Alder",
                "Police",
                date(2026, 7, 31),
                works_by="raising the risk of being stopped",
            ),
            PlanAction("Offer places on the legal track", "", "Youth service", None),
        ),
        measures=(
            PlanMeasure(
                "Reports of off-road bikes",
                "a month",
                14,
                8,
                7,
                tuple(zip(MONTHS, FIGURES, strict=True)),
                Verdict.FELL,
                "Fell by half, also after allowing for the season.",
            ),
            PlanMeasure("Residents who avoid the line", "per cent of survey", 48.5, 30, None),
        ),
        reviews=(PlanReview(date(2026, 4, 20), "Insp Rowan", "Analysis sound. Finish the location side."),),
        missing=(
            "Location side of the triangle",
            "Owner of “Offer places on the legal track”",
            "What was done (assessment)",
            "Displacement",
        ),
    )


def test_the_four_stages_stand_in_order_with_what_was_written() -> None:
    document = plan_document(plan(), PRINTED)
    heads = [block.text for block in document.blocks if isinstance(block, Heading) and block.level == 1]

    assert heads == ["What is missing (4)", "Scanning", "Analysis", "Response", "Assessment", "Reviews"]
    printed = texts(document)
    for part in (
        "5 of 6 point to a problem: record a plan on E-CINS.",
        "Residents' group",
        "Some come by van.",
        "Works by: raising the risk of being stopped",
        "No owner",
        "No date",
        "Fell",
        "48.5",
        "Displacement",
        "Not recorded",
        "Insp Rowan",
    ):
        assert part in printed


def test_the_triangle_shows_the_side_that_lacks_its_analysis() -> None:
    (triangle,) = [block for block in plan_document(plan(), PRINTED).blocks if isinstance(block, Triangle)]

    assert triangle == Triangle(victim=True, offender=True, location=False)


def test_a_month_without_a_figure_stays_a_gap() -> None:
    (chart,) = [block for block in plan_document(plan(), PRINTED).blocks if isinstance(block, Chart)]

    assert chart.points[4] == ("Nov 25", None)
    assert (chart.baseline, chart.aim) == (14, 8)


@pytest.mark.parametrize("text", ["long words in a row " * 400, "W" * 8000, "line\n" * 500])
def test_the_brief_is_one_page_whatever_was_written(text: str) -> None:
    full = replace(
        plan(),
        title=text,
        reference=text,
        area=text,
        owner=text,
        e_cins=text,
        priority=text,
        aim=text,
        fields=((Stage.SCANNING, (PlanField("The problem", text),)),),
        sides=tuple(PlanSide(side, text, text) for side in Side),
        actions=tuple(PlanAction(text, text, text) for _ in range(60)),
        measures=tuple(PlanMeasure(text, text, 1, 2, 3, (), Verdict.ROSE, text) for _ in range(9)),
        missing=(text,) * 9,
    )
    pages = page_texts(plan_brief(full, PRINTED))

    assert len(pages) == 1
    assert any("more open actions in the plan." in line for line in pages[0])
    assert any("(cut short)" in line for line in pages[0])


def test_a_handover_is_one_page_and_names_who_led_it() -> None:
    long = replace(
        plan(), actions=tuple(PlanAction(f"Action {n} " * 20, "PC 1", due=DAY) for n in range(40)),
        leads=(("PC 881 Alder", date(2026, 1, 12), date(2026, 3, 2)), ("PS 512 Cedar", date(2026, 3, 2), None)),
        reviews=(PlanReview(DAY, "Insp Rowan", "Ask the council again. " * 30, "Handed over"),),
        figures_say="Cannot tell: the response is not finished.",
    )  # fmt: skip
    pages = page_texts(plan_handover(long, PRINTED))
    text = " ".join(pages[0])
    assert len(pages) == 1
    for words in (
        "PC 881 Alder",
        "02/03/2026",
        "now",
        "Ask the council again",
        "the response is not finished",
    ):
        assert words in text, words


def test_partners_see_the_plan_and_none_of_what_is_internal() -> None:
    full = replace(
        plan(), reviews=(PlanReview(DAY, "Insp Rowan", "Press the landlord", "Review", "Wanting"),),
        quality=(PlanCheck("Analysis", "Triangle", "Thin", "Fill all three sides"),), warnings=("Enforcement only",),
        missing=("Analysis: more",), supervisor="Insp Rowan", leads=(("PC 881 Alder", DAY, None),),
        fields=((Stage.ASSESSMENT, (PlanField("Why", "Kept within", internal=True), PlanField("Lessons", "Ask early"))),),
    )  # fmt: skip
    whole, shown = (" ".join(texts(make(full, PRINTED))) for make in (plan_document, partner_document))
    for words in ("Press the landlord", "Wanting", "Fill all three", "Enforcement only", "Analysis: more",
                  "PC 881 Alder", "Kept within"):  # fmt: skip
        assert words.casefold() in whole.casefold(), words
        assert words.casefold() not in shown.casefold(), words
    assert "Ask early" in shown


def test_an_empty_plan_prints_and_says_what_is_not_there() -> None:
    empty = PlanRecord("", "", "", Stage.SCANNING)

    assert render(plan_document(empty, PRINTED)).startswith(b"%PDF-")
    for make in (plan_brief, plan_handover, partner_document):
        assert render(make(empty, PRINTED)).startswith(b"%PDF-")
    assert "No actions recorded." in texts(plan_document(empty, PRINTED))


@pytest.mark.parametrize("mark", [0.0, 5.4, 10.0])
def test_the_response_is_marked_in_the_chart_with_its_words(mark: float) -> None:
    marked = replace(plan().measures[0], mark=mark, mark_words="Response")
    made = plan_document(replace(plan(), measures=(marked,)), PRINTED)
    (chart,) = [block for block in made.blocks if isinstance(block, Chart)]
    assert (chart.mark, chart.mark_words) == (mark, "Response")
    assert any("Response" in page for page in page_texts(made))
