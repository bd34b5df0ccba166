"""A file is replaced whole or not at all; names and dates come out as the forms want them."""

from __future__ import annotations

import os
import re
from datetime import date
from pathlib import Path
from typing import NoReturn

import pytest
from hypothesis import given
from hypothesis import strategies as st

from npt_desktop.errors import CannotDo
from npt_desktop.reports.files import file_name, write_atomically
from npt_desktop.reports.wording import count, form_date, month_words, public_date, quarter_words


def test_the_old_file_stands_until_the_new_one_is_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "plan.pdf"
    target.write_bytes(b"old")

    def fail(_: int) -> NoReturn:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(CannotDo, match="disk is full"):
        write_atomically(target, b"new")

    assert target.read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["plan.pdf"]
    monkeypatch.undo()
    write_atomically(target, b"new")
    assert target.read_bytes() == b"new"


def test_a_file_open_elsewhere_is_a_sentence_with_a_remedy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def held(*_: object) -> NoReturn:
        raise PermissionError(13, "in use")

    monkeypatch.setattr(Path, "replace", held)
    with pytest.raises(CannotDo) as refused:
        write_atomically(tmp_path / "plan.pdf", b"new")

    assert refused.value.says == (
        "plan.pdf cannot be written. Close the file in the other program, or choose another name."
    )
    assert list(tmp_path.iterdir()) == []


def test_a_missing_folder_and_a_folder_in_the_way_are_sentences_too(tmp_path: Path) -> None:
    with pytest.raises(CannotDo, match="Choose another folder"):
        write_atomically(tmp_path / "gone" / "plan.pdf", b"new")
    with pytest.raises(CannotDo):
        write_atomically(tmp_path, b"new")
    assert not list(tmp_path.parent.glob(".npt-*"))


@given(st.text(max_size=300), st.sampled_from(["OFFICIAL", "Official-Sensitive", ""]))
def test_every_file_name_is_one_all_systems_take(stem: str, marking: str) -> None:
    name = file_name(stem, marking, ".pdf")

    assert len(name) <= 120
    assert name.endswith(f"{marking.upper()}.pdf")
    assert re.fullmatch(r"[A-Za-z0-9 _()-]+\.pdf", name)
    assert not re.match(r"(?i)(con|prn|aux|nul|com\d|lpt\d)\.", name)


def test_the_marking_is_in_the_name() -> None:
    assert file_name("Plan PSP/2026/014: bikes.", "official-sensitive", ".pdf") == (
        "Plan PSP 2026 014 bikes OFFICIAL-SENSITIVE.pdf"
    )
    assert file_name("CON", "", ".pdf") == "Report CON.pdf"


def test_dates_in_words() -> None:
    assert form_date(date(2026, 6, 4)) == "04/06/2026"
    assert form_date(None, "No date") == "No date"
    assert public_date(date(2026, 6, 4)) == "4 June 2026"
    assert month_words(date(2026, 6, 4)) == "June 2026"
    assert quarter_words(date(2026, 7, 1)) == "July to September 2026"
    assert quarter_words(date(2026, 10, 1)) == "October to December 2026"
    assert quarter_words(date(2026, 12, 1)) == "December 2026 to February 2027"
    assert (count(1, "entry", "entries"), count(2000, "entry", "entries")) == ("1 entry", "2,000 entries")
