"""The README's two commands, on a machine that has Python, its venv module and make."""

from __future__ import annotations

import json
import shutil
import socket
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.frontdoor import Running, copy_project, run, serving

pytestmark = pytest.mark.frontdoor


def make(target: str, *variables: str) -> tuple[str, ...]:
    return ("make", target, f"PYTHON={sys.executable}", *variables)


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copy_project(tmp_path_factory.mktemp("clone"))


@pytest.fixture(scope="module")
def first(clone: Path) -> Iterator[Running]:
    """`make serve` in a fresh clone."""
    with serving(*make("serve", "PORT=0"), cwd=clone) as running:
        yield running


def test_serves_french(first: Running) -> None:
    """After `make serve` the API answers, in French to French readers."""
    request = urllib.request.Request(f"{first.url}/books/999", headers={"Accept-Language": "fr"})

    with pytest.raises(urllib.error.HTTPError) as caught:
        urllib.request.urlopen(request, timeout=30)

    with caught.value as response:
        assert json.loads(response.read())["title"] == "Introuvable"


def test_prints_three_commands(first: Running, clone: Path) -> None:
    """It prints three curl lines with the address that it serves on."""
    with serving(*make("serve", "PORT=0"), cwd=clone) as running:
        urllib.request.urlopen(running.url, timeout=30).close()  # it listens before it prints
        _status, printed = running.stop()

    assert printed.count("  curl -H 'Accept-Language: ") == 3
    assert printed.count(f" {running.url}/books/999") == 3


def test_second_time_installs_nothing(first: Running, clone: Path) -> None:
    """Run again, it starts without installing anything."""
    with serving(*make("serve", "PORT=0"), cwd=clone) as running:
        _status, printed = running.stop()

    assert "Installing" in "".join(first.printed)
    assert "Installing" not in printed


def test_port_in_use(first: Running, clone: Path) -> None:
    """A port that is taken is one line, no traceback, and a failure."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]

        result = run(*make("serve", f"PORT={port}"), cwd=clone)

    assert result.returncode != 0
    assert f"can't listen on 127.0.0.1:{port}: Address already in use" in result.stdout
    assert "Traceback" not in result.stdout


def test_port_that_is_none(first: Running, clone: Path) -> None:
    """A port that is no number is told with what would be accepted."""
    result = run(*make("serve", "PORT=http"), cwd=clone)

    assert result.returncode != 0
    assert "bind_port is 'http'" in result.stdout
    assert "Traceback" not in result.stdout


def test_no_python(clone: Path) -> None:
    """Without a Python that is new enough the line says which one is needed."""
    result = run("make", "serve", "PYTHON=", cwd=clone)

    assert result.returncode != 0
    assert "this needs Python 3.11 or newer" in result.stdout


@pytest.mark.parametrize("target", ["serve", "test"])
def test_no_venv_module(clone: Path, tmp_path: Path, target: str) -> None:
    """Without the venv module the line says so, and how to get it."""
    (tmp_path / "venv.py").write_text("raise ImportError\n")
    bare = tmp_path / "python"
    bare.write_text(f'#!/bin/sh\nPYTHONPATH="{tmp_path}" exec "{sys.executable}" "$@"\n')
    bare.chmod(0o755)
    copy = Path(shutil.copytree(clone, tmp_path / "copy", ignore=shutil.ignore_patterns(".venv")))

    result = run("make", target, f"PYTHON={bare}", cwd=copy)

    assert result.returncode != 0
    assert "lacks its venv module" in result.stdout
    assert "Traceback" not in result.stdout


def test_clean_afterwards(first: Running, clone: Path) -> None:
    """Nothing but the virtualenv is left in the checkout."""
    fresh = {path.name for path in copy_project(clone.parent / "again").iterdir()}

    assert {path.name for path in clone.iterdir()} - fresh == {".venv"}
