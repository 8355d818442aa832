"""Measure the error layer alone, side by side with its peers, in one run: what it adds to a 200, and what a 404 in
the client's language and a 500 take.

Prints what the project aims at with what was reached, and tables of the contenders.
"""

from __future__ import annotations

import argparse
import gc
import logging
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from errors import answer_times, print_figures, print_head
from layers import CASES, FRAMEWORKS, LAYERS, build_plain
from peers import write_catalogs
from samples import COMMON_LOCALES
from services import BODY, OURS, App, Case, ask, check
from tables import Goal, microseconds, print_goals, print_table

_PLAIN = "no layer"
_LIMITS = {"200": 1, "404": 20, "500": 30}  # microseconds
_GARBAGE_REQUESTS = 200

Figures = Mapping[str, Mapping[str, float]]  # by contender's name and case


class _Silent(logging.Handler):
    """Takes every record and formats none."""

    def emit(self, record: logging.LogRecord) -> None:
        pass


def costs(found: Figures) -> dict[str, dict[str, float]]:
    """What errors cost: a layer all that it takes beyond the plain function, a framework all that it takes
    beyond its own 200.
    """
    bases = {layer.name: found[_PLAIN]["200"] for layer in LAYERS}
    return {
        name: {
            title: value - bases.get(name, by_case["200"])
            for title, value in by_case.items()
            if name in bases or title != "200"
        }
        for name, by_case in found.items()
        if name != _PLAIN
    }


def garbage_count(app: App, case: Case) -> float:
    """The mean number of objects that a request leaves to the cycle collector."""
    environ, body = case.environ(), case.body

    def ask_all() -> int:
        for _ in range(_GARBAGE_REQUESTS):
            ask(app, environ, body)
        return gc.collect()

    gc.disable()
    try:
        ask_all()  # what is made once
        return ask_all() / _GARBAGE_REQUESTS
    finally:
        gc.enable()


def goals(found: Mapping[str, float], garbage: Mapping[str, float]) -> Iterator[Goal]:
    """What the project aims at, and what was reached."""
    for title, limit in _LIMITS.items():
        nanoseconds = found[title]
        figure = f"{microseconds(nanoseconds)} µs"
        yield Goal(f"{title}: {limit} µs", figure, nanoseconds <= limit * 1_000)
    worst = max(garbage.values())
    yield Goal("left to the cycle collector: nothing", f"{worst:.1f}", worst < 0.05)


def main() -> None:
    """Run the command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="less of everything")
    effort = (5, 200) if parser.parse_args().quick else (25, 500)
    logging.getLogger().addHandler(_Silent())
    releases = {contender: contender.release() for contender in (*LAYERS, *FRAMEWORKS)}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_catalogs(folder)
        apps = {it.name: it.build(folder) for it, found in releases.items() if found is not None}
        for title, app in apps.items():
            check(title, app, CASES)
        gc.collect()
        gc.freeze()  # what all the libraries have made is nobody's to look through
        garbage = {
            title: {kind: garbage_count(app, case) for kind, case in CASES.items()}
            for title, app in apps.items()
        }
        plain = build_plain(lambda _number: BODY)
        whole = answer_times(apps | {_PLAIN: plain}, *effort, CASES)
    found = costs(whole)
    print_head("The error layer alone, side by side", releases)
    print_goals(goals(found[OURS], garbage[OURS]))
    print_figures(
        "Layers",
        "Microseconds, with the garbage collector on, beyond what the plain function below takes for a 200; the\n"
        "frameworks' beyond what their own 200 takes, in which their layer can't be told apart.\n"
        f"404: in French of {len(COMMON_LOCALES)} languages. 500: a RuntimeError, logged once to a handler that formats nothing.",
        found,
        found[OURS],
    )
    print_figures("Whole", "Microseconds for one request, of which that was taken off.", whole)
    rows = [
        (title, *(f"{count:.1f}" for count in by_case.values()))
        for title, by_case in garbage.items()
    ]
    print_table("Garbage", "Objects left to the cycle collector.", ("", *CASES), rows)


if __name__ == "__main__":
    main()
