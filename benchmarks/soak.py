"""Serve the sample for a long time: errors in all languages and formats, a reload every minute, and catalogs that
are replaced meanwhile. Nothing may be lost, and memory may not grow.

Prints a line a minute and a verdict; the exit status is 1 when something was wrong.
"""

from __future__ import annotations

import argparse
import json
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from functools import partial
from html.parser import HTMLParser
from pathlib import Path
from statistics import mean, median
from typing import NamedTuple
from xml.etree import ElementTree

import psutil
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from load import Clients, Plan, status_of, working
from servers import Files, Service, serving
from tables import print_table

from i18n_wsgi.negotiation import language_of

_LOCALE = Path(__file__).parents[1] / "locale"
_DOMAIN = "i18n_wsgi_sample"
_MEGABYTE = 1_000_000
_CLIENTS = 8
_PAUSE_SECONDS = 0.02
_REPLACED_EACH_SECONDS = 2.0
# What the memory of the last generations may have more than that of the first ones.
_GROWTH = 0.03
_PASTE = """
[pipeline:main]
pipeline = fault library

[filter:fault]
paste.filter_factory = i18n_wsgi:filter_factory
i18n_wsgi.filter_factory = i18n_wsgi:FaultMiddleware
domain = i18n_wsgi_sample
locale_dir = {locale_dir}

[app:library]
paste.app_factory = i18n_wsgi:app_factory
i18n_wsgi.app_factory = i18n_wsgi.sample.api:make_app
max_json_body_size = 1000
"""
_JSON = "Content-Type: application/json"


class _Kind(NamedTuple):
    """An error: what asks for it, and its status."""

    status: int
    line: str
    headers: tuple[str, ...] = ()
    body: str = ""


_KINDS = (
    _Kind(404, "GET /books/999"),
    _Kind(404, "GET /nowhere"),
    _Kind(405, "DELETE /books"),
    _Kind(400, "POST /books", (_JSON,), "{"),
    _Kind(413, "POST /books", (_JSON,), "0" * 1001),
    _Kind(422, "POST /books", (_JSON,), '{"year": 1}'),
    _Kind(429, "GET /demo/rate-limited"),
    _Kind(500, "GET /demo/bug"),
    _Kind(503, "GET /demo/unavailable"),
    _Kind(503, "GET /demo/stream/0"),
    _Kind(400, "GET /books/1", ("Bad : blank",)),
)
_FORMATS = (
    "application/json",
    "application/problem+json",
    "application/xml",
    "application/problem+xml",
    "text/html",
    "text/plain",
)


class _Question(NamedTuple):
    kind: _Kind
    media_type: str
    language: str

    def as_bytes(self) -> bytes:
        kind = self.kind
        lines = [f"{kind.line} HTTP/1.1", "Host: localhost", f"Accept: {self.media_type}"]
        lines += [f"Accept-Language: {self.language}", *kind.headers]
        if kind.body:
            lines.append(f"Content-Length: {len(kind.body)}")
        return "\r\n".join([*lines, "", kind.body]).encode()


def _questions(languages: list[str]) -> list[_Question]:
    return [
        _Question(kind, media_type, language)
        for language in languages
        for media_type in _FORMATS
        for kind in _KINDS
    ]


def _wrong(questions: list[_Question], number: int, head: bytes, body: bytes) -> str | None:
    """What is wrong with an answer."""
    question = questions[number]
    headers = dict(
        line.lower().split(": ", 1) for line in head.decode("latin-1").split("\r\n")[1:] if line
    )
    told = f"{question.kind.line} {question.media_type} {question.language}"
    if status_of(head) != question.kind.status:
        return f"{told}: status {status_of(head)}"
    if headers.get("content-type", "").partition(";")[0] != question.media_type:
        return f"{told}: Content-Type {headers.get('content-type')}"
    if headers.get("content-language") != question.language.lower():
        return f"{told}: Content-Language {headers.get('content-language')}"
    try:
        _PARSERS[question.media_type](body.decode())
    except (ValueError, SyntaxError) as exc:
        return f"{told}: {exc!r}"
    return None


def _parse_html(text: str) -> None:
    parser = HTMLParser()
    parser.feed(text)
    parser.close()
    if not text.startswith("<!DOCTYPE html>") or not text.endswith("</html>\n"):
        raise ValueError("the page is not whole")


def _parse_text(text: str) -> None:
    if not text.strip():
        raise ValueError("the text is empty")


_PARSERS = {
    "application/json": json.loads,
    "application/problem+json": json.loads,
    "application/xml": ElementTree.fromstring,
    "application/problem+xml": ElementTree.fromstring,
    "text/html": _parse_html,
    "text/plain": _parse_text,
}


class _Reading(NamedTuple):
    """The memory of one generation, in bytes, when it was as old as all others."""

    workers: float
    parent: int
    descriptors: int
    processes: int


def _read(service: Service) -> _Reading:
    parent, workers = psutil.Process(service.process.pid), service.workers()
    return _Reading(
        mean(it.memory_info().rss for it in workers),
        parent.memory_info().rss,
        parent.num_fds(),
        len(workers),
    )


