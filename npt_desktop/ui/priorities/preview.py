"""What the public will read, set as on a web page: plain labels, never markup."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from npt_desktop.rules.periods import public_date, quarter_of
from npt_desktop.ui.widgets.layout import box, clear, col, line
from npt_desktop.ui.widgets.text import Text

if TYPE_CHECKING:
    from npt_desktop.reports.public import PublicPage

Para = tuple[str, str, str]
"""A type role, a tone and the words."""


class Preview(QWidget):
    """A column of paragraphs that can be selected and copied."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self._lay = col(gap=4, margins=(16, 12, 16, 16))
        self.setLayout(self._lay)
        self._said: list[Para] = []

    def set(self, paragraphs: Sequence[Para]) -> None:
        """Show paragraphs; ("line", "", "") draws a line."""
        if list(paragraphs) == self._said:
            return
        self._said = list(paragraphs)
        clear(self._lay)
        for role, tone, words in self._said:
            if role == "line":
                self._lay.addWidget(box(col(line(), margins=(0, 4, 0, 6))))
                continue
            if role == "section":
                self._lay.addSpacing(10)
            text = Text(words, role, tone, wrap=True)
            text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            self._lay.addWidget(text)
        self._lay.addStretch(1)

    def words(self) -> str:
        """All of it, for tests and copying."""
        return "\n".join(words for role, _, words in self._said if role != "line")


def page_paragraphs(page: PublicPage) -> list[Para]:
    """The public page of a quarter."""
    found: list[Para] = [
        ("meta", "text2", page.force),
        ("figure_s", "text", f"Your local policing priorities, {quarter_of(page.first_month).spoken}"),
        ("meta", "text2", page.area),
        ("line", "", ""),
        ("body", "text", page.how_set),
    ]
    for number, priority in enumerate(page.priorities, 1):
        found += [
            ("section", "text", f"Priority {number}: {priority.title}"),
            ("meta_strong", "accent_text", "The issue"),
            ("body", "text", priority.issue or "Nothing written yet."),
            ("meta_strong", "accent_text", "What we are doing"),
            ("body", "text", priority.action or "Nothing written yet."),
        ]
        for update in priority.updates:
            found.append(("meta_strong", "accent_text", f"Update, {public_date(update.on)}"))
            found.append(("body", "text", update.text))
    found.append(("line", "", ""))
    if page.published_on is not None:
        found.append(("meta", "text2", f"Published {public_date(page.published_on)}."))
    if page.changed_on is not None:
        found.append(("meta", "text2", f"Changed {public_date(page.changed_on)}."))
    if page.next_round is not None:
        found.append(("meta", "text2", f"New priorities will be set by {public_date(page.next_round)}."))
    return found


def update_paragraphs(area: str, month: str, parts: Sequence[tuple[str, str, str, str]]) -> list[Para]:
    """A month's update: (title, you said, we did, what happens next) of each priority that says something."""
    found: list[Para] = [
        ("meta", "text2", f"{area} neighbourhood policing team"),
        ("figure_s", "text", f"Our priorities: {month} update"),
        ("line", "", ""),
    ]
    for title, *texts in parts:
        found.append(("section", "text", title))
        for head, text in zip(("You said", "We did", "What happens next"), texts, strict=True):
            found.append(("meta_strong", "accent_text", head))
            found.append(("body", "text", text.strip() or "Nothing written yet."))
    return found
