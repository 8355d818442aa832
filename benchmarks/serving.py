"""Measure the server side by side with its peers, in one run: what a request takes, and what others notice of
clients that are slow.

Prints what the project aims at with what was reached, and tables of the contenders.
"""

from __future__ import annotations

import argparse
import math
import resource
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import nullcontext
from functools import partial
from pathlib import Path
from statistics import median
from typing import NamedTuple, TypeVar

from load import Check, Outcome, Plan, crowd, get, is_not_found, is_ok, working
from servers import (
    CONTENDERS,
    EVENTLET,
    ORIGINAL,
    OURS,
    Contender,
    NotServed,
    print_releases,
    serving,
    tell,
)
from tables import Goal, print_goals, print_table, times

_MOST_CPU = 1.25  # of plain eventlet.wsgi's
_MOST_P99 = 1 / 3  # of the original's
_MOST_WORST_SECONDS = 0.050
_SLOW = 300
_IDLE = 5_000
_DRIP_SECONDS = 0.5

_FRENCH = get("/missing", "Accept-Language: fr")
_REQUESTS: Mapping[str, tuple[bytes, Check]] = {
    "200": (get("/"), is_ok),
    "404, French": (_FRENCH, is_not_found),
}
_HEADER = get("/").removesuffix(b"\r\n") + b"X-Slow: "
_BODY = b"POST /read HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10000\r\n\r\n"
_CROWDS: Mapping[str, tuple[Sequence[bytes], float | None]] = {
    "nobody": ((), None),
    f"{_SLOW} slow headers": ([_HEADER] * _SLOW, _DRIP_SECONDS),
    f"{_SLOW} slow bodies": ([_BODY] * _SLOW, _DRIP_SECONDS),
    f"{_SLOW} of each": ([_HEADER, _BODY] * _SLOW, _DRIP_SECONDS),
    f"{_IDLE:,} idle": ([get("/")] * _IDLE, None),
}
_ALL_SLOW, _ALL_IDLE = list(_CROWDS)[-2:]
# Two on a kept connection, then one that ends it.
_OTHERS = (get("/"), get("/"), get("/", "Connection: close"))


class Effort(NamedTuple):
    """How long things are done."""

    rounds: int = 5
    seconds: float = 3.0
    slow_seconds: float = 5.0


_QUICK = Effort(1, 1.0, 2.0)
_Found = TypeVar("_Found")


class Figures(NamedTuple):
    """What a run has shown; seconds, but for the first two and the last."""

    per_second: float
    cpu: float  # of a request
    p50: float
    p99: float
    worst: float
    failed: int


