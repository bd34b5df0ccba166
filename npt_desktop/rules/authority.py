"""Who may do what.

Sources: booklet: inspectors convene the meeting, set and publish the priorities, and the checklist is the
chief inspector's to answer; design guide, section 2. Roles guard against slips, not against a person who
means harm: the journal keeps who did what.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from npt_desktop.errors import NotAllowed
from npt_desktop.models.kinds import Role
from npt_desktop.rules.words import listed


class Act(StrEnum):
    """Something a person intends, in the words of a refusal: “Only an inspector may …”."""

    LOG_ENGAGEMENT = "log engagement"
    SCORE_AGAIN = "score engagements a second time"
    EDIT_COMMUNITIES = "change the community profile and key individuals"
    CONFIRM_DOCUMENTS = "confirm the profile or the engagement plan"
    PREPARE_PRIORITIES = "prepare a priority round"
    DECIDE_PRIORITIES = "decide priorities"
    PUBLISH_PRIORITIES = "publish priorities"
    WRITE_UPDATE = "write an update"
    PUBLISH_UPDATE = "publish an update"
    MANAGE_PLAN = "change a problem-solving plan"
    SUPERVISE_PLAN = "authorise or judge a problem-solving plan"
    CLOSE_PLAN = "close a problem-solving plan"
    CLOSE_EARLY = "close a plan before it is assessed"
    PREPARE_QA = "prepare a QA meeting"
    ANSWER_QA = "answer QA questions"
    FINISH_QA = "finish a QA meeting"
    CORRECT_QA = "correct a finished QA meeting"
    PEER_REVIEW = "keep a peer review"
    SET_ACTION = "set an action for someone else"
    UPDATE_OWN_ACTION = "update an action of their own"
    SUBMIT_WHAT_WORKS = "send an entry to What works"
    DECIDE_WHAT_WORKS = "decide What works entries"
    IMPORT = "import files"
    EXPORT = "export and print"
    UNDO_OWN = "undo their own changes"
    UNDO_OTHERS = "undo changes of others"
    CHANGE_LISTS = "change lists and limits"
    CHANGE_SETTINGS = "change settings of the store"
    MANAGE_PEOPLE = "add people and change roles"
    READ_ACCESS = "read who opened, printed and exported what"
    BACK_UP = "back up the store"
    RESTORE = "restore the store from a backup"


_PC, _SGT, _INSP, _CHIEF, _HUB = Role
_TEAM = frozenset({_PC, _SGT, _INSP})
_POLICE = _TEAM | {_CHIEF}
_ALL = frozenset(Role)
_LEADS = frozenset({_SGT, _INSP})
_KEEPERS = frozenset({_INSP, _CHIEF, _HUB})

ALLOWED: Mapping[Act, frozenset[Role]] = MappingProxyType(
    {
        Act.LOG_ENGAGEMENT: _POLICE,
        Act.SCORE_AGAIN: frozenset({_SGT, _CHIEF}),
        Act.EDIT_COMMUNITIES: _TEAM,
        Act.CONFIRM_DOCUMENTS: _LEADS,
        Act.PREPARE_PRIORITIES: _LEADS | {_HUB},
        Act.DECIDE_PRIORITIES: frozenset({_INSP}),
        Act.PUBLISH_PRIORITIES: frozenset({_INSP}),
        Act.WRITE_UPDATE: _TEAM,
        Act.PUBLISH_UPDATE: frozenset({_INSP}),
        Act.MANAGE_PLAN: _POLICE,
        Act.SUPERVISE_PLAN: _LEADS | {_CHIEF},
        Act.CLOSE_PLAN: _LEADS,
        Act.CLOSE_EARLY: frozenset({_INSP}),
        Act.PREPARE_QA: _LEADS | {_CHIEF},
        Act.ANSWER_QA: frozenset({_CHIEF}),
        Act.FINISH_QA: frozenset({_CHIEF}),
        Act.CORRECT_QA: frozenset({_CHIEF}),
        Act.PEER_REVIEW: frozenset({_CHIEF, _HUB}),
        Act.SET_ACTION: _LEADS | {_CHIEF, _HUB},
        Act.UPDATE_OWN_ACTION: _ALL,
        Act.SUBMIT_WHAT_WORKS: _LEADS,
        Act.DECIDE_WHAT_WORKS: frozenset({_HUB}),
        Act.IMPORT: _LEADS | {_HUB},
        Act.EXPORT: _ALL,
        Act.UNDO_OWN: _ALL,
        Act.UNDO_OTHERS: _KEEPERS,
        Act.CHANGE_LISTS: _KEEPERS,
        Act.CHANGE_SETTINGS: _KEEPERS,
        Act.MANAGE_PEOPLE: _KEEPERS,
        Act.READ_ACCESS: _KEEPERS,
        Act.BACK_UP: _ALL,
        Act.RESTORE: _KEEPERS,
    }
)

_A_ROLE = {
    _PC: "a PC or PCSO",
    _SGT: "a sergeant",
    _INSP: "an inspector",
    _CHIEF: "a chief inspector",
    _HUB: "the hub",
}


def may(role: Role, act: Act) -> bool:
    """Whether the role may do it."""
    return role in ALLOWED[act]


def require(role: Role, act: Act) -> None:
    """Raise NotAllowed with a sentence that says who may, unless the role may."""
    if not may(role, act):
        able = [_A_ROLE[other] for other in Role if may(other, act)]
        who = listed(able).replace(" and ", " or ")
        raise NotAllowed(
            f"Only {who} may {act.value}: ask {'it' if able == ['the hub'] else 'one'} to do it."
        )


def acts_of(role: Role) -> frozenset[Act]:
    """Everything a role may do."""
    return frozenset(act for act in Act if may(role, act))
