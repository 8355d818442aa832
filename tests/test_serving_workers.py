"""The parent and its workers: who serves, who is replaced, and how they end."""

from __future__ import annotations

import gc
import http.client
import os
import re
import resource
import signal
import socket
import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager, suppress
from pathlib import Path

import eventlet
import pytest
from eventlet.semaphore import Semaphore

from i18n_wsgi.serving.children import Child, Plan
from i18n_wsgi.serving.parent import Parent
from i18n_wsgi.serving.places import Place
from i18n_wsgi.serving.worker import _live
from i18n_wsgi.settings import ServerSettings
from tests.workers import (
    HUP,
    KILL,
    PATIENCE_SECONDS,
    TERM,
    Service,
    children_of,
    clients,
    is_running,
    running,
    service,
    until,
)

pytestmark = [
    pytest.mark.frontdoor,
    pytest.mark.skipif(
        not Path("/proc/self/stat").exists(), reason="only Linux tells of processes"
    ),
]


def connect(served: Service) -> http.client.HTTPConnection:
    """A connection that has been served once, and is kept."""
    connection = http.client.HTTPConnection(served.host, timeout=20)
    connection.request("GET", "/")
    connection.getresponse().read()
    return connection


@contextmanager
def silent_connections(served: Service, count: int) -> Iterator[None]:
    """As many connections that send nothing."""
    host, port = served.host.split(":")
    with ExitStack() as connections:
        for _ in range(count):
            connections.enter_context(socket.create_connection((host, int(port))))
        yield


