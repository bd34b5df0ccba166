"""What a workbook may cost before it is refused. Read by the other process too, so it loads next to nothing."""

from __future__ import annotations

from typing import NamedTuple

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""How a file of Excel's old container begins: .xls, and any workbook with a password."""


class Limits(NamedTuple):
    """What a workbook may cost before it is refused. All may be changed by the caller.

    Sizes are in bytes, time in seconds. The defaults come from measurements over 1,600 public
    workbooks: the largest genuine compression ratio found was 121. Excel itself keeps at most 65,490 cell
    formats; with as many named styles and number formats a sound file stays below half of ``styles``.
    """

    file_size: int = 25 * 1024 * 1024
    parts: int = 4_000
    part_size: int = 150 * 1024 * 1024
    total_size: int = 300 * 1024 * 1024
    ratio: int = 250
    ratio_above: int = 1024 * 1024
    sheets: int = 60
    cells: int = 1_000_000
    rows: int = 50_000
    columns: int = 200
    styles: int = 400_000
    text_size: int = 64 * 1024 * 1024
    seconds: float = 20.0
    memory: int = 1024 * 1024 * 1024
