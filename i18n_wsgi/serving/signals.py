"""Signals, taken when there is time for them."""

from __future__ import annotations

import math
import select
import signal
import socket
import sys
from collections import deque
from collections.abc import Iterable
from contextlib import suppress
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from types import FrameType

STOP_SIGNALS = (signal.SIGTERM, signal.SIGINT)


class Signals:
    """Those that came and have not been taken: a signal does nothing but add itself, and wake up.

    Args:
        numbers: of the signals that are meant; others are left as they are.
    """

    def __init__(self, *numbers: int) -> None:
        self._numbers = numbers
        self._handlers: dict[int, Any] = {}  # Any: what signal.signal answers
        self._before = -1
        self._come: deque[int] = deque()
        self._reader, self._writer = socket.socketpair()
        self._reader.setblocking(False)
        self._writer.setblocking(False)

    def open(self) -> None:
        """Let them come here. Only in the main thread."""
        self._before = signal.set_wakeup_fd(self._writer.fileno(), warn_on_full_buffer=False)
        self._handlers = {number: signal.signal(number, self._add) for number in self._numbers}

    def close(self) -> None:
        """Let them go where they went before."""
        if self._handlers:
            signal.set_wakeup_fd(self._before)
        for number, handler in self._handlers.items():
            signal.signal(number, handler)
        self.leave()

    def leave(self) -> None:
        """Leave them to the process that this one was forked from."""
        self._handlers = {}
        self._reader.close()
        self._writer.close()

    def fileno(self) -> int:
        """What can be read when one has come."""
        return self._reader.fileno()

    def send(self, number: int) -> None:
        """As if it had come."""
        self._come.append(number)
        with suppress(BlockingIOError):  # there is enough to wake up from
            self._writer.send(b"\0")

    def take(self) -> list[int]:
        """Their numbers, as they came."""
        with suppress(BlockingIOError):
            while self._reader.recv(4096):
                pass
        return [self._come.popleft() for _ in range(len(self._come))]

    def _add(self, number: int, _frame: FrameType | None) -> None:
        self._come.append(number)


def wait_for(descriptors: Iterable[int], seconds: float) -> None:
    """Do nothing until one can be read, or time is up."""
    # Where eventlet has patched the process, poll is not to be had otherwise.
    patcher = sys.modules.get("eventlet.patcher")
    system = patcher.original("select") if patcher else select
    poll = system.poll()
    for descriptor in descriptors:
        poll.register(descriptor, system.POLLIN)
    poll.poll(None if seconds == math.inf else max(0, math.ceil(seconds * 1000)))
