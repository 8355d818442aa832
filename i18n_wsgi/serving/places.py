"""Places among the requests that may run at once."""

from __future__ import annotations

from eventlet.greenthread import getcurrent
from eventlet.semaphore import Semaphore


class Place:
    """One among the requests that may run at once. It is free while the client is waited for by the
    green thread that took it; others, which an application may have, change nothing.

    Args:
        running: the free ones.
    """

    def __init__(self, running: Semaphore) -> None:
        self._running = running
        self._is_taken = self._is_left = False
        self._owner: object = None

    def take(self) -> None:
        self._running.acquire()
        self._is_taken = True
        self._owner = getcurrent()

    def give(self) -> None:
        if self._is_taken:
            self._is_taken = False
            self._running.release()

    def __enter__(self) -> None:
        if getcurrent() is self._owner:
            self._is_left = self._is_taken
            self.give()

    def __exit__(self, *_exception: object) -> None:
        if self._is_left and getcurrent() is self._owner:  # a time-out may come while it waits
            self._is_left = False
            self.take()
