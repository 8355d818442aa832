"""Catalogs that another process replaces while many threads use them."""

from __future__ import annotations

import itertools
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import SimpleNamespace

import pytest

from i18n_wsgi.catalogs import expire_catalogs
from tests.shelf import Shelf, entries_of

_THREADS = 4
# Another process writes, as when a service is deployed; in this one it would hardly get a turn.
_REPLACE = """
import os, sys, time
path, *sources = sys.argv[1:]
contents = [open(source, "rb").read() for source in sources]
for turn in range(1000):
    with open(path + ".new", "wb") as file:
        file.write(contents[turn % 2])
    os.replace(path + ".new", path)
    time.sleep(0.0005)
"""
_REWRITE = """
import sys, time
path, *sources = sys.argv[1:]
contents = [open(source, "rb").read() for source in sources]
for turn in range(400):
    with open(path, "wb", buffering=0) as file:
        for start in range(0, len(contents[turn % 2]), 2000):
            file.write(contents[turn % 2][start : start + 2000])
            time.sleep(0.0001)
    time.sleep(0.001)
"""


@pytest.fixture
def hasty_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """A clock on which seconds go by as fast as texts are told: what takes hours takes moments."""
    ticks, start = itertools.count(), time.monotonic()
    clock = SimpleNamespace(monotonic=lambda: start + 1 + next(ticks) / 30)
    monkeypatch.setattr("i18n_wsgi.catalogs.lookup.time", clock)


@pytest.fixture
def busy(tmp_path: Path) -> Shelf:
    """A shelf, and beside it what the other process writes there by turns."""
    shelf = Shelf(tmp_path / "locale", "mo", str(tmp_path / "locale"))
    shelf.write("de", "Buch")
    for name, count in {"Buch": 50, "Schwarte": 60}.items():
        (tmp_path / name).write_bytes(shelf.content("de", entries_of(name, count)))
    shelf.told()
    return shelf


def told_meanwhile(shelf: Shelf, script: str, meanwhile: Callable[[], None]) -> Counter[str]:
    """What four threads are told without a pause while a script writes; raises what one of them does."""
    is_over = threading.Event()

    def ask() -> Counter[str]:
        told: Counter[str] = Counter()
        while not is_over.is_set():
            told[shelf.told()] += 1
        return told

    sources = [shelf.root.parent / name for name in ("Buch", "Schwarte")]
    with ThreadPoolExecutor(_THREADS) as pool:
        readers = [pool.submit(ask) for _reader in range(_THREADS)]
        command = [sys.executable, "-I", "-S", "-c", script, shelf.path("de"), *sources]
        with subprocess.Popen(command) as writer:
            while writer.poll() is None:
                meanwhile()
        is_over.set()
    assert writer.returncode == 0
    return sum((reader.result() for reader in readers), Counter())


def test_replaced_under_load(
    busy: Shelf, hasty_clock: None, caplog: pytest.LogCaptureFixture
) -> None:
    """A file that is replaced a thousand times under load is seen whole: each answer is one of two."""
    told = told_meanwhile(busy, _REPLACE, lambda: time.sleep(0.01))

    assert told.keys() == {"Buch", "Schwarte"}
    assert not caplog.records


def test_rewritten_under_load(busy: Shelf, hasty_clock: None) -> None:
    """A file that is rewritten in its place is never shown half: each answer is one of two."""
    told = told_meanwhile(busy, _REWRITE, lambda: time.sleep(0.01))

    assert told.keys() <= {"Buch", "Schwarte"}
    assert {busy.told() for _turn in range(100)} >= {"Schwarte"}  # what was written last


def test_expired_under_load(busy: Shelf, caplog: pytest.LogCaptureFixture) -> None:
    """Signals without a pause do no harm while a file is replaced, and the last text is seen."""
    told = told_meanwhile(busy, _REPLACE, expire_catalogs)
    expire_catalogs()

    assert told.keys() == {"Buch", "Schwarte"}
    assert busy.told() == "Schwarte"
    assert not caplog.records
