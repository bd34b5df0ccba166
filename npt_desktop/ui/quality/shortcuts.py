"""The commands of the QA screen, for the palette and the list of keys.

The single letters are answered by the list and the answer group themselves, never by the window.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from npt_desktop.rules.authority import Act, may
from npt_desktop.ui.commands import Command, always
from npt_desktop.ui.quality.words import ANSWERS

if TYPE_CHECKING:
    from npt_desktop.ui.quality.screen import QualityScreen


def commands_of(screen: QualityScreen) -> list[Command]:
    """Everything the screen can do, with the reason where it cannot."""

    def why(act: Act) -> Callable[[], str]:
        def reason() -> str:
            if screen.page is None:
                return "Nothing is shown yet"
            if screen.page.finished:
                return "This meeting is finished"
            return "" if may(screen.work.desk.actor.role, act) else "Only a chief inspector may"

        return reason

    def letter(key: str) -> Callable[[], object]:
        return lambda: screen.letter(key)

    def add(
        name: str, title: str, run: Callable[[], object], act: Act | None = None, icon: str = "checklist",
        local: str = "",
    ) -> Command:  # fmt: skip
        reason = why(act) if act is not None else always
        key = screen.key
        return Command(f"{key}.{name}", title, run, icon=icon, scope=key, local_keys=local, why_not=reason)

    answers = [
        add(f"answer{i}", f"Answer: {value.label}", letter(str(i)), Act.ANSWER_QA, local=str(i))
        for i, value in enumerate(ANSWERS, 1)
    ]
    return [
        *answers,
        add("next", "Save and next question", letter("j"), local="J", icon="chevron-right"),
        add("previous", "Previous question", letter("k"), local="K", icon="chevron-left"),
        add("note", "Note on this question", letter("c"), Act.ANSWER_QA, "notes", "C"),
        add("action", "Set an action on this question", letter("a"), Act.ANSWER_QA, "plus", "A"),
        add("actions", "Actions of the meetings", screen.show_actions, icon="list-check"),
        add("prepare", "Prepare the QA meeting", screen.open_prepare, icon="checklist"),
        add("big", "Show the meeting on the shared display", screen.open_big, icon="external-link"),
        add("board", "Compliance board of all areas", screen.open_board, icon="layout-grid"),
        add("peer", "Peer review of the force", screen.open_peer, icon="clipboard-check"),
        add("quarterly", "Quarterly report to the commissioner", screen.save_quarterly, icon="file-text"),
        add("checklist", "Questions of the QA checklist", screen.open_checklist, icon="list-check"),
        add("finish", "Finish the QA meeting", screen.open_finish, Act.FINISH_QA, "lock"),
        add("print", "Print the QA record", lambda: screen.save_pdf(blank=False), icon="printer"),
        add("blank", "Print a blank QA checklist", lambda: screen.save_pdf(blank=True), icon="printer"),
    ]
