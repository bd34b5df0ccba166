"""Pages: marked, numbered, no heading alone at a foot, heads repeated, long rows cut."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from npt_desktop.models.kinds import State
from npt_desktop.reports import ink
from npt_desktop.reports import page as page_module
from npt_desktop.reports.document import (
    Block,
    Bullets,
    Cell,
    Column,
    Document,
    Heading,
    Mark,
    NewPage,
    Table,
    Words,
)
from npt_desktop.reports.page import page_texts, render

PRINTED = datetime(2026, 6, 4, 10, 42)  # noqa: DTZ001 - local time, as printed


def document(*blocks: Block, marking: str = "Official-Sensitive") -> Document:
    return Document("A report", "Gedling", PRINTED, blocks, marking)


def table(rows: int, text: str = "x") -> Table:
    lines: tuple[tuple[Cell, ...], ...] = tuple((f"row {row}", text) for row in range(rows))
    return Table((Column("First", 1), Column("Second", 3)), lines, again="First ...continued")


def test_every_page_is_marked_numbered_and_dated(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: dict[int, list[tuple[float, str]]] = {}

    class Recorder(page_module.CanvasPen):
        def __init__(self, canvas: Any, regular: str, bold: str) -> None:
            super().__init__(canvas, regular, bold)
            self._at = drawn.setdefault(canvas.getPageNumber(), [])

        def text(self, x: float, y: float, text: str, face: Any) -> None:
            del x, face
            self._at.append((y, text))

        text_right = text_middle = text

    monkeypatch.setattr(page_module, "CanvasPen", Recorder)
    render(document(table(120)))

    assert len(drawn) > 2
    for number, lines in drawn.items():
        marks = [y for y, text in lines if text == "OFFICIAL-SENSITIVE"]
        assert len(marks) == 2
        assert max(marks) > 800
        assert min(marks) < 40
        said = [text for _, text in lines]
        assert f"Page {number} of {len(drawn)}" in said
        assert any(text.startswith("Printed 04/06/2026 10:42") for text in said)


def test_a_heading_never_stands_alone_at_the_foot() -> None:
    for lines in range(40, 60):
        blocks: list[Block] = [Words("\n".join(["line"] * lines))]
        blocks += [Heading("Alone?"), Heading("Still alone?", 2), table(3)]
        for found in page_texts(document(*blocks)):
            assert found[-1] not in {"Alone?", "Still alone?", "Second", "First"}


def test_a_table_head_repeats_and_says_continued() -> None:
    pages = page_texts(document(table(120)))

    assert len(pages) > 2
    assert pages[0][:2] == ("First", "Second")
    assert all(page[:2] == ("First ...continued", "Second") for page in pages[1:])
    assert [text for page in pages for text in page if text.startswith("row ")] == [
        f"row {row}" for row in range(120)
    ]


def test_a_row_taller_than_a_page_is_cut_and_loses_nothing() -> None:
    words = [f"word{number}" for number in range(4000)]
    pages = page_texts(document(table(1, " ".join(words))))

    assert len(pages) > 3
    printed = " ".join(text for page in pages for text in page)
    assert [word for word in printed.split() if word.startswith("word")] == words


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3000)), max_size=12))
@settings(max_examples=60, deadline=None)
def test_no_strip_is_lost_and_none_falls_off_the_page(made: list[tuple[int, int]]) -> None:
    blocks: list[Block] = []
    expected = 0
    for kind, size in made:
        text = "z " * size
        if kind == 0:
            blocks.append(Words(text))
            expected += size
        elif kind == 1:
            blocks.append(table(size % 9, text[:400]))
            expected += (size % 9) * text[:400].count("z")
        elif kind == 2:
            blocks.append(Bullets((text[:600], "•")))
            expected += text[:600].count("z")
        else:
            blocks.append(NewPage() if size % 2 else Heading("h"))
    paper = page_module._Paper(document(*blocks))
    pages = paper.pages()

    assert sum(text.count("z") for page in pages for text in page.texts()) == expected
    for page in pages:
        below = ink.FOOT_ROOM - 8
        assert all(y - strip.height >= below for strip, y in page.strips)
        for (strip, y), (_, under) in zip(page.strips, page.strips[1:], strict=False):
            assert y - strip.height >= under - 0.01


def test_every_state_draws() -> None:
    rows: tuple[tuple[Cell, ...], ...] = tuple((Mark(state, state.value),) for state in State)

    assert render(document(Table((Column("State", 1),), rows))).startswith(b"%PDF-")
