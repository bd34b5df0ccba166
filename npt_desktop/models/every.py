"""Every table in one place, for whoever needs the whole vocabulary: migrations, checks, exports."""

from __future__ import annotations

from npt_desktop.models import (
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
    retention,
    scoring,
    sources,
    views,
    vocabulary,
    what_works,
)
from npt_desktop.models.base import Base, Record

MODULES = (
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
    retention,
    scoring,
    sources,
    views,
    vocabulary,
    what_works,
)

metadata = Base.metadata
OF_ONE_STORE = frozenset({"disposal_request"})
"""What waits for a second person waits where it was asked for: a file could claim that somebody else asked."""


def records() -> dict[str, type[Record]]:
    """Each journaled table's name with its class."""
    found: dict[str, type[Record]] = {}
    for mapper in Base.registry.mappers:
        if issubclass(mapper.class_, Record):
            found[mapper.class_.__tablename__] = mapper.class_
    return found
