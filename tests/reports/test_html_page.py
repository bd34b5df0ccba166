"""A document as an HTML page: every block in its order, everything from people escaped."""

from __future__ import annotations

from datetime import UTC, datetime
from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st

from npt_desktop.models.kinds import State
from npt_desktop.reports.document import (
    Bullets,
    Chart,
    Column,
    Document,
    Facts,
    Heading,
    Mark,
    Quote,
    Signatures,
    Table,
    Words,
)
from npt_desktop.reports.html import document_html

AT = datetime(2026, 10, 16, 9, 0, tzinfo=UTC)


def document(text: str) -> Document:
    return Document(
        title=text, subtitle=text, printed_at=AT, marking=text, blocks=(
            Heading(text), Words(text), Quote(text), Bullets((text,)), Facts(((text, text),)),
            Table((Column(text, 1), Column(text, 1, right=True)), ((text, (Mark(State.BAD, text), text)),)),
            Chart(text, text, ((text, 3.0), (text, None))), Signatures((text,)),
        ),
    )  # fmt: skip


class Reader(HTMLParser):
    """Notes the tags and what they say."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.said: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        assert not any(name.startswith("on") or name in ("href", "src") for name, _ in attrs), attrs

    def handle_data(self, data: str) -> None:
        self.said.append(data)


PLAIN = document("Plain")


@given(st.text(max_size=40))
def test_text_from_people_never_becomes_markup(text: str) -> None:
    plain, hostile = Reader(), Reader()
    plain.feed(document_html(PLAIN))
    hostile.feed(document_html(document(f"{text}<script>alert(1)</script><img src=x onerror=y>")))
    assert [t for t in hostile.tags if t != "br"] == [t for t in plain.tags if t != "br"]


def test_a_chart_tells_its_figures_and_leaves_a_gap_a_gap() -> None:
    page = document_html(
        Document("T", "S", AT, (Chart("Engagements", "by month", (("Aug 26", 145), ("Sep 26", None))),))
    )
    assert 'aria-label="Engagements, by month: Aug 26 145; Sep 26 none"' in page
    assert page.count("<rect") == 1
    assert "OFFICIAL-SENSITIVE" in page
    assert page.startswith('<!DOCTYPE html>\n<html lang="en-GB">')
