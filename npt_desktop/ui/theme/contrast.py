"""WCAG 2.x contrast of every pair of tokens that the design puts together."""

from __future__ import annotations

from typing import Final

TEXT, GRAPHIC = 4.5, 3.0


def _on(grounds: str, inks: str, least: float) -> list[tuple[str, str, float]]:
    return [(ink, ground, least) for ground in grounds.split() for ink in inks.split()]


PAIRS: Final[list[tuple[str, str, float]]] = [
    *_on("canvas surface sunken selected hover", "text text2", TEXT),
    *_on("sidebar", "text text2 text3", TEXT),
    *_on("canvas surface sunken", "text3", TEXT),
    *_on("surface canvas accent_soft sunken hover sidebar", "accent_text", TEXT),
    *_on("accent accent_hover", "on_accent", TEXT),
    *_on("banner", "on_banner", TEXT),
    *[(f"{s}_text", f"{s}_soft", TEXT) for s in ("good", "warn", "bad", "none")],
    *_on("surface canvas", "good_text warn_text bad_text", TEXT),
    *_on("selected sunken", "warn_text bad_text", TEXT),
    *_on("surface canvas sidebar selected", "good warn bad none", GRAPHIC),
    *[(s, f"{s}_soft", GRAPHIC) for s in ("good", "warn", "bad", "none")],
    *[("on_solid", s, TEXT) for s in ("good", "warn", "bad")],
    ("on_solid", "none", GRAPHIC),
    *_on("surface canvas", "control accent", GRAPHIC),
    *_on("surface canvas sidebar selected sunken", "focus", GRAPHIC),
    *_on("heat1 heat2 heat3", "on_heat_low", TEXT),
    *_on("heat4 heat5", "on_heat_high", TEXT),
]


def luminance(colour: str) -> float:
    """Relative luminance of ``#RRGGBB``, 0 (black) to 1 (white)."""
    rgb = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    lin = [v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in rgb]
    return 0.2126 * lin[0] + 0.7152 * lin[1] + 0.0722 * lin[2]


def ratio(a: str, b: str) -> float:
    """Contrast ratio of two colours, 1 to 21, whichever is the lighter."""
    high, low = sorted((luminance(a), luminance(b)), reverse=True)
    return (high + 0.05) / (low + 0.05)
