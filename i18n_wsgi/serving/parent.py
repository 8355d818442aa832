"""The parent of the workers: it holds the socket, starts them and looks after them, and serves nothing.

It is one loop. Signals and workers only wake it; each turn brings what is nearer to what should be.
"""

from __future__ import annotations

import logging
import math
import os
import signal
import socket
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from i18n_wsgi.masking import one_line
from i18n_wsgi.serving import systemd
from i18n_wsgi.serving.children import BEAT_SECONDS, Child, Plan
from i18n_wsgi.serving.forks import die_with_parent, fork
from i18n_wsgi.serving.seats import Seat
from i18n_wsgi.serving.signals import STOP_SIGNALS, Signals, wait_for
from i18n_wsgi.serving.sockets import ListenError, close_listener, give_way, listen_at_last

_LOG = logging.getLogger(__name__)

_CLOSED = -1

# A worker that has served for as long was sound: another takes its place at once.
_SOUND_SECONDS = 10.0
_FIRST_DELAY_SECONDS = 0.5
_LONGEST_DELAY_SECONDS = 30.0


class StartError(RuntimeError):
    """The workers can't begin. The message is one line for the operator."""


class Parent:
    """Keeps the workers of a plan running.

    Args:
        name: what the server is called in the log.
        work: what a worker does in a process of its own, given the plan, its seat and its end of a pair of
            sockets: it sends a line of ``READY`` and what is to be said of what it serves, or of ``FAILED``
            and what is wrong, waits for ``GO``, and serves until SIGTERM or the end of its parent.
        replan: answers the plan of a reload.
        settled: told which plan is served, after the start and after each reload, and what is to be said
            of it; None where the reload was refused.
    """

    def __init__(
        self,
        name: str,
        work: Callable[[Plan, Seat, socket.socket], None],
        replan: Callable[[], Plan],
        settled: Callable[[Plan, str | None], None],
    ) -> None:
        self.name = name
        self._work = work
        self._replan = replan
        self._settled = settled
        self._signals = Signals(signal.SIGHUP, signal.SIGCHLD, *STOP_SIGNALS)
        self._children: dict[int, Child] = {}
        self._plan: Plan | None = None
        self._coming: Plan | None = None  # its workers are not all ready
        self._is_reload_due = False
        self._stop_count = 0
        self._early_deaths = 0
        self._fork_at = 0.0

    def start(self, plan: Plan) -> None:
        """Have the plan's workers serve; none does before all can.

        Raises:
            StartError: one of them can't.
            SystemExit: a signal to stop came first.
        """
        self._signals.open()
        try:
            self._begin(plan)
            while self._plan is None:
                self._turn()
                if self._stop_count:
                    raise SystemExit(0)
        except BaseException:
            self._end()
            raise

    def wait(self) -> None:
        """Look after the workers until SIGTERM or SIGINT, and until they are gone."""
        try:
            while self._children or not self._stop_count:
                self._turn()
        finally:
            self._end()
        _LOG.info("The server %s has stopped", self.name)

    def send(self, number: int) -> None:
        """Have ``wait`` do what it does at a signal."""
        self._signals.send(number)

    def kill(self) -> None:
        """End all workers at once; ``wait`` puts others in their place, unless it is stopping."""
        for child in self._children.values():
            os.kill(child.pid, signal.SIGKILL)

    def _turn(self) -> None:
        self._sleep()
        for number in self._signals.take():
            self._obey(number)
        for child in list(self._children.values()):
            child.hear()
            self._look_after(child)
        self._adopt_if_ready()
        if self._is_reload_due and self._coming is None and not self._stop_count:
            self._is_reload_due = False
            self._reload()
        self._fill()

    def _sleep(self) -> None:
        sources = [self._signals.fileno()]
        sources += [child.channel.fileno() for child in self._children.values()]
        due = [child.kill_at for child in self._children.values()]
        if self._missing():
            due.append(self._fork_at)
        start = time.monotonic()
        seconds = max(0.0, min(due, default=math.inf) - start)
        if self._children:
            seconds = min(seconds, BEAT_SECONDS)
        wait_for([source for source in sources if source != _CLOSED], seconds)
        late_seconds = time.monotonic() - start - seconds
        if late_seconds > BEAT_SECONDS:  # the machine, or the container, was frozen
            for child in self._children.values():
                child.kill_at += late_seconds

    def _obey(self, number: int) -> None:
        if number == signal.SIGHUP:
            self._is_reload_due = True
        elif number in STOP_SIGNALS:
            self._stop_count += 1
            if self._stop_count == 1:
                self._stop()
            else:
                self.kill()

    def _stop(self) -> None:
        _LOG.info("The server %s is stopping", self.name)
        systemd.notify_stopping()
        self._drop_coming()
        for child in self._children.values():
            child.dismiss()
        # Nobody shall wait there in vain. A file goes when no worker listens any more.
        if self._plan is not None and self._plan.listener.family != socket.AF_UNIX:
            self._plan.listener.close()

    def _look_after(self, child: Child) -> None:
        pid, status = os.waitpid(child.pid, os.WNOHANG)
        if pid:
            child.hear()  # what it said at the very end
            self._forget(child)
            self._mourn(child, os.waitstatus_to_exitcode(status))
        elif child.is_due():
            if child.is_leaving:
                _LOG.warning("The worker %d is killed: it took too long to leave", child.pid)
            stuck = "it has been stuck for too long" if child.has_begun else "it took too long"
            child.last_words = child.last_words or stuck
            os.kill(child.pid, signal.SIGKILL)

    def _mourn(self, child: Child, status: int) -> None:
        if child.is_leaving:
            return
        cause = f"its exit status was {status}" if status >= 0 else f"signal {-status} ended it"
        told = f"worker {child.pid}: {child.last_words or cause}"
        if child.plan is self._coming:
            self._refuse(told)
            return
        now = time.monotonic()
        if now - child.begun_at >= _SOUND_SECONDS:
            self._early_deaths = 0
            self._fork_at = now
        elif now >= self._fork_at:  # several at once count as one
            self._put_off()
        wait_seconds = max(0.0, self._fork_at - now)
        _LOG.error("The server %s lost a %s; the next one in %.1f s", self.name, told, wait_seconds)

    def _put_off(self) -> None:
        delay = _FIRST_DELAY_SECONDS * 2 ** min(self._early_deaths, 10)
        self._fork_at = time.monotonic() + min(delay, _LONGEST_DELAY_SECONDS)
        self._early_deaths += 1

    def _reload(self) -> None:
        _LOG.info("The server %s reloads", self.name)
        systemd.notify_reloading()
        try:
            self._begin(self._replan())
        except Exception as exc:  # whatever is wrong with it, the workers go on
            self._refuse(one_line(str(exc) or repr(exc)))

    def _begin(self, plan: Plan) -> None:
        self._coming = plan
        try:
            for _ in range(plan.settings.workers):
                self._fork(plan)
        except OSError as exc:
            raise StartError(f"can't start a worker: {exc.strerror}") from exc

    def _refuse(self, told: str) -> None:
        self._drop_coming()
        if self._plan is None:
            raise StartError(told)
        self._settled(self._plan, None)
        systemd.notify_ready()
        _LOG.error("The server %s goes on as before; the reload failed: %s", self.name, told)

    def _drop_coming(self) -> None:
        coming, self._coming = self._coming, None
        if coming is None:
            return
        for child in list(self._of(coming)):
            child.dismiss()
        # At the start it is for whoever made it.
        if self._plan is not None and self._plan.listener is not coming.listener:
            _retire(coming.listener)

    def _adopt_if_ready(self) -> None:
        for child in self._of(self._plan):
            if child.is_ready and not child.has_begun:
                child.begin()
        plan = self._coming
        if plan is None or sum(child.is_ready for child in self._of(plan)) < plan.settings.workers:
            return
        before = self._plan
        if before is not None and before.listener is not plan.listener:
            try:
                listen_at_last(plan.listener, plan.settings.backlog, before.listener)
            except ListenError as exc:
                self._refuse(str(exc))
                return
        self._plan, self._coming = plan, None
        plan.has_served = True
        self._early_deaths = 0
        for child in list(self._of(plan)):
            child.begin()
        # First of all, or nobody would answer who comes between the last old worker's end and this.
        if before is not None and before.listener is not plan.listener:
            give_way(before.listener, plan.listener)
            _retire(before.listener)
        for child in list(self._of(before)):
            child.dismiss()
        self._settled(plan, next(self._of(plan)).summary)
        systemd.notify_ready()

    def _missing(self) -> int:
        if self._plan is None or self._stop_count:
            return 0
        return self._plan.settings.workers - sum(1 for _ in self._of(self._plan))

    def _fill(self) -> None:
        if self._plan is None or time.monotonic() < self._fork_at:
            return
        try:
            for _ in range(self._missing()):
                self._fork(self._plan)
        except OSError as exc:
            _LOG.error("The server %s can't start a worker: %s", self.name, exc)
            self._put_off()

    def _fork(self, plan: Plan) -> None:
        taken = {child.seat for child in self._of(plan)}
        seat = next(seat for seat in plan.seats if seat not in taken)
        ours, theirs = socket.socketpair()
        parent = os.getpid()
        try:
            pid = fork(lambda: self._be_worker(parent, plan, seat, ours, theirs))
        except OSError:
            ours.close()
            raise
        finally:
            theirs.close()
        ours.setblocking(False)
        kill_at = time.monotonic() + plan.settings.start_timeout
        self._children[pid] = Child(pid, plan, seat, ours, kill_at)

    def _be_worker(
        self, parent: int, plan: Plan, seat: Seat, ours: socket.socket, theirs: socket.socket
    ) -> None:
        die_with_parent(True)  # until it can see the parent's end
        if os.getppid() != parent:
            return
        # What a worker held of its parent's would hide from others that the parent has ended.
        ours.close()
        self._signals.leave()
        for child in self._children.values():
            child.channel.close()
        for other in (self._plan, self._coming):
            if other is not None and other.listener is not plan.listener:
                other.listener.close()
        self._work(plan, seat, theirs)

    def _forget(self, child: Child) -> None:
        child.forget()
        del self._children[child.pid]

    def _of(self, plan: Plan | None) -> Iterator[Child]:
        """The workers of a plan, without those that are leaving."""
        return (
            child
            for child in self._children.values()
            if child.plan is plan and not child.is_leaving
        )

    def _end(self) -> None:
        """Leave nothing behind."""
        self.kill()
        for child in list(self._children.values()):
            os.waitpid(child.pid, 0)
            self._forget(child)
        self._drop_coming()
        if self._plan is not None:
            close_listener(self._plan.listener)
        self._signals.close()


def _retire(listener: socket.socket) -> None:
    """Close a socket that workers may still listen on, and remove its file."""
    if listener.family == getattr(socket, "AF_UNIX", None):
        Path(listener.getsockname()).unlink(missing_ok=True)
    listener.close()
