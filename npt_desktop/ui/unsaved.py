"""What was left unsaved when the program ended, told at the next start and opened where it belongs."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from npt_desktop.services.drafts import Left
    from npt_desktop.ui.shell.window import MainShell
    from npt_desktop.ui.workspace import Workspace

_NAMED = 2


class Unsaved:
    """The forms a person left, the latest first; each opens once, and is then in its form again."""

    def __init__(self, window: MainShell) -> None:
        self._window = window
        self._work: Workspace | None = None
        self._left: list[Left] = []

    def look(self, work: Workspace) -> None:
        """Find what was left, off the window's thread, and say so."""
        from npt_desktop.services.drafts import Drafts

        self._work, self._left = work, []
        drafts = Drafts(work.desk)

        def show(left: list[Left]) -> None:
            if self._work is work:
                self._left = left
                self._say()

        work.jobs.run(lambda _: drafts.left(), done=show, key="unsaved")

    def why_not(self) -> str:
        """Why there is nothing to open; empty when there is."""
        return "" if self._left else "Nothing was left unsaved"

    def open_next(self) -> None:
        """Go to the latest that was not opened yet."""
        if not self._left or self._work is None:
            return
        one = self._left.pop(0)
        if one.area_id is not None:
            self._work.move(area_id=one.area_id)
        self._work.go(one.screen, one.record, one.field)
        if self._left:
            self._say()

    def _say(self) -> None:
        if not self._left:
            return
        from npt_desktop.rules.periods import number_of
        from npt_desktop.rules.words import listed

        words = [one.words for one in self._left[:_NAMED]]
        if len(self._left) > _NAMED:
            words.append(number_of(len(self._left) - _NAMED, "other"))
        self._window.toast.say(
            "Recovered, not saved yet", listed(words), do=self.open_next, action="Open", state="warn"
        )
