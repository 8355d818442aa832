"""How each contender is measured: right answers, time and memory."""

from __future__ import annotations

import gc
import math
import multiprocessing
import os
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path
from statistics import mean, median
from time import perf_counter_ns
from typing import NamedTuple

from contenders import ICU, Bound, Choose, Contender
from samples import (
    COMMON_LOCALES,
    HOSTILE_KINDS,
    Request,
    Row,
    distinct_headers,
    hostile_headers,
)

from i18n_wsgi.negotiation import parse_tag

SEED = 20_260_731
HOSTILE_BUDGET_SECONDS = 1
KILLED_AFTER_SECONDS = {"fork": 10, "spawn": 600}


class Effort(NamedTuple):
    """How often things are done."""

    request_count: int = 20_000
    round_count: int = 7
    call_count: int = 60
    hostile_count: int = 60
    memory_header_count: int = 20_000


QUICK = Effort(1_000, 3, 15, 15, 5_000)


def tell(text: str) -> None:
    """Progress, for whoever waits."""
    sys.stderr.write(f"... {text}\n")


def answer(choose: Choose, header: str) -> str | None:
    """What a contender answers; None if it fails."""
    try:
        return choose(header)
    except Exception:  # the comparison goes on without an answer
        return None


# --- Answers


def right_count(contender: Contender, rows: Iterable[Row]) -> int:
    """How many of ICU's rows come out as expected."""
    return sum(_is_right(contender, row) for row in rows)


def _is_right(contender: Contender, row: Row) -> bool:
    found = answer(contender.bind(row.available).choose, row.header)
    if found is None:
        found = row.default or next(iter(row.available), "null")
    if found == row.expected:
        return True
    # ICU has canonical tags on offer: tlh where the row says i-klingon.
    return row.expected not in row.available and parse_tag(found) == parse_tag(row.expected)


class Agreement(NamedTuple):
    """How many of a contender's answers are ICU's, or as near to what was asked for by ICU's own measure."""

    same: int
    as_near: int
    different: int
    examples: list[tuple[Request, str | None, str | None]]  # ICU's answer, then the contender's

    @property
    def share(self) -> float:
        """Of the answers those that are as good as ICU's: 0 to 1."""
        good = self.same + self.as_near
        return good / (good + self.different)


def agreement_with_icu(
    contender: Contender, requests: Iterable[Request], icu_answers: Iterable[str | None]
) -> Agreement:
    """Of answers that are equally near ICU gives the one that is offered first; others may not."""
    same = as_near = 0
    examples = []
    for request, expected in zip(requests, icu_answers, strict=True):
        found = answer(contender.bind(request.available).choose, request.header)
        if found == expected:
            same += 1
        elif found is not None and found == _icu_answer_with_first(found, request):
            as_near += 1
        else:
            examples.append((request, expected, found))
    return Agreement(same, as_near, len(examples), examples)


def _icu_answer_with_first(locale: str, request: Request) -> str | None:
    others = [other for other in request.available if other != locale]
    return answer(ICU.bind([locale, *others]).choose, request.header)


# --- Time


class Phases(NamedTuple):
    """Nanoseconds that an answer takes."""

    unseen: float  # to a new header; its tags have been met
    emptied: float  # with nothing met before
    again: float  # to a header that has been met


class Speed(NamedTuple):
    """A contender's times."""

    by_header: Mapping[str, Phases]
    mean: Phases  # of the headers that are sent: no header is no work


def speeds(
    contenders: Sequence[Contender],
    headers: Mapping[str, str | None],
    available: Sequence[str],
    effort: Effort,
) -> dict[str, Speed]:
    """By contender's name the medians of rounds in which each has its turn."""
    bound = {contender.name: contender.bind(available) for contender in contenders}
    rounds: dict[tuple[str, str], list[Phases]] = defaultdict(list)
    for number in range(effort.round_count):
        tell(f"speed, round {number + 1} of {effort.round_count}")
        for name, (choose, forget_headers, forget) in bound.items():
            for title, header in headers.items():
                phases = Phases(
                    _call_ns(choose, header, forget_headers, effort.call_count),
                    _call_ns(choose, header, forget, effort.call_count),
                    _again_ns(choose, header, effort.call_count * 10),
                )
                rounds[name, title].append(phases)

    found = {}
    for name in bound:
        by_header = {title: _each(median, rounds[name, title]) for title in headers}
        sent = [by_header[title] for title, header in headers.items() if header is not None]
        found[name] = Speed(by_header, _each(mean, sent))
    return found


