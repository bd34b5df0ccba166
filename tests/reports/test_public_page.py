"""The public page is accessible, stands alone and cannot be turned against its reader."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field, replace
from datetime import date
from html.parser import HTMLParser
from itertools import pairwise

import pytest

from npt_desktop.reports.public import (
    PublicPage,
    PublicPriority,
    PublicUpdate,
    police_uk,
    public_html,
    public_text,
)
from npt_desktop.reports.web import STYLE

VOID = {"meta", "link", "br", "img", "hr", "input"}


def page() -> PublicPage:
    return PublicPage(
        area="Gedling",
        force="Nottinghamshire Police",
        first_month=date(2026, 7, 1),
        priorities=(
            PublicPriority(
                "You told us that motorbikes on the old railway line frighten walkers & riders.",
                "We will patrol on Friday and Saturday evenings.\nThe council will close the gaps.",
                date(2026, 7, 5), date(2026, 7, 8), "Off-road bikes",
                (PublicUpdate(date(2026, 7, 31), "Both gaps are closed."),),
            ),
            PublicPriority("Thefts from shops in Arnold.", "More visits to shops.", None, None, "Shop theft"),
        ),
        published_on=date(2026, 7, 11),
        next_round=date(2026, 10, 31),
        how_set="We looked at a survey of 212 people and met the council.",
        contact=("Call 101, or 999 in an emergency", "https://www.example.police.uk/gedling"),
    )  # fmt: skip


@dataclass
class Reader(HTMLParser):
    """Reads a page as an accessibility checker would and lists what is wrong with it."""

    wrong: list[str] = field(default_factory=list)
    open: list[str] = field(default_factory=list)
    heads: list[tuple[int, str]] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    refs: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    title: str = ""
    said: str = ""

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        self.tags.append(tag)
        if len(values) != len(attrs):
            self.wrong.append(f"{tag} repeats an attribute")
        if tag == "html" and not values.get("lang"):
            self.wrong.append("no language")
        if tag in {"script", "iframe", "object", "embed", "form", "link", "img", "svg", "base"}:
            self.wrong.append(f"{tag} is not wanted")
        for name, value in attrs:
            if name.startswith("on") or name in {"style", "src", "srcset"}:
                self.wrong.append(f"{tag} carries {name}")
            if name == "id":
                self.ids.append(value or "")
            if name == "aria-labelledby":
                self.refs.append(value or "")
            if name == "href":
                self.links.append(value or "")
            if name == "tabindex" and value not in {"0", "-1"}:
                self.wrong.append("a positive tabindex")
            if (
                name == "content"
                and "scale" in (value or "")
                and re.search("user-scalable|maximum", value or "")
            ):
                self.wrong.append("zooming is forbidden")
        if re.fullmatch("h[1-6]", tag):
            self.heads.append((int(tag[1]), ""))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.wrong.append(f"{tag} closes what is not open")

    def handle_data(self, data: str) -> None:
        within = self.open[-1] if self.open else ""
        if within == "title":
            self.title += data
        elif within != "style":
            self.said += data
        if re.fullmatch("h[1-6]", within):
            level, text = self.heads[-1]
            self.heads[-1] = (level, text + data)

    def verdict(self) -> list[str]:
        wrong = list(self.wrong)
        levels = [level for level, _ in self.heads]
        if levels.count(1) != 1 or levels[:1] != [1]:
            wrong.append("not one first heading")
        if any(after > before + 1 for before, after in pairwise(levels)):
            wrong.append("a heading level is skipped")
        if not all(text.strip() for _, text in self.heads):
            wrong.append("an empty heading")
        if not self.title.strip():
            wrong.append("no title")
        wrong += [f"no {tag}" for tag in ("header", "main", "footer") if self.tags.count(tag) != 1]
        if len(set(self.ids)) != len(self.ids):
            wrong.append("an id twice")
        wrong += [f"nothing is called {name}" for name in self.refs if name not in self.ids]
        if not self.links or self.links[0].lstrip("#") not in self.ids:
            wrong.append("no skip link first")
        if self.open:
            wrong.append(f"left open: {self.open}")
        return wrong


def read(html: str) -> Reader:
    reader = Reader()
    reader.feed(html)
    reader.close()
    return reader


def luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_the_page_passes_the_checker() -> None:
    reader = read(public_html(page()))

    assert reader.verdict() == []
    assert (
        reader.title
        == "Your local policing priorities, July to September 2026, Gedling - Nottinghamshire Police"
    )
    assert [text for level, text in reader.heads if level == 2] == [
        "Priority 1: Off-road bikes",
        "Priority 2: Shop theft",
        "Contact your neighbourhood policing team",
    ]
    assert "frighten walkers & riders" in reader.said
    assert "Published 11 July 2026." in reader.said
    assert "OFFICIAL" in reader.said


def test_the_checker_sees_what_is_wrong() -> None:
    assert {"no language", "not one first heading", "no title", "no main", "img is not wanted"} <= set(
        read("<html><h2>x</h2><img src=x></html>").verdict()
    )


def test_every_text_colour_stands_out_and_sizes_follow_the_reader() -> None:
    colours = re.findall(r"(?<![-\w])color: (#[0-9a-f]{6})", STYLE)

    assert colours
    assert all(1.05 / (luminance(colour) + 0.05) >= 7 for colour in colours)
    assert not re.search(r"font(-size)?:[^;]*\d(px|pt)", STYLE)
    assert not re.search(r"(?<!max-)(?<!min-)width: *\d+(px|pt)", STYLE)
    assert "overflow-wrap" in STYLE
    assert "@media print" in STYLE


def test_the_page_reads_in_greyscale_and_at_twice_the_size() -> None:
    """Nothing is told by colour alone, and nothing is cut when every letter doubles or the window halves."""
    greys = [round(255 * luminance(colour) ** (1 / 2.2)) for colour in re.findall(r"#[0-9a-f]{6}", STYLE)]
    paper = 255
    inks = [grey for grey in greys if grey != paper]
    assert min(paper - grey for grey in inks) > 100
    assert re.search(r"\ba \{[^}]*text-decoration: underline", STYLE)
    assert not re.search(r"overflow(-[xy])?: *(hidden|scroll|clip)|white-space: *nowrap|text-overflow", STYLE)
    assert not re.search(
        r"(?<!-)height: *[\d.]+(px|pt|rem|em|vh)|float:|display: *(grid|flex|inline-block)", STYLE
    )
    fixed = [
        rule
        for rule in re.findall(r"([^{}]+)\{([^}]*)\}", STYLE)
        if re.search("position: *(absolute|fixed)", rule[1])
    ]
    assert [name.strip() for name, _ in fixed] == [".skip"]
    assert set(re.findall(r"[\d.]+(px|pt|cm|mm|in)\b", re.sub(r"1px solid", "", STYLE))) == set()
    assert "width=device-width, initial-scale=1" in public_html(page())


def test_a_corrected_page_says_so_and_still_passes() -> None:
    corrected = replace(page(), changed_on=date(2026, 7, 20))
    html = public_html(corrected)
    assert read(html).verdict() == []
    assert "Published 11 July 2026." in html
    assert "Changed 20 July 2026." in html
    assert "Changed 20 July 2026." in public_text(corrected)


def test_nothing_is_fetched() -> None:
    html = public_html(page())

    assert re.findall(r"url\(|@import|<script|src=", html) == []
    assert [link for link in read(html).links if not link.startswith("#")] == [
        "https://www.example.police.uk/gedling"
    ]


@pytest.mark.parametrize(
    "text",
    [
        '<script>alert(1)</script>',
        '"><img src=x onerror=alert(1)>',
        "</style></title></main></html>",
        "' onfocus='alert(1)",
        "javascript:alert(1)",
        'https://x.example/"onclick="alert(1)',
        "<!-- ",
        "&lt;b&gt; &amp;",
        "\x00\x1b\ud800\ufffe\u202egpj.exe",
        "x" * 20_000,
    ],
)  # fmt: skip
def test_hostile_text_stays_text(text: str) -> None:
    priority = PublicPriority(text, text, None, None, text, (PublicUpdate(date(2026, 7, 1), text),))
    hostile = PublicPage(text, text, date(2026, 7, 1), (priority,), None, None, text, (text,), text)
    html = public_html(hostile)
    reader = read(html)

    assert reader.verdict() == []
    assert set(reader.tags) <= {
        "html", "head", "meta", "title", "style", "body", "a", "header", "main", "footer", "section",
        "h1", "h2", "h3", "p", "ul", "li",
    }  # fmt: skip
    assert all(link.startswith(("#", "https://")) for link in reader.links)
    html.encode("utf-8")
    public_text(hostile).encode("utf-8")
    json.loads(police_uk(hostile).encode("utf-8"))


def test_plain_text_carries_the_same_words() -> None:
    text = public_text(page())

    assert text.startswith("OFFICIAL\n\nYour local policing priorities, July to September 2026\n===")
    for words in ("Gedling, Nottinghamshire Police", "Priority 1: Off-road bikes", "(raised 5 July 2026)",
                  "Update, 31 July 2026", "https://www.example.police.uk/gedling",
                  "New priorities will be set by 31 October 2026."):  # fmt: skip
        assert words in text
    assert max(map(len, text.splitlines())) <= 78


def test_police_uk_has_the_four_fields_and_its_own_dates() -> None:
    fields = json.loads(police_uk(page()))

    assert [list(one) for one in fields] == [["issue", "action", "issue-date", "action-date"]] * 2
    assert fields[0]["issue-date"] == "2026-07-05T00:00:00"
    assert fields[0]["action-date"] == "2026-07-08T00:00:00"
    assert fields[1]["issue-date"] is None


def test_no_priorities_is_said_and_still_accessible() -> None:
    empty = PublicPage("Gedling", "Nottinghamshire Police", date(2026, 7, 1), ())

    assert read(public_html(empty)).verdict() == []
    assert "No priorities have been published" in public_text(empty)
