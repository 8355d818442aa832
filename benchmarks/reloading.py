"""Count the requests that are lost when servers reload, stop and lose their processes, side by side in one run.

Prints what the project aims at with what was reached, and a table of the contenders.
"""

from __future__ import annotations

import argparse
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

import psutil
from load import Outcome, Plan, get, is_ok, working
from servers import (
    CONTENDERS,
    OURS,
    Contender,
    NotServed,
    Service,
    print_releases,
    serving,
    tell,
)
from tables import Goal, print_goals, print_table

_CLIENTS = 32
_REQUEST_SECONDS = 0.3
_ORPHANS_SECONDS = 2.0
_PATIENCE_SECONDS = 15.0


class _Way(NamedTuple):
    """How clients behave."""

    path: str
    pause_seconds: float


_WAYS: Mapping[str, _Way] = {
    "busy": _Way("/", 0.0),
    "thinking": _Way("/", 0.1),
    "in flight": _Way(f"/slow/{_REQUEST_SECONDS}", 0.0),
}
_KILLED_WORKER, _KILLED_PARENT, _TERM = "worker killed", "parent killed", "TERM"


class Effort(NamedTuple):
    """How often it reloads, and how long it waits after each time."""

    reloads: int = 10
    seconds: float = 2.0


_QUICK = Effort(2, 2.0)


class Loss(NamedTuple):
    """What was lost of how many."""

    failed: int
    answered: int
    why: str  # the first reason
    most: int = 0  # what may be lost

    def __str__(self) -> str:
        held = f", {self.most} held" if self.most else ""
        return f"{self.failed:,} of {self.failed + self.answered:,}{held}"


def _loss(outcome: Outcome) -> Loss:
    wrong = len(outcome.failed)
    return Loss(wrong, len(outcome.seconds), outcome.failed[0] if wrong else "")


def reloads(contender: Contender, way: _Way, effort: Effort, *, is_tls: bool) -> Loss:
    """What clients lose while a server reloads again and again."""

    def disturb(service: Service) -> None:
        for _ in range(effort.reloads):
            service.send(signal.SIGHUP)
            time.sleep(effort.seconds)

    return _disturbed(contender, way, disturb, is_tls=is_tls)


def _disturbed(
    contender: Contender, way: _Way, disturb: Callable[[Service], None], *, is_tls: bool = False
) -> Loss:
    with (
        tempfile.TemporaryDirectory() as folder,
        serving(contender.command, Path(folder), is_tls=is_tls) as service,
    ):
        plan = Plan(service.port, [get(way.path)], is_ok, _CLIENTS, way.pause_seconds, is_tls)
        with working(plan) as clients:
            time.sleep(1)
            clients.take()
            disturb(service)
            return _loss(clients.stop())


def killed_worker(contender: Contender) -> Loss:
    """What clients lose when a worker is killed: no more than the requests that it has in hand."""
    held = 0

    def disturb(service: Service) -> None:
        nonlocal held
        worker = service.workers()[-1]
        held = sum(it.status == psutil.CONN_ESTABLISHED for it in worker.net_connections("tcp"))
        worker.kill()
        time.sleep(4)

    return _disturbed(contender, _WAYS["in flight"], disturb)._replace(most=held)


def orphans_seconds(contender: Contender) -> float:
    """How long workers outlive their parent, while clients ask; many seconds where they don't go."""
    with (
        tempfile.TemporaryDirectory() as folder,
        serving(contender.command, Path(folder)) as service,
    ):
        plan = Plan(service.port, [get(_WAYS["in flight"].path)], is_ok, _CLIENTS)
        with working(plan):
            time.sleep(1)
            workers = service.workers()
            start = time.monotonic()
            service.process.kill()
            psutil.wait_procs(workers, _PATIENCE_SECONDS)
            return time.monotonic() - start


def stopped(contender: Contender) -> Loss:
    """What clients lose of what is in hand when the server is told to stop: they send nothing more."""
    with (
        tempfile.TemporaryDirectory() as folder,
        serving(contender.command, Path(folder)) as service,
    ):
        # Each has sent its only request by then, and is not answered yet.
        plan = Plan(service.port, [get("/slow/2")], is_ok, _CLIENTS)
        with working(plan) as clients:
            time.sleep(1)
            service.send(signal.SIGTERM)
            return _loss(clients.stop())


Row = Mapping[str, "Loss | float"]


def _measured(contender: Contender, effort: Effort) -> Iterator[tuple[str, Loss | float]]:
    for is_tls in (False, True) if contender.has_tls else (False,):
        for title, way in _WAYS.items():
            whole = f"{title}, TLS" if is_tls else title
            if contender.reloads:
                tell(f"{contender.name}: {whole}")
                yield whole, reloads(contender, way, effort, is_tls=is_tls)
    for title, measure in (
        (_KILLED_WORKER, killed_worker),
        (_KILLED_PARENT, orphans_seconds),
        (_TERM, stopped),
    ):
        tell(f"{contender.name}: {title}")
        yield title, measure(contender)


def goals(found: Row) -> Iterator[Goal]:
    """What the project aims at, and what was reached."""
    for title, value in found.items():
        if title == _KILLED_PARENT:
            assert isinstance(value, float)
            text = f"{title}: workers are gone in {_ORPHANS_SECONDS:.0f} s"
            yield Goal(text, f"{value:.1f} s", value <= _ORPHANS_SECONDS)
            continue
        assert isinstance(value, Loss)
        what = "no more than it held" if title == _KILLED_WORKER else "nothing"
        yield Goal(f"{title}: {what} lost", str(value), value.failed <= value.most)


def main() -> None:
    """Run the command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="less of everything")
    parser.add_argument("--only", help="one contender's name, for a closer look")
    options = parser.parse_args()
    effort = _QUICK if options.quick else Effort()
    chosen = [it for it in CONTENDERS if it.reloads and options.only in {None, it.name}]
    releases = {it: it.release() for it in chosen}
    found: dict[str, dict[str, Loss | float]] = {}
    for contender in (it for it, release in releases.items() if release is not None):
        row = found.setdefault(contender.name, {})
        try:
            row.update(_measured(contender, effort))
        except NotServed as exc:
            sys.stderr.write(f"... it did not start: {exc}\n")
    print_releases("Reloading, side by side", releases)
    print_goals(goals(found.get(OURS.name, {})))
    titles = [*_WAYS, *(f"{title}, TLS" for title in _WAYS), _KILLED_WORKER, _KILLED_PARENT, _TERM]
    print_table(
        "Lost",
        f"Requests lost of all that {_CLIENTS} clients sent on kept connections, while the server reloaded {effort.reloads}\n"
        "times, and when a worker was killed or the server told to stop; and how many seconds the workers outlived\n"
        f"their parent ({_PATIENCE_SECONDS:.0f}: for good).",
        ("", *found),
        [(title, *(_cell(row.get(title)) for row in found.values())) for title in titles],
    )
    for name, row in found.items():
        for title, value in row.items():
            if isinstance(value, Loss) and value.why:
                print(f"{name}, {title}: {value.why}")


def _cell(value: Loss | float | None) -> str:
    return "" if value is None else f"{value:.1f} s" if isinstance(value, float) else str(value)


if __name__ == "__main__":
    main()
