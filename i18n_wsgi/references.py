"""What ``module:NAME`` names."""

from __future__ import annotations

import re
from importlib import import_module
from operator import attrgetter
from traceback import extract_tb

_NAMES = r"\w+(\.\w+)*"
_REFERENCE = re.compile(rf"{_NAMES}:{_NAMES}")


def import_named(name: str) -> object:
    """The object of that name.

    Raises:
        ValueError: there is no such thing, or its module fails; the cause is kept.
    """
    if not _REFERENCE.fullmatch(name.strip()):
        raise ValueError("no name of that form")
    module, _, path = name.strip().partition(":")
    try:
        found: object = import_module(module)
    # A module that is no library ends the process; here it is one that fails.
    except (Exception, SystemExit) as exc:
        if isinstance(exc, ModuleNotFoundError) and f"{module}.".startswith(f"{exc.name}."):
            raise ValueError(str(exc)) from exc
        told = f"the module fails: {type(exc).__name__}: {exc}{_line_of(exc)}"
        raise ValueError(told) from exc
    try:
        return attrgetter(path)(found)
    except AttributeError as exc:
        raise ValueError(str(exc)) from exc


def _line_of(exc: BaseException) -> str:
    if isinstance(exc, SyntaxError):  # tells it itself
        return ""
    frames = extract_tb(exc.__traceback__)
    # The import system's own frames are frozen.
    *_, last = (frame for frame in frames if not frame.filename.startswith("<frozen"))
    return f" ({last.filename}, line {last.lineno})"
