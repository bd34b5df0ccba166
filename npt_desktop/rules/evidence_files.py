"""Evidence files by rule: how large, which markings, which kinds may be opened from the program.

Nothing is ever run: only kinds that hold no program are opened, known by suffix and by how their bytes begin;
an Office file that carries a program of its own is saved elsewhere only.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from npt_desktop.paths import resources
from npt_desktop.rules.resource_file import read_entry

MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Opens:
    """A kind that may be opened: its name, its suffixes, and how its bytes may begin (empty: anyhow)."""

    name: str
    suffixes: tuple[str, ...]
    begins: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class FileRules:
    """The limits and the allow-list. ``runs`` are names inside a file that betray a program."""

    megabytes: int
    markings: tuple[str, ...]
    opens: tuple[Opens, ...]
    runs: tuple[bytes, ...]


def load_file_rules(path: Path) -> FileRules:
    """The rules of a file. Raises CannotDo for a limit or kind that cannot be."""
    entry = read_entry(path)
    entry.only("about", "megabytes", "markings", "opens", "runs")
    kinds = []
    for one in entry.entries("opens"):
        one.only("name", "suffixes", "begins")
        try:
            begins = tuple(bytes.fromhex(words) for words in one.texts("begins"))
        except ValueError:
            one.refuse("needs hexadecimal digits under “begins”")
        kinds.append(Opens(one.text("name"), one.texts("suffixes"), begins))
    markings = entry.texts("markings")
    if not markings:
        entry.refuse("needs at least one marking under “markings”")
    runs = tuple(words.encode() for words in entry.texts("runs"))
    return FileRules(entry.whole("megabytes", low=1, high=200), markings, tuple(kinds), runs)


@cache
def standard_file_rules() -> FileRules:
    """The rules the program ships with."""
    return load_file_rules(resources() / "evidence_files.json")


def suffix_of(name: str) -> str:
    """``pdf`` of ``Plan.PDF``; empty without one."""
    return name.rpartition(".")[2].casefold() if "." in name else ""


def kind_name(name: str, rules: FileRules | None = None) -> str:
    """What a file of that name is called: ``PDF``, ``Photo``, else its suffix or ``File``."""
    suffix = suffix_of(name)
    kind = next((k for k in (rules or standard_file_rules()).opens if suffix in k.suffixes), None)
    return kind.name if kind else suffix.upper() or "File"


def may_open(name: str, data: bytes, rules: FileRules | None = None) -> bool:
    """Whether a file may be opened from here: its suffix is on the list, its bytes begin as such a file does,
    and it carries no program."""
    rules, suffix = rules or standard_file_rules(), suffix_of(name)
    kind = next((k for k in rules.opens if suffix in k.suffixes), None)
    if kind is None or (kind.begins and not data.startswith(kind.begins)):
        return False
    return not any(sign in data for sign in rules.runs)


def on_the_list(name: str, rules: FileRules | None = None) -> bool:
    """Whether files of that name are of a kind that may be opened; their bytes are looked at when they are."""
    return any(suffix_of(name) in kind.suffixes for kind in (rules or standard_file_rules()).opens)


def size_words(size: int) -> str:
    """``840 bytes``, ``12 KB``, ``3.4 MB``."""
    if size < 1024:
        return f"{size} bytes"
    return f"{size / 1024:.0f} KB" if size < MEGABYTE else f"{size / MEGABYTE:.1f} MB"


def too_large(name: str, size: int, megabytes: int) -> str:
    """One sentence that refuses a file for its size; empty when it fits."""
    if size <= megabytes * MEGABYTE:
        return ""
    return (
        f"“{name}” has {size_words(size)}, more than the {megabytes} MB a file may have: attach a smaller version, "
        "or write where it is kept."
    )
