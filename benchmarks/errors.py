"""Measure a whole service side by side with its peers, in one run: route, dispatch, JSON both ways, and a
404 in the client's language.

Prints what the project aims at with what was reached, a table of the contenders, and where ours spends its time.
"""

from __future__ import annotations

import argparse
import gc
import logging
import platform
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from statistics import median
from time import perf_counter_ns
from typing import Any

import webob
from measures import tell as tell_progress
from peers import DOMAIN, write_catalogs
from samples import COMMON_LOCALES
from services import (
    BODY,
    CASES,
    CONTENDERS,
    OURS,
    App,
    Case,
    Contender,
    OurBookNotFound,
    ask,
    build_ours,
    check,
    make_mapper,
    make_resource,
)
from tables import Goal, microseconds, print_goals, print_table, times

import i18n_wsgi

# --- Time


def answer_times(
    apps: Mapping[str, App], round_count: int, call_count: int, cases: Mapping[str, Case] = CASES
) -> dict[str, dict[str, float]]:
    """By name and case the median nanoseconds of a request, less what asking takes."""
    rounds: dict[tuple[str, str], list[float]] = defaultdict(list)

    def nothing(_environ: object, start_response: Callable[..., object]) -> list[bytes]:
        start_response("200 OK", [])
        return []

    for number in range(round_count):
        tell_progress(f"round {number + 1} of {round_count}")
        for name, app in apps.items():
            for title, case in cases.items():
                times_ = [_mean_ns(each, case, call_count) for each in (app, nothing)]
                rounds[name, title].append(times_[0] - times_[1])
    found: dict[str, dict[str, float]] = defaultdict(dict)
    for (name, title), samples in rounds.items():
        found[name][title] = median(samples)
    return found


def _mean_ns(app: App, case: Case, count: int) -> float:
    environ, body = case.environ(), case.body
    logging.getLogger().setLevel(case.log_level)
    gc.collect()  # what another has left is not for this one to clear away
    ask(app, environ, body)  # nor is each request to pay for what is done once a second
    start = perf_counter_ns()
    for _ in range(count):
        ask(app, environ, body)
    return (perf_counter_ns() - start) / count


def parts(folder: Path, effort: tuple[int, int]) -> dict[str, dict[str, float]]:
    """Where ours spends its time, by what of it is asked the same."""
    resource = make_resource()
    mapper = make_mapper(resource)
    mapper.create_regs()
    options = {"domain": DOMAIN, "locale_dir": str(folder)}

    def match(environ: dict[str, Any], start_response: Callable[..., object]) -> list[bytes]:
        start_response("200 OK", [])
        mapper.routematch(environ["PATH_INFO"], environ)
        return []

    def wrap(environ: dict[str, Any], start_response: Callable[..., object]) -> list[bytes]:
        start_response("200 OK", [])
        i18n_wsgi.Request(environ)
        return []

    def plain(environ: dict[str, Any], start_response: Callable[..., object]) -> list[bytes]:
        if environ["PATH_INFO"] != "/books/1":
            raise OurBookNotFound(book="999")
        start_response("200 OK", [])
        return [BODY]

    def routed(app: App) -> App:
        """What a router that costs nothing calls, without its errors."""
        routing = {
            title: ((), mapper.routematch(case.path, case.environ())[0])
            for title, case in CASES.items()
        }
        by_request = {(case.method, case.path): routing[title] for title, case in CASES.items()}

        def application(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
            key = environ["REQUEST_METHOD"], environ["PATH_INFO"]
            environ["wsgiorg.routing_args"] = by_request[key]
            try:
                return app(environ, start_response)
            except OurBookNotFound:
                start_response("404 Not Found", [])
                return []

        return application

    def filled(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        response = webob.Response(content_type="application/json", charset=None, body=BODY)
        answer: Iterable[bytes] = response(environ, start_response)
        return answer

    return answer_times(
        {
            "all of it": build_ours(folder),
            "FaultMiddleware": i18n_wsgi.FaultMiddleware(plain, **options),
            "Resource": routed(resource),
            "of it webob.Request": wrap,
            "routes' mapper": match,
            "webob.Response, which ours does without": filled,
        },
        *effort,
    )


# --- The command


def main() -> None:
    """Run the command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="less of everything")
    effort = (3, 500) if parser.parse_args().quick else (15, 3_000)
    releases = {contender: contender.release() for contender in CONTENDERS}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_catalogs(folder)
        apps = {it.name: it.build(folder) for it, release in releases.items() if release}
        for title, app in apps.items():
            check(title, app)
        gc.freeze()  # what all the libraries have made is nobody's to look through
        found = answer_times(apps, *effort)
        inside = parts(folder, effort)
    print_head("A whole service, side by side", releases)
    print_goals(goals(found[OURS]))
    print_figures(
        "Services",
        "Microseconds for one request, with the garbage collector on. PUT: with a JSON body, which is read.\n"
        f"404: raised by the controller, told in French of {len(COMMON_LOCALES)} languages.",
        found,
        found[OURS],
    )
    print_figures("Ours", "Microseconds for one request; its parts alone.", inside)


def goals(found: Mapping[str, float]) -> Iterator[Goal]:
    """What the project aims at, and what was reached."""
    for title, limit in (("GET 200", 20), ("PUT 200", 20), ("GET 404", 40), ("PUT 404", 40)):
        nanoseconds = found[title]
        figure = f"{microseconds(nanoseconds)} µs"
        yield Goal(f"{title}: {limit} µs", figure, nanoseconds <= limit * 1_000)


def print_head(title: str, releases: Mapping[Contender, str | None]) -> None:
    """Who was measured, and with what."""
    print(title)
    print(f"{platform.python_implementation()} {platform.python_version()}, {platform.machine()}")
    for contender, release in releases.items():
        if release is None:
            print(f"MISSING: {contender.name} ({', '.join(contender.packages)} not installed)")
        elif release:
            print(release)


def print_figures(
    title: str,
    note: str,
    found: Mapping[str, Mapping[str, float]],
    base: Mapping[str, float] | None = None,
) -> None:
    """A row for each name; with how many times the base it is, where there is one."""
    cases = list(next(iter(found.values())))
    heads, rows = [""], []
    for case in cases:
        heads += [case, "to ours"] if base else [case]
    for name, by_case in found.items():
        row = [name]
        for case in cases:
            value = by_case.get(case)
            row.append("" if value is None else microseconds(value))
            if base:
                row.append("" if value is None else times(value, base[case]))
        rows.append(row)
    print_table(title, note, heads, rows)


if __name__ == "__main__":
    main()
