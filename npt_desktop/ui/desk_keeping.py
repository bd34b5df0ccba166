"""The window's commands beside the screens: the undo list, backups, who looked, score words, the table on screen."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from npt_desktop.ui.commands import Command

if TYPE_CHECKING:
    from npt_desktop.ui.desk_window import DeskWindow
    from npt_desktop.ui.workspace import Workspace


def keeping_commands(window: DeskWindow) -> tuple[Command, ...]:
    """The commands, for the palette and the settings."""

    def at(do: Callable[[DeskWindow, Workspace], None]) -> Callable[[], None]:
        def run() -> None:
            if window.work is not None:
                do(window, window.work)

        return run

    closed = window.closed
    return (
        Command("desk.history", "Undo list", at(show_history), "", "history", why_not=closed),
        Command("desk.restore", "Put back from a backup", at(show_backups), "", "history", why_not=closed),
        Command("desk.confirm", "Keep the restored store", at(confirm_restored), "", "database-import",
                why_not=partial(why_nothing_waits, window)),
        Command("desk.scores", "Score words and rubrics", at(show_rubrics), "", "star", why_not=closed),
        Command("desk.access", "Who looked and printed", at(show_access), "", "eye", why_not=closed),
        Command("desk.table", "Export the table as shown", at(export_shown), "Ctrl+Alt+X", "file-export",
                why_not=partial(why_no_table, window)),
        Command("desk.check", "Check the store", at(show_check), "", "circle-check", why_not=closed),
        Command("desk.encryption", "Encryption of this store", at(show_encryption), "", "shield-lock", why_not=closed),
        Command("desk.lock", "Lock now", window.lockWanted.emit, "Ctrl+Shift+L", "lock", why_not=closed),
        Command("desk.backup", "Back up now", at(back_up), "", "database-import", why_not=closed),
    )  # fmt: skip


def show_history(window: DeskWindow, work: Workspace) -> None:
    """The undo list, and what was done by whom."""
    from npt_desktop.ui.history_dialog import HistoryDialog

    HistoryDialog(work, window).open()


def show_access(window: DeskWindow, work: Workspace) -> None:
    """Who opened, searched, printed and exported what."""
    from npt_desktop.ui.access_dialog import AccessDialog

    AccessDialog(work, window).open()


def show_check(window: DeskWindow, work: Workspace) -> None:
    """Whether the store is sound, and what can be repaired."""
    from npt_desktop.ui.check_dialog import CheckDialog

    CheckDialog(work, window).open()


def show_backups(window: DeskWindow, work: Workspace) -> None:
    """What a backup says otherwise, to put records of it back."""
    from npt_desktop.ui.restore_dialog import RestoreDialog

    RestoreDialog(work, window).open()


def show_encryption(window: DeskWindow, work: Workspace) -> None:
    """Whether the store is encrypted, and what can be done about it."""
    from npt_desktop.ui.encryption_dialog import EncryptionDialog

    dialog = EncryptionDialog(work, window)
    dialog.wanted.connect(window.encryptionWanted)
    dialog.open()


def show_rubrics(window: DeskWindow, work: Workspace) -> None:
    """The words of the scores and what each stands for."""
    from npt_desktop.ui.rubrics_dialog import RubricsDialog

    RubricsDialog(work, window).open()


def export_shown(window: DeskWindow, work: Workspace) -> None:
    """The table on screen as a workbook."""
    from npt_desktop.ui.table_export import export_table

    export_table(window, work)


def why_no_table(window: DeskWindow) -> str:
    """Why there is no table to export; empty where there is one."""
    if window.work is None:
        return window.closed()
    from npt_desktop.ui import table_export

    return table_export.why_no_table(window)


def confirm_restored(window: DeskWindow, work: Workspace) -> None:
    """The restored store is the right one: copies are made and thinned again."""
    from npt_desktop.services.restoring import Restoring

    if work.attempt(Restoring(work.desk).confirm, undo=False):
        window.toast.say("Kept", "Copies of this store are made and thinned again.", state="none")


def why_nothing_waits(window: DeskWindow) -> str:
    """Why there is nothing to confirm; empty while a restored store waits."""
    if window.work is None:
        return window.closed()
    from npt_desktop.services.restoring import Restoring

    return "" if Restoring(window.work.desk).paused() else "No restored store waits to be confirmed"


def back_up(window: DeskWindow, work: Workspace) -> None:
    """A dated copy beside the store, now."""
    from npt_desktop.services.keeping import back_up as make_copy

    if work.attempt(partial(make_copy, work.desk.store), undo=False):
        window.toast.say("Backed up", "Copies are kept beside the store: days, weeks, then months.")
