"""What the parts of the Communities screen have in common."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from npt_desktop.errors import NotAllowed
from npt_desktop.models.kinds import TermKind
from npt_desktop.rules.authority import Act, require
from npt_desktop.rules.dates import parse_typed
from npt_desktop.services.community import Community, Document
from npt_desktop.ui.record_form import About, RecordForm
from npt_desktop.ui.widgets.dates import DateEdit
from npt_desktop.ui.widgets.form_dialog import FormDialog
from npt_desktop.ui.widgets.forms import Edit, Field

if TYPE_CHECKING:
    from datetime import date

    from npt_desktop.ui.work_screen import WorkScreen


class Pane(QWidget):
    """One part of the screen: reads off the window's thread, shows, and opens its forms.

    ``read`` runs on another thread and touches no widget; ``show_page`` is handed what it returned.
    """

    title: ClassVar[str] = ""
    document: ClassVar[str] = ""
    """The form of the pane's one document, where it has one."""

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

    def search(self) -> None:
        """Ctrl+F: go to the filter, where there is one."""

    def escape(self) -> bool:
        """Esc: let go of what is open; False when nothing is."""
        return False

    def open_record(self, record: int) -> bool:
        """Go to a record of this pane, found elsewhere; False when it is not here."""
        del record
        return False

    def forms(self) -> Mapping[str, Callable[[], object]]:
        """What opens each kind of form that is kept while it is typed, for the record the row is on."""
        raise NotImplementedError

    # -- what panes share --
    def confirm_document(self, document: Document) -> None:
        """Confirm the profile or plan as current, today."""
        confirm = partial(Community(self.work.desk).confirm, self.work.area_id, document)
        self.work.attempt(confirm, f"{self.title} confirmed as current.")

    def version_form(self, name: str, note: str, begin: Callable[[int, str], object]) -> FormDialog:
        """Begin the next version of the pane's document; ``begin`` takes the area and what it is called."""

        def save(form: FormDialog) -> None:
            begin(self.work.area_id, form.control("version_name").text())

        fields = [Field("Name of the version", Edit(name), name="version_name")]
        title = f"New version of the {self.title[0].lower()}{self.title[1:]}"
        return self.open_form(
            FormDialog(self.host, title, "Begin", fields, save, note=note), "New version begun."
        )

    def resume(self, form: str, record: int | None) -> None:
        """Open a form that was left unsaved: ``record`` is None for a new one."""
        if form != self.document and record is None:
            self.new()
        elif form == self.document or (record is not None and self.open_record(record)):
            self.forms()[form]()
        else:
            self.work.refused.emit("The record this form was for was removed in the meantime.")

    def about(
        self, words: str, form: str, record: int | None = None, table: str = "", **parts: tuple[str, ...]
    ) -> About:
        """What a form of this screen is for."""
        return About(words, self.host.key, form, self.work.area_id, record, table, tuple(parts.items()))

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

    def choices(self, kind: TermKind, chosen: int | None) -> list[tuple[Hashable, str]]:
        """An editable list to choose from, with what was chosen once and is retired now."""
        offered = {choice.id for choice in self.work.desk.terms(kind)} | {chosen}
        found = self.work.desk.terms(kind, retired=True)
        return [
            (None, "Not chosen"),
            *((choice.id, choice.label) for choice in found if choice.id in offered),
        ]

    def date_edit(self, value: date | None = None, *, width: int = 0) -> DateEdit:
        """A date in the past."""
        return DateEdit(partial(parse_typed, today=self.today), value, width=width)

    def open_form(self, form: FormDialog, then: str = "") -> FormDialog:
        """Open a form; ``then`` is told with Undo once it was saved."""
        form.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if then:
            told = form.told if isinstance(form, RecordForm) else str
            form.accepted.connect(lambda: self.work.say(told(then), undo=True))
        form.open()
        return form
