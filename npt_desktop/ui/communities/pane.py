"""What the parts of the Communities screen have in common."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from npt_desktop.errors import NotAllowed
from npt_desktop.rules.authority import Act, require
from npt_desktop.rules.dates import parse_typed
from npt_desktop.ui.widgets.dates import DateEdit
from npt_desktop.ui.widgets.form_dialog import FormDialog

if TYPE_CHECKING:
    from datetime import date

    from npt_desktop.ui.work_screen import WorkScreen


class Pane(QWidget):
    """One part of the screen: reads off the window's thread, shows, and opens its forms.

    ``read`` runs on another thread and touches no widget; ``show_page`` is handed what it returned.
    """

    title: ClassVar[str] = ""
    marks: ClassVar[str] = ""

    def __init__(self, host: WorkScreen) -> None:
        super().__init__()
        self.host = host
        self.work = host.work

    def reader(self) -> Callable[[], Any]:
        """A function without arguments that reads what is shown; it is run on another thread."""
        raise NotImplementedError

    def show_page(self, page: Any) -> None:
        """Show what was read."""
        raise NotImplementedError

    def facts(self) -> str:
        """The line under the title, from what is shown."""
        raise NotImplementedError

    def buttons(self) -> list[QWidget]:
        """The buttons at the right of the title. They live as long as the pane."""
        raise NotImplementedError

    def begin(self) -> None:
        """Take the focus when the pane is shown by the keyboard."""
        raise NotImplementedError

    def new(self) -> None:
        """Ctrl+N."""
        raise NotImplementedError

    def record_shown(self) -> tuple[str, int] | None:
        """The record that may be marked here; a pane without such records has none."""
        return None

    def open_record(self, record: int) -> None:
        """Show a record of this pane, found elsewhere; a pane without records of its own stays as it is."""
        del record

    # -- what panes share --
    @property
    def today(self) -> date:
        return self.work.desk.today

    def why_not(self, act: Act) -> str:
        """Why the person at the desk may not; empty when they may."""
        try:
            require(self.work.desk.actor.role, act)
        except NotAllowed as refusal:
            return refusal.says
        return ""

    def may(self, act: Act) -> bool:
        """Whether the person at the desk may; if not, the reason is told."""
        reason = self.why_not(act)
        if reason:
            self.work.refused.emit(reason)
        return not reason

    def date_edit(self, value: date | None = None, *, width: int = 0) -> DateEdit:
        """A date in the past."""
        return DateEdit(partial(parse_typed, today=self.today), value, width=width)

    def open_form(self, form: FormDialog, then: str = "") -> FormDialog:
        """Open a form; ``then`` is told with Undo once it was saved."""
        form.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if then:
            form.accepted.connect(lambda: self.work.say(then, undo=True))
        form.open()
        return form
