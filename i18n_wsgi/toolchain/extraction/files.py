"""Which files texts are taken from, and how: those that a mapping such as babel.cfg names."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from configparser import Error as ConfigError
from dataclasses import dataclass, field
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

from babel.messages.frontend import parse_mapping_cfg
from babel.util import pathmatch

from i18n_wsgi.settings import SettingsError

_ROOT_FILES = ("pyproject.toml", "babel.cfg", "setup.py", ".git")
_ENVIRONMENT_FILES = ("pyvenv.cfg", "conda-meta")
_OTHERS = ("node_modules", "site-packages", "*.egg-info")
_BUILT = ("build", "dist")  # beside a project's files; elsewhere they may be packages


@dataclass(frozen=True)
class Mapped:
    """A file, what it is called in a template, and how its texts are found.

    Attributes:
        path: the file.
        name: its path from the project's folder, with ``/``.
        method: Babel's name of an extractor.
        options: the extractor's.
        error: why it can't be read.
    """

    path: Path
    name: str
    method: str
    options: Mapping[str, Any]  # as Babel's own signatures have it
    error: str = ""


@dataclass(frozen=True)
class SourceMap:
    """Which files have texts; without a mapping's file those that end in ``.py``."""

    methods: Sequence[tuple[str, str]] = (("**.py", "python"),)
    options: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)

    @classmethod
    def read(cls, path: Path) -> SourceMap:
        """The mapping in a file.

        Raises:
            SettingsError: it is none.
        """
        try:
            with path.open(encoding="utf-8") as file:
                methods, options = parse_mapping_cfg(file, str(path))  # type: ignore[no-untyped-call]  # Babel's has no types
                return cls(methods, options)
        except (ConfigError, ValueError) as exc:
            raise SettingsError(
                f"{path}: {exc}; allowed: sections such as [python: **.py]"
            ) from exc

    def method_of(self, name: str) -> tuple[str, Mapping[str, Any]] | None:
        """How a file's texts are found; None for one that has none."""
        for pattern, method in self.methods:
            if pathmatch(pattern, name):
                matching = (it for other, it in self.options.items() if pathmatch(other, name))
                return None if method == "ignore" else (method, next(matching, {}))
        return None


def root_of(path: Path) -> Path:
    """The project's folder: the nearest one at or above a path that has a project's files."""
    path = path.absolute()
    start = path if path.is_dir() else path.parent
    for folder in (start, *start.parents):
        if _has_any(folder, _ROOT_FILES):
            return folder
    return start


def find_sources(
    paths: Sequence[Path], root: Path, mapping: SourceMap, ignored: Sequence[str]
) -> list[Mapped]:
    """The files that texts are taken from and the folders that can't be read, in the order of their names.

    Args:
        paths: files and folders; in a folder the mapping's patterns are matched from there on, as Babel has it.
        root: the project's folder.
        mapping: which files have texts.
        ignored: patterns of folders' names that are passed over.

    Raises:
        FileNotFoundError: there is no such path.
    """
    found: dict[str, Mapped] = {}
    for path in paths:
        path.stat()
        for one, error in _walk(path, ignored):
            inner = os.path.relpath(one, path if path.is_dir() else root)
            how = ("", {}) if error else mapping.method_of(Path(inner).as_posix())
            if how is not None:
                name = Path(os.path.relpath(one.absolute(), root)).as_posix()
                name = name.encode("utf-8", "backslashreplace").decode()  # a name may be any bytes
                found.setdefault(name, Mapped(one, name, *how, error))
    return [found[name] for name in sorted(found, key=_order)]


def _order(name: str) -> list[tuple[bool, str]]:
    """A folder's files come before those of the folders in it, as Babel has them."""
    *folders, file = name.split("/")
    return [*((True, folder) for folder in folders), (False, file)]


def _has_any(folder: Path, names: Iterable[str]) -> bool:
    # Unlike a Path's, this asks of a closed folder without an error.
    return any(os.path.exists(folder / name) for name in names)  # noqa: PTH110


def _walk(path: Path, ignored: Sequence[str]) -> Iterator[tuple[Path, str]]:
    """The files of a folder, and the folders of it that can't be read, with the reason."""
    if not path.is_dir():
        yield path, ""
        return
    closed: list[OSError] = []
    for folder, names, files in os.walk(path, onerror=closed.append):
        patterns = (*ignored, *_OTHERS)
        if {*_ROOT_FILES}.intersection((*names, *files)):
            patterns += _BUILT
        names[:] = [
            name
            for name in names
            if not any(fnmatch(name, pattern) for pattern in patterns)
            and not _has_any(Path(folder, name), _ENVIRONMENT_FILES)
        ]
        yield from ((Path(folder, name), "") for name in files)
    yield from ((Path(exc.filename), exc.strerror or str(exc)) for exc in closed)
