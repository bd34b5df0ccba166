"""How far a meeting is prepared, and what is in the way."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from npt_desktop.models.kinds import AnswerValue
from npt_desktop.rules.quality import DueQuestion, Evidence, Remark, booklet_checklist
from npt_desktop.rules.readiness import readiness

MET, PARTLY, NOT_MET, ASIDE = AnswerValue
DUE = [DueQuestion(booklet_checklist().question(n), date(2026, 10, 1), late=False) for n in (3, 5, 8, 10, 22)]


def test_a_gap_is_what_has_no_evidence_or_speaks_against_it_the_worst_first() -> None:
    said = {3: PARTLY, 5: NOT_MET, 8: MET, 10: None, 22: ASIDE}
    evidence = {n: Evidence((), value, f"Why {n}.") for n, value in said.items()}
    found = readiness(DUE, evidence)
    assert found.words == "3 of 5 have evidence."
    assert [(gap.number, gap.why) for gap in found.gaps] == [(5, "Why 5."), (10, "Why 10."), (3, "Why 3.")]
    evidence[10] = replace(evidence[10], seen=(Remark("Asked two PCSOs", date(2026, 10, 9)),))
    found = readiness(DUE, evidence)
    assert found.words == "4 of 5 have evidence."
    assert [gap.number for gap in found.gaps] == [5, 3]


def test_what_is_not_read_yet_is_neither() -> None:
    assert readiness(DUE, {}).words == "0 of 5 have evidence."
    assert readiness(DUE, {}).gaps == ()
