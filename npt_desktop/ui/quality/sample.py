"""The dip-sample of a question: drawing it, opening each record, a verdict on each."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QWidget

from npt_desktop.rules.dip_sample import VERDICTS, Sample
from npt_desktop.ui.quality.words import TONES
from npt_desktop.ui.widgets.buttons import Button
from npt_desktop.ui.widgets.cards import Well
from npt_desktop.ui.widgets.choices import Segmented
from npt_desktop.ui.widgets.layout import clear, col, row
from npt_desktop.ui.widgets.marks import Mark
from npt_desktop.ui.widgets.messages import reveal
from npt_desktop.ui.widgets.text import Elided, Text

COUNT_WORDS = "Draw 3 at random"


class SampleView(QWidget):
    """The records drawn. ``draw_button`` stands where the owner puts it: it draws, and then leads here.

    ``drawn`` asks for a sample, ``judged`` carries record and verdict, ``opened`` screen and record."""

    drawn = Signal()
    judged = Signal(int, object)
    opened = Signal(str, int)

    def __init__(self) -> None:
        super().__init__()
        self._shown: tuple[Sample | None, bool] | None = None
        self.links: list[Button] = []
        self.verdicts: list[Segmented] = []
        self.title = Text("Dip-sample", "card")
        self.said = Elided("", "meta", "text3")
        self.draw_button = Button(COUNT_WORDS, "quiet", "hand-click", small=True)
        self.draw_button.clicked.connect(self._press)
        self._drawing = False
        self._lines = col(gap=4)
        self.setLayout(col(row(self.title, (self.said, 1), gap=8), self._lines, gap=6))

    def show_sample(self, sample: Sample | None, *, offered: bool, may_judge: bool) -> None:
        """Show a sample, or the button that draws one where ``offered``."""
        self.setVisible(sample is not None)
        self.draw_button.setVisible(sample is not None or (offered and may_judge))
        self.draw_button.set_text("See the sample" if sample else COUNT_WORDS)
        self.said.setText(sample.words if sample else "")
        before, self._shown = self._shown, (sample, may_judge)
        if before == self._shown:
            return
        if may_judge and before is not None and _ids(before[0]) == _ids(sample) and len(self.verdicts):
            for choice, item in zip(self.verdicts, sample.items if sample else (), strict=True):
                choice.set_value(item.verdict)  # in place: whoever is judging keeps the focus
            return
        clear(self._lines)
        self.links, self.verdicts = [], []
        for item in sample.items if sample else ():
            self._add(sample.screen if sample else "", item.id, item.label, item.verdict, may_judge=may_judge)
        if self._drawing and self.links:
            self._drawing = False
            QTimer.singleShot(0, self, self.go_to)

    def go_to(self) -> None:
        """Come to the first record of the sample."""
        if self.links:
            reveal(self.verdicts[0] if self.verdicts else self.links[0])

    def _press(self) -> None:
        if self.links:
            self.go_to()
        else:
            self._drawing = True
            self.drawn.emit()

    def _add(self, screen: str, key: int, label: str, verdict: object, *, may_judge: bool) -> None:
        link = Button("Open", "quiet", "external-link", small=True)
        link.setAccessibleName(f"Open {label}")
        link.clicked.connect(lambda: self.opened.emit(screen, key))
        self.links.append(link)
        given = next((v for v in VERDICTS if v is verdict), None)
        parts: list[QWidget] = []
        if may_judge:
            choice = Segmented(
                [(v, v.label) for v in VERDICTS], given, label=f"Verdict on {label}", small=True, optional=True,
                tones={v: TONES[v] for v in VERDICTS},
            )  # fmt: skip
            choice.changed.connect(lambda value: self.judged.emit(key, value))
            self.verdicts.append(choice)
            parts = [choice]
        else:
            word = given.label if given else "Not judged"
            parts = [Mark(TONES[given] if given else "none", 14, word), Text(word, "meta", "text2")]
        self._lines.addWidget(Well(row((Elided(label), 1), link, *parts, gap=8), pad=3))


def _ids(sample: Sample | None) -> list[int]:
    return [item.id for item in sample.items] if sample else []