def _each(average: Callable[[Iterable[float]], float], many: Iterable[Phases]) -> Phases:
    return Phases(*map(average, zip(*many, strict=True)))


def _call_ns(choose: Choose, header: str | None, before: Callable[[], object], count: int) -> float:
    """The median time of a call that has something untimed before it, less what the clock takes."""
    samples, costs = [], []
    for _ in range(count):
        before()
        empty = perf_counter_ns()
        start = perf_counter_ns()
        choose(header)
        end = perf_counter_ns()
        costs.append(start - empty)
        samples.append(end - start)
    return median(samples) - median(costs)


def _again_ns(choose: Choose, header: str | None, count: int) -> float:
    """The time of a call with a header that was met before, less what the loop takes.

    Each call gets a string of its own, as a server decodes one for each request.
    """
    choose(header)
    copies = [header and str(header.encode(), "utf-8") for _ in range(count)]
    start = perf_counter_ns()
    for copy in copies:
        choose(copy)
    middle = perf_counter_ns()
    for _copy in copies:
        pass
    return (2 * middle - start - perf_counter_ns()) / count


# --- What is sent to do harm


def hostile_times(contenders: Sequence[Contender], effort: Effort) -> dict[str, dict[str, float]]:
    """By kind and contender's name the median nanoseconds of a header, the least of three children's;
    infinite where it took too long. Not a number where the contender crashed.
    """
    found: dict[str, dict[str, float]] = {}
    for kind in HOSTILE_KINDS:
        tell(f"64 kB of {kind}")
        headers = hostile_headers(kind, effort.hostile_count, SEED)
        found[kind] = {
            contender.name: _least(partial(in_child, "fork", _median_ns, contender.bind, headers))
            for contender in contenders
        }
    return found


def _least(measure: Callable[[], float]) -> float:
    """Of three, but of what takes long, and of what is no number, the first."""
    first = measure()
    return min(first, measure(), measure()) if first < 1_000_000 else first


def _median_ns(bind: Callable[[Sequence[str]], Bound], headers: Sequence[str]) -> float:
    """Of headers that are new, as many as there is time for; the first third warms up."""
    choose = bind(COMMON_LOCALES).choose
    gc.freeze()  # what the parent has made is nobody's to look through, nor to copy
    samples: list[int] = []
    end = perf_counter_ns() + HOSTILE_BUDGET_SECONDS * 10**9
    for header in headers:
        start = perf_counter_ns()
        answer(choose, header)
        samples.append(perf_counter_ns() - start)
        if perf_counter_ns() > end:
            break
    return median(samples[len(samples) // 3 :])


# --- Memory


def memory_growths(contenders: Sequence[Contender], effort: Effort) -> dict[str, float]:
    """By contender's name the bytes by which its process grew while it answered headers."""
    found = {}
    for contender in contenders:
        tell(f"memory of {contender.name}")
        found[contender.name] = in_child(
            "spawn", _growth_bytes, contender.bind, effort.memory_header_count
        )
    return found


def _growth_bytes(bind: Callable[[Sequence[str]], Bound], header_count: int) -> float:
    choose = bind(COMMON_LOCALES).choose
    headers = distinct_headers(header_count, SEED)
    answer(choose, next(headers))  # what is imported or read at first use
    before = resident_bytes()
    for header in headers:
        answer(choose, header)
    return resident_bytes() - before


def resident_bytes() -> int:
    pages = Path("/proc/self/statm").read_text(encoding="ascii").split()[1]
    return int(pages) * os.sysconf("SC_PAGE_SIZE")


def in_child(start_method: str, function: Callable[..., float], *arguments: object) -> float:
    """What the function returns in a process of its own, which may crash or not come to an end."""
    context = multiprocessing.get_context(start_method)
    receiver, sender = context.Pipe(duplex=False)
    process = context.Process(target=_send, args=(sender, function, arguments))
    process.start()
    sender.close()
    try:
        if not receiver.poll(KILLED_AFTER_SECONDS[start_method]):
            return math.inf
        found: float = receiver.recv()
        return found
    except EOFError:
        return math.nan
    finally:
        process.kill()
        process.join()


def _send(sender: Connection, function: Callable[..., float], arguments: Sequence[object]) -> None:
    sender.send(function(*arguments))
