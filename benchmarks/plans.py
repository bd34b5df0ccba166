"""The register of 5,000 plans, and a plan of 200 actions and ten years of monthly figures."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from random import Random

from benchmarks.figures import Bound, Ratio, middle, process
from npt_desktop.models.actions import Action
from npt_desktop.models.actor import Actor
from npt_desktop.models.kinds import ActionState, Role, Side, Stage, Tactic
from npt_desktop.models.plans import Hypothesis, Measure, MeasurePoint, PlanSource, ProblemPlan
from npt_desktop.rules.periods import add_months
from npt_desktop.services import setup
from npt_desktop.store import opening
from npt_desktop.store.clock import FixedClock

PLANS, ACTIONS, MONTHS, RUNS = 5_000, 200, 120, 3
_WHAT = (
    "Off-road bikes",
    "Shop theft",
    "Street drinking",
    "Speeding",
    "Burglary",
    "Moped nuisance",
    "Begging",
)
_WHERE = (
    "market square",
    "colliery trail",
    "retail park",
    "quarry lane",
    "leisure centre",
    "mill street",
    "old railway",
)
_TEXT = "Walkers and residents of two estates report it most evenings, and some no longer use the path. " * 4


def fill(path: Path) -> tuple[int, int]:
    """A store of plans in one area; returns the ids of the large one and of an ordinary one."""
    random = Random(1)
    store = opening.create(path, clock=FixedClock.on(date(2026, 10, 16)))
    setup.lay_out(store)
    area = setup.add_area(store, "Gedling")
    person = setup.add_person(store, "Cedar", "PS", Role.SERGEANT, (area,), number="512")
    with store.write(Actor("Bench", Role.HUB), "Filled the register") as unit:
        ids = unit.insert(ProblemPlan, [
            {"reference": f"PSP {2020 + n // 900}-{n % 900:03}", "area_id": area, "lead_id": person,
             "title": f"{random.choice(_WHAT)} at {random.choice(_WHERE)} {n}", "opened_on": date(2024, 1, 1) + timedelta(days=n % 900),
             "stage": random.choice((Stage.SCANNING, Stage.ANALYSIS, Stage.RESPONSE, Stage.ASSESSMENT)),
             "next_review_on": date(2026, 9, 1) + timedelta(days=n % 90), "ecins_reference": f"EC {n}",
             "perceived_problem": _TEXT, "how_long": "Two years", "places": "Three access points", "who_harmed": _TEXT,
             "victim": _TEXT, "offender": _TEXT, "location": _TEXT, "defined_problem": _TEXT, "objective": "38 to 15"}
            for n in range(PLANS)
        ])  # fmt: skip
        unit.insert(
            PlanSource,
            [{"plan_id": plan, "what": "Survey", "day": date(2026, 1, 1)} for plan in ids for _ in range(2)],
        )
        unit.insert(
            Hypothesis,
            [{"plan_id": plan, "statement": "The gate is open", "evidence_for": "Seen"} for plan in ids],
        )
        unit.insert(Action, [
            {"area_id": area, "plan_id": plan, "title": f"Patrol {n}", "owner_id": person, "due_on": date(2026, 11, 1),
             "state": ActionState.DONE, "side": Side.OFFENDER, "tactic": Tactic.ENFORCEMENT}
            for plan in ids for n in range(3)
        ])  # fmt: skip
        large = ids[-1]
        unit.insert(Action, [
            {"area_id": area, "plan_id": large, "title": f"Action {n}", "owner_id": person, "due_on": date(2026, 11, 1),
             "side": random.choice(list(Side)), "tactic": random.choice(list(Tactic)), "works_by": "Bikes cannot pass"}
            for n in range(ACTIONS)
        ])  # fmt: skip
        (measure,) = unit.insert(
            Measure, [{"plan_id": large, "name": "Reports", "unit": "reports", "main": True}]
        )
        unit.insert(MeasurePoint, [
            {"measure_id": measure, "month": add_months(date(2016, 10, 1), n), "value": random.randint(20, 40)}
            for n in range(MONTHS)
        ])  # fmt: skip
    store.close()
    return large, ids[-2]


def measure(folder: Path) -> list[Bound | Ratio]:
    """The longest pause in each action on the register, and the time to open a plan beside a bare page of the
    same size; medians of three runs."""
    path = folder / "plans.npt"
    large, other = fill(path)
    runs = [process("benchmarks.plans_screen", str(path), str(large), str(other)) for _ in range(RUNS)]
    assert runs[0]["rows"] == PLANS, runs[0]
    bare = [process("benchmarks.bare_page") for _ in range(RUNS)]
    found: list[Bound | Ratio] = [
        Bound(
            f"Register of {PLANS:,} plans: longest pause, {name}{part}",
            middle(runs, f"{name}{part}"),
            100,
            "ms",
        )
        for name in ("open", "show all", "search", "clear the search", "order by title", "board")
        for part in ("", ", own work")
    ]
    for name, limit in (("first plan", 8), ("next plan", 6)):
        words = f"{ACTIONS} actions, {MONTHS} months" if name == "first plan" else "ordinary plan, the next"
        found.append(Bound(f"Open a plan of {words}", middle(runs, name), 300, "ms"))
        for part in ("own work", "processor", "with its quality reading"):
            work = middle(runs, f"{name}, {part}")
            found.append(Bound(f"Open a plan of {words}, {part}", work, 300, "ms"))
        found.append(
            Ratio(
                f"Open a plan of {words}, to a bare page",
                middle(runs, name),
                middle(bare, "page"),
                limit,
                "ms",
            )
        )
    return found
