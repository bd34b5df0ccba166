"""What can be done on the Priorities screen, and the record the golden thread begins at there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from npt_desktop.ui.commands import Command

if TYPE_CHECKING:
    from npt_desktop.ui.priorities.screen import PrioritiesScreen


def commands_of(screen: PrioritiesScreen) -> list[Command]:
    """The screen's commands, for the palette and the list of keys."""
    key = screen.key

    def make(name: str, title: str, where: str, keys: str = "", icon: str = "flag") -> Command:
        return Command(f"priorities.{name}", title, lambda: screen.go(where), keys, icon, scope=key)

    def ranking() -> None:
        screen.go("decision")
        screen.decision.open_ranking()

    return [
        make("survey", "Enter when the survey data came", "survey", icon="database-import"),
        make("meeting", "Plan or record the priority meeting", "meeting", icon="users-group"),
        make("decision", "Weigh the issues and decide", "decision", icon="checklist"),
        make("publish", "Preview and publish the priorities", "publish", icon="eye"),
        make("plan", "Record a plan or reason for a priority", "plan", icon="target-arrow"),
        make("update", "Write the month’s update", "update", icon="pencil"),
        make("figures", "Mark figures about a priority", "figures", icon="chart-histogram"),
        make("forms", "See every form of the public text", "forms", icon="speakerphone"),
        make("record", "Save the record of the round", "record", icon="file-export"),
        make("agenda", "Print the agenda with its evidence", "agenda_pdf", icon="printer"),
        make("minutes", "Print the minutes of the meeting", "minutes_pdf", icon="printer"),
        make("story", "Print the story of a priority", "story", icon="printer"),
        Command("priorities.ranking", "See the local ranking of the issues", ranking, icon="chart-histogram",
                scope=key),
        make("sources", "See the sources of the round", "sources", icon="chart-histogram"),
        make("responses", "Bring survey responses in", "responses", icon="database-import"),
        make("crime", "Bring street-level crime in", "crime", icon="database-import"),
        make("said", "Record what a partner or community said", "consultation", icon="message-2"),
        make("board", "See all areas on both clocks", "board", icon="layout-grid"),
        Command("priorities.draft", "Save the draft of an update", lambda: screen.composer.save_draft(said=True),
                "Ctrl+S", "check", scope=key, hidden=True,
                why_not=lambda: "" if screen.page is screen.composer else "Open an update first"),
    ]  # fmt: skip


def thread_start(screen: PrioritiesScreen) -> tuple[str, int] | None:
    """The issue, publication, update or priority that is looked at: its table and id."""
    overview, view = screen.overview, screen.view
    if screen.page is screen.decision and screen.decision.form.candidate_id is not None:
        return "candidate_issue", screen.decision.form.candidate_id
    if screen.page is screen.forms and screen.forms.put_out.hasFocus():
        row = screen.forms.put_out.currentIndex().row()
        if 0 <= row < len(screen.forms.out.items):
            return "publication", screen.forms.out.items[row].id
    if screen.page is screen.composer and screen.composer.card is not None:
        card = screen.composer.card
        update = card.updates[(screen.work.month.month - 1) % 3]
        return ("priority", card.priority.id) if update is None else ("priority_update", update.id)
    if overview.panel is overview.priority and overview.priority.priority_id is not None:
        return "priority", overview.priority.priority_id
    focus = screen.window().focusWidget()
    for shown in overview.cards:
        if focus is not None and shown.isAncestorOf(focus):
            return "priority", shown.priority_id
    cards = view.page.cards if view is not None else ()
    return ("priority", cards[0].priority.id) if cards else None
