"""A form whose text goes before the public: what the guard finds is shown as it is typed, to be mended or kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QBoxLayout, QWidget

from npt_desktop.errors import CannotDo
from npt_desktop.rules.authority import Act, require
from npt_desktop.rules.publishing import Finding, mend
from npt_desktop.ui.widgets.form_dialog import FormDialog
from npt_desktop.ui.widgets.forms import Area, Edit
from npt_desktop.ui.widgets.keeping import KeepBox

if TYPE_CHECKING:
    from npt_desktop.ui.workspace import Workspace

_WAIT = 250
_LEAST, _TALL, _ROOM = 270, 700, 24
"""Heights: of the fields at least, of the form at most, and what is left of the window around it."""


class GuardedForm(FormDialog):
    """``texts`` are the boxes that are checked, by the name of their field; words of ``before`` stood there already
    and are not checked again."""

    def __init__(
        self,
        work: Workspace,
        parent: QWidget,
        *form: Any,
        texts: Mapping[str, Area | Edit],
        before: Mapping[str, str] | None = None,
        **more: Any,
    ) -> None:
        super().__init__(parent, *form, tall=_LEAST, **more)
        self._work, self._texts, self._before = work, dict(texts), dict(before or {})
        self._area_id = work.area_id
        self.keeping = KeepBox(mends=True)
        self.keeping.kept.connect(self._keep)
        self.keeping.mended.connect(self._mend)
        lay = self.layout()
        assert isinstance(lay, QBoxLayout)
        lay.insertWidget(lay.count() - 2, self.keeping)
        self.resize(self.minimumWidth(), max(_LEAST, min(_TALL, parent.window().height() - _ROOM)))
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_WAIT)
        self._soon.timeout.connect(self.look_over)
        for control in self._texts.values():
            control.textChanged.connect(self._soon.start)

    def words(self) -> dict[str, str]:
        """What stands in the boxes that are checked."""
        return {name: control.text() for name, control in self._texts.items()}

    def look_over(self) -> None:
        """Show what the guard finds in the words."""
        from npt_desktop.services.guard import Guard

        said = {
            n: text for n, text in self.words().items() if text.strip() != self._before.get(n, "").strip()
        }
        found = Guard(self._work.desk).open_findings(self._area_id, said)
        findings = [f for each in found.values() for f in each if f.text]
        self.keeping.set(findings, self._why_not())

    def _why_not(self) -> str:
        try:
            require(self._work.desk.actor.role, Act.PUBLISH_UPDATE)
        except CannotDo as error:
            return error.says
        return ""

    def _keep(self, finding: Finding, reason: str) -> None:
        from npt_desktop.services.guard import Guard

        Guard(self._work.desk).keep(self._area_id, finding, reason)
        self._work.say("Kept, with the reason", undo=True)
        self.look_over()

    def _mend(self, finding: Finding) -> None:
        for control in self._texts.values():
            at = control.text().find(finding.text)
            if at >= 0:
                place = replace(finding, start=at, end=at + len(finding.text))
                control.setText(mend(control.text(), place))
                return