@pytest.fixture(scope="module")
def steady(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """One for what it survives."""
    with service(tmp_path_factory.mktemp("steady")) as served:
        yield served


def test_parent_serves_nothing(steady: Service) -> None:
    """Requests are answered by the workers."""
    assert int(steady.get().split()[1]) in steady.workers()


def test_connections_are_shared(steady: Service) -> None:
    """Each worker has about as many connections as the others."""
    until(lambda: len(steady.workers()) == 2)
    with clients(steady, 32) as busy:
        pids = [client.answers[0].split()[1] for client in busy]

    assert min(pids.count(str(pid)) for pid in steady.workers()) >= 12


def test_what_is_loaded_is_no_garbage(tmp_path: Path) -> None:
    """Collections of garbage pass over what was there before the first request."""
    made = Service(tmp_path)
    made.program("{VERSION}", "{__import__('gc').get_freeze_count()}")

    with running(made, bind_port=0, workers=1):
        frozen = int(made.get().split()[0])

    assert frozen > 10_000


def test_full_collections_are_rare(tmp_path: Path) -> None:
    """A worker looks for garbage among what lives long a fifth as often as Python does by itself."""
    made = Service(tmp_path)
    made.program("{VERSION}", "{__import__('gc').get_threshold()[2]}")

    with running(made, bind_port=0, workers=1):
        threshold = int(made.get().split()[0])

    assert threshold == 5 * gc.get_threshold()[2]


def test_killed_worker(steady: Service) -> None:
    """Another worker takes the place of one that was killed."""
    until(lambda: len(steady.workers()) == 2)
    before = steady.workers()
    os.kill(before[0], KILL)

    until(lambda: before[0] not in steady.workers() and len(steady.workers()) == 2)
    assert before[1] in steady.workers()


def test_hup_for_all(steady: Service) -> None:
    """A SIGHUP that reaches the workers, too, is no harm."""
    with clients(steady, 4) as busy:
        before = steady.workers()
        os.killpg(steady.pid, HUP)
        until(lambda: not {*before} & {*steady.workers()})

    assert [client.failed for client in busy] == [[]] * 4


def test_worker_that_exits(tmp_path: Path) -> None:
    """So it does of one that ends by itself, though its exit status be 0."""
    with service(tmp_path, workers=1) as served:
        (before,) = served.workers()
        with pytest.raises(http.client.RemoteDisconnected):
            served.get("/die")

        until(lambda: served.workers() not in ([], [before]))
        assert served.get().startswith("one ")


def test_worker_that_ends_again_and_again(tmp_path: Path) -> None:
    """One that ends at its start is started again, less and less often."""
    with service(tmp_path, workers=1) as served:
        served.program("return answer", "open('forks', 'a').write('x'); os._exit(0)")
        os.kill(served.workers()[0], KILL)
        until(lambda: served.printed().count("the next one in ") == 2)
        served.program("", "")

        assert re.findall("the next one in (.*) s", served.printed()) == ["0.5", "1.0"]
        assert (tmp_path / "forks").read_text() == "x"
        until(lambda: served.get().startswith("one "))


def test_stop_before_the_start(tmp_path: Path) -> None:
    """Told to stop while the workers begin, it does."""
    made = Service(tmp_path)
    made.program("return answer", "open('began', 'w'); time.sleep(60)")
    made.configure(bind_port=0, workers=2)
    with ThreadPoolExecutor() as threads:
        started = threads.submit(made.start)
        until((tmp_path / "began").exists)
        made.send(TERM)

        assert made.process.wait(20) == 0
        with pytest.raises(AssertionError):
            started.result()


@pytest.mark.parametrize("number", [TERM, signal.SIGINT])
def test_stop(number: int, tmp_path: Path) -> None:
    """Told to stop, it does, and says so by its exit status."""
    with service(tmp_path) as served:
        workers = served.workers()
        served.send(number)

        assert served.process.wait(20) == 0
        assert not any(map(is_running, workers))


def test_ctrl_c(tmp_path: Path) -> None:
    """So it does when a terminal tells all processes at once, and answers what is in hand."""
    with service(tmp_path) as served, ThreadPoolExecutor() as threads:
        answer = _slowly(served, threads, "/slow/1")
        os.killpg(served.pid, signal.SIGINT)

        assert answer.result().startswith("one ")
        assert served.process.wait(20) == 0


@pytest.mark.parametrize("workers", [0, 2])
def test_request_in_hand(workers: int, tmp_path: Path) -> None:
    """A request in hand is answered before the end; then the connection is closed."""
    with service(tmp_path, workers=workers) as served:
        with closing(connect(served)) as connection:
            connection.request("GET", "/slow/1")
            time.sleep(0.3)
            served.send(TERM)
            with connection.getresponse() as response:
                assert response.headers["Connection"] == "close"
                assert response.read().startswith(b"one ")
        assert served.process.wait(20) == 0


@pytest.mark.parametrize("workers", [0, 2])
def test_request_on_its_way(workers: int, tmp_path: Path) -> None:
    """So is the next request on a connection that was kept, if it comes soon."""
    with service(tmp_path, workers=workers) as served:
        with closing(connect(served)) as connection:
            served.send(TERM)
            time.sleep(0.5)
            connection.request("GET", "/")
            with connection.getresponse() as response:
                assert response.headers["Connection"] == "close"
        assert served.process.wait(20) == 0


@pytest.mark.parametrize("workers", [0, 2])
def test_silent_connections(workers: int, tmp_path: Path) -> None:
    """Connections without a request don't keep it from ending."""
    with service(tmp_path, workers=workers) as served:
        host, port = served.host.split(":")
        with closing(connect(served)), socket.create_connection((host, int(port))):
            served.send(TERM)

            assert served.process.wait(10) == 0


@pytest.mark.parametrize("workers", [0, 2])
def test_limit(workers: int, tmp_path: Path) -> None:
    """Requests that take longer than allowed don't either."""
    with service(tmp_path, workers=workers, graceful_timeout=1) as served:
        with closing(connect(served)) as connection:
            connection.request("GET", "/slow/60")
            time.sleep(0.3)
            served.send(TERM)

            assert served.process.wait(10) == 0
            with pytest.raises((http.client.HTTPException, ConnectionError)):
                connection.getresponse()


@pytest.mark.parametrize("workers", [0, 2])
def test_twice(workers: int, tmp_path: Path) -> None:
    """Told twice to stop, it does at once."""
    with service(tmp_path, workers=workers) as served:
        with closing(connect(served)) as connection:
            connection.request("GET", "/slow/60")
            time.sleep(0.3)
            served.send(TERM)
            until(lambda: "is stopping" in served.printed())
            served.send(TERM)

            assert served.process.wait(10) == 0


def test_no_respawn_at_the_end(tmp_path: Path) -> None:
    """A worker that is killed while all are stopping has no successor."""
    with service(tmp_path) as served:
        with closing(connect(served)) as connection:
            connection.request("GET", "/slow/2")
            time.sleep(0.3)
            served.send(TERM)
            until(lambda: len(served.workers()) == 1)
            os.kill(served.workers()[0], KILL)

            assert served.process.wait(10) == 0
            assert served.printed().count("lost a worker") == 0


def test_killed_parent(tmp_path: Path) -> None:
    """Workers whose parent is killed answer what they have in hand, and end."""
    with service(tmp_path) as served, ThreadPoolExecutor() as threads:
        workers = served.workers()
        answer = _slowly(served, threads, "/slow/1")
        served.send(KILL)

        assert answer.result().startswith("one ")
        until(lambda: not any(map(is_running, workers)))


def test_killed_parent_of_one_that_loads(tmp_path: Path) -> None:
    """A worker that is still loading then ends at once: nobody would have it begin."""
    with service(tmp_path, workers=1) as served:
        served.program("return answer", "open('began', 'w'); time.sleep(60)")
        served.send(HUP)
        until((tmp_path / "began").exists)
        workers = served.workers()
        served.send(KILL)

        until(lambda: not any(map(is_running, workers)))
    assert len(workers) == 2


def test_slow_failures_are_put_off(tmp_path: Path) -> None:
    """However long a worker has loaded before it fails, the next one is put off."""
    parent = Parent("api", lambda *_plan: None, lambda: plan, lambda *_told: None)
    ours, theirs = socket.socketpair()
    with ours, theirs:
        plan = Plan(ServerSettings(workers=1), ours, has_served=True)
        lost = Child(0, plan, plan.seats[0], theirs, kill_at=0.0)
        parent._mourn(lost, 1)
    parent._signals.close()

    assert parent._fork_at > time.monotonic()


def test_signals_of_other_programs(tmp_path: Path) -> None:
    """A program that an application starts heeds the signals that a worker leaves to its parent."""
    made = Service(tmp_path)
    made.program(
        "{VERSION}", "{__import__('subprocess').getoutput('grep SigIgn /proc/self/status')}"
    )

    with running(made, bind_port=0, workers=1):
        told = made.get()

    ignored = int(told.split()[1], 16)
    assert not ignored & (1 << (HUP - 1) | 1 << (signal.SIGINT - 1))


def test_side_jobs(tmp_path: Path) -> None:
    """Processes that the service did not make itself are left alone."""
    with service(tmp_path, workers=1) as served:
        served.program(
            "return answer", "os.posix_spawn('/bin/sleep', ['sleep', '30'], {}); return answer"
        )
        before = served.workers()
        served.send(HUP)
        until(lambda: not {*before} & {*served.workers()})
        (worker,) = served.workers()
        (job,) = children_of(worker)
        served.send(TERM)
        served.process.wait(20)

        assert is_running(job)
        os.kill(job, KILL)


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("1 / 0", "division by zero"),
        ("raise SystemExit('no database')", "no database"),
        ("os._exit(0)", "its exit status was 0"),
    ],
)
def test_start_that_fails(code: str, told: str, tmp_path: Path) -> None:
    """Where the first workers can't begin, the command says why in a line, and fails."""
    made = Service(tmp_path)
    made.program("return answer", code)
    made.configure(bind_port=0, workers=2)

    with pytest.raises(AssertionError):
        made.start()

    assert made.process.wait(20) == 1
    assert told in made.printed().splitlines()[-1]


