"""How a printed page looks: its colours, sizes and spaces, in points, and nowhere else.

Print is black and grey with one blue accent; every grey text is at least 5 : 1 on white.
"""

from __future__ import annotations

from dataclasses import dataclass

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


def _scale(size: float, small: float) -> Scale:
    return Scale(
        Ink(size, TEXT), Ink(size, TEXT, bold=True), Ink(small, TEXT_2), Ink(size, TEXT_2, bold=True)
    )


RUNNING = _scale(BODY, NOTE)
TABULAR = _scale(SMALL, NOTE)
DENSE = _scale(NOTE, TINY)
