"""A worker as its parent sees it, and what the two say to each other."""

from __future__ import annotations

import math
import os
import signal
import socket
import time
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property

from i18n_wsgi.serving.seats import Seat, make_seats
from i18n_wsgi.settings import ServerSettings

# What a worker says, in a line of its own: that it can serve, and what; what is wrong; and, again and
# again, that it is not stuck.
READY = b"+"
FAILED = b"-"
ALIVE = b"."
END = b"\n"
# What its parent says: begin.
GO = b"!"
BEAT_SECONDS = 1.0

# Behind its own limit, a worker is killed after as long.
_GRACE_SECONDS = 2.0


@dataclass(eq=False)
class Plan:
    """What a generation of workers serves by, and where.

    Attributes:
        settings: theirs.
        listener: the socket.
        has_served: whether all has been sound once: what a worker can't help, such as a certificate
            that has expired since, does not keep it from taking the place of another.
    """

    settings: ServerSettings
    listener: socket.socket
    has_served: bool = False

    @cached_property
    def seats(self) -> list[Seat]:
        """Those of its workers."""
        return make_seats(self.settings.workers)


@dataclass(eq=False)
class Child:
    """A worker.

    Attributes:
        pid: of its process.
        plan: what it serves by.
        seat: its own among those of the plan.
        channel: to it; closed when it has closed its end, or is to.
        begun_at: when it was told to serve.
        kill_at: when it is to be killed, if it does not do what it should.
        is_ready: whether it can serve.
        has_begun: whether it has been told to.
        is_leaving: whether it has been told to end.
        summary: what it says of what it serves.
        last_words: what is wrong.
    """

    pid: int
    plan: Plan
    seat: Seat
    channel: socket.socket
    kill_at: float
    begun_at: float = math.inf
    is_ready: bool = False
    has_begun: bool = False
    is_leaving: bool = False
    summary: str = ""
    last_words: str = ""
    _heard: bytes = b""

    def hear(self) -> None:
        """Heed what it has said."""
        if self.channel.fileno() == -1:
            return
        try:
            said = self.channel.recv(65_536)
        except BlockingIOError:
            return
        except ConnectionError:
            said = b""
        if not said:
            self.channel.close()
        *lines, self._heard = (self._heard + said).split(END)
        for line in lines:
            self._heed(line[:1], line[1:].decode("utf-8", "replace"))

    def begin(self) -> None:
        """Tell it to serve."""
        self.has_begun = True
        self.begun_at = time.monotonic()
        self._expect_life()
        with suppress(OSError):  # it may be gone, which waitpid will tell
            self.channel.send(GO)

    def dismiss(self) -> None:
        """Tell it to end."""
        if self.is_leaving:
            return
        self.is_leaving = True
        self.kill_at = time.monotonic() + self.plan.settings.graceful_timeout + _GRACE_SECONDS
        if not self.has_begun:  # its code may have other plans for the signal
            self.channel.close()
        os.kill(self.pid, signal.SIGTERM)

    def is_due(self) -> bool:
        """Whether it is to be killed; once."""
        if time.monotonic() < self.kill_at:
            return False
        self.kill_at = math.inf
        return True

    def forget(self) -> None:
        """Free what it had, when it has ended."""
        self.channel.close()
        self.seat.leave()

    def _heed(self, word: bytes, text: str) -> None:
        if word == FAILED:
            self.last_words = text
        elif self.is_leaving:
            return
        elif word == ALIVE:
            self._expect_life()
        elif word == READY:
            self.is_ready = True
            self.summary = text
            self.kill_at = math.inf

    def _expect_life(self) -> None:
        seconds = self.plan.settings.worker_timeout
        if seconds:
            self.kill_at = time.monotonic() + seconds + BEAT_SECONDS