def test_worker_that_does_not_begin(tmp_path: Path) -> None:
    """A worker that takes too long to begin is given up."""
    made = Service(tmp_path)
    made.program("return answer", "time.sleep(60)")
    made.configure(bind_port=0, workers=1, start_timeout=1)

    with pytest.raises(AssertionError):
        made.start()

    assert made.process.wait(20) == 1
    assert "it took too long" in made.printed().splitlines()[-1]


def test_number_of_requests(tmp_path: Path) -> None:
    """No more requests run at once than there are threads; the others wait."""
    with service(tmp_path, workers=1, threads=2) as served, ThreadPoolExecutor() as threads:
        answers = [threads.submit(served.get, "/slow/0.2") for _ in range(6)]

        assert {answer.result().split()[2] for answer in answers} <= {"1", "2"}


def test_number_of_connections(tmp_path: Path) -> None:
    """Silent connections beyond the limit don't keep others from being served."""
    with service(tmp_path, workers=1, max_connections=5) as served:
        with silent_connections(served, 20):
            assert served.get().startswith("one ")


def test_number_of_descriptors(tmp_path: Path) -> None:
    """Nor do as many as the process may not have."""
    with service(tmp_path, workers=1) as served:
        before = served.workers()
        resource.prlimit(served.pid, resource.RLIMIT_NOFILE, (100, 100))
        served.send(HUP)
        until(lambda: not {*before} & {*served.workers()})
        with silent_connections(served, 120):
            assert served.get().startswith("one ")

        assert "can't accept" not in served.printed()


