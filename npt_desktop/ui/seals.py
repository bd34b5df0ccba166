"""Telling a person at the desk that earlier seals are another computer's."""

from __future__ import annotations

from npt_desktop.ui.workspace import Workspace


def tell_of_other_seals(work: Workspace) -> None:
    """Look off the window's thread, and say it once."""
    desk = work.desk

    def read(_: object) -> str:
        from npt_desktop.services.seals import other_seals

        return other_seals(desk)

    def told(says: str) -> None:
        if says:
            work.say(says)

    work.jobs.run(read, done=told, failed=lambda _: None, key="window.seals")
