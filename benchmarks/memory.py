"""The memory of a process."""

from __future__ import annotations

import sys


def peak() -> float:
    """The most memory this process held at any time, in MB (Linux counts in kilobytes, macOS in bytes)."""
    import resource

    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / (1024 * 1024 if sys.platform == "darwin" else 1024)