def test_busy_connections(tmp_path: Path) -> None:
    """Requests in hand are not cut off for new connections, which wait."""
    with service(tmp_path, workers=1, max_connections=2) as served, ThreadPoolExecutor() as threads:
        answers = [threads.submit(served.get, "/slow/0.3") for _ in range(6)]

        assert all(answer.result().startswith("one ") for answer in answers)


def test_connection_whose_request_is_on_its_way(tmp_path: Path) -> None:
    """A new connection that is silent for a moment does not give way to the next one."""
    with service(tmp_path, workers=1, max_connections=1) as served, ThreadPoolExecutor() as threads:
        host, port = served.host.split(":")
        with socket.create_connection((host, int(port))) as late:
            next_one = _slowly(served, threads, "/")
            late.sendall(b"GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")

            assert late.recv(4096).startswith(b"HTTP/1.1 200 ")
        assert next_one.result().startswith("one ")


@contextmanager
def clients_of(served: Service, count: int, sent: bytes) -> Iterator[list[socket.socket]]:
    """As many connections that send this and no more."""
    host, port = served.host.split(":")
    with ExitStack() as stack:
        clients = []
        for _ in range(count):
            client = stack.enter_context(socket.create_connection((host, int(port))))
            client.settimeout(PATIENCE_SECONDS)
            client.sendall(sent)
            clients.append(client)
        yield clients


POST = b"POST %s HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\n"


@pytest.mark.parametrize(
    "sent",
    [POST % b"/read", POST % b"/", b"GET /endless HTTP/1.1\r\nHost: a\r\n\r\n"],
    ids=["body", "body that nobody reads", "answer"],
)
def test_waiting_for_clients(tmp_path: Path, sent: bytes) -> None:
    """Requests that wait for their clients leave their place to others."""
    with service(tmp_path, workers=1, threads=2) as served:
        with clients_of(served, 10, sent):
            time.sleep(0.3)

            assert served.get().startswith("one ")


def test_bytes_that_begin_nothing(tmp_path: Path) -> None:
    """A byte of a request keeps a place no longer than silence does."""
    with service(tmp_path, workers=1, max_connections=3) as served:
        with clients_of(served, 6, b"G"):
            assert served.get().startswith("one ")


def test_body_that_nobody_reads(tmp_path: Path) -> None:
    """A body that was announced, and read by nobody, does not keep the server from stopping."""
    with service(tmp_path, workers=1) as served, clients_of(served, 1, POST % b"/") as (client,):
        assert client.recv(4096).startswith(b"HTTP/1.1 200 ")
        served.send(TERM)

        assert served.process.wait(10) == 0


def test_request_that_takes_too_long(tmp_path: Path) -> None:
    """A request that takes too long is ended, and told as such."""
    with service(tmp_path, workers=1, request_timeout=1) as served:
        with clients_of(served, 1, b"GET /slow/30 HTTP/1.1\r\nHost: a\r\n\r\n") as (client,):
            answer = client.recv(4096)

        assert answer.startswith(b"HTTP/1.1 503 ")
        assert served.get().startswith("one ")


def test_request_that_waits_too_long(tmp_path: Path) -> None:
    """So is one that finds no place in that time."""
    with service(tmp_path, workers=1, threads=1, request_timeout=1) as served:
        stuck = b"GET /deaf/3 HTTP/1.1\r\nHost: a\r\n\r\n"
        with clients_of(served, 1, stuck), ThreadPoolExecutor() as threads:
            time.sleep(0.3)
            answer = _status_of(served, threads)

            assert answer.result() == 503


def test_place_that_is_not_found_again() -> None:
    """One that gave its place back while it waited for its client, and waits for one in vain, gives none back."""
    running = Semaphore(1)
    place = Place(running)
    place.take()
    with pytest.raises(eventlet.Timeout), eventlet.Timeout(0.01), place:
        running.acquire()  # another request takes it
    place.give()

    assert running.counter == 0


def test_request_that_ends_in_time(tmp_path: Path) -> None:
    """The time of a request ends with it: its connection may be kept for longer."""
    with service(tmp_path, workers=1, request_timeout=1) as served:
        with closing(connect(served)) as connection:
            time.sleep(1.5)
            connection.request("GET", "/")

            assert connection.getresponse().status == 200


