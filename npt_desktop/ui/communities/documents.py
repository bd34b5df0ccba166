"""A document kept in versions: what stands of the one in force, confirm, begin the next, read an earlier one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QWidget

from npt_desktop.rules.periods import ago, day_month, form_date
from npt_desktop.rules.thresholds import standard_thresholds
from npt_desktop.services.community_profile import DocumentVersion
from npt_desktop.ui.widgets.buttons import Button
from npt_desktop.ui.widgets.cards import Card
from npt_desktop.ui.widgets.layout import box, clear, col, line, row, scroll
from npt_desktop.ui.widgets.marks import Mark
from npt_desktop.ui.widgets.text import Elided, Text


class VersionCard(Card):
    """The version in force with its dates. ``confirmed``, ``edited``, ``renewed`` say what was pressed, ``opened``
    carries an earlier version to be read."""

    confirmed = Signal()
    edited = Signal()
    renewed = Signal()
    opened = Signal(object)

    def __init__(self, title: str, text_label: str) -> None:
        super().__init__(title)
        self._text_label = text_label
        self.version = Text("", "strong", wrap=True)
        self.mark = Mark("none", 14)
        self.dates = Text("", "meta", "text2", wrap=True)
        self.text = Text("", "body", wrap=True)
        self.address = Elided("", "meta", "text2")
        self.confirm = Button("Confirm as current", small=True, icon="check")
        self.edit = Button("Change", "quiet", "pencil", small=True)
        self.renew = Button("New version", "quiet", "copy", small=True)
        self.confirm.clicked.connect(self.confirmed)
        self.edit.clicked.connect(self.edited)
        self.renew.clicked.connect(self.renewed)
        self.more = col(gap=4)
        self.earlier = col(gap=2)
        self.add(
            row(self.mark, (self.version, 1), gap=6), self.dates, row(self.confirm, self.edit, None, gap=4),
            line(), Text(text_label, "label", "text2"), self.text, self.address, self.more, line(),
            row(Text("Earlier versions", "label", "text2"), None, self.renew), self.earlier, None,
        )  # fmt: skip

    def show_version(
        self, current: DocumentVersion | None, earlier: Sequence[DocumentVersion], today: date, why_not: str,
        why_not_confirm: str,
    ) -> None:  # fmt: skip
        """Show the version in force; reasons lock what may not be done."""
        self.edit.lock(why_not)
        self.renew.lock(why_not)
        self.confirm.lock(why_not_confirm)
        self.confirm.setVisible(current is not None)
        self.edit.set_text("Change" if current else "Write the first version")
        if current is None:
            self.version.setText("No version yet")
            self.mark.set_state("none", "No version")
            self.dates.setText("Write what is known; the first version is made when you save it.")
        else:
            on = current.confirmed_on or current.refreshed_on
            late = on is None or (today - on).days > standard_thresholds().confirm_days
            self.version.setText(current.name)
            self.mark.set_state("bad" if late else "good", "To be confirmed" if late else "Current")
            self.dates.setText(_dates(current, today))
        self.text.setText(current.text if current and current.text else "Nothing written yet.")
        self.text.set_tone("text" if current and current.text else "text3")
        self.address.setText(current.address if current else "")
        self.address.setVisible(bool(current and current.address))
        clear(self.earlier)
        for one in earlier:
            link = Button(f"{one.name}, {form_date(one.refreshed_on) if one.refreshed_on else 'no date'}", "quiet", small=True)  # fmt: skip
            link.clicked.connect(lambda _=False, one=one: self.opened.emit(one))
            self.earlier.addLayout(row(link, None))
        if not earlier:
            self.earlier.addWidget(Text("None yet.", "meta", "text3"))

    def show_more(self, parts: Sequence[tuple[str, str]]) -> None:
        """Labelled lines of a document of its own kind."""
        clear(self.more)
        for label, words in parts:
            self.more.addWidget(Text(label, "label", "text2"))
            self.more.addWidget(
                Text(words, "body", "text" if words != "None chosen." else "text3", wrap=True)
            )


def _dates(one: DocumentVersion, today: date) -> str:
    said = []
    if one.refreshed_on:
        said.append(f"Refreshed {day_month(one.refreshed_on, today)}")
    if one.confirmed_on:
        said.append(f"confirmed {day_month(one.confirmed_on, today)} ({ago(one.confirmed_on, today)})")
    else:
        said.append("not confirmed yet")
    return ", ".join(said) + "."


class VersionDialog(QDialog):
    """An earlier version, to read: its dates, its text and its body as it was kept."""

    def __init__(
        self, parent: QWidget, name: str, one: DocumentVersion, body: Sequence[tuple[str, str]]
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(f"{name}, {one.name}")
        self.setAccessibleName(self.windowTitle())
        self.setModal(True)
        self.resize(640, 480)
        parts: list[QWidget] = [Text(one.text or "Nothing was written.", wrap=True)]
        for head, words in body:
            parts += [Text(head, "card", wrap=True), Text(words, "body", "text2", wrap=True)]
        if not body:
            parts.append(Text("This version kept no more than its text.", "meta", "text3", wrap=True))
        dates = f"Refreshed {form_date(one.refreshed_on) if one.refreshed_on else 'on no date'}, confirmed "
        dates += f"{form_date(one.confirmed_on)}." if one.confirmed_on else "never."
        close = Button("Close")
        close.clicked.connect(self.accept)
        inner = box(col(*parts, None, gap=8, margins=(0, 0, 10, 0)))
        self.setLayout(col(
            Text(self.windowTitle(), "section", wrap=True), Text(dates, "meta", "text2"), line(), (scroll(inner), 1),
            line(), row(None, close), gap=8, margins=(20, 16, 20, 16),
        ))  # fmt: skip
        close.setFocus()


def kept_groups(kept: Any) -> list[tuple[str, str]]:
    """The groups an earlier profile kept: each name with what was known."""
    found = []
    for group in kept.get("groups", ()):
        traits = [word for key, word in (("hidden", "hidden or seldom heard"), ("emerging", "new and emerging"))
                  if group.get(key)]  # fmt: skip
        size = f"about {group['size']:,} people" if group.get("size") is not None else ""
        protected = ", ".join(group.get("protected", ()))
        labelled = [(label, group.get(key)) for label, key in _KEPT]
        said = [", ".join(part for part in (*traits, size) if part)]
        said += [
            f"{label}: {words}"
            for label, words in (*labelled, ("Protected characteristics", protected))
            if words
        ]
        lines = [line[:1].upper() + line[1:] for line in said if line]
        found.append((str(group.get("name", "")), "\n".join(lines)))
    return found


_KEPT = (
    ("Languages", "languages"), ("Where", "where"), ("Prefers contact", "prefers"),
    ("Threat, risk and harm", "risk_level"), ("What it is", "risk"), ("Theme", "theme"), ("Notes", "notes"),
    ("Sources", "sources"), ("As known on", "known_on"),
)  # fmt: skip


def kept_plan(kept: Any) -> list[tuple[str, str]]:
    """The lists and activities an earlier plan kept."""
    found = [
        (label, ", ".join(kept[key])) for label, key in (("Tactics", "tactics"), ("Levels", "levels"), ("Themes", "themes"))
        if kept.get(key)
    ]  # fmt: skip
    for one in kept.get("activities", ()):
        what = f"{one.get('month', '')[:7]}  {one.get('group', '')}"
        state = f"{one.get('owner') or 'nobody'}, {one.get('state')}"
        found.append((what, f"{one.get('what', '')} ({state})"))
    return found
