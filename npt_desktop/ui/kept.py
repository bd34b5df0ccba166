"""Forms that were begun and not saved: kept in the store, so that nothing typed is lost."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from npt_desktop.services.drafts import Drafts

if TYPE_CHECKING:
    from npt_desktop.ui.workspace import Workspace


class Kept:
    """The unsaved state of one kind of form, by the record it is for."""

    def __init__(self, work: Workspace, form: str) -> None:
        self._work, self._form = work, form
        self._drafts = Drafts(work.desk)

    def keep(self, about: str, fields: dict[str, Any]) -> None:
        """Keep what the form says, off the window's thread; no fields forget it."""
        key = f"{self._form}:{about}"
        number = self._drafts.begin(key)
        self._work.jobs.run(lambda _: self._drafts.keep(key, number, fields), failed=lambda _: None)

    def forget(self, about: str) -> None:
        """The form was saved or left on purpose."""
        self.keep(about, {})

    def kept(self, about: str) -> dict[str, Any]:
        """The form as it was left; empty when there is none."""
        return self._drafts.kept(f"{self._form}:{about}")
