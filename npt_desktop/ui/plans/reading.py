"""The quality reading beside the plan: published failings, and each stage's checks with links to their fields."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from npt_desktop.rules.plan_checks import Level
from npt_desktop.rules.plan_quality import GOVERNANCE, QualityCheck, QualityReading, Warned
from npt_desktop.rules.sara import STAGES
from npt_desktop.ui.widgets.buttons import Button, IconButton
from npt_desktop.ui.widgets.cards import Well
from npt_desktop.ui.widgets.forms import Edit, Field
from npt_desktop.ui.widgets.layout import box, clear, col, row
from npt_desktop.ui.widgets.marks import Mark
from npt_desktop.ui.widgets.messages import reveal
from npt_desktop.ui.widgets.text import Elided, Text

_LINE = 22
_STATES = {Level.MET: "good", Level.THIN: "part", Level.MISSING: "bad", Level.NOT_APPLICABLE: "none"}
_WORDS = {
    Level.MET: "Met",
    Level.THIN: "Thin",
    Level.MISSING: "Missing",
    Level.NOT_APPLICABLE: "Not applicable",
}


class QualityBlock(QWidget):
    """``wanted`` carries a field to go to; ``aside`` (key, reason, whether it is set aside)."""

    wanted = Signal(str)
    aside = Signal(str, str, bool)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("quality")
        self.setAccessibleName("Quality reading")
        self._reading: QualityReading | None = None
        self._locked = False
        self._shown: object = None
        self._open: set[str] = set()
        self._plan_id = 0
        self._key = ""
        self.share = Text("", "meta_strong", "text2")
        self.lines = col(gap=0)
        self.links: dict[str, Button] = {}
        self.toggles: dict[str, Button] = {}
        self.aside_buttons: dict[str, IconButton] = {}
        self.reason = Edit("", "Why it does not apply here")
        self.reason_field = Field("Not applicable because", self.reason, name="set_aside")
        save, cancel = Button("Set aside", small=True), Button("Cancel", "quiet", small=True)
        self.form = Well(col(self.reason_field, row(save, cancel, None), gap=6))
        self.form.hide()
        save.clicked.connect(self.save)
        self.reason.returnPressed.connect(self.save)
        cancel.clicked.connect(self.form.hide)
        head = row(Text("Quality reading", "card"), None, self.share)
        self.setLayout(col(box(head), self.lines, self.form, gap=4))

    def show_reading(self, plan_id: int, reading: QualityReading, *, locked: bool) -> None:
        """Show the reading of a plan; the stage worked on is open at first."""
        if plan_id != self._plan_id:
            self._plan_id = plan_id
            self._open = {reading.reached[-1].value}
            self.form.hide()
        if (reading, locked) == self._shown:
            return
        self._shown = (reading, locked)
        self._reading, self._locked = reading, locked
        self._lay_out()

    def _lay_out(self) -> None:
        reading = self._reading
        if reading is None:
            return
        clear(self.lines)
        self.links, self.toggles, self.aside_buttons = {}, {}, {}
        self.share.setText(f"{round(100 * reading.share)}%")
        self.share.setToolTip("Met counts whole, thin half; analysis and assessment count double.")
        for warning in reading.warnings:
            self.lines.addWidget(self._warning(warning))
        for stage in STAGES:
            self._group(stage.value, stage.label, reading.of(stage), reached=stage in reading.reached)
        self._group(GOVERNANCE, GOVERNANCE, reading.of(None), reached=True)

    def _warning(self, warning: Warned) -> QWidget:
        words = Text(warning.says, "meta", "text", wrap=True)
        link = self._link("Look", warning.says, warning.field)
        self.links[f"warning_{warning.key}"] = link
        return box(row(Mark("warn", 13, "Warning"), (words, 1), link, gap=6))

    def _group(self, key: str, label: str, checks: Sequence[QualityCheck], *, reached: bool) -> None:
        counted = [check for check in checks if check.level is not Level.NOT_APPLICABLE]
        met = sum(check.level is Level.MET for check in counted)
        thin = sum(check.level is Level.THIN for check in counted)
        said = f"{met} of {len(counted)} met" + (f", {thin} thin" if thin else "")
        state = "good" if met == len(counted) else "none" if not reached else "part" if met or thin else "bad"
        wide = key in self._open
        toggle = Button("Fold" if wide else "Show", "quiet", small=True)
        toggle.setProperty("tight", "true")
        toggle.setAccessibleName(f"{'Fold' if wide else 'Show'} the checks of {label}: {said}")
        toggle.clicked.connect(lambda: self._toggle(key))
        self.toggles[key] = toggle
        short = f"{met} of {len(counted)}, {thin} thin" if thin else said
        words = Elided(short if reached else "to come", "meta", "text2")
        mark = Mark(state, 13, said)
        self.lines.addWidget(box(row(mark, Text(label, "meta_strong", width=78), (words, 1), toggle, gap=6)))
        for check in checks if wide else ():
            self.lines.addWidget(self._check(check))

    def _check(self, check: QualityCheck) -> QWidget:
        words = Elided(check.name, "meta", "text" if check.short else "text2")
        words.setToolTip(check.says or _WORDS[check.level])
        mark = Mark(_STATES[check.level], 13, f"{check.name}: {_WORDS[check.level]}")
        parts: list[QWidget] = []
        if check.short:
            link = self._link("Look" if self._locked else "Mend", check.says, check.field)
            self.links[check.key] = link
            parts.append(link)
        if not self._locked and check.level is not Level.MET:
            apart = check.level is Level.NOT_APPLICABLE
            name = f"Check {check.name} again" if apart else f"{check.name} does not apply: set it aside"
            button = IconButton("arrow-back-up" if apart else "x", name, size=22)
            button.clicked.connect(lambda: self._aside(check.key, apart=apart))
            self.aside_buttons[check.key] = button
            parts.append(button)
        line = box(row(mark, (words, 1), *parts, gap=6, margins=(14, 0, 0, 0)))
        line.setMinimumHeight(_LINE)
        return line

    def _link(self, verb: str, says: str, field: str) -> Button:
        link = Button(verb, "quiet", small=True)
        link.setProperty("tight", "true")
        link.setAccessibleName(f"{verb}: {says}")
        link.setToolTip(says)
        link.clicked.connect(lambda: self.wanted.emit(field))
        return link

    def _toggle(self, key: str) -> None:
        self._open ^= {key}
        self._lay_out()
        self.toggles[key].setFocus(Qt.FocusReason.TabFocusReason)

    def _aside(self, key: str, *, apart: bool) -> None:
        if apart:
            self.aside.emit(key, "", False)
            return
        self._key = key
        name = self._reading.check(key).name if self._reading is not None else ""
        self.reason_field.set_error("")
        self.reason.clear()
        self.reason.setAccessibleName(f"Why {name} does not apply")
        self.reason.setPlaceholderText(f"{name}: why not here?")
        self.form.show()
        reveal(self.reason)

    def save(self) -> None:
        """Set the check aside with the reason given."""
        reason = self.reason.text().strip()
        if not reason:
            self.reason_field.set_error("Say why it does not apply to this plan.")
            return
        self.form.hide()
        self.aside.emit(self._key, reason, True)
