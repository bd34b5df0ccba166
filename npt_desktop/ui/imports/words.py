"""Step 3: words that are in no list, decided once; what blank cells mean; whether to add, change or both."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from npt_desktop.exchange.cells import Choice
from npt_desktop.rules.periods import number_of
from npt_desktop.rules.words import matching_form
from npt_desktop.ui.widgets.cards import Card
from npt_desktop.ui.widgets.choices import Segmented
from npt_desktop.ui.widgets.forms import Field
from npt_desktop.ui.widgets.layout import box, clear, col, order_tabs, row, scroll
from npt_desktop.ui.widgets.messages import EmptyState
from npt_desktop.ui.widgets.typeahead import TypeAhead

if TYPE_CHECKING:
    from npt_desktop.exchange.sheets import Strange

_EMPTY = "-"
_NAMES = {
    "audience": "Target audience", "purpose": "Purpose", "area": "Area", "person": "Person", "stage": "Stage",
    "action_state": "State of the action", "answer": "Answer", "question": "Question", "priority_result": "Result",
}  # fmt: skip


class WordsPane(QWidget):
    """What a person decides beside the columns."""

    def __init__(self) -> None:
        super().__init__()
        self.mode = Segmented([("add", "Add new rows"), ("update", "Change what is there"), ("both", "Both")], "add",
                              label="What this import may do")  # fmt: skip
        self.blanks = Segmented([(False, "Leave the field alone"), (True, "Clear the field")], False,
                                label="What an empty cell means")  # fmt: skip
        self._list = col(gap=10, margins=(0, 0, 8, 0))
        self._choices: list[tuple[Strange, TypeAhead]] = []
        rules = Card("What it may do").add(row(
            Field("Rows that are new, and rows that are here already", self.mode, name="mode",
                  hint="Nothing is removed by an import."),
            Field("Empty cells of rows that are here already", self.blanks, name="blanks"), None, gap=24,
        ))  # fmt: skip
        self.words = Card("Words that are in no list", note="Decided once and remembered for the next file.")
        self.words.add((scroll(box(self._list)), 1))
        self.setLayout(col(rules, (self.words, 1), gap=12))

    def begin(self) -> None:
        """For other files: add what is new, and clear nothing, unless a person says otherwise."""
        self.mode.set_value("add")
        self.blanks.set_value(False)

    def show_words(
        self, strange: Sequence[Strange], lists: Mapping[str, Sequence[Choice]], kept: frozenset[str]
    ) -> None:
        """Ask for each group of spellings what it stands for; ``kept`` are lists that keep words of their own."""
        clear(self._list)
        self._choices = []
        for number, group in enumerate(strange):
            entries = [(choice.key, choice.label) for choice in lists.get(group.list_name, ())]
            plain = [("", "Keep the words as they are")]
            if group.list_name not in kept:
                plain = [("", "Leave these rows to be mended"), (_EMPTY, "Leave the field empty")]
            choice = TypeAhead([*plain, *entries], group.near or "")
            words = ", ".join(f"“{word}”" for word in group.words[:4])
            more = f" and {len(group.words) - 4} spellings more" if len(group.words) > 4 else ""
            hint = f"{number_of(group.count, 'cell')}" + (
                "; proposed by the words they share" if group.near else ""
            )
            title = f"{_NAMES.get(group.list_name, group.list_name.capitalize())}: {words}{more}"
            self._list.addWidget(Field(title, choice, name=f"word.{number}", hint=hint))
            self._choices.append((group, choice))
        if not strange:
            self._list.addWidget(
                EmptyState("circle-check", "Every word is in your lists", "There is nothing to decide here.")
            )
        self._list.addStretch(1)
        order_tabs(self)

    def picks(self, lists: Mapping[str, Sequence[Choice]]) -> dict[tuple[str, str], str]:
        """What was decided: the entry's words for (list, words in matching form)."""
        found: dict[tuple[str, str], str] = {}
        for group, choice in self._choices:
            choice.settle()
            labels = {entry.key: entry.label for entry in lists.get(group.list_name, ())}
            label = "" if choice.value() == _EMPTY else labels.get(str(choice.value() or ""))
            if label is not None:
                found.update({(group.list_name, matching_form(word)): label for word in group.words})
        return found
