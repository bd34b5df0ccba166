"""Telling once that a journal's latest seals were made on another computer (:mod:`npt_desktop.store.seal`)."""

from __future__ import annotations

from npt_desktop.services.desk import Desk

_TOLD = "seals_told"


def other_seals(desk: Desk) -> str:
    """What there is to know, in a sentence, where this computer cannot check the latest seals of the store; empty
    where it can, and where it was told here before. Reads little; a store open for reading only tells nothing."""
    found = desk.store.sealed_elsewhere()
    if found is None:
        return ""
    told = desk.store.setting(_TOLD) or {}
    by = list(told.get(found.here, ()))
    if found.by in by:
        return ""
    desk.store.keep_setting(_TOLD, {**told, found.here: [*by, found.by]})
    return found.words
