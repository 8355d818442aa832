"""The commands by which each server, made by others or ours, serves an application or a paste file."""

from __future__ import annotations

import signal
import socket
import sys
from pathlib import Path

_PYTHON = [sys.executable, "-W", "ignore"]
_GUNICORN = [*_PYTHON, "-m", "gunicorn", "--bind", "127.0.0.1:0"]
# A shell has what it runs in the background ignore Ctrl-C, tests with all that they start.
_HEEDING_CTRL_C = """
import signal

signal.signal(signal.SIGINT, signal.default_int_handler)
"""
_PSERVE_MAIN = """
from pyramid.scripts.pserve import main

main()
"""
_PSERVE = [*_PYTHON, "-c", _HEEDING_CTRL_C + _PSERVE_MAIN, "--server-name"]
_UWSGI = [
    *(str(Path(sys.executable).parent / "uwsgi"), "--http-socket", "127.0.0.1:0"),
    *("--master", "--need-app", "--die-on-term"),
]
# It logs where it listens, and an application may set up a log that nobody reads here.
_WAITRESS = """
import logging
from waitress.runner import run

logging.basicConfig(level=logging.INFO)
run()
"""
_BY_NAME = {
    "gunicorn": _GUNICORN,
    "gthread": [*_GUNICORN, "--threads", "2"],
    "granian": [*_PYTHON, "-m", "granian", "--interface", "wsgi", "--port", "{port}"],
    "uwsgi": [*_UWSGI, "--module"],
    "waitress": [*_PYTHON, "-c", _HEEDING_CTRL_C + _WAITRESS, "--listen", "127.0.0.1:0"],
}
_BY_PASTE = {
    "serve": [*_PYTHON, "-m", "i18n_wsgi", "serve", "--port", "0", "--paste", "{file}"],
    "gunicorn --paste": [*_GUNICORN, "--paste", "{file}"],
    "uwsgi --paste": [*_UWSGI, "--paste-logger", "--paste", "config:{file}"],
    # These two read `[server:ours]` and `[server:waitress]`.
    "pserve ours": [*_PSERVE, "ours", "{file}"],
    "pserve waitress": [*_PSERVE, "waitress", "{file}"],
}
BY_NAME = (*_BY_NAME,)
BY_PASTE = (*_BY_PASTE,)


def serving_name(server: str, name: str) -> list[str]:
    """The command that serves an application by its name, ``module:NAME``."""
    return [*(part.replace("{port}", str(_free_port())) for part in _BY_NAME[server]), name]


def serving_paste(server: str, file: Path) -> list[str]:
    """The command that serves a paste file."""
    return [part.replace("{file}", str(file)) for part in _BY_PASTE[server]]


def stop_signal(server: str) -> int:
    """What a server is ended by; waitress knows Ctrl-C alone."""
    return signal.SIGINT if "waitress" in server else signal.SIGTERM


def _free_port() -> int:
    # For granian, which does not say which one it got.
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
    return port
