"""A correction to a published update: its three parts as they should read, why, and where it was put again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from npt_desktop.rules.authority import Act, may
from npt_desktop.rules.periods import form_date, month_label
from npt_desktop.rules.public_wording import UPDATE_PARTS
from npt_desktop.ui.guarded_form import GuardedForm
from npt_desktop.ui.priorities.channels import Channels
from npt_desktop.ui.widgets.forms import Area, Edit, Field
from npt_desktop.ui.widgets.layout import clear, col
from npt_desktop.ui.widgets.text import Text

if TYPE_CHECKING:
    from npt_desktop.models.priorities import PriorityUpdate, UpdateCorrection
    from npt_desktop.ui.workspace import Workspace

_LINES = {"you_said": 2, "we_did": 3, "next_steps": 2}


class UpdateCorrectionDialog(GuardedForm):
    """Every change passes the guard as the update itself did; the words before stay readable."""

    def __init__(
        self, work: Workspace, update: PriorityUpdate, labels: Sequence[str], parent: QWidget
    ) -> None:
        self._update = update
        before = {name: str(getattr(update, name)) for name in UPDATE_PARTS}
        self.texts = {name: Area(said, lines=_LINES[name]) for name, said in before.items()}
        self.reason = Edit("", "such as: the visits were miscounted")
        self.channels = Channels(columns=2)
        self.channels.set(labels, list(update.channels))
        fields = [
            *(Field(UPDATE_PARTS[name], area, name=name) for name, area in self.texts.items()),
            Field("Why it is corrected", self.reason, name="correction_reason"),
            Field("Put again on", self.channels, name="channels"),
        ]
        super().__init__(
            work, parent, f"Correct the {month_label(update.month)} update", "Correct and record", fields, self._correct,
            texts=self.texts, before=before, wide=620,
            note="The words before stay readable with the day and your name. Put the corrected words wherever these were.",
        )  # fmt: skip
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)

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
