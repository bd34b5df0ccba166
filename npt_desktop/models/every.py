"""Every table in one place, for whoever needs the whole vocabulary: migrations, checks, exports."""

from __future__ import annotations

from npt_desktop.models import (  # noqa: F401 - a table is known once its module is imported
    access,
    actions,
    communities,
    engagement,
    evidence_files,
    imports,
    journal,
    organisation,
    peer,
    plans,
    priorities,
    quality,
    scoring,
    sources,
    views,
    vocabulary,
    what_works,
)
from npt_desktop.models.base import Base, Record

metadata = Base.metadata


def records() -> dict[str, type[Record]]:
    """Each journaled table's name with its class."""
    found: dict[str, type[Record]] = {}
    for mapper in Base.registry.mappers:
        if issubclass(mapper.class_, Record):
            found[mapper.class_.__tablename__] = mapper.class_
    return found
