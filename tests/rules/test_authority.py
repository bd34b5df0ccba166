"""Who may do what."""

from __future__ import annotations

import pytest

from npt_desktop.errors import NotAllowed
from npt_desktop.models.kinds import Role
from npt_desktop.rules.authority import ALLOWED, Act, acts_of, may, require


def who(act: Act) -> set[Role]:
    return {role for role in Role if may(role, act)}


def test_what_belongs_to_one_role() -> None:
    assert who(Act.DECIDE_PRIORITIES) == who(Act.PUBLISH_PRIORITIES) == {Role.INSPECTOR}
    assert who(Act.ANSWER_QA) == who(Act.FINISH_QA) == {Role.CHIEF_INSPECTOR}
    assert who(Act.DECIDE_WHAT_WORKS) == {Role.HUB}


def test_everyone_but_the_hub_logs_engagement() -> None:
    assert who(Act.LOG_ENGAGEMENT) == set(Role) - {Role.HUB}


@pytest.mark.parametrize("role", Role)
def test_everyone_may_undo_their_own_and_back_up(role: Role) -> None:
    assert {Act.UNDO_OWN, Act.BACK_UP, Act.EXPORT, Act.UPDATE_OWN_ACTION} <= acts_of(role)


def test_every_act_has_someone() -> None:
    assert set(ALLOWED) == set(Act)
    assert all(ALLOWED.values())


def test_a_refusal_says_who_may() -> None:
    require(Role.INSPECTOR, Act.PUBLISH_PRIORITIES)
    with pytest.raises(NotAllowed, match="Only an inspector may publish priorities"):
        require(Role.SERGEANT, Act.PUBLISH_PRIORITIES)
    with pytest.raises(NotAllowed, match="Only a sergeant or an inspector may close a problem-solving plan"):
        require(Role.CONSTABLE, Act.CLOSE_PLAN)
