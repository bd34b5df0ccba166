"""Which files may be opened, how large they may be, and names made safe."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from npt_desktop.errors import CannotDo
from npt_desktop.files import safe_name
from npt_desktop.paths import resources
from npt_desktop.rules.evidence_files import (
    MEGABYTE,
    kind_name,
    load_file_rules,
    may_open,
    on_the_list,
    size_words,
    too_large,
)


@pytest.mark.parametrize(
    ("name", "data", "opens"),
    [
        ("gate.jpg", b"\xff\xd8\xff\xe0 photo", True),
        ("Gate.JPG", b"\xff\xd8\xff\xe0 photo", True),
        ("plan.pdf", b"%PDF-1.7", True),
        ("notes.txt", b"anything", True),
        ("letter.docx", b"PK\x03\x04 word/document.xml", True),
        ("letter.docx", b"PK\x03\x04 word/vbaProject.bin", False),
        ("gate.jpg", b"MZ\x90 a program", False),
        ("plan.pdf", b"#!/bin/sh", False),
        ("tool.exe", b"MZ", False),
        ("run.bat", b"del", False),
        ("page.html", b"<script>", False),
        ("gate.jpg.exe", b"\xff\xd8\xff", False),
        ("plain", b"%PDF", False),
        ("letter.docm", b"PK\x03\x04", False),
        ("link.lnk", b"L", False),
    ],
)
def test_only_kinds_on_the_list_that_are_what_they_say_are_opened(
    name: str, data: bytes, opens: bool
) -> None:
    assert may_open(name, data) is opens
    assert on_the_list(name) or not opens


def test_words_for_kinds_and_sizes() -> None:
    assert [kind_name(name) for name in ("a.PDF", "a.jpeg", "a.mp4", "a")] == ["PDF", "Photo", "MP4", "File"]
    assert [size_words(size) for size in (0, 1023, 2048, 5 * MEGABYTE // 2)] == [
        "0 bytes",
        "1023 bytes",
        "2 KB",
        "2.5 MB",
    ]
    assert too_large("film.mp4", 25 * MEGABYTE, 25) == ""
    said = too_large("film.mp4", 25 * MEGABYTE + 1, 25)
    assert said.startswith("“film.mp4” has 25.0 MB, more than the 25 MB a file may have: ")
    assert said.count(".") == 3  # the name, the size, the end


def test_a_mistake_in_the_file_of_rules_is_named(tmp_path: Path) -> None:
    values = json.loads((resources() / "evidence_files.json").read_text(encoding="utf-8"))
    path = tmp_path / "evidence_files.json"
    values["opens"][0]["begins"] = ["pdf"]
    path.write_text(json.dumps(values), encoding="utf-8")
    with pytest.raises(CannotDo, match="“opens” entry 1, needs hexadecimal"):
        load_file_rules(path)
    values["opens"], values["markings"] = [], []
    path.write_text(json.dumps(values), encoding="utf-8")
    with pytest.raises(CannotDo, match="marking"):
        load_file_rules(path)


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Windows\\evil.pdf", "evil.pdf"),
        ("con.txt", "file con.txt"),
        (".bashrc", "file.bashrc"),
        ("", "file"),
        ("...", "file"),
        ("photo\u202egpj.exe", "photo gpj.exe"),
        ("two\nlines.pdf", "two lines.pdf"),
        ("a<b>|c?.png", "a b c.png"),
        ("Café plan.pdf", "Café plan.pdf"),
        ("report.pdf. . ", "report.pdf"),
        ("x" * 300 + ".jpeg", "x" * 115 + ".jpeg"),
    ],
)
def test_hostile_names_are_made_safe(name: str, safe: str) -> None:
    assert safe_name(name) == safe


@given(st.text(max_size=200))
def test_a_safe_name_is_one_part_that_every_system_takes_and_stays_as_it_is(name: str) -> None:
    safe = safe_name(name)
    assert 0 < len(safe) <= 120
    assert not set(safe) & set('/\\<>:"|?*\x00\n\r\u202e')
    assert safe == safe.strip()
    assert not safe.startswith(".")
    assert not safe.endswith(".")
    assert safe_name(safe) == safe
    assert Path(safe).name == safe
