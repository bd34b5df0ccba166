"""What a publication was: its exact text, what was kept in it, and the figures that come in afterwards."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QWidget

from npt_desktop.errors import CannotDo, Incomplete
from npt_desktop.rules.periods import public_date
from npt_desktop.ui.widgets.buttons import Button
from npt_desktop.ui.widgets.forms import Area, Edit, Field
from npt_desktop.ui.widgets.layout import col, row
from npt_desktop.ui.widgets.messages import ErrorSummary
from npt_desktop.ui.widgets.text import Text

if TYPE_CHECKING:
    from npt_desktop.models.priorities import Publication
    from npt_desktop.ui.workspace import Workspace


class CountDialog(QDialog):
    """Only the figures may change; the text stands as it went out."""

    def __init__(self, work: Workspace, publication: Publication, by: str, parent: QWidget) -> None:
        super().__init__(parent)
        from npt_desktop.services.public_forms import COUNTS

        self._work, self._publication = work, publication
        self.setWindowTitle("Publication")
        self.setAccessibleName("Publication")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        self.resize(620, 540)
        p = publication
        facts = [f"{public_date(p.published_on)}, {', '.join(map(str, p.channels)) or 'no channel recorded'}"]
        facts += [part for part in (f"By {by}" if by else "", p.address) if part]
        text = Area(p.text, grows=True, name="The exact text")
        text.setReadOnly(True)
        kept = [f"Kept ‘{k['words']}’: {k['reason']}" for k in p.kept]
        self.fields = {}
        for name, label in COUNTS.items():
            figure = getattr(p, name)
            edit = Edit("" if figure is None else str(figure), width=110)
            self.fields[name] = Field(label, edit, name=name, optional=True)
        self.summary = ErrorSummary()
        self.save_button = Button("Save figures", "primary")
        self.save_button.setDefault(True)
        self.save_button.clicked.connect(self.save)
        close = Button("Close")
        close.clicked.connect(self.reject)
        six = list(self.fields.values())
        self.setLayout(col(
            Text(p.title or p.kind.label, "section", wrap=True), Text(". ".join(facts), "meta", "text2", wrap=True),
            (text, 1), *[Text(words, "meta", "text2", wrap=True) for words in kept], self.summary,
            row(*six[:3], None, gap=12), row(*six[3:], None, gap=12), row(None, close, self.save_button), gap=10,
            margins=(20, 16, 20, 16),
        ))  # fmt: skip
        six[0].control.setFocus()

    def save(self) -> None:
        """Save the figures, or say which is none."""
        from npt_desktop.services.public_forms import Forms

        figures: dict[str, int | None] = {}
        wrong = {}
        for name, made in self.fields.items():
            made.set_error("")
            assert isinstance(made.control, Edit)
            text = made.control.text().strip().replace(",", "")
            if text and not (text.isascii() and text.isdecimal() and len(text) < 10):
                wrong[name] = "Enter a whole number, such as 120."
            figures[name] = int(text) if text and name not in wrong else None
        try:
            if wrong:
                raise Incomplete(wrong)
            Forms(self._work.desk).count(self._publication.id, self._publication.version, figures)
        except Incomplete as error:
            self.summary.show_errors([(self.fields.get(name), says) for name, says in error.fields.items()])
        except CannotDo as error:
            self.summary.show_errors([(None, error.says)])
        else:
            self._work.say("Saved the figures", undo=True)
            self.accept()
