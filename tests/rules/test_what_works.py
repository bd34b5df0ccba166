"""What Works by rule: where an entry stands, what it lacks, and what a plan already says."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from npt_desktop.errors import CannotDo
from npt_desktop.models.kinds import BoardDecision, Verdict
from npt_desktop.paths import resources
from npt_desktop.rules.what_works import (
    DeedFact,
    PlanWords,
    WorksStage,
    WorksState,
    board_of,
    drafted,
    is_late,
    lacking,
    load_sheet,
    standard_sheet,
    state_of,
)

DAY = date(2026, 9, 30)
EMPTY = PlanWords(None, "", "", "", "", "", "", "", "", "", "", "", "", "", "", ())


def test_the_five_headings_are_emmies() -> None:
    names = [heading.name for heading in standard_sheet().headings]
    assert names == ["Effect", "Mechanism", "Moderators", "Implementation", "Economic cost"]
    assert [h.name for h in standard_sheet().headings if h.explain] == [
        "Effect",
        "Moderators",
        "Economic cost",
    ]
    assert "did_not_work" in standard_sheet().labels


def test_a_heading_left_out_of_the_file_is_named(tmp_path: Path) -> None:
    values = json.loads((resources() / "what_works.json").read_text(encoding="utf-8"))
    values["headings"].pop()
    path = tmp_path / "what_works.json"
    path.write_text(json.dumps(values), encoding="utf-8")
    with pytest.raises(CannotDo, match=r"what_works\.json needs the headings effect"):
        load_sheet(path)


@pytest.mark.parametrize(
    ("submitted", "decision", "shared", "reason", "state", "stage"),
    [
        (None, None, None, "", WorksState.DRAFT, WorksStage.UNDERSTANDING),
        (None, None, None, "One of a kind", WorksState.NOT_SENT, WorksStage.UNDERSTANDING),
        (DAY, None, None, "", WorksState.QUEUED, WorksStage.EVALUATING),
        (DAY, BoardDecision.RETURN, None, "", WorksState.RETURNED, WorksStage.UNDERSTANDING),
        (DAY, BoardDecision.KEEP, None, "", WorksState.KEPT, WorksStage.EVALUATING),
        (DAY, BoardDecision.SHARE, None, "", WorksState.TO_SHARE, WorksStage.SHARING),
        (DAY, BoardDecision.SHARE, DAY, "", WorksState.SHARED, WorksStage.SHARING),
    ],
)
def test_where_an_entry_stands(
    submitted: date | None, decision: BoardDecision | None, shared: date | None, reason: str, state: WorksState,
    stage: WorksStage,
) -> None:  # fmt: skip
    assert state_of(submitted, decision, shared, reason) is state
    assert state.stage is stage


def test_the_board_of_its_quarter_is_late_once_the_quarter_is_over() -> None:
    assert board_of(DAY).label == "Jul–Sep 2026"
    assert not is_late(DAY, DAY)
    assert is_late(DAY, date(2026, 10, 1))


@given(
    st.fixed_dictionaries({
        name: st.sampled_from(["", " \n", "Said"])
        for name in ("title", "effect", "effect_why_not", "mechanism", "moderators", "moderators_why_not",
                     "implementation", "cost", "cost_why_not")
    })
)  # fmt: skip
def test_effect_moderators_and_cost_are_filled_or_explained_and_nothing_else_is_asked(
    texts: dict[str, str],
) -> None:
    def said(name: str) -> bool:
        return bool(texts[name].strip() or texts[f"{name}_why_not"].strip())

    wanted = {name for name in ("effect", "moderators", "cost") if not said(name)}
    assert set(lacking(texts)) == wanted | (set() if texts["title"].strip() else {"title"})
    assert all(says.endswith(".") for says in lacking(texts).values())


def test_a_plan_that_says_nothing_drafts_nothing() -> None:
    assert set(drafted(EMPTY).values()) == {""}


def test_what_a_plan_says_comes_under_its_heading_failures_too() -> None:
    plan = PlanWords(
        verdict=Verdict.ROSE, verdict_says="Rose from 12 to 20.", verdict_reason="More than the season explains.",
        displacement="To the car park.", diffusion="", rival_explanations="A new bus stop.", causes="No lighting.",
        places="The underpass", who_harmed="Commuters", not_happening="By day", process="Two weeks late.",
        partners="The council", lessons="Light it first.", close_reason="", cost="40 hours",
        deeds=[
            DeedFact("Patrols", "It works by Raising the risk of being seen.", "done"),
            DeedFact("Mend the lights", "", "dropped"),
        ],
    )  # fmt: skip
    texts = drafted(plan)
    assert texts["effect"].splitlines() == [
        "Rose from 12 to 20.", "Judged: rose. More than the season explains.", "Displacement: To the car park.",
        "Other explanations: A new bus stop.",
    ]  # fmt: skip
    assert texts["mechanism"] == "Cause: No lighting.\nPatrols: works by raising the risk of being seen."
    assert "For whom: Commuters" in texts["moderators"]
    assert texts["implementation"].startswith("1 of 2 actions done: Patrols. Dropped: Mend the lights.")
    assert "Lessons: Light it first." in texts["implementation"]
    assert texts["cost"] == "40 hours"
    assert not set(lacking({"title": "Lights", **texts}))
