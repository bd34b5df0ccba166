"""A file of figures into the store from a form: choosing it, what it would change, bringing it in."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any, Protocol

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QWidget

from npt_desktop.errors import CannotDo
from npt_desktop.ui.widgets.messages import ConfirmDialog

if TYPE_CHECKING:
    from npt_desktop.services.imports import ImportReport
    from npt_desktop.ui.workspace import Workspace

OPEN = "Workbooks and CSV (*.xlsx *.csv *.tsv *.txt);;All files (*)"
_SHOWN = 6


class Previewed(Protocol):
    """What the preview of any import says of itself."""

    @property
    def changes(self) -> int: ...
    @property
    def report(self) -> ImportReport: ...
    def in_words(self) -> str: ...


class FileIn(QObject):
    """Asks before anything is written; with bad rows it names them and asks whether the good ones come in."""

    def __init__(self, work: Workspace, owner: QWidget) -> None:
        super().__init__(owner)
        self.work, self.owner = work, owner
        self.confirm: ConfirmDialog | None = None

    def ask(
        self,
        name: str,
        preview: Previewed,
        commit: Callable[[], ImportReport],
        done: Callable[[ImportReport], str],
    ) -> None:
        """Show what a preview would change; ``commit`` brings it in, ``done`` says what was brought in."""
        report = preview.report
        if not preview.changes and not report.rejected:
            self.work.say(f"Nothing to bring in: {preview.in_words()}")
            return
        bad = report.rejected
        lines = [
            preview.in_words(),
            *report.notes,
            *(f"{out.sheet}: {out.reason}" for out in report.skipped if out.row is None),
        ]
        lines += [f"Row {b.row}, {b.column}: {b.reason}" for b in bad[:_SHOWN]]
        if len(bad) > _SHOWN:
            lines.append(f"And {len(bad) - _SHOWN} more.")
        if not preview.changes:
            self.work.refused.emit(" ".join(lines))
            return
        verb = "Bring only the good rows in" if bad else "Bring it in"
        self.confirm = ConfirmDialog(
            self.owner.window(), f"Bring {name} in?", "\n".join(lines), verb, danger=bool(bad)
        )
        self.confirm.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.confirm.accepted.connect(partial(self._commit, commit, done))
        self.confirm.open()

    def _commit(self, commit: Callable[[], ImportReport], done: Callable[[ImportReport], str]) -> None:
        self.run(commit, lambda report: self.work.say(done(report), undo=True))

    def run(self, do: Callable[[], Any], done: Callable[[Any], object]) -> None:
        """Work off the window's thread; what a person can mend is told in a toast."""

        def failed(error: Exception) -> None:
            if not isinstance(error, CannotDo):
                raise error
            self.work.refused.emit(error.says)

        self.work.jobs.run(lambda _: do(), done=done, failed=failed)
