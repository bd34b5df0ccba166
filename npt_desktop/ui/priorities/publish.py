"""Step 4: the page as the public will read it, what to look at first, and the record of putting it out."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QWidget

from npt_desktop.errors import CannotDo
from npt_desktop.rules.authority import Act
from npt_desktop.rules.periods import full_date, number_of
from npt_desktop.ui.priorities.channels import Channels
from npt_desktop.ui.priorities.checks import CheckList
from npt_desktop.ui.priorities.page import Fetch, Head, Page
from npt_desktop.ui.priorities.preview import Preview, page_paragraphs
from npt_desktop.ui.theme import tokens as tk
from npt_desktop.ui.widgets.buttons import Button
from npt_desktop.ui.widgets.cards import Card
from npt_desktop.ui.widgets.choices import Segmented
from npt_desktop.ui.widgets.forms import Area, Edit, Field
from npt_desktop.ui.widgets.keeping import KeepBox
from npt_desktop.ui.widgets.layout import box, col, line, row, scroll
from npt_desktop.ui.widgets.marks import Pill
from npt_desktop.ui.widgets.messages import ConfirmDialog, reveal
from npt_desktop.ui.widgets.text import KeyCap, Text
from npt_desktop.ui.workspace import Workspace

if TYPE_CHECKING:
    from npt_desktop.rules.publishing import Finding
    from npt_desktop.services.priority_view import QuarterView
    from npt_desktop.services.publication import PublicVersion

SIDE_W = 340


class PublishPage(Page):
    """Preview at the left; checks, address and channels at the right."""

    def __init__(self, work: Workspace, fetch: Fetch) -> None:
        super().__init__(work, fetch)
        self.version: PublicVersion | None = None
        self.form = Segmented(
            [("page", "Web page"), ("text", "Plain text")], "page", small=True, label="Preview as"
        )
        self.form.changed.connect(self._show_form)
        self.preview, self.plain = (
            Preview("Preview of the web page"),
            Area("", grows=True, name="The exact text"),
        )
        self.plain.setReadOnly(True)
        self.page_area = scroll(self.preview)
        self.page_area.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.page_area.setAccessibleName("Preview of the web page")
        shown = Card(pad=12, gap=8)
        self.copy_button = Button("Copy text", "quiet", "copy", small=True)
        self.copy_button.clicked.connect(self.copy)
        self.save_button = Button("Save files", "quiet", "download", small=True)
        self.save_button.clicked.connect(self.save)
        bar = row(self.form, None, self.copy_button, self.save_button, Pill("OFFICIAL", icon="world"))
        shown.add(bar, line(), (self.page_area, 1), (self.plain, 1))
        self.checks_head = Text("", "meta", "text2")
        self.checks = CheckList()
        self.keeping = KeepBox(mends=False)
        self.keeping.kept.connect(self._keep)
        self.address = Edit("", "https://")
        self.address_field = Field(
            "Address of the page", self.address, name="address", optional=True,
            hint="Where it stands on the force website: kept as evidence",
        )  # fmt: skip
        self.channels = Channels()
        self.error = Text("", "meta_strong", "bad_text", wrap=True)
        self.reason = Text("", "meta", "text2", wrap=True)
        side = Card(pad=14, gap=8)
        side.add(row(Text("Before it goes out", "card"), None, self.checks_head), self.checks, self.keeping, line(),
                 self.address_field, Text("Publish to", "label", "text2"), self.channels, self.error, self.reason,
                 None)  # fmt: skip
        self.side = scroll(box(col(side)))
        self.side.setFixedWidth(SIDE_W)
        left, _, right, bottom = tk.PAGE_MARGINS
        self.setLayout(row((shown, 1), self.side, gap=tk.M, margins=(left, 0, right, bottom)))
        self.publish_button = Button("Publish", "primary", "send", keys="Ctrl+Enter")
        self.publish_button.clicked.connect(self.primary)
        self.forms_button = Button("Other forms", icon="speakerphone")
        self.forms_button.clicked.connect(lambda: self.asked.emit("forms", None, ""))
        self.keys = KeyCap("Ctrl+Enter")
        self.confirm: ConfirmDialog | None = None
        self._labels: list[str] | None = None
        self._show_form("page")

    @property
    def published(self) -> bool:
        """It is out, and nothing was corrected since."""
        found = self.view.page.round if self.view else None
        return found is not None and found.published_on is not None and not self.again

    @property
    def again(self) -> bool:
        """It is out, and words were corrected since: it may be published again."""
        return self.view is not None and bool(self.view.page.changed)

    def show_view(self, view: QuarterView) -> None:
        super().show_view(view)
        good = sum(check.good for check in view.checks)
        self.checks_head.setText(f"{good} of {len(view.checks)}")
        self.checks.set([(c.state.value, c.says, self.mender(c)) for c in view.checks])
        record = view.page.publication
        self.channels.setEnabled(not self.published)
        self.address.setReadOnly(self.published)
        if record is not None and not self.address.isModified():
            self.address.setText(record.address)
        why = self.why_not(Act.PUBLISH_PRIORITIES)
        self.reason.setText("" if self.published else why)
        self.reason.setVisible(bool(why) and not self.published)
        self.publish_button.lock(why)
        if not view.decided:
            return
        quarter, area_id, page = view.quarter, self.work.area_id, view.page

        def read() -> tuple[PublicVersion, list[str], list[Finding]]:
            from npt_desktop.services.guard import Guard
            from npt_desktop.services.publication import Publishing, public_texts

            service = Publishing(self.work.desk)
            found = Guard(self.work.desk).open_findings(area_id, public_texts(page))
            findings = [finding for each in found.values() for finding in each]
            return service.public_page(area_id, quarter), [c.label for c in service.channels()], findings

        self.fetch(read, self._read)

    def _read(self, found: tuple[PublicVersion, list[str], list[Finding]]) -> None:
        self.version, labels, findings = found
        self.keeping.set([] if self.published else findings, self.why_not(Act.PUBLISH_PRIORITIES))
        self.preview.set(page_paragraphs(self.version.page))
        record = self.view.page.publication if self.view else None
        text = record.text if record is not None and not self.again else self.version.text
        if self.plain.text() != text:
            self.plain.setText(text)
        if record is not None:
            self.channels.set(labels, record.channels)
        elif labels != self._labels:
            self.channels.set(labels, [label for label in labels if "website" in label.casefold()])
        self._labels = labels

    def head(self) -> Head:
        view = self.view
        if view is None:
            return Head("Publish")
        crumbs = (("Priorities", lambda: self.asked.emit("overview", None, "")), (view.quarter.label, None))
        found = view.page.round
        if found is not None and found.published_on is not None and not self.again:
            earlier = len(view.page.earlier)
            more = f", and {number_of(earlier, 'earlier text')} kept" if earlier else ""
            facts = f"Published {full_date(found.published_on)}{more}"
            return Head("The published page", facts, crumbs=crumbs, actions=(self.forms_button,))
        facts = "The program keeps the exact text and the address; you put it on the website."
        actions = (self.forms_button, self.keys, self.publish_button)
        self.publish_button.set_text("Publish again" if self.again else "Publish")
        title, pill = "Publish the priorities", Pill("Draft", "warn")
        if self.again:
            title, pill = "Publish the corrected page", Pill("Corrected since", "warn")
        return Head(title, facts, crumbs=crumbs, pills=(pill,), actions=actions)

    # -- doing --
    def _show_form(self, form: object) -> None:
        self.page_area.setVisible(form == "page")
        self.plain.setVisible(form == "text")

    def copy(self) -> None:
        """Put the exact text on the clipboard."""
        if self.version is not None:
            QGuiApplication.clipboard().setText(self.plain.text())
            self.work.say("Copied the text")

    def save(self) -> None:
        """Ask for a folder and write the page, the text and police.uk's fields there."""
        folder = QFileDialog.getExistingDirectory(self, "Save the page in a folder")
        if folder:
            self.save_to(Path(folder))

    def save_to(self, folder: Path) -> None:
        """Write the files into a folder."""
        from npt_desktop.services.publication import Publishing

        version = self.version
        if version is None:
            return
        made: list[Path] = []
        if self.attempt(lambda: made.extend(Publishing(self.work.desk).save(version, folder))):
            self.work.say(f"Saved {number_of(len(made), 'file')} in {folder.name}")

    def primary(self) -> None:
        """Publish, after asking."""
        why = self.why_not(Act.PUBLISH_PRIORITIES)
        if self.published or self.view is None or self.version is None:
            return
        if why:
            self.work.refused.emit(why)
            return
        empty = [c for c in self.view.page.cards if not c.priority.public_wording.strip()]
        if empty:
            self.work.refused.emit(f"Write the public wording of ‘{empty[0].priority.title}’.")
            self.asked.emit("public_wording", empty[0].priority.id, "public_wording")
            return
        if self.keeping.finding is not None:
            self.work.refused.emit(f"{self.keeping.finding.says} Or keep it and say why.")
            reveal(self.keeping.reason)
            return
        if not self.channels.chosen():
            self.error.setText("Choose where it is put.")
            reveal(self.channels)
            return
        self.error.setText("")
        left = [check.says for check in self.view.checks if not check.good]
        words = "The day, your name and the exact text are recorded, and the wording is frozen."
        if left:
            words = f"Still open: {'; '.join(left)}.\n\n{words}"
        title = f"Publish the priorities for {self.view.quarter.spoken}{' again' if self.again else ''}?"
        self.confirm = ConfirmDialog(self.window(), title, words, "Publish")
        self.confirm.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.confirm.accepted.connect(self._publish)
        self.confirm.open()

    def _keep(self, finding: Finding, reason: str) -> None:
        from npt_desktop.services.guard import Guard

        area_id = self.work.area_id
        self.attempt(lambda: Guard(self.work.desk).keep(area_id, finding, reason), "Kept, with the reason")

    def _publish(self) -> None:
        from npt_desktop.services.priorities import Priorities

        view, version = self.view, self.version
        if view is None or version is None:
            return
        try:
            Priorities(self.work.desk).publish(
                self.work.area_id, view.quarter, text=version.text, address=self.address.text().strip(),
                channels=self.channels.chosen(),
            )  # fmt: skip
        except CannotDo as error:
            self.work.refused.emit(error.says)
            return
        QGuiApplication.clipboard().setText(version.text)
        self.work.say("Published: the text is on the clipboard", undo=True)
        self.asked.emit("overview", None, "")

    def escape(self) -> bool:
        self.asked.emit("overview", None, "")
        return True

    def start(self) -> None:
        if self.publish_button.isVisible() and self.publish_button.isEnabled():
            self.address.setFocus(Qt.FocusReason.TabFocusReason)
        else:
            self.page_area.setFocus(Qt.FocusReason.TabFocusReason)

    def panes(self) -> list[QWidget]:
        return [self.page_area if self.page_area.isVisible() else self.plain, self.side]
