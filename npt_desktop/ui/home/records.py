"""The small forms Home opens: confirm a document, record a blog or newsletter, tick an action."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from npt_desktop.errors import Incomplete
from npt_desktop.models.kinds import NoteKind, PublicationKind, TermKind
from npt_desktop.rules.dates import parse_typed
from npt_desktop.rules.lists import standard_lists
from npt_desktop.ui.guarded_form import GuardedForm
from npt_desktop.ui.widgets.buttons import Check
from npt_desktop.ui.widgets.dates import DateEdit
from npt_desktop.ui.widgets.form_dialog import FormDialog
from npt_desktop.ui.widgets.forms import Area, Edit, Field
from npt_desktop.ui.widgets.layout import box, col

if TYPE_CHECKING:
    from npt_desktop.rules.due_list import DueItem
    from npt_desktop.ui.workspace import Workspace


class RecordDialogs:
    """Opens the right form for a row of the due list."""

    def __init__(self, work: Workspace, parent: QWidget) -> None:
        self._work = work
        self._parent = parent

    def open_for(self, item: DueItem) -> None:
        """Open the form a row's button stands for."""
        from npt_desktop.services.community import Community, Document

        community = Community(self._work.desk)
        area = self._work.area_id
        if item.qa == 1 or item.qa == 2:
            which = Document.PROFILE if item.qa == 1 else Document.PLAN
            name = "Community profile" if item.qa == 1 else "Engagement plan"
            self._work.attempt(partial(community.confirm, area, which), f"{name} confirmed as current.")
        elif item.qa == 17:
            self._work.attempt(
                partial(community.note, area, NoteKind.CONTACTS_CHECK, self._work.desk.today),
                "Names and numbers on the website checked today.",
            )
        elif item.qa in (15, 18):
            self.publication(PublicationKind.BLOG if item.qa == 15 else PublicationKind.NEWSLETTER).open()
        elif item.screen == "actions":
            self._work.go("quality")

    def publication(self, kind: PublicationKind) -> FormDialog:
        """The form that records a blog or newsletter."""
        today = self._work.desk.today
        blog = kind is PublicationKind.BLOG
        channels = [Check(term.label, checked=True) for term in standard_lists().of(TermKind.CHANNEL)]
        for check in channels:
            check.setAccessibleName(f"Put on {check.text()}")
        title, text = Edit(f"{today:%B} {kind.value}"), Area(lines=6)
        fields = [
            Field("Date", DateEdit(partial(parse_typed, today=today), today), name="day"),
            Field("Title", title, name="title"),
            Field(
                "Text",
                text,
                name="text",
                optional=True,
                hint="Paste it here to keep the exact words.",
            ),
            Field("Where it was put", box(col(*channels, gap=4)), name="channels"),
        ]
        if blog:
            fields.append(Field("Page address", Edit(placeholder="https://"), name="address", optional=True))
        else:
            fields.append(Field("How many it went to", Edit(width=90), name="recipients", optional=True))

        def save(form: FormDialog) -> None:
            from npt_desktop.services.community import Community

            day: date | None = form.control("day").value()
            if day is None:
                raise Incomplete({"day": "Enter the date it went out."})
            count = "" if blog else form.control("recipients").text().strip()
            if count and not count.isdigit():
                raise Incomplete({"recipients": "Enter how many it went to as a number."})
            Community(self._work.desk).record_publication(
                self._work.area_id, kind, day, title=title.text(), text=text.text(),
                channels=[c.text() for c in channels if c.isChecked()],
                address=form.control("address").text() if blog else "", recipients=int(count) if count else None,
            )  # fmt: skip
            self._work.say(f"{kind.value.capitalize()} recorded.", undo=True)

        name = "Record the monthly blog" if blog else "Record the stakeholder newsletter"
        return GuardedForm(
            self._work, self._parent, name, "Record", fields, save, texts={"title": title, "text": text}
        )
