"""One text in all its forms: read or edit each, put it on record, and add what it reached."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QWidget

from npt_desktop.errors import CannotDo, Incomplete
from npt_desktop.models.kinds import PublicationKind
from npt_desktop.rules.authority import Act
from npt_desktop.rules.dates import parse_typed
from npt_desktop.rules.periods import month_label, number_of
from npt_desktop.rules.publishing import Finding, Kept, check_text, mend, unkept
from npt_desktop.ui.priorities.channels import Channels
from npt_desktop.ui.priorities.counting import CountDialog
from npt_desktop.ui.priorities.forms_models import FormModel, OutModel
from npt_desktop.ui.priorities.page import Fetch, Head, Page
from npt_desktop.ui.theme import tokens as tk
from npt_desktop.ui.widgets.buttons import Button
from npt_desktop.ui.widgets.cards import Card
from npt_desktop.ui.widgets.dates import DateEdit
from npt_desktop.ui.widgets.forms import Area, Edit, Field
from npt_desktop.ui.widgets.keeping import KeepBox
from npt_desktop.ui.widgets.layout import box, col, line, row, scroll
from npt_desktop.ui.widgets.marks import Pill
from npt_desktop.ui.widgets.messages import reveal
from npt_desktop.ui.widgets.tables import Table
from npt_desktop.ui.widgets.text import KeyCap, Text
from npt_desktop.ui.workspace import Workspace

if TYPE_CHECKING:
    from npt_desktop.services.priority_view import QuarterView
    from npt_desktop.services.public_forms import PublicForm, PublicForms

LIST_W, SIDE_W = 236, 286
_USUAL = {"alert": "alert", "post": "facebook", "newsletter": "newsletter", "blog": "website"}


class FormsPage(Page):
    """Forms and what was put out at the left, the text in the middle, its record at the right."""

    def __init__(self, work: Workspace, fetch: Fetch) -> None:
        super().__init__(work, fetch)
        self.found: PublicForms | None = None
        self._names: tuple[str, ...] = ()
        self._kept: Kept = frozenset()
        self._labels: list[str] = []
        self._shown = ""
        self._edited: dict[str, str] = {}
        self._wanted: int | None = None
        self.list, self.out = FormModel(), OutModel()
        self.table, self.put_out = Table("Forms of the text"), Table("What was put out: Enter opens one")
        for table, model in ((self.table, self.list), (self.put_out, self.out)):
            table.setModel(model)
            table.horizontalHeader().hide()
            table.set_widths([0])
        self.table.selectionModel().currentRowChanged.connect(self._chosen)
        self.put_out.opened.connect(self._count)
        self.text = Area("", grows=True, name="The text")
        self.table.opened.connect(lambda _: self.text.setFocus(Qt.FocusReason.TabFocusReason))
        self.count, self.hint = Text("", "meta_strong", "text2"), Text("", "meta", "text2", wrap=True)
        self.keeping = KeepBox(mends=True)
        self.keeping.kept.connect(self._keep)
        self.keeping.mended.connect(self._mend)
        self.day = DateEdit(lambda text: parse_typed(text, work.desk.today), width=180)
        self.address = Edit("", "https://")
        self.channels = Channels()
        self.fields = {
            "day": Field("Put out on", self.day, name="day"),
            "address": Field("Address", self.address, name="address", optional=True),
        }
        self.error, self.reason = (
            Text("", "meta_strong", "bad_text", wrap=True),
            Text("", "meta", "text2", wrap=True),
        )
        self.record_button = Button("Record as put out", "primary", "send", keys="Ctrl+Enter")
        self.record_button.clicked.connect(self.primary)
        self.keys = KeyCap("Ctrl+Enter")
        self.copy_button = Button("Copy", "quiet", "copy", small=True)
        self.copy_button.clicked.connect(self.copy)
        self.save_button = Button("Save all files", icon="download")
        self.save_button.clicked.connect(self.save)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(200)
        self._soon.timeout.connect(self._check)
        self.text.textChanged.connect(self._typed)
        self._lay_out()

    def _lay_out(self) -> None:
        forms, out = Card(pad=1, gap=0), Card(pad=1, gap=0)
        forms.add((self.table, 1))
        self.out_head = Text("Put out", "card")
        self.nothing = Text("Nothing is on record for this quarter yet.", "meta", "text3", wrap=True)
        none = box(row(self.nothing, margins=(12, 8, 12, 8)))
        out.add(row(self.out_head, None, Text("Enter: figures", "meta", "text3"), margins=(12, 8, 12, 6)), line(),
                none, (self.put_out, 1))  # fmt: skip
        self.none = none
        self.stacked = col((forms, 3), (out, 2), gap=tk.M)
        self.left = box(self.stacked)
        self.left.setFixedWidth(LIST_W)
        middle = Card(pad=12, gap=8)
        middle.add(row(self.count, None, self.copy_button, Pill("OFFICIAL", icon="world")), line(), self.hint,
                   (self.text, 1), self.keeping)  # fmt: skip
        side = Card(pad=14, gap=8)
        side.add(Text("On record", "card"), *self.fields.values(), Text("Put on", "label", "text2"), self.channels,
                 self.error, self.reason, None)  # fmt: skip
        self.side = scroll(box(col(side)))
        self.side.setFixedWidth(SIDE_W)
        left, _, right, bottom = tk.PAGE_MARGINS
        self.setLayout(row(self.left, (middle, 1), self.side, gap=tk.M, margins=(left, 0, right, bottom)))

    # -- showing --
    @property
    def form(self) -> PublicForm | None:
        """The form shown."""
        at = self.table.currentIndex().row()
        return self.list.forms[at] if 0 <= at < len(self.list.forms) else None

    def show_view(self, view: QuarterView) -> None:
        super().show_view(view)
        if self.isVisible():
            self.read()

    def read(self) -> None:
        """Make every form anew; only while they are looked at, since it takes a PDF."""
        view = self.view
        if view is None or not view.decided:
            return
        area_id, quarter, month, desk = self.work.area_id, view.quarter, self.work.month, self.work.desk

        def forms() -> tuple[PublicForms, tuple[str, ...], list[str], Kept]:
            from npt_desktop.services.guard import Guard
            from npt_desktop.services.public_forms import Forms
            from npt_desktop.services.publication import Publishing

            publishing = Publishing(desk)
            kept = frozenset((k.kind, k.words) for k in Guard(desk).kept(area_id))
            labels = [c.label for c in publishing.channels()]
            return Forms(desk).of(area_id, quarter, month), publishing.names(), labels, kept

        self.fetch(forms, self._show)

    def _show(self, read: tuple[PublicForms, tuple[str, ...], list[str], Kept]) -> None:
        if self.found is not None and (self.found.area, self.found.month) != (read[0].area, read[0].month):
            self._edited.clear()
        self.found, self._names, self._labels, self._kept = read
        at = self.table.currentIndex().row()
        self.list.set(self.found.forms, self.found.out, self.work.desk.today)
        self.out.set(self.found.out, self.work.desk.today)
        self.out_head.setText(f"Put out ({len(self.found.out)})")
        self.none.setVisible(not self.found.out)
        self.put_out.setVisible(bool(self.found.out))
        self.stacked.setStretch(1, 2 if self.found.out else 0)
        self.table.selectRow(at if 0 <= at < len(self.list.forms) else 0)
        if self._wanted is not None:
            self.select(self._wanted)
        self._shown = ""
        self._show_form()
        self.headed.emit()

    def _chosen(self, index: QModelIndex) -> None:
        del index
        self._show_form()

    def _show_form(self) -> None:
        form = self.form
        if form is None:
            return
        fresh, self._shown = form.key != self._shown, form.key
        text = self._edited.get(form.key, form.text)
        if self.text.text() != text:
            self.text.setText(text)
        self.text.setReadOnly(not form.editable)
        self.text.setAccessibleName(f"{form.label}: the text")
        self.hint.setText(_HINTS.get(form.key, ""))
        self.hint.setVisible(form.key in _HINTS)
        recordable = form.editable or form.kind is PublicationKind.POSTER
        why = self.why_not(Act.PUBLISH_UPDATE) if recordable else "The page is published by its own step."
        self.record_button.lock(why)
        self.reason.setText(why)
        self.reason.setVisible(bool(why))
        for field in self.fields.values():
            field.setEnabled(recordable)
        self.channels.setEnabled(recordable)
        if fresh:
            usual = _USUAL.get(form.key, "")
            self.channels.set(self._labels, [x for x in self._labels if usual and usual in x.casefold()])
            self.day.set_value(self.work.desk.today)
            self.address.setText("")
            self._errors({})
        self._check()

    def _typed(self) -> None:
        form = self.form
        if form is not None and form.editable and self._shown == form.key:
            if self.text.text() == form.text:
                self._edited.pop(form.key, None)
            else:
                self._edited[form.key] = self.text.text()
            self._measure(form)
            self._soon.start()

    def _measure(self, form: PublicForm) -> None:
        """The live count of the letters."""
        long = len(self.text.text())
        self.count.setText(
            f"{long} of {form.limit} characters" if form.limit else number_of(long, "character")
        )
        over = bool(form.limit) and long > form.limit
        if over:
            self.count.setText(f"{long} of {form.limit} characters: {long - form.limit} too many")
        self.count.set_tone("bad_text" if over else "text2")

    def _check(self) -> None:
        form = self.form
        if form is None:
            return
        self._measure(form)
        findings: list[Finding] = []
        if form.editable:
            findings = [
                f for f in unkept(check_text(self.text.text(), names=self._names), self._kept) if f.text
            ]
        self.keeping.set(findings, self.why_not(Act.PUBLISH_UPDATE))

    def head(self) -> Head:
        view = self.view
        if view is None:
            return Head("Forms of the text")
        crumbs = (("Priorities", lambda: self.asked.emit("overview", None, "")), (view.quarter.label, None))
        month = month_label(self.found.month) if self.found else ""
        facts = (
            f"{view.page.area}: made from the public wording; newsletter and blog tell of {month}"
            if month
            else ""
        )
        return Head(
            "Forms of the text",
            facts,
            crumbs=crumbs,
            actions=(self.save_button, self.keys, self.record_button),
        )

    def select(self, publication_id: int) -> None:
        """Choose a publication of the list, and go there."""
        at = self.out.row_of(publication_id)
        self._wanted = publication_id if at < 0 else None
        if at >= 0:
            self.put_out.selectRow(at)
            self.put_out.setFocus(Qt.FocusReason.TabFocusReason)

    # -- doing --
    def copy(self) -> None:
        """Put the text on the clipboard."""
        QGuiApplication.clipboard().setText(self.text.text())
        self.work.say("Copied the text")

    def save(self) -> None:
        """Ask for a folder and write every form there."""
        folder = QFileDialog.getExistingDirectory(self, "Save every form in a folder")
        if folder:
            self.save_to(Path(folder))

    def save_to(self, folder: Path) -> None:
        """Write every form into a folder, edited texts as they stand here."""
        from npt_desktop.services.public_forms import Forms

        found = self.found
        if found is None:
            return
        forms = tuple(replace(form, text=self._edited.get(form.key, form.text)) for form in found.forms)
        made: list[Path] = []
        written = replace(found, forms=forms)
        if self.attempt(lambda: made.extend(Forms(self.work.desk).save(written, folder))):
            self.work.say(f"Saved {number_of(len(made), 'file')} in {folder.name}")

    def primary(self) -> None:
        """Put the text on record."""
        from npt_desktop.services.public_forms import Forms

        form, view = self.form, self.view
        if form is None or view is None or self.found is None:
            return
        if not self.record_button.isEnabled():
            self.work.refused.emit(self.reason.text())
            return
        monthly = form.kind in (PublicationKind.NEWSLETTER, PublicationKind.BLOG)
        day = self.day.value()
        try:
            if day is None:
                raise Incomplete({"day": "Enter the day it went out, such as today."})
            Forms(self.work.desk).record(
                self.work.area_id, view.quarter, form.kind, day, text=self.text.text(), channels=self.channels.chosen(),
                address=self.address.text(), month=self.found.month if monthly else None,
            )  # fmt: skip
        except Incomplete as error:
            self._errors(error.fields)
        except CannotDo as error:
            self.work.refused.emit(error.says)
        else:
            self._errors({})
            QGuiApplication.clipboard().setText(self.text.text())
            self.work.say(f"Recorded the {form.label.lower()}: its text is on the clipboard", undo=True)

    def _errors(self, errors: dict[str, str]) -> None:
        for name, field in self.fields.items():
            field.set_error(errors.get(name, ""))
        said = [says for name, says in errors.items() if name not in self.fields]
        self.error.setText(" ".join(said))
        if "text" in errors:
            reveal(self.text)
        elif "channels" in errors:
            reveal(self.channels)

    def _keep(self, finding: Finding, reason: str) -> None:
        from npt_desktop.services.guard import Guard

        area_id = self.work.area_id
        self.attempt(lambda: Guard(self.work.desk).keep(area_id, finding, reason), "Kept, with the reason")

    def _mend(self, finding: Finding) -> None:
        at = self.text.text().find(finding.text)
        if at >= 0:
            place = replace(finding, start=at, end=at + len(finding.text))
            self.text.setText(mend(self.text.text(), place))

    def _count(self, index: QModelIndex) -> None:
        publication = self.out.items[index.row()]
        by = self.view.name(publication.by_id) if self.view is not None else ""
        CountDialog(self.work, publication, by, self.window()).open()

    # -- keys --
    def escape(self) -> bool:
        self.asked.emit("overview", None, "")
        return True

    def start(self) -> None:
        if self._wanted is None:
            self.table.setFocus(Qt.FocusReason.TabFocusReason)

    def panes(self) -> list[QWidget]:
        return [self.table, self.put_out, self.text, self.side]


_HINTS = {
    "police_uk": "The four fields of data.police.uk. Save all files writes them as JSON and CSV.",
    "poster": "The poster is one A4 page with these words. Save all files writes it as a PDF to print.",
    "text": "The page as plain text. It is published, and published again, by its own step.",
}
