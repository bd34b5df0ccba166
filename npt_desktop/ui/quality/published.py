"""What was put out, to be read: a blog or a newsletter behind the figures of a question."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QDialog, QWidget

from npt_desktop.rules.periods import public_date
from npt_desktop.ui.widgets.buttons import Button
from npt_desktop.ui.widgets.layout import box, col, line, row, scroll
from npt_desktop.ui.widgets.text import Text

if TYPE_CHECKING:
    from npt_desktop.models.priorities import Publication


class PublishedDialog(QDialog):
    """Title, day, channels and the exact words."""

    def __init__(self, publication: Publication, parent: QWidget) -> None:
        super().__init__(parent)
        title = publication.title or "Untitled"
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.setModal(True)
        self.resize(560, 420)
        where = ", ".join(map(str, publication.channels)) or "nowhere recorded"
        facts = f"Published {public_date(publication.published_on)} on {where}."
        if publication.recipients is not None:
            facts += f" {publication.recipients:,} recipients."
        self.facts = Text(facts, "meta", "text2", wrap=True)
        self.words = Text(publication.text or "No copy of the words was kept.", wrap=True)
        address = [Text(publication.address, "meta", wrap=True)] if publication.address else []
        close = Button("Close", "primary")
        close.clicked.connect(self.accept)
        self.setLayout(
            col(
                Text(title, "section", wrap=True), self.facts, *address, line(),
                (scroll(box(col(self.words, None, margins=(0, 0, 8, 0)))), 1), line(), row(None, close), gap=8,
                margins=(20, 16, 20, 16),
            )
        )  # fmt: skip
