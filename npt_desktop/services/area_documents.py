"""The two documents an area keeps in versions: community profile and engagement plan."""

from __future__ import annotations

from datetime import date
from typing import Any, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from npt_desktop.errors import CannotDo, Incomplete
from npt_desktop.models.communities import AreaDocument
from npt_desktop.services.desk import current
from npt_desktop.store.unit_of_work import UnitOfWork

D = TypeVar("D", bound=AreaDocument)


def versions(session: Session, kind: type[D], area_id: int) -> list[D]:
    """Every version of an area's document, the one in force first."""
    order = kind.refreshed_on.desc().nulls_last(), kind.id.desc()
    return list(session.scalars(select(kind).where(kind.area_id == area_id).order_by(*order)))


def in_force(session: Session, kind: type[D], area_id: int) -> D | None:
    """The latest version; None before the first."""
    found = versions(session, kind, area_id)
    return found[0] if found else None


def begin_version(
    unit: UnitOfWork, kind: type[D], area_id: int, name: str, today: date, kept: dict[str, Any]
) -> D:
    """Begin the next version with what the last one said; the last keeps ``kept`` as its body.

    Raises Incomplete without a name or with one in use, CannotDo for a second version on one day.
    """
    earlier = versions(unit.session, kind, area_id)
    words = " ".join(name.split())
    if not words:
        raise Incomplete({"version_name": "Enter what the version is called, such as Version 5."})
    if words.casefold() in {one.version_name.casefold() for one in earlier}:
        raise Incomplete({"version_name": f"There is a “{words}” already: choose another name."})
    made = kind(area_id=area_id, version_name=words, refreshed_on=today)
    if earlier:
        last = earlier[0]
        if last.refreshed_on is not None and last.refreshed_on > today:
            raise CannotDo("The latest version is dated in the future: correct its date first.")
        last.kept = kept
        for column in kind.__table__.columns:
            if column.name not in _OWN:
                setattr(made, column.name, getattr(last, column.name))
    unit.add(made)
    return made


def refreshed(unit: UnitOfWork, kind: type[D], area_id: int, today: date, version: int | None = None) -> D:
    """The version in force, marked as reworked today; the first is made where there is none.

    Raises Clash when ``version``, the one the person was looking at, is no longer the latest.
    """
    found = in_force(unit.session, kind, area_id)
    if found is None:
        return begin_version(unit, kind, area_id, "Version 1", today, {})
    current(unit, kind, found.id, version)
    if found.refreshed_on != today:
        found.refreshed_on = today
    return found


_OWN = frozenset(
    {"id", "uid", "version", "changed_at", "area_id", "version_name", "refreshed_on", "confirmed_on", "kept"}
)
