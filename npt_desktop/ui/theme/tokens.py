"""Design tokens: the one place where colour, type, space and sizes live.

Nothing else in the program holds a hex colour or a font size. ``contrast.PAIRS`` lists every pair
of text and background in use; a test checks them in both themes.
"""

from __future__ import annotations

from typing import Final

LIGHT: Final[dict[str, str]] = {
    # surfaces, from furthest to nearest
    "banner": "#27303D",
    "on_banner": "#FFFFFF",
    "sidebar": "#EAEEF4",
    "canvas": "#F5F7FA",
    "surface": "#FFFFFF",
    "sunken": "#EEF1F6",
    "hover": "#E6EBF3",
    "selected": "#E3ECF9",
    # text
    "text": "#17212F",
    "text2": "#43516A",
    "text3": "#5A6880",
    # lines: border decorates, edge outlines buttons, control outlines inputs
    "border": "#DDE2EA",
    "edge": "#C2CBD8",
    "control": "#7C8AA0",
    # accent: links, primary button, current step
    "accent": "#1D4F9C",
    "accent_hover": "#163F7E",
    "on_accent": "#FFFFFF",
    "accent_text": "#1A478C",
    "accent_soft": "#E3ECF9",
    "focus": "#0F5FD7",
    # status: solid = mark, soft = pill background, text = words on soft
    "good": "#1B7745",
    "good_soft": "#E2F3E9",
    "good_text": "#145C36",
    "warn": "#B25A00",
    "warn_soft": "#FDF0DC",
    "warn_text": "#7A4100",
    "bad": "#B3202E",
    "bad_soft": "#FBE6E8",
    "bad_text": "#961524",
    "none": "#6A778C",
    "none_soft": "#EEF1F6",
    "none_text": "#43516A",
    "on_solid": "#FFFFFF",
    # sequential scale for counts; zero is drawn as an outlined gap
    "heat1": "#E4EDF9",
    "heat2": "#BDD3F0",
    "heat3": "#8CB2E3",
    "heat4": "#3C73BC",
    "heat5": "#1B4A93",
    "on_heat_low": "#17212F",
    "on_heat_high": "#FFFFFF",
    "scrim": "#17212F",
}

DARK: Final[dict[str, str]] = {
    "banner": "#3A4656",
    "on_banner": "#FFFFFF",
    "sidebar": "#141A22",
    "canvas": "#10151C",
    "surface": "#19212B",
    "sunken": "#212B37",
    "hover": "#283342",
    "selected": "#1E3354",
    "text": "#E8EDF4",
    "text2": "#B7C2D1",
    "text3": "#98A5B8",
    "border": "#2D3846",
    "edge": "#455367",
    "control": "#728299",
    "accent": "#2F6BCB",
    "accent_hover": "#275CB2",
    "on_accent": "#FFFFFF",
    "accent_text": "#94BFFF",
    "accent_soft": "#1E3354",
    "focus": "#9CC6FF",
    "good": "#4FC48B",
    "good_soft": "#143525",
    "good_text": "#86E0B2",
    "warn": "#F0A53C",
    "warn_soft": "#3B2B10",
    "warn_text": "#F8C777",
    "bad": "#FF7F87",
    "bad_soft": "#431C20",
    "bad_text": "#FFAAB0",
    "none": "#8593A7",
    "none_soft": "#212B37",
    "none_text": "#B7C2D1",
    "on_solid": "#10151C",
    "heat1": "#1B2B43",
    "heat2": "#22406C",
    "heat3": "#2B5899",
    "heat4": "#6FA3EC",
    "heat5": "#A9CCFF",
    "on_heat_low": "#E8EDF4",
    "on_heat_high": "#10151C",
    "scrim": "#000000",
}

# The first family the machine has is used: never a font file loaded by the program, which hardened
# Windows builds may block.
FAMILIES: Final = (
    "Segoe UI Variable Text",
    "Segoe UI",
    "SF Pro Text",
    "Inter",
    "Noto Sans",
    "DejaVu Sans",
)

# role: (device independent pixels at 100 %, weight)
TYPE: Final[dict[str, tuple[int, int]]] = {
    "title": (20, 600),  # one per screen
    "section": (15, 600),  # pane or question heading
    "card": (13, 600),  # card heading
    "body": (13, 400),
    "strong": (13, 600),
    "button": (13, 500),
    "meta": (12, 400),  # second line of a row, hints
    "meta_strong": (12, 600),
    "label": (12, 500),  # form labels
    "head": (11, 600),  # table and group headings
    "tiny": (11, 400),  # axis labels only
    "figure": (24, 600),  # key figures
    "figure_s": (18, 600),
    "display": (30, 600),  # the shared display, read across a room
    "display_figure": (54, 600),
    "display_small": (20, 400),
}

TEXT_SIZES: Final = (100, 115, 130)  # the user's "Text size", per cent

XS, S, M, L, XL, XXL = 4, 8, 12, 16, 24, 32
PAGE_MARGINS: Final = (20, 16, 20, 16)
RADIUS, RADIUS_S, RADIUS_CARD = 6, 4, 8
CONTROL_H, CONTROL_S = 30, 26  # inputs and buttons; small buttons
ROW_1, ROW_2, HEAD_H = 30, 46, 28  # one-line and two-line table rows; table head
NAV_H, BANNER_H, CONTEXT_H = 32, 22, 48
SIDEBAR_W, RAIL_W = 204, 52
RAIL_BELOW = 1340  # window width under which the sidebar becomes a rail
COMPACT_BELOW = 1180  # window width under which the context bar drops its longer words
MIN_WINDOW: Final = (1024, 600)
