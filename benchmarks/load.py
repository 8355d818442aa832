"""Clients of a server, in a process of their own: each sends one request after the other on a connection that
it keeps, and the times and failures are counted.
"""

from __future__ import annotations

import asyncio
import multiprocessing
import re
import ssl
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import count
from multiprocessing.connection import Connection
from typing import NamedTuple, TypeAlias

PATIENCE_SECONDS = 30.0
_REOPEN_SECONDS = 0.02
_CROWD_BATCH = 50

# Of a request's number, the answer's head and its body what is wrong, or nothing.
Check: TypeAlias = "Callable[[int, bytes, bytes], str | None]"

_STATUS = re.compile(rb"HTTP/1\.[01] (\d{3})")
_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
_CHUNKED = re.compile(rb"\r\ntransfer-encoding: *chunked", re.IGNORECASE)
_CLOSE = re.compile(rb"\r\nconnection: *close", re.IGNORECASE)


class Plan(NamedTuple):
    """What clients do."""

    port: int
    requests: Sequence[bytes]
    check: Check
    client_count: int = 32
    pause_seconds: float = 0.0
    is_tls: bool = False


class Outcome(NamedTuple):
    """What came of it: for each answer its seconds, and all that failed."""

    seconds: list[float]
    failed: list[str]


def get(path: str, *headers: str) -> bytes:
    """A request without a body."""
    return "\r\n".join([f"GET {path} HTTP/1.1", "Host: localhost", *headers, "", ""]).encode()


def is_ok(_number: int, head: bytes, _body: bytes) -> str | None:
    """Whether the status is 200."""
    return None if status_of(head) == 200 else head.partition(b"\r\n")[0].decode("latin-1")


def is_not_found(_number: int, head: bytes, _body: bytes) -> str | None:
    """Whether the status is 404."""
    return None if status_of(head) == 404 else head.partition(b"\r\n")[0].decode("latin-1")


def status_of(head: bytes) -> int:
    """The status of an answer, 0 where it has none."""
    found = _STATUS.match(head)
    return int(found[1]) if found else 0


class Clients:
    """Clients at work; made by ``working``."""

    def __init__(self, channel: Connection) -> None:
        self._channel = channel

    def take(self) -> Outcome:
        """What has come of their requests since the last time."""
        return self._ask("take")

    def stop(self) -> Outcome:
        """Let them await the answers to what they have sent, and end."""
        return self._ask("stop")

    def _ask(self, command: str) -> Outcome:
        self._channel.send(command)
        found: Outcome = self._channel.recv()
        return found


@contextmanager
def working(plan: Plan) -> Iterator[Clients]:
    """Clients that work until they are stopped."""
    with _process(_work, plan) as channel:
        yield Clients(channel)


@contextmanager
def crowd(
    port: int, openings: Sequence[bytes], drip_seconds: float | None = None
) -> Iterator[Connection]:
    """A connection for each opening, which is sent at once and, with ``drip_seconds``, followed by one byte
    each time so many seconds have passed; else by nothing. Comes when it is told to over the channel, and
    says there when all are open.
    """
    with _process(_crowd, port, openings, drip_seconds) as channel:
        yield channel


@contextmanager
def _process(target: Callable[..., None], *arguments: object) -> Iterator[Connection]:
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=target, args=(*arguments, theirs), daemon=True)
    process.start()
    theirs.close()
    try:
        yield ours
    finally:
        process.kill()
        process.join()


# --- In the process of the clients


def _work(plan: Plan, channel: Connection) -> None:
    asyncio.run(_Load(plan).run(channel))


