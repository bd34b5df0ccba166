"""How a printed page looks: its colours, sizes and spaces, in points, and nowhere else.

Print is black and grey with one blue accent; every grey text is at least 5 : 1 on white.
"""

from __future__ import annotations

from dataclasses import dataclass

from npt_desktop.models.kinds import State

TEXT, TEXT_2, TEXT_3 = "#17212F", "#43516A", "#5A6880"
LINE, EDGE, WELL, PAPER = "#C2CBD8", "#7C8AA0", "#EEF1F6", "#FFFFFF"
ACCENT, ACCENT_SOFT = "#1D4F9C", "#E3ECF9"

A4 = (595.28, 841.89)
MARGIN = 48.0
HEAD_ROOM, FOOT_ROOM = 66.0, 58.0

TITLE, SECTION, SUBSECTION = 16.0, 11.5, 9.4
BODY, SMALL, NOTE, TINY = 9.0, 8.2, 7.6, 6.8
LEADING = 1.34

PAD_X, PAD_Y, DENSE_Y = 5.0, 4.0, 2.6
GAP, GAP_SECTION, GAP_SUBSECTION = 7.0, 15.0, 10.0

GLYPHS = {State.GOOD: "✓", State.WARN: "!", State.BAD: "✕", State.PART: "◐", State.NONE: "○"}


@dataclass(frozen=True, slots=True)
class Ink:
    """One way of setting letters."""

    size: float
    colour: str
    bold: bool = False

    @property
    def step(self) -> float:
        """From one base line to the next."""
        return self.size * LEADING


@dataclass(frozen=True, slots=True)
class Scale:
    """The four tones at one text size."""

    body: Ink
    strong: Ink
    note: Ink
    label: Ink


RUNNING = Scale(Ink(BODY, TEXT), Ink(BODY, TEXT, bold=True), Ink(NOTE, TEXT_2), Ink(NOTE, TEXT_2, bold=True))
TABULAR = Scale(Ink(SMALL, TEXT), Ink(SMALL, TEXT, bold=True), Ink(NOTE, TEXT_2), Ink(NOTE, TEXT_2, bold=True))
DENSE = Scale(Ink(NOTE, TEXT), Ink(NOTE, TEXT, bold=True), Ink(TINY, TEXT_2), Ink(TINY, TEXT_2, bold=True))
