"""Evidence files: kept once under their hash, checked, carried by copies, never lost by undo or a kill."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from npt_desktop.errors import CannotDo, Clash, Incomplete, NotAllowed
from npt_desktop.models.engagement import EngagementEntry
from npt_desktop.models.kinds import EntryKind, OwnerKind
from npt_desktop.models.plans import ProblemPlan
from npt_desktop.reports.page import page_texts
from npt_desktop.reports.plan import plan_document
from npt_desktop.services import keeping
from npt_desktop.services.engagement import Engagement
from npt_desktop.services.evidence_files import EvidenceFiles, Owner, save_name
from npt_desktop.services.history import History
from npt_desktop.services.plans import Plans
from npt_desktop.services.reporting_plans import plan_pdf, plan_record
from npt_desktop.services.restoring import Restoring
from npt_desktop.services.what_works import WhatWorks
from npt_desktop.store import attachments, backup, health, opening
from npt_desktop.store.clock import FixedClock
from npt_desktop.store.database import Store
from tests.conftest import TODAY
from tests.world import World

ROOT = Path(__file__).parents[2]
PDF = b"%PDF-1.4 a site plan"


@pytest.fixture
def files(world: World) -> EvidenceFiles:
    return EvidenceFiles(world.desk())


@pytest.fixture
def plan(world: World) -> Owner:
    return Owner(OwnerKind.PLAN, Plans(world.desk()).open(world.gedling, "Bikes"))


@pytest.fixture
def on_disk(tmp_path: Path) -> Callable[..., Path]:
    """Puts a file on disk to be attached."""
    folder = tmp_path / "elsewhere"
    folder.mkdir()

    def put(name: str = "site plan.pdf", data: bytes = PDF) -> Path:
        path = folder / name
        path.write_bytes(data)
        return path

    return put


def kept(world: World) -> list[Path]:
    return sorted(path for path in attachments.folder_for(world.store.path).glob("??/*"))


def checked(path: Path) -> str:
    (found,) = [finding for finding in health.check(path).findings if finding.name == "evidence files"]
    return f"{'sound' if found.sound else 'BAD'}: {found.says}"


def test_a_file_is_attached_with_who_and_when_and_read_back(
    files: EvidenceFiles,
    plan: Owner,
    world: World,
    on_disk: Callable[..., Path],
    tmp_path: Path,
    clock: FixedClock,
) -> None:
    clock.moment += timedelta(days=3)
    file_id = files.attach(plan, on_disk(), description=" The gate ")
    (line,) = files.of(plan)
    assert (line.id, line.name, line.size, line.marking, line.description, line.added_by) == (
        file_id, "site plan.pdf", len(PDF), "OFFICIAL-SENSITIVE", "The gate", "Insp Rowan",
    )  # fmt: skip
    assert line.sha256 == hashlib.sha256(PDF).hexdigest()
    assert line.added_at == clock.moment
    assert [path.name for path in kept(world)] == [line.sha256]
    files.save_as(file_id, tmp_path / "out.pdf")
    assert (tmp_path / "out.pdf").read_bytes() == PDF
    assert save_name(line) == "site plan OFFICIAL-SENSITIVE.pdf"
    register = Plans(world.desk()).register(world.gedling)
    assert register[0].changed_at.date() == TODAY + timedelta(days=3)
    assert checked(world.store.path) == "sound: 1 file as they were attached."


def test_the_same_file_twice_is_stored_once_whatever_it_belongs_to(
    files: EvidenceFiles, plan: Owner, world: World, on_disk: Callable[..., Path]
) -> None:
    works = Owner(OwnerKind.WHAT_WORKS, WhatWorks(world.desk()).start(world.gedling, "Op", EntryKind.ORDER))
    with world.desk().write("Logged") as unit:
        entry = unit.add(EngagementEntry(area_id=world.gedling, day=TODAY, summary="Met", natural_key="k"))
    files.attach(plan, on_disk())
    files.attach(works, on_disk("another name.pdf"))
    files.attach(Owner(OwnerKind.ENGAGEMENT, entry.id), on_disk())
    assert len(kept(world)) == 1
    with pytest.raises(CannotDo, match=r"“copy\.pdf” is attached here already, as “site plan\.pdf”"):
        files.attach(plan, on_disk("copy.pdf"))
    assert [len(files.of(owner)) for owner in (plan, works, Owner(OwnerKind.ENGAGEMENT, entry.id))] == [
        1,
        1,
        1,
    ]


def test_what_cannot_be_attached_is_refused_in_a_sentence(
    files: EvidenceFiles, plan: Owner, world: World, on_disk: Callable[..., Path], tmp_path: Path
) -> None:
    world.store.keep_setting("evidence_files", {"megabytes": 1})
    assert files.limit() == 1
    for path, says in (
        (on_disk("film.mp4", b"x" * (1024 * 1024 + 1)), "more than the 1 MB a file may have"),
        (on_disk("empty.pdf", b""), "is empty"),
        (tmp_path, "is not a file"),
        (tmp_path / "gone.pdf", "is not a file"),
    ):
        with pytest.raises(CannotDo, match=says) as refusal:
            files.attach(plan, path)
        assert "\n" not in refusal.value.says
    assert files.of(plan) == ()
    assert kept(world) == []


def test_a_removal_is_taken_back_with_its_bytes(
    files: EvidenceFiles, plan: Owner, world: World, on_disk: Callable[..., Path], tmp_path: Path
) -> None:
    file_id = files.attach(plan, on_disk())
    files.remove(file_id)
    assert files.of(plan) == ()
    assert len(kept(world)) == 1
    assert checked(world.store.path).startswith("sound: 1 file")
    with pytest.raises(CannotDo, match="Undo brings it back"):
        files.save_as(file_id, tmp_path / "out.pdf")
    History(world.desk()).undo_last()
    files.save_as(file_id, tmp_path / "out.pdf")
    assert (tmp_path / "out.pdf").read_bytes() == PDF


def test_removing_an_entry_of_the_log_takes_its_files_and_undo_brings_both(
    files: EvidenceFiles, world: World, on_disk: Callable[..., Path]
) -> None:
    with world.desk().write("Logged") as unit:
        entry = unit.add(EngagementEntry(area_id=world.gedling, day=TODAY, summary="Met", natural_key="k"))
    owner = Owner(OwnerKind.ENGAGEMENT, entry.id)
    files.attach(owner, on_disk())
    Engagement(world.desk()).remove([entry.id])
    assert files.of(owner) == ()
    History(world.desk()).undo_last()
    assert len(files.of(owner)) == 1


def test_a_description_and_marking_are_written_and_a_stale_one_refused(
    files: EvidenceFiles, plan: Owner, on_disk: Callable[..., Path]
) -> None:
    file_id = files.attach(plan, on_disk(), marking="TOP SECRET")
    assert files.of(plan)[0].marking == "OFFICIAL-SENSITIVE"
    files.describe(file_id, 1, "The north gate", "OFFICIAL")
    assert (files.of(plan)[0].description, files.of(plan)[0].marking) == ("The north gate", "OFFICIAL")
    with pytest.raises(Clash):
        files.describe(file_id, 1, "Mine", "OFFICIAL")
    with pytest.raises(Incomplete):
        files.describe(file_id, 2, "Mine", "SECRET")


def test_closed_plans_and_sent_entries_keep_the_files_they_have(
    files: EvidenceFiles, plan: Owner, world: World, on_disk: Callable[..., Path]
) -> None:
    file_id = files.attach(plan, on_disk())
    works = WhatWorks(world.desk())
    entry_id = works.start(world.gedling, "Op", EntryKind.ORDER)
    works.submit(
        entry_id, works.save(entry_id, 1, {"effect": "Fewer", "moderators": "Squares", "cost": "None"})
    )
    with world.desk().write("Closed") as unit:
        record = unit.get(ProblemPlan, plan.id)
        record.closed_on = record.assessed_on = TODAY
    with pytest.raises(CannotDo, match="reopen it before changing its files"):
        files.remove(file_id)
    for owner in (plan, Owner(OwnerKind.WHAT_WORKS, entry_id)):
        with pytest.raises(CannotDo):
            files.attach(owner, on_disk("more.pdf", b"%PDF more"))
    with pytest.raises(NotAllowed):
        EvidenceFiles(world.desk(world.pcso)).attach(Owner(OwnerKind.WHAT_WORKS, entry_id), on_disk())


def test_only_what_holds_no_program_is_opened(
    files: EvidenceFiles, plan: Owner, on_disk: Callable[..., Path], tmp_path: Path
) -> None:
    good = files.attach(plan, on_disk())
    opened = files.copy_to_open(good, tmp_path)
    assert (opened.name, opened.read_bytes()) == ("site plan.pdf", PDF)
    for name, data in (
        ("setup.exe", b"MZ"),
        ("photo.jpg", b"MZ not a photo"),
        ("a.docx", b"PK\x03\x04vbaProject.bin"),
    ):
        file_id = files.attach(plan, on_disk(name, data))
        with pytest.raises(CannotDo, match="save it elsewhere instead"):
            files.copy_to_open(file_id, tmp_path)
        files.save_as(file_id, tmp_path / "kept")
        assert (tmp_path / "kept").read_bytes() == data


def test_a_missing_and_a_changed_file_are_noticed(
    files: EvidenceFiles, plan: Owner, world: World, on_disk: Callable[..., Path], tmp_path: Path
) -> None:
    first, second = (
        files.attach(plan, on_disk()),
        files.attach(plan, on_disk("photo.jpg", b"\xff\xd8\xff photo")),
    )
    files.remove(files.attach(plan, on_disk("gone.txt", b"gone")))
    folder = attachments.folder_for(world.store.path)
    one, two = (attachments.place(folder, line.sha256) for line in files.of(plan))
    one.unlink()
    two.write_bytes(b"\xff\xd8\xff other")
    assert checked(world.store.path) == (
        "BAD: 1 file missing (“site plan.pdf”), 1 file changed (“photo.jpg”): "
        "put back the folder “world.files” from a backup."
    )
    with pytest.raises(CannotDo, match="no longer in the folder"):
        files.save_as(first, tmp_path / "out")
    with pytest.raises(CannotDo, match="changed or damaged"):
        files.copy_to_open(second, tmp_path)
    attachments.place(folder, hashlib.sha256(b"gone").hexdigest()).unlink()
    assert "2 files missing (“" in checked(world.store.path)
    assert "a removed file, " in checked(world.store.path)
    # Attaching what is damaged again mends it.
    other = Owner(OwnerKind.PLAN, Plans(world.desk()).open(world.gedling, "Other"))
    files.attach(other, on_disk("photo.jpg", b"\xff\xd8\xff photo"))
    assert "changed" not in checked(world.store.path)


def test_copies_and_restoring_carry_the_files(
    files: EvidenceFiles,
    plan: Owner,
    world: World,
    on_disk: Callable[..., Path],
    tmp_path: Path,
    clock: FixedClock,
) -> None:
    files.attach(plan, on_disk())
    store = world.store.path
    dated = keeping.back_up(world.store)
    pool = backup.files_of(dated)
    assert pool == backup.folder_for(store) / "world.files"
    clock.moment += timedelta(hours=1)
    keeping.back_up(world.store)
    assert len(list(pool.glob("??/*"))) == 1
    target = tmp_path / "copy" / "carried.npt"
    target.parent.mkdir()
    keeping.back_up(world.store, target)
    assert checked(target) == "sound: 1 file as they were attached."
    files.attach(plan, on_disk("later.txt", b"later"))
    world.store.close()
    for source in (dated, target):
        for path in kept(world):
            path.unlink()
        keeping.restore(source, store, world.store.clock)
        assert checked(store).startswith("sound: 1 file")
    # The store that was put aside had a later file: the folder of the copies holds it too, while it was there.
    again = Store(store, clock=clock)
    assert [line.name for line in EvidenceFiles(world.desk()).of(plan)] == ["site plan.pdf"]
    again.close()


def test_a_record_put_back_from_a_backup_brings_its_bytes(
    files: EvidenceFiles, plan: Owner, world: World, on_disk: Callable[..., Path]
) -> None:
    file_id = files.attach(plan, on_disk())
    made = keeping.back_up(world.store)
    files.remove(file_id)
    kept(world)[0].unlink()
    restoring = Restoring(world.desk())
    found = [each for each in restoring.differences(made) if each.table == "evidence_file"]
    restoring.put_back(made, [each.uid for each in found])
    assert [line.name for line in files.of(plan)] == ["site plan.pdf"]
    assert checked(world.store.path).startswith("sound")


def test_a_copy_is_kept_even_when_a_file_is_lost(
    files: EvidenceFiles, plan: Owner, world: World, on_disk: Callable[..., Path]
) -> None:
    files.attach(plan, on_disk())
    kept(world)[0].unlink()
    made = keeping.back_up(world.store)
    assert made.exists()
    assert not health.check(world.store.path).sound


def test_bytes_without_a_record_are_no_lie(world: World) -> None:
    folder = attachments.folder_for(world.store.path)
    attachments.put(folder, PDF)  # and then the power went
    assert checked(world.store.path) == "sound: None attached. 1 file in “world.files” that nothing names."
    half = folder / "ab" / ".npt-x.tmp"
    half.parent.mkdir(exist_ok=True)
    half.write_bytes(b"half")
    os.utime(half, (0, 0))
    world.store.close()
    opening.open_store(world.store.path, clock=world.store.clock).close()
    assert not half.exists()
    assert len(list(folder.glob("??/*"))) == 1


_VICTIM = """
import sys
from pathlib import Path
from npt_desktop.models.actor import Actor
from npt_desktop.models.kinds import OwnerKind, Role
from npt_desktop.services.desk import Desk
from npt_desktop.services.evidence_files import EvidenceFiles, Owner
from npt_desktop.store import opening
store = opening.open_store(Path(sys.argv[1]))
files = EvidenceFiles(Desk(store, Actor("Insp Rowan", Role.INSPECTOR)))
source = Path(sys.argv[2])
for number in range(100000):
    source.write_bytes(b"photo %s %d " % (sys.argv[4].encode(), number) * 20000)
    files.attach(Owner(OwnerKind.PLAN, int(sys.argv[3])), source)
    print(number, flush=True)
