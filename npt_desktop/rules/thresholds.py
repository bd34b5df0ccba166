"""The limits that decide when a mark turns amber or red: data, not code (house rule 8).

The booklet gives few numbers; most of these are working assumptions of the design guide (sections 6, 7
and 14) and a force may change them in ``resources/thresholds.json``.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path

from npt_desktop.paths import resources
from npt_desktop.rules.resource_file import read_entry


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Limits in whole days, months or points.

    ``due_soon_days``: amber before a due date (guide, section 7).
    ``website_amber_days``: how early the website clock warns.
    ``national_months``, ``national_amber_days``: the national measure "priorities up to date in the last
    three months" and how early it warns.
    ``gap_days``: a group counts as a gap after so many days without contact (guide, section 14, assumed).
    ``kin_days``: three-monthly contact with key individuals (booklet, QA question 8).
    ``stale_plan_days``: an open plan without a change (guide, section 4).
    ``unevaluated_days``: an entry may lack outcome or score for so long (guide, workflow C).
    ``second_score_days``: how long a sample may wait for its second scores (assumed).
    ``confirm_days``: how old the confirmation of a profile or plan may be (booklet, QA questions 1 and 2).
    ``refresh_days``: how old an engagement plan version may be (booklet, QA question 12).
    ``evaluation_days``: how far back a review of effectiveness looks (booklet, QA question 7: twice a year).
    ``contacts_days``: how old the check of team contacts may be (booklet, QA question 17).
    ``portal_days``: how old the check of the portal sections may be (booklet, QA question 13, assumed).
    ``assess_days``: how long a finished plan may wait for assessment.
    ``low_score``: an engagement scored so or lower is followed up.
    ``scored_percent``: share of entries with a score when effectiveness is under review (assumed).
    ``kin_partly_percent``: share of key individuals in contact below which question 8 is not met (assumed).
    ``most_priorities``: priorities an area may publish (booklet, Priority setting: up to three).
    ``quarters_before_plan``: quarters a priority may run before the next asks for a plan or a reason (assumed).
    ``data_months``: months of data an analysis should span, or say why not.
    ``sources``: independent sources a scanning should name.
    ``after_months``: months of figures after the response a verdict needs (assumed: a quarter).
    ``verdict_count``: events before and after together below which a verdict is not given (assumed).
    ``works_draft_days``: how long a What Works entry may stay a draft, or lie returned (assumed).
    ``works_feedback_days``: how long Home tells who sent an entry what the board thought of it (assumed).
    ``board_green_percent``, ``board_amber_percent``: share of due questions met on the compliance board
    (assumed).
    ``few_scores``: scores below which an average is not judged (assumed).
    ``few_pairs``: pairs of scores below which agreement is not stated (assumed).
    ``repeat_failings``: not met so many times running is a repeat failing (assumed).
    """

    due_soon_days: int
    website_amber_days: int
    national_months: int
    national_amber_days: int
    gap_days: int
    kin_days: int
    stale_plan_days: int
    unevaluated_days: int
    second_score_days: int
    confirm_days: int
    refresh_days: int
    evaluation_days: int
    contacts_days: int
    portal_days: int
    assess_days: int
    low_score: int
    scored_percent: int
    kin_partly_percent: int
    most_priorities: int
    quarters_before_plan: int
    data_months: int
    sources: int
    after_months: int
    verdict_count: int
    works_draft_days: int
    works_feedback_days: int
    board_green_percent: int
    board_amber_percent: int
    repeat_failings: int
    few_scores: int
    few_pairs: int


def load_thresholds(path: Path) -> Thresholds:
    """The limits of a file. Raises CannotDo for a missing, misspelt or impossible limit."""
    entry = read_entry(path)
    names = [field.name for field in fields(Thresholds)]
    entry.only("about", *names)
    return Thresholds(**{name: entry.whole(name, low=1, high=3660) for name in names})


@cache
def standard_thresholds() -> Thresholds:
    """The limits the program ships with."""
    return load_thresholds(resources() / "thresholds.json")
