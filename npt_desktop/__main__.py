"""``python -m npt_desktop``."""

from __future__ import annotations

import sys

from npt_desktop.exchange.safe import WORKER_FLAG


def start() -> int:
    """The reading of workbooks runs in a process of its own, which must load nothing else."""
    if len(sys.argv) > 1 and sys.argv[1] == WORKER_FLAG:
        from npt_desktop.exchange import worker

        return worker.main(sys.argv[2:])
    from npt_desktop import cli

    return cli.main()


if __name__ == "__main__":
    sys.exit(start())