"""


def test_a_kill_while_attaching_leaves_no_record_without_its_file(
    plan: Owner, world: World, tmp_path: Path
) -> None:
    world.store.close()
    command = [
        sys.executable,
        "-c",
        _VICTIM,
        str(world.store.path),
        str(tmp_path / "photo.jpg"),
        str(plan.id),
    ]
    acknowledged = 0
    for wait in (3, 4):
        with subprocess.Popen([*command, str(wait)], stdout=subprocess.PIPE, cwd=ROOT, text=True) as victim:
            assert victim.stdout is not None
            acknowledged += sum(1 for _ in zip(range(wait), victim.stdout, strict=False))
            victim.kill()
    found = health.check(world.store.path)
    assert [finding.says for finding in found.findings if not finding.sound] == []
    assert len(attachments.named(world.store.path)) >= acknowledged == 7


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.binary(min_size=1, max_size=64), min_size=1, max_size=6))
def test_what_is_put_is_got_and_lies_there_once(tmp_path: Path, contents: list[bytes]) -> None:
    folder = tmp_path / hashlib.sha256(repr(contents).encode()).hexdigest()[:16]
    hashes = [attachments.put(folder, data) for data in contents]
    assert [attachments.get(folder, one, "x") for one in hashes] == contents
    assert len(list(folder.glob("??/*"))) == len(set(contents))
    other = folder.with_name(f"{folder.name} copy")
    assert attachments.carry(hashes, [tmp_path / "none", folder], other) == []
    assert attachments.carry(["0" * 64], [folder], other) == ["0" * 64]
    assert all(attachments.look(other, one) is attachments.Kept.SOUND for one in hashes)


def test_a_printed_plan_names_its_files(
    files: EvidenceFiles, plan: Owner, world: World, on_disk: Callable[..., Path], tmp_path: Path
) -> None:
    files.attach(plan, on_disk(), description="The gate")
    (line,) = files.of(plan)
    assert line.printed == (
        "site plan.pdf (PDF · 20 bytes · OFFICIAL-SENSITIVE, added 16/10/2026 by Insp Rowan): The gate"
    )
    plan_pdf(world.desk(), plan.id, tmp_path / "plan.pdf")
    plans = Plans(world.desk())
    page = plans.page(plan.id)
    record = replace(plan_record(page, plans.quality(page)), files=(line.printed,))
    words = " ".join(" ".join(page) for page in page_texts(plan_document(record, world.store.clock.now())))
    assert "Evidence files" in words
    assert "site plan.pdf (PDF" in words
