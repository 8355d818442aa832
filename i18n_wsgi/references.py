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
    except Exception as exc:
        if isinstance(exc, ModuleNotFoundError) and f"{module}.".startswith(f"{exc.name}."):
            raise ValueError(str(exc)) from exc
        # The import system's own frames are frozen.
        places = [
            place
            for place in extract_tb(exc.__traceback__)
            if not place.filename.startswith("<frozen")
        ]
        where = f"{places[-1].filename}, line {places[-1].lineno}"
        raise ValueError(f"the module fails: {type(exc).__name__}: {exc} ({where})") from exc
    try:
        return attrgetter(path)(found)
    except AttributeError as exc:
        raise ValueError(str(exc)) from exc
