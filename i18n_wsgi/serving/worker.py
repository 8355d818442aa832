"""A worker: it accepts connections, and answers each in a green thread. Only here eventlet is needed."""

from __future__ import annotations

import gc
import logging
import signal
import socket
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from traceback import walk_tb
from typing import TYPE_CHECKING, Any

import eventlet
import eventlet.wsgi
from eventlet import greenio, hubs
from eventlet.semaphore import Semaphore
from eventlet.wsgi import STATE_IDLE

from i18n_wsgi.masking import one_line
from i18n_wsgi.serving.checks import Refused
from i18n_wsgi.serving.children import ALIVE, BEAT_SECONDS, END, FAILED, GO, READY, Plan
from i18n_wsgi.serving.forks import die_with_parent
from i18n_wsgi.serving.handshake import Serve, over_tls
from i18n_wsgi.serving.limits import Limits
from i18n_wsgi.serving.places import Place
from i18n_wsgi.serving.protocol import STATE_READING, Protocol
from i18n_wsgi.serving.refusals import refuse_of
from i18n_wsgi.serving.seats import Seat
from i18n_wsgi.serving.server_log import ServerLog, request_in_hand
from i18n_wsgi.serving.signals import STOP_SIGNALS, Signals
from i18n_wsgi.serving.tls import tls_context
from i18n_wsgi.serving.wrapped import summary_of
from i18n_wsgi.settings import ServerSettings, SettingsError

if TYPE_CHECKING:
    from types import FrameType

    from _typeshed.wsgi import WSGIApplication

_LOG = logging.getLogger(__name__)

# When the worker leaves, how long it waits for the request that may be on its way on a kept connection.
_IDLE_SECONDS = 2.0
# The same when nobody has told it to leave, but its parent has gone: whoever starts the service anew waits.
_ORPHANED_IDLE_SECONDS = 1.0
# How long a connection is without a request, at least, before another may take its place.
_QUIET_SECONDS = 1.0
_LOOK_SECONDS = 0.02
# How long a worker that has more connections than another leaves the next one to that.
_GIVING_WAY_SECONDS = 0.001
# Accepting fails when descriptors or memory have run out, and goes on when there are some again.
_REST_SECONDS = 0.1
# As many descriptors are left for other things than connections, or half of them.
_OTHER_FILES = 512
# Thousands of connections that come at once are no garbage; looking through them all holds up others.
_COLLECTIONS_BEFORE_A_FULL_ONE = 50