def _figures(outcome: Outcome, seconds: float, cpu_seconds: float) -> Figures:
    found = sorted(outcome.seconds)
    if not found:
        return Figures(0.0, math.nan, math.nan, math.nan, math.inf, len(outcome.failed))
    return Figures(
        len(found) / seconds,
        cpu_seconds / len(found),
        found[len(found) // 2],
        found[int(len(found) * 0.99)],
        found[-1],
        len(outcome.failed),
    )


def throughput(contender: Contender, effort: Effort) -> dict[str, Figures]:
    """One run, by title of the request."""
    found = {}
    with (
        tempfile.TemporaryDirectory() as folder,
        serving(contender.command, Path(folder)) as service,
    ):
        for title, (request, check) in _REQUESTS.items():
            with working(Plan(service.port, [request], check)) as clients:
                time.sleep(1)  # all are connected, and what is made once is made
                clients.take()
                before, start = service.cpu_seconds(), time.monotonic()
                time.sleep(effort.seconds)
                used, seconds = service.cpu_seconds() - before, time.monotonic() - start
                found[title] = _figures(clients.take(), seconds, used)
    return found


class Patience(NamedTuple):
    """What others notice while a crowd comes, and when it is there."""

    coming: Figures
    there: Figures
    lost: int  # of the crowd, refused or closed by the server


def patience(contender: Contender, title: str, effort: Effort) -> dict[str, Patience]:
    """What others notice of a crowd, by the crowd's title."""
    openings, drip_seconds = _CROWDS[title]
    plan = Plan(0, _OTHERS, is_ok, 16, 0.02)
    with (
        tempfile.TemporaryDirectory() as folder,
        serving(contender.command, Path(folder)) as service,
    ):
        with (
            working(plan._replace(port=service.port)) as clients,
            crowd(service.port, openings, drip_seconds) if openings else nullcontext() as slow,
        ):
            time.sleep(1)
            clients.take()
            coming = there = Outcome([], [])
            if slow is not None:
                slow.send("come")
                slow.recv()
                coming = clients.take()
            time.sleep(effort.slow_seconds)
            there = clients.take()
            lost = 0
            if slow is not None:
                slow.send("how many are lost")
                lost = slow.recv()
        return {
            title: Patience(_figures(coming, 1, 0), _figures(there, effort.slow_seconds, 0), lost)
        }


def _median_of(runs: Sequence[Figures]) -> Figures:
    return Figures(*(median(values) for values in zip(*runs, strict=True)))


def goals(
    found: Mapping[str, Mapping[str, Figures]], calm: Mapping[str, Mapping[str, Patience]]
) -> Iterator[Goal]:
    """What the project aims at, and what was reached."""
    ours = found[OURS.name]
    for title, figures in ours.items():
        for text, peer, limit, of in (
            (f"{title}: CPU at most {_MOST_CPU} x eventlet.wsgi", EVENTLET, _MOST_CPU, _cpu),
            (f"{title}: p99 at most a third of the original's", ORIGINAL, _MOST_P99, _p99),
        ):
            if peer.name not in found:
                yield Goal(text, f"{peer.name} is missing", None)
                continue
            ratio = of(figures) / of(found[peer.name][title])
            yield Goal(text, f"{ratio:.2f} x", ratio <= limit)
    for title in (_ALL_SLOW, _ALL_IDLE):
        if title in calm.get(OURS.name, {}):
            all_figures = calm[OURS.name][title]
            worst = max(all_figures.coming.worst, all_figures.there.worst)
            yield Goal(
                f"{title}: others within {_MOST_WORST_SECONDS * 1000:.0f} ms",
                f"{_ms(worst)} ms",
                worst <= _MOST_WORST_SECONDS,
            )


def _cpu(figures: Figures) -> float:
    return figures.cpu


def _p99(figures: Figures) -> float:
    return figures.p99


def main() -> None:
    """Run the command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="less of everything")
    parser.add_argument("--only", help="one contender's name, for a closer look")
    parser.add_argument("--part", choices=("throughput", "slow"), help="one part alone")
    options = parser.parse_args()
    effort = _QUICK if options.quick else Effort()
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    chosen = [it for it in CONTENDERS if options.only in {None, it.name}]
    releases = {it: it.release() for it in chosen}
    able = [it for it, release in releases.items() if release is not None]
    found: dict[str, dict[str, Figures]] = {}
    if options.part != "slow":
        found = _all_throughput(able, effort)
    calm: dict[str, dict[str, Patience]] = {}
    if options.part != "throughput":
        calm = _all_patience(able, effort)
    print_releases("The server, side by side", releases)
    print_goals(goals(found or {OURS.name: {}}, calm))
    _print_throughput(found)
    _print_patience(calm)


def _all_throughput(able: Sequence[Contender], effort: Effort) -> dict[str, dict[str, Figures]]:
    runs: dict[str, dict[str, list[Figures]]] = defaultdict(lambda: defaultdict(list))
    for number in range(effort.rounds):
        for contender in able:
            tell(f"throughput, round {number + 1} of {effort.rounds}: {contender.name}")
            for title, figures in _tried(partial(throughput, contender, effort)).items():
                runs[contender.name][title].append(figures)
    return {
        name: {title: _median_of(figures) for title, figures in by_title.items()}
        for name, by_title in runs.items()
    }


def _all_patience(able: Sequence[Contender], effort: Effort) -> dict[str, dict[str, Patience]]:
    found: dict[str, dict[str, Patience]] = defaultdict(dict)
    for contender in able:
        for title in _CROWDS:
            tell(f"slow clients, {title}: {contender.name}")
            found[contender.name] |= _tried(partial(patience, contender, title, effort))
    return found


def _tried(measure: Callable[[], dict[str, _Found]]) -> dict[str, _Found]:
    try:
        return measure()
    except NotServed as exc:
        sys.stderr.write(f"... it did not start: {exc}\n")
        return {}


def _print_throughput(found: Mapping[str, Mapping[str, Figures]]) -> None:
    for title in _REQUESTS if found else ():
        base = found.get(EVENTLET.name, {}).get(title)
        rows = [
            (
                name,
                f"{it.per_second:,.0f}",
                f"{it.cpu * 1e6:,.0f}",
                times(it.cpu, base.cpu) if base else "",
                _ms(it.p50),
                _ms(it.p99),
                _ms(it.worst),
                f"{it.failed:,.0f}",
            )
            for name, by_title in found.items()
            if (it := by_title.get(title)) is not None
        ]
        print_table(
            f"Throughput, {title}",
            "2 workers, 32 kept connections; CPU is that of all of the server's processes, in µs for a request, also as\n"
            "times eventlet.wsgi's; p50, p99 and worst in ms.",
            ("", "a second", "CPU", "", "p50", "p99", "worst", "failed"),
            rows,
        )


def _print_patience(calm: Mapping[str, Mapping[str, Patience]]) -> None:
    for title in _CROWDS if calm else ():
        rows = [
            (
                name,
                *(_ms(value) for value in (it.coming.p50, it.coming.p99, it.coming.worst)),
                *(_ms(value) for value in (it.there.p50, it.there.p99, it.there.worst)),
                f"{it.there.per_second:,.0f}",
                f"{it.coming.failed + it.there.failed:,}",
                f"{it.lost:,}",
            )
            for name, by_title in calm.items()
            if (it := by_title.get(title)) is not None
        ]
        heads = (
            "",
            "coming: p50",
            "p99",
            "worst",
            "there: p50",
            "p99",
            "worst",
            "a second",
            "failed",
            "lost",
        )
        print_table(
            f"Others beside {title}",
            "Milliseconds of 16 clients that pause for 20 ms and open every third connection anew, while the crowd\n"
            "comes (a thousand connections a second), and when it is there; of the crowd those that the server closed.",
            heads,
            rows,
        )


def _ms(seconds: float) -> str:
    if math.isnan(seconds):
        return ""
    return "never" if math.isinf(seconds) else f"{seconds * 1000:,.1f}"


if __name__ == "__main__":
    main()
