"""What some plans have from elsewhere: an evidence file, and street crime as a measure."""

from __future__ import annotations

import struct
import zlib
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from npt_desktop.models.actor import Actor
from npt_desktop.models.kinds import OwnerKind, Role
from npt_desktop.services.demo.timeline import Row
from npt_desktop.services.demo.world import AreaCast, PlanLife, World
from npt_desktop.services.desk import Desk
from npt_desktop.services.evidence_files import EvidenceFiles, Owner
from npt_desktop.services.plan_series import CRIME, PlanSeries
from npt_desktop.store.database import Store

_AREAS = 2
_WIDE, _HIGH, _SCALE = 48, 32, 8
_GROUND, _ROAD, _PATH, _SPOT = (236, 240, 235), (255, 255, 255), (196, 178, 140), (178, 34, 52)


def add_plan_files(world: World, store: Store) -> None:
    """A sketch map and crime figures for a plan that is worked on, in the first areas."""
    lately = world.today - timedelta(days=14)
    for area in world.areas[:_AREAS]:
        for life in reversed(area.plans):
            if life.finished is None and lately < max(life.changes) <= world.today:
                _add(_desk(store, area), life)
                break


def _add(desk: Desk, life: PlanLife) -> None:
    plan: Row = life.row
    series = PlanSeries(desk)
    crimes = [offer for offer in series.offers(plan["area_id"].id) if offer.source == CRIME]
    if not crimes:
        return
    series.attach(plan.id, CRIME, next((c.about for c in crimes if c.about.startswith("Anti-social")), ""))
    with TemporaryDirectory() as folder:
        picture = Path(folder, "Sketch map.png")
        picture.write_bytes(sketch())
        EvidenceFiles(desk).attach(
            Owner(OwnerKind.PLAN, plan.id), picture,
            description="Sketch of the ways in, drawn on a walk round with the council. Red: where it is reported.",
        )  # fmt: skip


def _desk(store: Store, area: AreaCast) -> Desk:
    inspector = area.inspector
    return Desk(store, Actor(f"{inspector['title']} {inspector['surname']}", Role.INSPECTOR, inspector.id))


def sketch() -> bytes:
    """A small invented map as a PNG, byte for byte the same each time."""
    rows = []
    for y in range(_HIGH):
        line = [_cell(x, y) for x in range(_WIDE)]
        packed = b"\x00" + b"".join(bytes(colour) * _SCALE for colour in line)
        rows.append(packed * _SCALE)
    head = struct.pack(">IIBBBBB", _WIDE * _SCALE, _HIGH * _SCALE, 8, 2, 0, 0, 0)
    body = zlib.compress(b"".join(rows), 9)
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        _chunk(*one) for one in ((b"IHDR", head), (b"IDAT", body), (b"IEND", b""))
    )


def _cell(x: int, y: int) -> tuple[int, int, int]:
    if (x - 13) ** 2 + (y - 9) ** 2 < 7 or (x - 36) ** 2 + (y - 22) ** 2 < 5:
        return _SPOT
    if y in (8, 9, 10) or x in (35, 36):
        return _ROAD
    return _PATH if abs(x - y - 6) < 2 else _GROUND


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
