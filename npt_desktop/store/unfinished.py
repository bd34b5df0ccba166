"""What a save that was cut off leaves beside a store, so that SQLite can take it back: whether it is as SQLite wrote it.

SQLite takes back as much as it can read and says nothing of the rest: of a rollback journal that was spoilt since, half
a save would be left standing. Layout: SQLite, “Database File Format”, section 3, “The Rollback Journal”.
"""

from __future__ import annotations

import struct
import time
from pathlib import Path
from typing import BinaryIO

_MAGIC = bytes.fromhex("d9d505f920a163d7")
_HEAD = struct.Struct(">8sIIIII")
"""Magic, records, start of the checksums, pages of the store before, bytes of a sector and of a page."""
_TO_THE_END = 0xFFFF_FFFF
_SAMPLED = 200
"""SQLite's checksum is over every 200th byte of a page."""
_LOOKS, _BETWEEN_LOOKS = 40, 0.05


def journal_of(path: Path) -> Path:
    """Where SQLite keeps what an unfinished save overwrote."""
    return path.with_name(f"{path.name}-journal")


def can_be_taken_back(path: Path) -> bool:
    """Whether an unfinished save beside a store, if there is one, can be taken back whole. Nothing is changed.

    Never False for what a crash or a power cut alone can leave, where the file system shows noughts in what a file grew
    by (NTFS, APFS, ext4; not FAT): SQLite counts the records of a part only when all of them are on the disk. What
    another program is writing at this moment is looked at again. Raises OSError for a file that cannot be read.
    """
    journal = journal_of(path)
    for _ in range(_LOOKS):
        before = _state(journal)
        if before is None or not before[0]:
            return True
        with journal.open("rb") as file:
            if _is_whole(file):
                return True
        time.sleep(_BETWEEN_LOOKS)
        if _state(journal) == before:
            return False
    return True  # somebody goes on writing: the lock is asked next


def _state(journal: Path) -> tuple[int, int, bytes] | None:
    """Its length, when it was written, its heading; None where there is none."""
    try:
        with journal.open("rb") as file:
            there = journal.stat()
            return there.st_size, there.st_mtime_ns, file.read(_HEAD.size)
    except FileNotFoundError:
        return None


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
