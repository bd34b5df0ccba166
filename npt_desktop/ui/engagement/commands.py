"""What can be done on the engagement screen, with its keys."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from npt_desktop.ui.commands import Command
from npt_desktop.ui.engagement.form import MORE_KEYS

if TYPE_CHECKING:
    from npt_desktop.ui.engagement.screen import EngagementScreen

SORTS = (("day", "date"), ("audience", "audience"), ("purpose", "purpose"), ("who_engaged", "who was engaged"),
         ("lead_name", "lead"), ("score", "score"))  # fmt: skip
PARTS = [("log", "Log"), ("scores", "Scores"), ("second", "Second scores")]


def log_commands(screen: EngagementScreen) -> list[Command]:
    """The commands of the screen."""
    log, rows, list_, files, scope = screen.log, screen.rows, screen.list, screen.files, screen.key
    found = [
        Command("engagement.repeat", "Repeat the last entry", screen.repeat, "Ctrl+D", "copy", why_not=log.why_not),
        Command("engagement.duplicate", "Start another entry like this row", screen.duplicate, "Ctrl+Shift+D", "copy",
                why_not=rows.why_not),
        Command("engagement.edit-cell", "Edit in the table", rows.edit, "", "pencil", why_not=rows.why_not,
                local_keys="F2"),
        Command("engagement.fill", "Fill down", rows.fill_down, "", "chevron-down", why_not=rows.why_not_fill,
                local_keys="Ctrl+D"),
        Command("engagement.paste", "Paste rows from Excel", screen.paste, "Ctrl+Shift+V", "table",
                why_not=log.why_not),
        Command("engagement.more", "More fields of an entry", screen.more_fields, MORE_KEYS, "chevron-down"),
        Command("engagement.evaluate", "Evaluate the month's entries", screen.evaluate, "Ctrl+Shift+E", "checklist",
                why_not=screen.why_not_evaluate),
        Command("engagement.import", "Import from Excel", files.choose_import, "", "database-import",
                why_not=screen.why_not_import),
        Command("engagement.export", "Export the log", screen.export, "", "file-export"),
        Command("engagement.report", "Print the year's evaluation", screen.print_year, "Ctrl+P", "printer"),
        Command("engagement.clear-filter", "Clear filter", list_.filters.clear, "", "filter"),
        Command("engagement.columns", "Choose the columns of the log", list_.choose_columns, "", "table"),
        Command("engagement.view", "Save this view of the log", list_.views_button.ask_name, "", "layout-grid"),
    ]  # fmt: skip
    for place, (order, name) in enumerate(SORTS, 1):
        found.append(Command(f"engagement.sort-{order}", f"Sort by {name}", partial(list_.sort_by, order), f"Alt+{place}",
                             "table"))  # fmt: skip
    for place, (part, name) in enumerate(PARTS, len(SORTS) + 1):
        found.append(Command(f"engagement.part-{part}", f"Engagement: {name.lower()}", partial(screen.show_part, part),
                             f"Alt+{place}", "messages", group="Go to"))  # fmt: skip
    return [replace(command, scope=scope) for command in found]
