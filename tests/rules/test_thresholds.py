"""Limits as data, and a mistake in a data file told in one sentence."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from npt_desktop.errors import CannotDo
from npt_desktop.paths import resources
from npt_desktop.rules.thresholds import load_thresholds, standard_thresholds


def written(folder: Path, **changes: object) -> Path:
    values = json.loads((resources() / "thresholds.json").read_text(encoding="utf-8"))
    values.update(changes)
    path = folder / "thresholds.json"
    path.write_text(json.dumps({k: v for k, v in values.items() if v is not None}), encoding="utf-8")
    return path


def test_the_shipped_limits() -> None:
    limits = standard_thresholds()
    assert (limits.gap_days, limits.kin_days, limits.stale_plan_days, limits.unevaluated_days) == (
        60,
        92,
        30,
        2,
    )
    assert limits.most_priorities == 3


@pytest.mark.parametrize("value", [0, -1, 2.5, "60", True, None])
def test_an_impossible_limit_is_named(tmp_path: Path, value: object) -> None:
    with pytest.raises(CannotDo, match=r"thresholds\.json needs a whole number .*“gap_days”"):
        load_thresholds(written(tmp_path, gap_days=value))


def test_a_misspelt_limit_is_named(tmp_path: Path) -> None:
    with pytest.raises(CannotDo, match="“gap_dais” that means nothing here"):
        load_thresholds(written(tmp_path, gap_dais=60))


def test_a_broken_file_names_its_line(tmp_path: Path) -> None:
    path = tmp_path / "thresholds.json"
    path.write_text('{\n "gap_days": 60\n "kin_days": 92}', encoding="utf-8")
    with pytest.raises(CannotDo, match="line 3"):
        load_thresholds(path)
    path.write_text("[]", encoding="utf-8")
    with pytest.raises(CannotDo, match="curly brackets"):
        load_thresholds(path)
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(CannotDo, match="UTF-8"):
        load_thresholds(path)
    path.unlink()
    with pytest.raises(CannotDo, match="missing"):
        load_thresholds(path)