class _Catalogs:
    """Replaces one catalog after the other, each time with another text."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._sources = sorted(_LOCALE.glob(f"*/LC_MESSAGES/{_DOMAIN}.po"))
        self.count = 0
        for _ in self._sources:
            self.replace_next()

    def locales(self) -> list[str]:
        return [path.parts[-3] for path in self._sources]

    def replace_next(self) -> None:
        source = self._sources[self.count % len(self._sources)]
        self.count += 1
        with source.open("rb") as file:
            catalog = read_po(file)
        message = catalog["Book %(book)s was not found."]
        assert isinstance(message.string, str)
        message.string += f" #{self.count}"
        path = self._folder / source.relative_to(_LOCALE).with_suffix(".mo")
        path.parent.mkdir(parents=True, exist_ok=True)
        new = path.with_suffix(".new")
        with new.open("wb") as file:
            write_mo(file, catalog)
        new.replace(path)


def _minutes(
    service: Service, clients: Clients, catalogs: _Catalogs, reload_seconds: float, count: int
) -> Iterator[tuple[_Reading, int, list[str]]]:
    """Each minute's readings, how many answers came in it, and what was wrong with them."""
    for _ in range(count):
        end = time.monotonic() + reload_seconds
        while time.monotonic() < end:
            catalogs.replace_next()
            time.sleep(min(_REPLACED_EACH_SECONDS, max(0.0, end - time.monotonic())))
        reading = _read(service)
        service.send(signal.SIGHUP)
        outcome = clients.take()
        yield reading, len(outcome.seconds), outcome.failed


def _growth(values: list[float]) -> float:
    """The share by which the last third is above the first; the very first value is another start's."""
    values = values[1:]
    part = max(1, len(values) // 3)
    return median(values[-part:]) / median(values[:part]) - 1


def main() -> int:
    """Run the command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=int, default=20)
    parser.add_argument("--quick", action="store_true", help="minutes of five seconds, six of them")
    options = parser.parse_args()
    reload_seconds, count = (5.0, 6) if options.quick else (60.0, options.minutes)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        locale_dir = folder / "locale"
        (folder / "sample.ini").write_text(_PASTE.format(locale_dir=locale_dir))
        catalogs = _Catalogs(locale_dir)
        languages = ["en", *map(language_of, catalogs.locales())]
        questions = _questions(sorted(languages))
        requests = [question.as_bytes() for question in questions]
        plan = Plan(0, requests, partial(_wrong, questions), _CLIENTS, _PAUSE_SECONDS)
        with (
            serving(_command, folder) as service,
            working(plan._replace(port=service.port)) as clients,
        ):
            print(
                f"{len(requests)} requests in {len(languages)} languages, over and over", flush=True
            )
            readings, answer_count, wrong = _watch(
                _minutes(service, clients, catalogs, reload_seconds, count)
            )
            last = clients.stop()
        answer_count += len(last.seconds)
        wrong.update(last.failed)
    return _judge(readings, answer_count, wrong, catalogs.count)


def _command(port: int, files: Files) -> list[str]:
    (files.folder / "api.conf").write_text(
        f"[i18n_wsgi_server]\nbind_port = {port}\nworkers = 2\n[i18n_wsgi_sample]\n"
        f"database = {files.folder / 'library.sqlite'}\n"
    )
    return ["-m", "i18n_wsgi", "serve", "--config-file", "api.conf", "--paste", "sample.ini"]


def _watch(
    minutes: Iterator[tuple[_Reading, int, list[str]]],
) -> tuple[list[_Reading], int, Counter[str]]:
    readings, answer_count, wrong = [], 0, Counter[str]()
    for reading, new_count, failed in minutes:
        readings.append(reading)
        answer_count += new_count
        wrong.update(failed)
        print(
            f"generation {len(readings):3}: {new_count:7,} answers, {len(failed)} wrong; "
            f"worker {reading.workers / _MEGABYTE:.1f} MB, parent {reading.parent / _MEGABYTE:.1f} MB, "
            f"{reading.processes} workers, {reading.descriptors} descriptors of the parent",
            flush=True,
        )
        for told in failed[:3]:
            sys.stderr.write(f"... {told}\n")
    return readings, answer_count, wrong


def _judge(
    readings: list[_Reading], answer_count: int, wrong: Counter[str], replaced_count: int
) -> int:
    workers = _growth([it.workers for it in readings])
    parent = _growth([it.parent for it in readings])
    descriptors = readings[-1].descriptors - readings[1].descriptors
    rows = [
        ("answers", f"{answer_count:,}", "", ""),
        ("catalogs replaced", f"{replaced_count:,}", "", ""),
        ("lost or wrong", f"{sum(wrong.values()):,}", "0", _mark(not wrong)),
        ("a worker's memory grew", f"{workers:+.1%}", f"{_GROWTH:.0%}", _mark(workers <= _GROWTH)),
        ("the parent's", f"{parent:+.1%}", f"{_GROWTH:.0%}", _mark(parent <= _GROWTH)),
        ("the parent's descriptors", f"{descriptors:+}", "0", _mark(descriptors <= 0)),
    ]
    title = f"Soak, {len(readings)} generations"
    note = "Memory: the median of the last third of the generations beside the first third's, at equal age."
    print_table(title, note, ("", "reached", "at most", ""), rows)
    for told, number in wrong.most_common(20):
        print(f"{number:6} x {told}")
    return int(any(row[3] == "missed" for row in rows))


def _mark(is_met: bool) -> str:
    return "met" if is_met else "missed"


if __name__ == "__main__":
    sys.exit(main())
