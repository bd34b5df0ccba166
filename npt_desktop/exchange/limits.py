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

    The largest log to be read is ten years of a whole force: 200,000 rows of up to twenty columns. On one sheet of
    eight columns it is a file of 26 MB that unpacks to 160 MB, half of it text; reading it takes 6 s of the processor
    and 270 MB of memory.
    """

    file_size: int = 50 * 1024 * 1024
    parts: int = 4_000
    part_size: int = 256 * 1024 * 1024
    total_size: int = 384 * 1024 * 1024
    ratio: int = 250
    ratio_above: int = 1024 * 1024
    sheets: int = 60
    cells: int = 4_000_000
    rows: int = 250_000
    columns: int = 200
    styles: int = 400_000
    text_size: int = 160 * 1024 * 1024
    seconds: float = 20.0
    memory: int = 1024 * 1024 * 1024