class Worker:
    """Serves an application on a socket.

    Args:
        name: what the server is called in the log.
        application: what is served. Where it has a method ``refuse``, that tells refused requests.
        listener: the socket, a plain one, which stays open when the worker stops.
        settings: the server's.
        seat: the worker's, where other processes serve the application too.

    Raises:
        TLSError: the certificate can't be used.
    """

    def __init__(
        self,
        name: str,
        application: WSGIApplication,
        listener: socket.socket,
        settings: ServerSettings,
        seat: Seat | None = None,
        *,
        may_have_expired: bool = False,
    ) -> None:
        self.name = name
        self._settings = settings
        self._seat = seat
        self._most = _room_for(settings.max_connections)
        limits = Limits.of(settings)
        protocol: Serve = partial(_Connection, limits=limits, refuse=refuse_of(application))
        context = tls_context(settings, may_have_expired=may_have_expired)
        if context is not None:
            protocol = over_tls(protocol, context, limits.header_seconds)
        self._listener = listener.dup()
        self._listener.setblocking(False)
        # Those that have not been used for the longest first.
        self._connections: dict[int, _Held] = {}
        self._server = eventlet.wsgi.Server(
            listener,
            listener.getsockname(),
            application,
            environ={"wsgi.multiprocess": seat is not None},
            max_http_version="HTTP/1.1",
            protocol=protocol,
            minimum_chunk_size=1,  # a chunk is sent when it is there
            log_output=settings.access_log,
            debug=False,  # never a traceback to the client
        )
        self._server.log = ServerLog()  # also of failures, where it has no access log
        self._server.worker = self
        self.running = Semaphore(settings.threads)
        self.request_seconds = settings.request_timeout or None
        self._accepting: eventlet.greenthread.GreenThread | None = None

    def start(self) -> None:
        """Begin to accept connections."""
        self._note_count()
        self._accepting = eventlet.spawn(self._accept)

    def stop(self, idle_seconds: float = _IDLE_SECONDS) -> None:
        """Take no more connections, let the requests in hand end, and close those that have been idle for so
        long."""
        if self._accepting is None:
            return
        self._accepting.kill()
        self._accepting = None
        self._accept_waiting()
        self._listener.close()
        self._server.keepalive = False  # eventlet says so in every answer from now on
        deadline = time.monotonic() + self._settings.graceful_timeout
        quiet_since: dict[int, float] = {}
        while self._connections and (now := time.monotonic()) < deadline:
            for key, held in list(self._connections.items()):
                if held.state[2] != STATE_IDLE:
                    quiet_since.pop(key, None)
                elif now - quiet_since.setdefault(key, now) >= idle_seconds:
                    self._close(held.state)
            eventlet.sleep(_LOOK_SECONDS)
        if self._connections:
            count = len(self._connections)
            _LOG.warning("The server %s leaves %d connections unfinished", self.name, count)

    def wait(self, signals: Signals) -> None:
        """Serve until a signal to stop comes."""
        while not {*STOP_SIGNALS}.intersection(signals.take()):
            hubs.trampoline(signals, read=True)

    def stop_unless(self, signals: Signals) -> None:
        """Stop, but leave off when another one comes."""
        stopping = eventlet.spawn(self.stop)
        stopping.link(lambda _stopping: signals.send(signal.SIGTERM))
        self.wait(signals)
        stopping.kill()

    def close(self) -> None:
        """End all connections at once."""
        for held in list(self._connections.values()):
            self._close(held.state)

    def has_been_used(self, state: list[Any]) -> None:
        """Note that a request has begun or ended."""
        held = self._connections.pop(id(state), None)
        if held is not None:
            held.used_at = time.monotonic()
            self._connections[id(state)] = held

    def _accept(self) -> None:
        has_failed = False
        while True:
            # Each time by way of the hub: another worker may have more time for the next one.
            hubs.trampoline(self._listener, read=True)
            while not self._has_room():
                eventlet.sleep(_LOOK_SECONDS)
            if self._seat is not None and self._seat.has_more_than_others():
                eventlet.sleep(_GIVING_WAY_SECONDS)
            try:
                self._has_accepted()
                has_failed = False
            except Exception as exc:  # the server goes on, for there may be room again
                if not has_failed:
                    _LOG.warning("The server %s can't accept a connection: %s", self.name, exc)
                has_failed = True
                eventlet.sleep(_REST_SECONDS)

    def _accept_waiting(self) -> None:
        """Take those that have been promised an answer, and no endless stream of others."""
        with suppress(OSError):
            for _ in range(self._settings.backlog):
                if not self._has_accepted():
                    return

    def _has_accepted(self) -> bool:
        try:
            client, address = self._listener.accept()
        except BlockingIOError:  # another worker was quicker
            return False
        hubs.notify_opened(client.fileno())
        state = [address, greenio.GreenSocket(client), STATE_IDLE]
        self._connections[id(state)] = _Held(state, time.monotonic())
        self._note_count()
        eventlet.spawn_n(self._serve, state)
        return True

    def _serve(self, state: list[Any]) -> None:
        try:
            self._server.process_request(state)
        except OSError as exc:
            _LOG.debug("A connection has ended: %s", exc)
        # Also a time-out that an application has left behind. The others go on.
        except (Exception, eventlet.Timeout):
            _LOG.exception("A connection has failed")
        finally:
            self._close(state)

    def _close(self, state: list[Any]) -> None:
        self._connections.pop(id(state), None)
        self._note_count()
        greenio.shutdown_safe(state[1])
        state[1].close()

    def _note_count(self) -> None:
        if self._seat is not None:
            self._seat.note(len(self._connections))

    def _has_room(self) -> bool:
        """Whether another connection may come; the one that has been quiet for the longest gives way."""
        if len(self._connections) < self._most:
            return True
        for held in self._connections.values():
            if held.state[2] in (STATE_IDLE, STATE_READING):
                if time.monotonic() - held.used_at < _QUIET_SECONDS:
                    return False  # its request may be on its way
                self._close(held.state)
                return True
        return False


@dataclass(slots=True)
class _Held:
    """A connection.

    Attributes:
        state: eventlet's.
        used_at: when its last request began or ended, or it came.
    """

    state: list[Any]
    used_at: float


