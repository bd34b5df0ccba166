"""The forms that mark a record, and the store: each marking with what its handling asks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from npt_desktop.rules.marking import standard_markings
from npt_desktop.services.marking import MarkingDesk, marking_of
from npt_desktop.ui.widgets.form_dialog import FormDialog
from npt_desktop.ui.widgets.forms import Combo, Field
from npt_desktop.ui.widgets.text import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from npt_desktop.ui.desk_window import DeskWindow
    from npt_desktop.ui.work_screen import WorkScreen
    from npt_desktop.ui.workspace import Workspace


def marking_form(screen: WorkScreen, work: Workspace) -> FormDialog:
    """The marking of the record a screen shows."""
    table, record_id = screen.record_shown() or ("", 0)
    marks = MarkingDesk(work.desk)
    now = marks.of(table, record_id)
    options = [("", f"As the store: {now.store}"), *((text, text) for text in standard_markings().texts)]

    def save(form: FormDialog) -> None:
        marks.mark(table, record_id, now.version, str(form.control("marking").value() or ""))

    form = _form(screen, "Marking of the record", options, now.own, save, now.title, now.store)
    form.accepted.connect(lambda: work.say("Marked; pages, sheets and file names carry it.", undo=True))
    form.accepted.connect(screen.show_marking)
    return form


def store_marking_form(window: DeskWindow, work: Workspace) -> FormDialog:
    """The marking of the whole store."""
    marks = MarkingDesk(work.desk)
    options = [(text, text) for text in standard_markings().texts]

    def save(form: FormDialog) -> None:
        marks.mark_store(str(form.control("marking").value() or ""))

    note = "Everything in this store is shown and printed under it, unless a record is marked higher."
    form = _form(window, "Marking of the store", options, marking_of(work.desk), save, note, "")
    form.accepted.connect(window.read_marking)
    form.accepted.connect(lambda: work.say("The store is marked."))
    return form


def _form(
    parent: WorkScreen | DeskWindow, title: str, options: Sequence[tuple[str, str]], value: str, save: Callable[[FormDialog], object], note: str,
    store: str,
) -> FormDialog:  # fmt: skip
    rules = standard_markings()
    choice = Combo(options, value, name="Marking")
    handling = Text(rules.handling(value or store), "meta", "text2", wrap=True)
    choice.changed.connect(lambda text: handling.setText(rules.handling(str(text or store))))
    form = FormDialog(parent, title, "Mark", [Field("Marking", choice, name="marking")], save, note=note, wide=480,
                      above=(handling,))  # fmt: skip
    form.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    return form
