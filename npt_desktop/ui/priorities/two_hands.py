"""An issue two people judged at once: what only one changed is kept, what both did is asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from npt_desktop.errors import CannotDo
from npt_desktop.rules.periods import full_date
from npt_desktop.ui.two_sides import Settled, Sides, settle

if TYPE_CHECKING:
    from npt_desktop.ui.priorities.issue_form import IssueForm
    from npt_desktop.ui.priorities.page import Page

_LABELS = {"test": "Problem test", "decision": "Decision", "rank": "Rank", "scores": "Local ranking",
           "cheers": "CHEERS"}  # fmt: skip


def settle_issue(part: Page, form: IssueForm, read: Callable[[], object], mine: dict[str, Any]) -> None:
    """Save what was handed over beside what somebody else saved meanwhile; ``read`` has the issue shown anew."""
    from npt_desktop.models.priorities import CandidateIssue
    from npt_desktop.services.desk import as_now
    from npt_desktop.services.priorities import Priorities

    desk, key = part.work.desk, form.candidate_id
    if key is None:
        return
    now = as_now(desk, CandidateIssue, key)
    base = {name: form.looked_at.get(name) for name in mine}
    theirs = {name: getattr(now, name) for name in mine}
    labels = {name: _label(form, name) for name in mine}

    def save(settled: Settled) -> None:
        service = Priorities(desk)
        try:
            version = service.save_candidate(key, now.version, settled.fields)
            if settled.over:
                version = service.save_candidate(key, version, settled.over)
        except CannotDo as refusal:
            part.work.refused.emit(refusal.says)
        else:
            form.saved(version)
            part.work.say(f"Saved the issue{settled.told}", undo=True)
        read()

    asked = settle(part, desk, Sides("candidate_issue", key, base, mine, theirs, labels, _says), save)
    if asked is not None:
        asked.rejected.connect(lambda: form.refused(mine))


def _label(form: IssueForm, name: str) -> str:
    return _LABELS.get(name) or (
        form.fields[name].label if name in form.fields else name.replace("_", " ").capitalize()
    )


def _says(_: str, value: Any) -> str:
    if isinstance(value, Mapping):
        return ", ".join(f"{str(key).replace('_', ' ')}: {part}" for key, part in value.items())
    if isinstance(value, date):
        return full_date(value)
    return str(getattr(value, "label", "" if value is None else value))