class _Connection(Protocol):
    """Takes part in the limits of its worker."""

    def __init__(self, conn_state: list[Any], server: eventlet.wsgi.Server, **options: Any) -> None:
        self._worker: Worker = server.worker
        self.waiting = self._place = Place(self._worker.running)
        super().__init__(conn_state, server, **options)

    def has_begun(self) -> None:
        """Note that the next request is on its way."""
        super().has_begun()
        self._worker.has_been_used(self.conn_state)

    def handle_one_response(self) -> None:
        """Answer the request in hand."""
        with eventlet.Timeout(self._worker.request_seconds):
            try:
                self._place.take()
            except eventlet.Timeout:
                self._answer_refused(Refused(503))
                return
            request_in_hand.set(self.environ)
            try:
                super().handle_one_response()
            finally:
                self._place.give()
                request_in_hand.set({})
        self._worker.has_been_used(self.conn_state)


def work(
    name: str,
    load: Callable[[], WSGIApplication],
    plan: Plan,
    seat: Seat,
    channel: socket.socket,
) -> None:
    """Serve by a plan, in a process that its parent has made, until told to leave.

    Args:
        name: what the server is called in the log.
        load: makes the application.
        plan: where to serve, and how.
        seat: the worker's among those of the plan.
        channel: to the parent.
    """
    # `os` would make of every pipe what it is not.
    eventlet.monkey_patch(os=False)
    hubs.use_hub()  # none that was there before the fork
    # An application that knows better says so when it is loaded.
    gc.set_threshold(*gc.get_threshold()[:2], _COLLECTIONS_BEFORE_A_FULL_ONE)
    try:
        application = load()
        if not callable(application):
            raise SettingsError(f"the application is {application!r}; allowed: what can be called")
        summary = summary_of(application)
        worker = Worker(
            name,
            application,
            plan.listener,
            plan.settings,
            seat,
            may_have_expired=plan.has_served,
        )
    except (Exception, SystemExit) as exc:  # whatever the application raises, the parent is told
        _LOG.debug("The server %s can't load its application", name, exc_info=True)
        channel.sendall(FAILED + _told(exc).encode() + END)
        raise SystemExit(1) from exc
    plan.listener.close()
    # What has been loaded stays: no collection of garbage is to look through it while requests wait.
    gc.collect()
    gc.freeze()
    with suppress(ConnectionError):  # the parent has ended
        channel.sendall(READY + one_line(summary).encode() + END)
    if channel.recv(1) != GO:
        return
    die_with_parent(False)  # what is in hand is answered first

    is_told = False

    def leave(_number: int, _frame: FrameType | None) -> None:
        nonlocal is_told
        is_told = True
        with suppress(OSError):  # the parent has ended, and said so
            channel.shutdown(socket.SHUT_RD)

    signal.signal(signal.SIGTERM, leave)
    channel.setblocking(False)
    worker.start()
    eventlet.spawn(_live, channel)
    hubs.trampoline(channel, read=True)  # until SIGTERM, or the end of the parent
    worker.stop(_IDLE_SECONDS if is_told else _ORPHANED_IDLE_SECONDS)


def _live(channel: socket.socket) -> None:
    """Tell the parent that this process is not stuck."""
    with suppress(ConnectionError):  # the parent has ended
        while True:
            with suppress(BlockingIOError):  # it has not listened for a while
                channel.send(ALIVE + END)
            eventlet.sleep(BEAT_SECONDS)


def _told(exc: BaseException) -> str:
    """What is wrong, and where, unless it was meant to be told as it is."""
    told = one_line(str(exc))
    if isinstance(exc, SystemExit) and not isinstance(exc.code, str):
        return f"SystemExit: {exc.code}"
    if isinstance(exc, SettingsError | OSError | SystemExit):
        return told or repr(exc)
    *_outer, (frame, line) = walk_tb(exc.__traceback__)
    place = f"{frame.f_code.co_filename}:{line}"
    return f"{type(exc).__name__}{told and ': '}{told} ({place})"


def _room_for(connection_count: int) -> int:
    """How many of them there are descriptors for; the process takes as many as it may."""
    try:
        import resource
    except ImportError:  # on Windows
        return connection_count
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = connection_count + _OTHER_FILES
    if soft == resource.RLIM_INFINITY or soft >= wanted:
        return connection_count
    allowed = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
    resource.setrlimit(resource.RLIMIT_NOFILE, (allowed, hard))
    return allowed - min(_OTHER_FILES, allowed // 2)