def test_time_out_that_is_left_behind(tmp_path: Path) -> None:
    """A time-out that an application forgot ends the connection that it comes to, and no other."""
    made = Service(tmp_path)
    made.program(
        'if path == "/die":',
        'if path == "/forget":\n        eventlet.Timeout(0.2)\n    if path == "/die":',
    )
    with running(made, bind_port=0, workers=1):
        before = made.workers()
        get = b"GET /forget HTTP/1.1\r\nHost: a\r\n\r\n"
        with clients_of(made, 1, get) as (client,):
            assert client.recv(4096).startswith(b"HTTP/1.1 200 ")
            assert client.recv(4096) == b""

        assert made.get().startswith("one ")
        assert made.workers() == before
        assert "A connection has failed" in made.printed()


def test_worker_that_is_stuck(tmp_path: Path) -> None:
    """A worker whose code lets nothing else run is replaced."""
    with service(tmp_path, workers=1, worker_timeout=1) as served:
        (stuck,) = served.workers()
        with clients_of(served, 1, b"GET /spin HTTP/1.1\r\nHost: a\r\n\r\n"):
            until(lambda: served.workers() not in ([stuck], []))

        assert served.get().startswith("one ")
        assert "it has been stuck for too long" in served.printed()


def test_idle_worker(tmp_path: Path) -> None:
    """A worker that has nothing to do is not stuck."""
    with service(tmp_path, workers=1, worker_timeout=1) as served:
        before = served.workers()
        time.sleep(3.5)

        assert served.workers() == before


def test_parent_that_does_not_listen() -> None:
    """Nor does a worker wait for a parent that is stopped."""
    ours, theirs = socket.socketpair()
    ours.setblocking(False)
    with ours, theirs:
        with suppress(BlockingIOError):
            while True:
                ours.send(b".")
        beating = eventlet.spawn(_live, ours)
        eventlet.sleep(0.1)

        assert not beating.dead
        beating.kill()


def test_machine_that_is_frozen(tmp_path: Path) -> None:
    """Nor is one stuck that was stopped with its parent."""
    with service(tmp_path, workers=1, worker_timeout=1) as served:
        (worker,) = served.workers()
        with clients_of(served, 1, b"GET /slow/4 HTTP/1.1\r\nHost: a\r\n\r\n") as (client,):
            time.sleep(0.5)
            os.kill(worker, signal.SIGSTOP)
            os.kill(served.pid, signal.SIGSTOP)
            time.sleep(4)
            os.kill(served.pid, signal.SIGCONT)
            time.sleep(0.1)
            os.kill(worker, signal.SIGCONT)

            assert client.recv(4096).startswith(b"HTTP/1.1 200 ")


def test_worker_with_other_plans_for_a_signal(tmp_path: Path) -> None:
    """One that is still loading leaves when it is told to, though its code takes the signal."""
    with service(tmp_path, workers=1) as served:
        served.program(
            "return answer",
            "import signal; signal.signal(15, lambda *_: None); open('began', 'w'); time.sleep(2); return answer",
        )
        served.send(HUP)
        until((tmp_path / "began").exists)
        served.send(TERM)

        assert served.process.wait(10) == 0


def test_long_summary(tmp_path: Path) -> None:
    """What an application says of itself may be long."""
    made = Service(tmp_path)
    made.program("def make_app(conf):\n    return answer", LONG)
    with running(made, bind_port=0, workers=1):
        assert f"{'x' * 100_000}, with 1 worker" in made.printed()


LONG = """
class Long:
    def __call__(self, environ, start_response):
        return answer(environ, start_response)

    def server_summary(self):
        return "x" * 100_000


def make_app(conf):
    return Long()
"""


def _status_of(served: Service, threads: ThreadPoolExecutor) -> Future[int]:
    def ask() -> int:
        connection = http.client.HTTPConnection(served.host, timeout=PATIENCE_SECONDS)
        connection.request("GET", "/", headers={"Connection": "close"})
        with closing(connection), connection.getresponse() as response:
            return response.status

    return threads.submit(ask)


def _slowly(served: Service, threads: ThreadPoolExecutor, path: str) -> Future[str]:
    answer = threads.submit(served.get, path)
    time.sleep(0.3)
    return answer
