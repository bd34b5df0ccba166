"""What Works in the sample: entries drafted from assessed plans, sent, decided by the quarterly board, shared."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from random import Random
from typing import Any

from npt_desktop.models.kinds import BoardDecision, EntryKind, TermKind, Verdict
from npt_desktop.models.what_works import WhatWorksEntry
from npt_desktop.rules.periods import quarter_of
from npt_desktop.rules.what_works import PlanWords, drafted
from npt_desktop.services.demo.timeline import Desk, Row
from npt_desktop.services.demo.world import PLANS, QUALITY, AreaCast, World, chance, pick, workday

_GOOD = (
    (
        BoardDecision.SHARE,
        "worked",
        "Clear figures against the year before. Bring it to the inspectors’ meeting.",
    ),
    (
        BoardDecision.SHARE,
        "worked",
        "Well told. Other areas with such a place should try the partner actions first.",
    ),
    (BoardDecision.SHARE, "promising", "Promising, on small numbers. Look again after another summer."),
    (BoardDecision.KEEP, "promising", "Much like entries we have shared; kept so that it can be found."),
    (BoardDecision.RETURN, "", "Say what it cost the partners, and where you would not use it."),
)
_BAD = (
    (
        BoardDecision.SHARE,
        "did_not_work",
        "Thank you for sending what did not work: it saves others the hours.",
    ),
    (
        BoardDecision.KEEP,
        "did_not_work",
        "The response was hardly carried out, so it tells little about the idea.",
    ),
)


def make_entry(
    world: World, area: AreaCast, plan: Row, issue: str, said: Mapping[str, Any], day: date, sent: date | None
) -> None:
    """A plan's entry, drafted on ``day``; with ``sent`` also submitted, and decided where a board has met since.

    ``issue`` is the kind of problem by its name in the list; ``said`` is what the assessment wrote on the plan.
    """
    random = Random(f"{world.seed}/what works/{area.index}/{plan['title']}")
    desk = area.desk(PLANS, "Worked on problem plans", pick(random, area.sergeants))
    texts = drafted(_words(plan, said))
    writer = pick(random, area.sergeants)
    known = chance(random, 0.8)
    entry = world.line.add(
        desk, day, WhatWorksEntry, area_id=area.row, kind=EntryKind.PLAN, plan_id=plan, title=plan["title"],
        issue_id=world.term(TermKind.ISSUE, issue), problem=plan["perceived_problem"], result=said["verdict"], drafted_on=day, drafted_by_id=writer,
        effect=texts["effect"], implementation=texts["implementation"], cost=texts["cost"],
        mechanism="It works by making the place harder to use for it and by being seen there when it starts.",
        moderators=texts["moderators"] if known else "",
        moderators_why_not="" if known or sent is None else "Tried at one place only; nobody has repeated it yet.",
    )  # fmt: skip
    if sent is None:
        return
    world.line.change(desk, sent, entry, submitted_on=sent, submitted_by_id=writer)
    met = _board_after(sent)
    if met > world.today:
        return
    decision, label, feedback = pick(random, _GOOD if said["verdict"] is Verdict.FELL else _BAD)
    assert world.hub is not None
    board = Desk(QUALITY, -1, "Held the What Works board", world.hub)
    world.line.change(board, met, entry, decision=decision, label=label, feedback=feedback, decided_on=met,
                      decided_by_id=world.hub)  # fmt: skip
    told = workday(met + timedelta(days=9), after=True)
    if decision is BoardDecision.SHARE and told <= world.today:
        world.line.change(
            board, told, entry, shared_on=told, shared_where="Portal, problem solving, case studies"
        )


def _board_after(sent: date) -> date:
    """The board of a quarter meets in the second week of its last month; what comes later waits for the next."""
    quarter = quarter_of(sent)
    meets = workday(quarter.months[2] + timedelta(days=9), after=True)
    return meets if sent < meets else workday(quarter.next().months[2] + timedelta(days=9), after=True)


def _words(plan: Row, said: Mapping[str, Any]) -> PlanWords:
    return PlanWords(
        verdict=said["verdict"], verdict_says="", verdict_reason=said["verdict_reason"],
        displacement=said["displacement"], diffusion=said["diffusion"],
        rival_explanations=said["rival_explanations"], causes="", places=plan["places"],
        who_harmed=plan["who_harmed"], not_happening="", process="Carried out as planned, except one partner action.",
        partners="", lessons=said["lessons"], close_reason="", cost=said["cost"], deeds=(),
    )  # fmt: skip
