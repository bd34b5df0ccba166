"""What a save that was cut off leaves beside a store, so that SQLite can take it back: whether it is as SQLite wrote it.

SQLite takes back as much as it can read and says nothing of the rest: of a rollback journal that was spoilt since, half
a save would be left standing. Layout: SQLite, “Database File Format”, section 3, “The Rollback Journal”.
"""

from __future__ import annotations

import struct
from pathlib import Path
from typing import BinaryIO

_MAGIC = bytes.fromhex("d9d505f920a163d7")
_HEAD = struct.Struct(">8sIIIII")
"""Magic, records, start of the checksums, pages of the store before, bytes of a sector and of a page."""
_TO_THE_END = 0xFFFF_FFFF
_SAMPLED = 200
"""SQLite's checksum is over every 200th byte of a page."""


def journal_of(path: Path) -> Path:
    """Where SQLite keeps what an unfinished save overwrote."""
    return path.with_name(f"{path.name}-journal")


def can_be_taken_back(path: Path) -> bool:
    """Whether an unfinished save beside a store, if there is one, can be taken back whole. Nothing is changed.

    Never False for what a crash or a power cut alone can leave: SQLite counts the records of a part only when all of
    them are on the disk. Raises OSError for a file that cannot be read.
    """
    journal = journal_of(path)
    if not journal.exists() or not journal.stat().st_size:
        return True
    with journal.open("rb") as file:
        return _is_whole(file)


def _is_whole(file: BinaryIO) -> bool:
    at, sector, page = 0, 0, 0
    while True:
        file.seek(at)
        head = file.read(_HEAD.size)
        if not head[:12].strip(b"\0"):
            return True  # nothing more was finished
        if len(head) < _HEAD.size:
            return False
        magic, records, start, _, sector_here, page_here = _HEAD.unpack(head)
        if not at:
            sector, page = sector_here, page_here
        if magic != _MAGIC or not _is_size(sector, 32) or not _is_size(page, 512):
            return False
        if records == _TO_THE_END:
            return True
        file.seek(at + sector)
        if not all(_is_record(file, page, start) for _ in range(records)):
            return False
        at = -(-(at + sector + records * (page + 8)) // sector) * sector


def _is_record(file: BinaryIO, page: int, start: int) -> bool:
    record = file.read(page + 8)
    if len(record) < page + 8:
        return False
    total = start + sum(record[4 + page - _SAMPLED : 4 : -_SAMPLED])
    return bool(record[:4].strip(b"\0")) and total & 0xFFFF_FFFF == int.from_bytes(record[-4:], "big")


def _is_size(size: int, least: int) -> bool:
    return least <= size <= 65_536 and not size & (size - 1)
