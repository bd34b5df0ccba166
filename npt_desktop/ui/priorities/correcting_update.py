"""A correction to a published update: its three parts as they should read, why, and where it was put again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QBoxLayout, QWidget

from npt_desktop.rules.authority import Act, may
from npt_desktop.rules.periods import form_date, month_label
from npt_desktop.rules.public_wording import UPDATE_PARTS
from npt_desktop.rules.publishing import Finding, mend
from npt_desktop.ui.priorities.channels import Channels
from npt_desktop.ui.priorities.keeping import KeepBox
from npt_desktop.ui.widgets.form_dialog import FormDialog
from npt_desktop.ui.widgets.forms import Area, Edit, Field
from npt_desktop.ui.widgets.layout import clear, col
from npt_desktop.ui.widgets.text import Text

if TYPE_CHECKING:
    from npt_desktop.models.priorities import PriorityUpdate, UpdateCorrection
    from npt_desktop.ui.workspace import Workspace

_LINES = {"you_said": 2, "we_did": 3, "next_steps": 2}
_WAIT = 250


class UpdateCorrectionDialog(FormDialog):
    """Every change passes the guard as the update itself did; the words before stay readable."""

    def __init__(
        self, work: Workspace, update: PriorityUpdate, labels: Sequence[str], area_id: int, parent: QWidget
    ) -> None:
        self._work, self._update, self._area_id = work, update, area_id
        self.texts = {name: Area(getattr(update, name), lines=_LINES[name]) for name in UPDATE_PARTS}
        self.reason = Edit("", "such as: the visits were miscounted")
        self.channels = Channels(columns=2)
        self.channels.set(labels, list(update.channels))
        super().__init__(
            parent, f"Correct the {month_label(update.month)} update", "Correct and record",
            [
                *(Field(UPDATE_PARTS[name], area, name=name) for name, area in self.texts.items()),
                Field("Why it is corrected", self.reason, name="correction_reason"),
                Field("Put again on", self.channels, name="channels"),
            ],
            self._correct, wide=620, tall=430,
            note="The words before stay readable with the day and your name. Put the corrected words wherever these were.",
        )  # fmt: skip
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.keeping = KeepBox(mends=True)
        self.keeping.kept.connect(self._keep)
        self.keeping.mended.connect(self._mend)
        lay = self.layout()
        assert isinstance(lay, QBoxLayout)
        lay.insertWidget(lay.count() - 2, self.keeping)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_WAIT)
        self._soon.timeout.connect(self.look_over)
        for area in self.texts.values():
            area.textChanged.connect(self._soon.start)

    def words(self) -> dict[str, str]:
        """What stands in the boxes."""
        return {name: area.text() for name, area in self.texts.items()}

    def look_over(self) -> None:
        """Show what the guard finds in the new words."""
        from npt_desktop.services.guard import Guard

        changed = {
            n: said for n, said in self.words().items() if said.strip() != getattr(self._update, n).strip()
        }
        found = Guard(self._work.desk).open_findings(self._area_id, changed)
        self.keeping.set([f for findings in found.values() for f in findings if f.text])

    def _keep(self, finding: Finding, reason: str) -> None:
        from npt_desktop.services.guard import Guard

        Guard(self._work.desk).keep(self._area_id, finding, reason)
        self._work.say("Kept, with the reason", undo=True)
        self.look_over()

    def _mend(self, finding: Finding) -> None:
        for area in self.texts.values():
            at = area.text().find(finding.text)
            if at >= 0:
                area.setText(mend(area.text(), replace(finding, start=at, end=at + len(finding.text))))
                return

    def _correct(self, _: Any) -> None:
        from npt_desktop.services.correcting_updates import UpdateCorrections

        UpdateCorrections(self._work.desk).correct(
            self._update.id, self._update.version, self.words(), self.reason.text(), self.channels.chosen()
        )
        self._work.say("Corrected: the words before stay readable", undo=True)


class Corrected(QWidget):
    """The corrections of the update shown, latest first; hidden while there is none."""

    def __init__(self) -> None:
        super().__init__()
        self._lay = col(gap=6)
        self.setLayout(self._lay)
        self.hide()

    def set(self, corrections: Sequence[UpdateCorrection]) -> None:
        """Show these."""
        clear(self._lay)
        if corrections:
            self._lay.addWidget(Text(f"Corrected since it was published ({len(corrections)})", "card"))
        for c in reversed(corrections):
            day = form_date(c.made_at.astimezone().date())
            words = f"{day}  {c.made_by}  ·  {UPDATE_PARTS.get(c.field, c.field)}: {c.reason}"
            was = Text(f"Was: {c.was}", "meta", "text2", wrap=True)
            was.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            self._lay.addWidget(Text(words, "meta_strong", wrap=True))
            self._lay.addWidget(was)
        self.setVisible(bool(corrections))


def may_correct(work: Workspace) -> bool:
    """Whether this person may correct what is published."""
    return may(work.desk.actor.role, Act.PUBLISH_UPDATE)
