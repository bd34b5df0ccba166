"""Street-level crime into the store: months in one step, each crime once, the map of small areas remembered."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import select

from npt_desktop.errors import CannotDo
from npt_desktop.exchange.crime import COLUMNS
from npt_desktop.models.imports import ImportRun
from npt_desktop.models.sources import CrimeMonth, Lsoa
from npt_desktop.services.crime_import import CrimeImport, packed, unpacked
from npt_desktop.services.history import History
from npt_desktop.services.small_areas import SmallAreas
from tests.exchange.test_crime import SAMPLE, row
from tests.world import World


def kept(world: World) -> Counter[str]:
    """Crimes held by the name of their small area."""
    found: Counter[str] = Counter()
    with world.desk().read() as session:
        for name, counts, seen in session.execute(
            select(Lsoa.name, CrimeMonth.counts, CrimeMonth.seen).join(Lsoa, Lsoa.id == CrimeMonth.lsoa_id)
        ):
            found[name] += sum(counts.values())
            assert len(unpacked(seen)) == sum(counts.values())
    return found


def written(tmp_path: Path, name: str, *rows: str) -> Path:
    path = tmp_path / f"{name}.csv"
    path.write_text("\n".join((",".join(COLUMNS), *rows)), "utf-8")
    return path


def crimes(count: int, month: str, seed: int) -> list[str]:
    random = Random(seed)
    places = ("E01,Ashfield 001A", "E02,Ashfield 002B", "E03,Nottingham 030C")
    return [row(f"{random.getrandbits(256):064x}", month, places[n % 3]) for n in range(count)]


def test_months_come_in_together_once_and_go_back_whole(world: World, tmp_path: Path) -> None:
    service = CrimeImport(world.desk())
    june, july = crimes(9, "2026-06", 1), crimes(6, "2026-07", 2)
    paths = [written(tmp_path, "june", *june), written(tmp_path, "july", *july)]
    preview = service.preview(paths)
    assert preview.in_words() == (
        "June 2026 and July 2026: 15 crimes added, 5 in small areas that count towards no area yet."
    )
    assert preview.report.notes == (
        "3 small areas met for the first time, 2 of them taken for the area of their name. "
        "Check the map of small areas.",
    )
    assert kept(world) == Counter()
    assert service.commit(preview).added == 15
    assert kept(world) == {"Ashfield 001A": 5, "Ashfield 002B": 5, "Nottingham 030C": 5}
    with world.desk().read() as session:
        assert [run.file_name for run in session.scalars(select(ImportRun))] == ["june.csv", "july.csv"]
    again = service.preview([*paths, paths[0]])
    assert (again.changes, again.report.unchanged, again.report.duplicates) == (0, 15, 9)
    service.commit(again)
    overlap = written(tmp_path, "more", *july[:4], *crimes(2, "2026-07", 3))
    assert service.commit(service.preview([overlap])).added == 2
    assert kept(world).total() == 17
    History(world.desk()).undo_last(anyone=True)
    assert kept(world).total() == 15
    History(world.desk()).undo_last(anyone=True)
    assert kept(world) == Counter()
    assert service.commit(service.preview(paths)).added == 15


def test_one_bad_file_stops_them_all(world: World, tmp_path: Path) -> None:
    service = CrimeImport(world.desk())
    good = written(tmp_path, "june", *crimes(3, "2026-06", 1))
    bad = written(tmp_path, "july", row(month="July"), *crimes(3, "2026-07", 2))
    preview = service.preview([good, bad])
    with pytest.raises(CannotDo, match="cannot be read, the first row 2 of july"):
        service.commit(preview)
    assert kept(world) == Counter()
    assert service.commit(preview, keep_good=True).added == 6
    with pytest.raises(CannotDo, match=r"“none\.csv” cannot be opened"):
        service.preview([good, tmp_path / "none.csv"])


def test_the_map_is_corrected_once_and_kept_for_the_next_month(world: World, tmp_path: Path) -> None:
    service, areas = CrimeImport(world.desk()), SmallAreas(world.desk())
    preview = service.preview([SAMPLE])
    assert preview.report.notes[0] == (
        "2 crimes stand at two places under one identity; each place counts them."
    )
    service.commit(preview)
    page = areas.page()
    assert {place.name.rpartition(" ")[0] for place in page.unmapped} == {"Amber Valley"}
    assert [place.unmapped for place in page.places[:7]] == [True] * 6 + [False]
    assert sum(place.crimes for place in page.places) == 48
    assert areas.assign([place.id for place in page.unmapped], None, set_aside=True) == len(page.unmapped)
    ashfield = [place.id for place in page.places if place.name == "Ashfield 001B"]
    areas.assign(ashfield, world.gedling)
    after = areas.page()
    assert after.unmapped == ()
    assert [place.towards for place in after.places if place.id in ashfield] == ["Gedling"]
    assert after.places[0].towards == "None of ours"
    more = written(tmp_path, "march", row(month="2022-03", lsoa="E01019420,Amber Valley 005A"))
    assert service.preview([more]).unmapped == 0
    with pytest.raises(CannotDo, match="Choose the small areas first"):
        areas.assign([], world.gedling)


def test_marks_are_kept_as_they_are() -> None:
    marks = [0, 5, 2**64 - 1]
    assert unpacked(packed(reversed(marks))) == tuple(marks)
    assert unpacked(packed([])) == ()