class _Load:
    """What all clients share."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.outcome = Outcome([], [])
        self.is_stopping = False
        self.numbers = count()
        self.tls: ssl.SSLContext | None = None
        if plan.is_tls:
            self.tls = ssl.create_default_context()
            self.tls.check_hostname = False
            self.tls.verify_mode = ssl.CERT_NONE

    async def run(self, channel: Connection) -> None:
        clients = [_Client(self) for _ in range(self.plan.client_count)]
        for client in clients:
            client.go_on()
        commands: asyncio.Queue[str] = asyncio.Queue()
        asyncio.get_running_loop().add_reader(
            channel.fileno(), lambda: commands.put_nowait(channel.recv())
        )
        while not self.is_stopping:
            try:
                command = await asyncio.wait_for(commands.get(), 1)
            except TimeoutError:
                _give_up(clients)
                continue
            self.is_stopping = command == "stop"
            if not self.is_stopping:
                self._tell(channel)
        while any(client.is_waiting for client in clients):
            await asyncio.sleep(0.02)
            _give_up(clients)
        self._tell(channel)

    def _tell(self, channel: Connection) -> None:
        told, self.outcome = self.outcome, Outcome([], [])
        channel.send(told)


def _give_up(clients: Sequence[_Client]) -> None:
    for client in clients:
        client.give_up()


class _Client:
    """One client. ``is_waiting`` while a request of its is not answered."""

    def __init__(self, load: _Load) -> None:
        self._load = load
        self._connection: _Connection | None = None
        self._number = 0
        self._begun = 0.0
        self.is_waiting = False
        self._opening: asyncio.Task[None] | None = None

    def go_on(self) -> None:
        """Send the next request."""
        if self._load.is_stopping:
            return
        self._number = next(self._load.numbers) % len(self._load.plan.requests)
        self._begun = time.perf_counter()
        self.is_waiting = True
        if self._connection is None:
            self._opening = asyncio.ensure_future(self._open())
        else:
            self._send(self._connection)

    async def _open(self) -> None:
        plan, loop = self._load.plan, asyncio.get_running_loop()
        try:
            _, connection = await loop.create_connection(
                lambda: _Connection(self), "127.0.0.1", plan.port, ssl=self._load.tls
            )
        except OSError as exc:
            if self.is_waiting:
                self._failed(f"connect: {exc!r}")
            return
        if not self.is_waiting:  # it has given up
            connection.transport.close()
            return
        self._connection = connection
        self._send(connection)

    def _send(self, connection: _Connection) -> None:
        connection.transport.write(self._load.plan.requests[self._number])

    def has_answer(self, head: bytes, body: bytes, *, is_last: bool) -> None:
        """Count it."""
        outcome, plan = self._load.outcome, self._load.plan
        outcome.seconds.append(time.perf_counter() - self._begun)
        self.is_waiting = False
        if wrong := plan.check(self._number, head, body):
            outcome.failed.append(wrong)
        if is_last and self._connection is not None:
            connection, self._connection = self._connection, None
            connection.transport.close()
        if plan.pause_seconds or is_last:
            asyncio.get_running_loop().call_later(plan.pause_seconds, self.go_on)
        else:
            self.go_on()

    def has_lost(self, connection: _Connection, exc: Exception | None) -> None:
        """The server has ended the connection."""
        if connection is not self._connection:
            return
        self._connection = None
        if self.is_waiting:
            self._failed(f"lost after {len(connection.received)} bytes: {exc!r}")

    def give_up(self) -> None:
        """End what has taken too long."""
        if self.is_waiting and time.perf_counter() - self._begun > PATIENCE_SECONDS:
            connection, self._connection = self._connection, None
            if connection is not None:
                connection.transport.abort()
            self._failed("no answer in time")

    def _failed(self, told: str) -> None:
        self.is_waiting = False
        self._load.outcome.failed.append(told)
        asyncio.get_running_loop().call_later(_REOPEN_SECONDS, self.go_on)


class _Connection(asyncio.Protocol):
    """Reads answers; all that servers of this comparison send, and no more of HTTP."""

    transport: asyncio.Transport

    def __init__(self, client: _Client) -> None:
        self._client = client
        self.received = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        self.received = received = self.received + data if self.received else data
        end = received.find(b"\r\n\r\n")
        if end < 0:
            return
        head, body = received[: end + 2], received[end + 4 :]
        if found := _LENGTH.search(head):
            if len(body) < int(found[1]):
                return
        elif _CHUNKED.search(head):
            if not body.endswith(b"0\r\n\r\n"):
                return
        else:
            return  # until the connection ends
        self.received = b""
        self._client.has_answer(head, body, is_last=_CLOSE.search(head) is not None)

    def connection_lost(self, exc: Exception | None) -> None:
        self._client.has_lost(self, exc)


# --- In the process of those who are slow


def _crowd(
    port: int, openings: Sequence[bytes], drip_seconds: float | None, channel: Connection
) -> None:
    channel.recv()
    asyncio.run(_stand_about(port, openings, drip_seconds, channel))


async def _stand_about(
    port: int, openings: Sequence[bytes], drip_seconds: float | None, channel: Connection
) -> None:
    loop = asyncio.get_running_loop()
    lost = 0

    class Silent(asyncio.Protocol):
        def connection_lost(self, exc: Exception | None) -> None:
            nonlocal lost
            lost += 1

    async def stand(opening: bytes, place: int) -> None:
        nonlocal lost
        try:
            transport, _ = await loop.create_connection(Silent, "127.0.0.1", port)
        except OSError:
            lost += 1
            return
        transport.write(opening)
        kept.append(transport)
        if drip_seconds is not None:
            await asyncio.sleep(drip_seconds * place / len(openings))
            drips.append(asyncio.ensure_future(drip(transport, drip_seconds)))

    async def drip(transport: asyncio.Transport, seconds: float) -> None:
        while not transport.is_closing():
            transport.write(b"x")
            await asyncio.sleep(seconds)

    kept: list[asyncio.Transport] = []
    drips: list[asyncio.Future[None]] = []
    for start in range(0, len(openings), _CROWD_BATCH):
        batch = openings[start : start + _CROWD_BATCH]
        drips += [
            asyncio.ensure_future(stand(opening, start + place))
            for place, opening in enumerate(batch)
        ]
        await asyncio.sleep(_CROWD_BATCH / 1_000)  # a thousand a second
    while len(kept) + lost < len(openings):
        await asyncio.sleep(0.05)
    channel.send("open")
    asked = asyncio.Event()
    loop.add_reader(channel.fileno(), asked.set)
    await asked.wait()
    channel.send(lost)
