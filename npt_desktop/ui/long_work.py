"""Long work of a screen: off the window's thread, its progress in the header, stopped by Cancel."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from npt_desktop.errors import Cancelled, CannotDo, Locked

if TYPE_CHECKING:
    from npt_desktop.ui.jobs import Progress
    from npt_desktop.ui.shell.screen import ProgressLine
    from npt_desktop.ui.workspace import Workspace

_T = TypeVar("_T")
Report = Callable[[int, int, str], None]


def long_work(
    work: Workspace, line: ProgressLine, words: str, do: Callable[[Report], _T], done: Callable[[_T], object]
) -> None:
    """Run ``do(report)`` on another thread and hand its result to ``done`` on this one.

    What a person can mend is told in a toast; stopping says that nothing was changed. Where an encrypted file is
    locked its passphrase is asked, and the work done again.
    """

    def task(progress: Progress) -> _T:
        def report(at: int, total: int, said: str) -> None:
            if progress.cancelled:
                raise Cancelled
            progress.report(at, total, said)

        return do(report)

    def finished(result: _T) -> None:
        line.end()
        done(result)

    def failed(error: Exception) -> None:
        line.end()
        if isinstance(error, Cancelled):
            work.say("Stopped: nothing was changed")
        elif isinstance(error, Locked):
            from npt_desktop.ui.lock.dialog import PassphraseDialog

            again = partial(long_work, work, line, words, do, done)
            PassphraseDialog(work, error, line.window(), again).open()
        elif isinstance(error, CannotDo):
            work.refused.emit(error.says)
        else:
            raise error

    job = work.jobs.run(task, done=finished, failed=failed, progress=line.set)
    line.start(words, job.cancel)
