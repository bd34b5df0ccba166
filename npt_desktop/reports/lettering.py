"""Text from people, made fit to draw: known characters only, broken into lines that fit.

Nothing here knows markup. Lines are drawn letter for letter by the canvas, so a tag, a link or an
image address in somebody's text is printed as the characters it is. All work is linear in the
length of the text, whatever its words look like.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container, Mapping
from functools import cache

MISSING = "\ufffd"
_BREAKS = frozenset("\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029")
_RTL = "\u0590-\u065f\u066a-\u06ef\u06fa-\u08ff\ufb1d-\ufdff\ufe70-\ufefe"
_RTL_RUN = re.compile(f"[{_RTL}](?:[^A-Za-z\u00c0-\u024f]*[{_RTL}])?[)\\]}}]?")
_DIGITS = "[0-9\u0660-\u0669\u06f0-\u06f9]"
_POINTS = "[\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670]"
_RTL_STEP = re.compile(f"{_DIGITS}+(?:[.,:/-]{_DIGITS}+)*|.{_POINTS}*", re.DOTALL)
_BREAK_AFTER = re.compile(r"(?<=[/\-_.,;:?&=@])[^/\-_.,;:?&=@]{1,12}$")
_MIRROR = str.maketrans("()[]{}<>«»", ")(][}{><»«")
_ARABIC = re.compile("[\u0621-\u06d3]")


class Alphabet(dict[int, str]):
    """A translation table that lets known characters pass and shows a mark for the rest."""

    def __init__(self, known: Container[int]) -> None:
        super().__init__()
        self._known = known

    def __missing__(self, code: int) -> str:
        letter = chr(code)
        if letter in _BREAKS:
            shown = "\n"
        elif unicodedata.category(letter) == "Cf" or 0xFE00 <= code <= 0xFE0F:
            shown = ""
        elif unicodedata.category(letter) in {"Zs", "Cc"} and letter in "\t\u00a0\u2007\u202f\u3000 ":
            shown = " "
        else:
            shown = letter if code in self._known and unicodedata.category(letter) != "Cc" else MISSING
        self[code] = shown
        return shown


class Face:
    """One font: its name in the PDF, the widths of its letters, and the lines it makes of a text."""

    def __init__(self, name: str, widths: Mapping[int, float]) -> None:
        self.name = name
        self._widths = {chr(code): width / 1000 for code, width in widths.items() if code < 0x110000}
        self._alphabet = Alphabet(widths)
        self._words: dict[str, float] = {}

    def clean(self, text: str) -> str:
        """``text`` with one kind of line break and only characters this face can show."""
        if text.isascii() and text.isprintable():
            return text
        text = unicodedata.normalize("NFC", text.replace("\r\n", "\n"))
        if _ARABIC.search(text):
            text = join_letters(text)
        return text.translate(self._alphabet)

    def width(self, text: str) -> float:
        """The width of a cleaned text at size 1."""
        known = self._words.get(text)
        if known is None:
            widths = self._widths
            known = sum([widths.get(letter, 0.6) for letter in text])
            if len(text) < 40 and len(self._words) < 50_000:
                self._words[text] = known
        return known

    def lines(self, text: str, size: float, room: float) -> list[str]:
        """``text`` cleaned and broken so that each line fits ``room`` points at ``size``."""
        room = room / size
        found: list[str] = []
        for line in self.clean(text).strip("\n ").split("\n"):
            self._break(line, room, found)
        return found

    def _break(self, line: str, room: float, found: list[str]) -> None:
        space = self.width(" ")
        kept: list[str] = []
        used = 0.0
        for word in line.split():
            wide = self.width(word)
            if kept and used + space + wide > room:
                found.append(in_sight(" ".join(kept)))
                kept, used = [], 0.0
            if wide > room:
                *whole, word = self._pieces(word, room)
                found.extend(in_sight(piece) for piece in whole)
                wide = self.width(word)
            used = used + space + wide if kept else wide
            kept.append(word)
        found.append(in_sight(" ".join(kept)))

    def _pieces(self, word: str, room: float) -> list[str]:
        pieces: list[str] = []
        start, used = 0, 0.0
        for place, letter in enumerate(word):
            wide = self._widths.get(letter, 0.6)
            if used + wide > room and place > start:
                stop = start + len(_BREAK_AFTER.sub("", word[start:place]))
                pieces.append(word[start:stop])
                used = self.width(word[stop:place])
                start = stop
            used += wide
        return [*pieces, word[start:]]


def in_sight(line: str) -> str:
    """One line in the order in which it is drawn: runs from right to left turned round.

    A plain reading of the bidirectional algorithm for lines whose own direction is left to right:
    numbers keep their order, brackets are mirrored, Latin words inside stay where they are.
    """
    if line.isascii():
        return line
    return _RTL_RUN.sub(_turned, line)


def _turned(run: re.Match[str]) -> str:
    text, after = run.group(), ""
    if text[-1] in ")]}" and "([{"[")]}".index(text[-1])] not in text:
        text, after = text[:-1], text[-1]
    steps = _RTL_STEP.findall(text)
    return "".join(step.translate(_MIRROR) if len(step) == 1 else step for step in reversed(steps)) + after


@cache
def _forms() -> dict[str, dict[str, str]]:
    """Arabic letters to their joined shapes, from the Unicode decompositions of the shapes."""
    found: dict[str, dict[str, str]] = {}
    for code in (*range(0xFB50, 0xFC00), *range(0xFE80, 0xFEF5)):
        kind, _, letter = unicodedata.decomposition(chr(code)).partition(" ")
        if kind in {"<initial>", "<medial>", "<final>", "<isolated>"} and " " not in letter:
            found.setdefault(chr(int(letter, 16)), {})[kind] = chr(code)
    return found


def join_letters(text: str) -> str:
    """``text`` with Arabic and Urdu letters in the shapes that join their neighbours."""
    forms = _forms()
    shaped = list(text)
    bases = [place for place, letter in enumerate(text) if unicodedata.category(letter) != "Mn"]
    for order, place in enumerate(bases):
        shapes = forms.get(text[place])
        if shapes is None:
            continue
        before = text[bases[order - 1]] if order else ""
        after = text[bases[order + 1]] if order + 1 < len(bases) else ""
        joins_before = "<final>" in shapes and "<initial>" in forms.get(before, ())
        joins_after = "<initial>" in shapes and "<final>" in forms.get(after, ())
        kind = {(True, True): "<medial>", (True, False): "<final>", (False, True): "<initial>"}.get(
            (joins_before, joins_after), "<isolated>"
        )
        shaped[place] = shapes.get(kind, text[place])
    return "".join(shaped)
