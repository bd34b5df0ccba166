"""The command registry: the one list of what can be done, with its keys.

Shortcuts, tool tips, the palette and the F1 list of keys are all read from it. A key may be given
to two commands only when their scopes never meet: :meth:`Commands.clashes` says where they do, and a
test holds it empty.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import combinations

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from npt_desktop.ui.widgets.text import native


def always() -> str:
    """The reason of a command that is always possible: none."""
    return ""


@dataclass(frozen=True)
class Command:
    """One thing that can be done.

    ``keys`` may name several, separated by blanks, the first being the one shown. ``why_not`` gives
    the reason it cannot be done just now, or nothing. ``scope`` is the key of the screen it belongs
    to; empty means anywhere. ``group`` heads it in the palette and the list of keys: ``Do`` or
    ``Go to``. A command with ``hidden`` stays out of the palette, as "Next pane" does. ``local_keys``
    are listed like ``keys`` but never bound: a part of the screen answers to them itself, as a list
    does to single letters.
    """

    id: str
    title: str
    run: Callable[[], object]
    keys: str = ""
    icon: str = "arrow-right"
    group: str = "Do"
    why_not: Callable[[], str] = always
    scope: str = ""
    detail: str = ""
    hidden: bool = False
    local_keys: str = ""

    @property
    def sequences(self) -> list[QKeySequence]:
        return [QKeySequence(keys) for keys in self.keys.split()]

    @property
    def tip(self) -> str:
        """Title and first key, for tool tips: ``Log engagement  (Ctrl+L)``."""
        return f"{self.title}  ({native(self.keys.split()[0])})" if self.keys else self.title


class Commands(QObject):
    """All commands of one window. Give it the window with :meth:`install` to make the keys work."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._commands: dict[str, Command] = {}
        self._actions: dict[str, QAction] = {}
        self._window: QWidget | None = None
        self._scope = ""

    def add(self, *commands: Command) -> None:
        """Add commands; an id that is there already is refused."""
        for command in commands:
            if command.id in self._commands:
                raise ValueError(f"There is already a command {command.id!r}")
            self._commands[command.id] = command
            self._bind(command)

    def remove(self, *ids: str) -> None:
        """Take commands out, with their keys."""
        for name in ids:
            self._commands.pop(name, None)
            action = self._actions.pop(name, None)
            if action is not None:
                if self._window is not None:
                    self._window.removeAction(action)
                action.deleteLater()

    def get(self, name: str) -> Command:
        """The command of an id, or ``KeyError``."""
        return self._commands[name]

    def __contains__(self, name: str) -> bool:
        return name in self._commands

    def all(self) -> list[Command]:
        """Every command, in the order added."""
        return list(self._commands.values())

    def here(self) -> list[Command]:
        """The commands of this screen and those that work anywhere."""
        return [command for command in self._commands.values() if command.scope in ("", self._scope)]

    def run(self, name: str) -> bool:
        """Run a command unless it has a reason not to; whether it ran."""
        command = self._commands[name]
        if command.why_not():
            return False
        command.run()
        return True

    def install(self, window: QWidget) -> None:
        """Make the keys work in a window; commands added later are bound as they come."""
        self._window = window
        for command in self._commands.values():
            self._bind(command)

    def set_scope(self, scope: str) -> None:
        """Tell which screen is open: keys of the other screens rest."""
        self._scope = scope
        for name, action in self._actions.items():
            action.setEnabled(self._commands[name].scope in ("", scope))

    def _bind(self, command: Command) -> None:
        if self._window is None or not command.keys or command.id in self._actions:
            return
        action = QAction(command.title, self)
        action.setShortcuts(command.sequences)
        action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        action.setEnabled(command.scope in ("", self._scope))
        action.triggered.connect(lambda _=False, name=command.id: self.run(name))
        self._actions[command.id] = action
        self._window.addAction(action)

    def clashes(self) -> list[tuple[str, str, str]]:
        """Pairs of commands that want the same key at the same time: (key, id, id)."""
        return clashes(self._commands.values())

    def keys_list(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """For F1: the keys that work here, by group: (group, [(what, keys)])."""
        groups: dict[str, list[tuple[str, str]]] = {}
        for command in self.here():
            shown = [*command.local_keys.split(), *command.keys.split()]
            if shown:
                said = "  or  ".join(native(keys) for keys in shown)
                group = "This screen" if command.scope else command.group
                groups.setdefault(group, []).append((command.title, said))
        return sorted(groups.items(), key=lambda item: item[0] != "This screen")


def clashes(commands: Iterable[Command]) -> list[tuple[str, str, str]]:
    """Pairs of commands with a key in common whose scopes meet: (key, id, id)."""
    found: list[tuple[str, str, str]] = []
    for one, two in combinations(commands, 2):
        if one.scope and two.scope and one.scope != two.scope:
            continue
        ours = {keys.toString() for keys in one.sequences}
        found.extend((k, one.id, two.id) for k in sorted(ours & {s.toString() for s in two.sequences}))
    return found
