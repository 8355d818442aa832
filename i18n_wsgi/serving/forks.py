"""A process of its own for a piece of work."""

from __future__ import annotations

import atexit
import ctypes
import logging
import os
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from typing import NoReturn

_LOG = logging.getLogger(__name__)

_PR_SET_PDEATHSIG = 1  # prctl(2)


def fork(work: Callable[[], None]) -> int:
    """The id of a new process, which does the work and ends; it never comes back to the caller.

    Raises:
        OSError: there can't be another process.
    """
    _flush()  # or both processes would write what is left
    # A signal that came to the child too early would be taken for one of its parent's.
    before = signal.pthread_sigmask(signal.SIG_BLOCK, signal.valid_signals())
    try:
        pid = os.fork()
        if pid == 0:
            _do(work, before)
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
    return pid


def die_with_parent(is_wanted: bool) -> None:
    """Have this process killed when its parent ends, or no more; nothing where only Linux could."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL if is_wanted else 0)


def _do(work: Callable[[], None], signals: set[int]) -> NoReturn:
    status = 1
    try:
        atexit._clear()  # noqa: SLF001  # what is there is the parent's to do; multiprocessing does so too
        signal.set_wakeup_fd(-1)
        for number in (signal.SIGTERM, signal.SIGCHLD):
            signal.signal(number, signal.SIG_DFL)
        # Ctrl-C and a terminal's end reach the whole group; a worker leaves when its parent says so.
        # Other programs that it starts would go on ignoring what is ignored.
        for number in (signal.SIGINT, signal.SIGHUP):
            signal.signal(number, lambda _number, _frame: None)
        signal.pthread_sigmask(signal.SIG_SETMASK, signals)
        work()
        status = 0
    except SystemExit as exc:
        status = exc.code if isinstance(exc.code, int) else status
    except BaseException:  # the frames further out are the parent's
        _LOG.exception("A worker has failed")
    finally:
        _end(status)


def _end(status: int) -> NoReturn:
    try:
        atexit._run_exitfuncs()  # noqa: SLF001  # os._exit leaves them out
        logging.shutdown()
        _flush()
    finally:
        os._exit(status)


def _flush() -> None:
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError, AttributeError):  # closed, or there is none
            stream.flush()
