"""How the issues before a priority meeting end, and what stands between the meeting and its decision.

Sources: booklet, Priority setting, step 3 (up to three priorities, on a variety of information) and step 5 (a
problem-solving plan where necessary); design guide, workflow A, steps 3 and 4. Every issue ends chosen, carried
over, not chosen or passed to another agency, each with its reason and who agreed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from npt_desktop.models.kinds import Decision
from npt_desktop.rules.periods import public_date
from npt_desktop.rules.problem_test import Judgement, differs, read_test
from npt_desktop.rules.thresholds import standard_thresholds

Lack = tuple[int | None, str, str]
"""Id of an issue or None, the field to mend and one sentence."""


@dataclass(frozen=True, slots=True)
class Considered:
    """One issue before the meeting. ``quarters`` counts those it has been a priority for without a break, up to
    the one before; ``planned`` says that a problem-solving plan goes with it."""

    id: int
    title: str
    decision: Decision = Decision.UNDECIDED
    reason: str = ""
    agreed_by: str = ""
    passed_to: str = ""
    passed_on: date | None = None
    against_advice: str = ""
    no_plan_reason: str = ""
    rank: int | None = None
    quarters: int = 0
    planned: bool = False
    test: Mapping[str, Judgement | None] = field(default_factory=dict)

    @property
    def stays(self) -> bool:
        """Whether it has run so long that going on asks for a plan, or a reason for none, and there is no plan."""
        return self.quarters >= standard_thresholds().quarters_before_plan and not self.planned


def lacking(issues: Sequence[Considered]) -> list[Lack]:
    """What stands between the meeting and its decision, issue by issue."""
    found: list[Lack] = []
    if not issues:
        found.append((None, "title", "Add the issues to decide on."))
    for issue in issues:
        found.extend(_of_one(issue))
    undecided = any(issue.decision is Decision.UNDECIDED for issue in issues)
    chosen = [issue for issue in issues if issue.decision is Decision.PRIORITY]
    if issues and not undecided and not chosen:
        found.append((issues[0].id, "decision", "Choose at least one priority."))
    most = standard_thresholds().most_priorities
    if len(chosen) > most:
        says = f"Choose at most {most} priorities: {len(chosen)} are chosen."
        found.append((chosen[-1].id, "decision", says))
    ranks = [issue.rank for issue in chosen if issue.rank]
    if len(set(ranks)) != len(ranks):
        found.append((chosen[-1].id, "rank", "Give each priority its own rank."))
    return found


def _of_one(issue: Considered) -> Iterator[Lack]:
    title = issue.title
    if issue.decision is Decision.UNDECIDED:
        yield issue.id, "decision", f"Decide on ‘{title}’."
        return
    if not issue.reason.strip():
        yield issue.id, "reason", f"Give the reason for ‘{title}’."
    if not issue.agreed_by.strip():
        yield issue.id, "agreed_by", f"Say who agreed on ‘{title}’."
    if differs(read_test(issue.test), issue.decision) and not issue.against_advice.strip():
        yield issue.id, "against_advice", f"‘{title}’ goes against the test’s advice: say why."
    if issue.decision is Decision.PARTNER:
        if not issue.passed_to.strip():
            yield issue.id, "passed_to", f"Say which partner leads on ‘{title}’."
        if issue.passed_on is None:
            yield issue.id, "passed_on", f"Say when ‘{title}’ was passed on."
    if issue.stays and issue.decision is Decision.PRIORITY and not issue.no_plan_reason.strip():
        says = (
            f"‘{title}’ is carried over for a third quarter or longer: open a plan or say why there is none."
        )
        yield issue.id, "no_plan_reason", says


def ending(decision: Decision, *, carried: bool, passed_to: str = "", passed_on: date | None = None) -> str:
    """How an issue ended, in words for the record: ``Carried over``, ``Passed to the council on 4 June 2026``."""
    if decision is Decision.PRIORITY:
        return "Carried over" if carried else "Chosen"
    if decision is Decision.PARTNER:
        to = f"Passed to {passed_to.strip()}" if passed_to.strip() else "Passed to another agency"
        return f"{to} on {public_date(passed_on)}" if passed_on else to
    if decision is Decision.PLAN_ONLY:
        return "Not chosen, plan only"
    return "Not chosen" if decision is Decision.NOT_NOW else "Undecided"
