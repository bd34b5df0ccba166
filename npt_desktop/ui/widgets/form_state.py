"""What the controls of a form say, as plain values: to keep a form, to put it back, and to set two side by side."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from datetime import date
from enum import Enum
from typing import Any

from PySide6.QtWidgets import QComboBox, QLineEdit, QPlainTextEdit, QWidget

from npt_desktop.ui.widgets.checks import Checks
from npt_desktop.ui.widgets.choice import Choice
from npt_desktop.ui.widgets.forms import Combo
from npt_desktop.ui.widgets.typeahead import TypeAhead

NOTHING = "nothing"


def state_of(control: QWidget) -> Any:
    """What a control says, half typed words too, as JSON; None for one that holds nothing."""
    if isinstance(control, TypeAhead):
        key, typed = control.value(), control.text()
        whole = key is not None and (key, typed) in control.options
        return {"key": _plain(key)} if whole else {"text": typed}
    if isinstance(control, Combo | Choice):
        return _plain(control.value())
    if isinstance(control, Checks):
        return [_plain(key) for key in control.value()]
    if isinstance(control, QLineEdit):
        return control.text()
    return control.toPlainText() if isinstance(control, QPlainTextEdit) else None


def put_state(control: QWidget, state: Any) -> None:
    """Make a control say what :meth:`state_of` told; what its list no longer offers is left out."""
    if isinstance(control, TypeAhead):
        if "key" in state:
            control.set_value(_key(control.options, state["key"]))
        else:
            control.set_text(str(state["text"]))
    elif isinstance(control, Combo | Choice):
        control.set_value(_key(control.options, state))
    elif isinstance(control, Checks):
        wanted = {str(key) for key in state}
        control.set_value([key for key, _ in control.options if str(_plain(key)) in wanted])
    elif isinstance(control, QLineEdit):
        control.setText(str(state))
        control.setModified(True)  # a date is read from what stands there
        control.setCursorPosition(0)
    elif isinstance(control, QPlainTextEdit):
        control.setPlainText(str(state))


def words_of(control: QWidget) -> str:
    """What a control says, in words for a person."""
    if isinstance(control, Checks):
        chosen = set(control.value())
        return ", ".join(words for key, words in control.options if key in chosen) or NOTHING
    if isinstance(control, Choice):
        value = control.value()
        return next((words for key, words in control.options if key == value), NOTHING)
    if isinstance(control, QComboBox):
        return control.currentText().strip() or NOTHING
    said = state_of(control)
    return str(said).strip() or NOTHING if said is not None else NOTHING


def when_changed(control: QWidget, slot: Callable[[], object]) -> None:
    """Call ``slot`` whenever what the control says changes, by whatever hand."""
    if isinstance(control, TypeAhead):
        control.editTextChanged.connect(lambda _: slot())
    elif isinstance(control, Combo):
        control.currentIndexChanged.connect(lambda _: slot())
    elif isinstance(control, QLineEdit):
        control.textChanged.connect(lambda _: slot())
    elif isinstance(control, QPlainTextEdit):
        control.textChanged.connect(slot)
    elif isinstance(control, Checks | Choice):
        control.changed.connect(lambda _: slot())


def _plain(key: Hashable) -> Any:
    if isinstance(key, Enum):
        return key.value
    if isinstance(key, tuple):
        return [_plain(part) for part in key]
    return key.isoformat() if isinstance(key, date) else key


def _key(options: list[tuple[Hashable, str]], state: Any) -> Hashable:
    return next((key for key, _ in options if _plain(key) == state), None)
