"""Where a build has its catalogs from, and where they are in the wheel, as pyproject.toml says."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from i18n_wsgi.catalogs.pseudo import PSEUDO_LOCALES
from i18n_wsgi.toolchain.folders import files_below

_FOLDER = "<locale>/LC_MESSAGES"
SETUPTOOLS_TABLE = "tool.i18n-wsgi"
HATCH_TABLE = "tool.hatch.build.hooks.i18n-wsgi"
_US = re.compile(r"\s*i18n[-_.]+wsgi(?![-\w.])", re.IGNORECASE)
# What others read in the tables: the linter, and hatchling in those of all hooks.
_OF_OTHERS = {
    SETUPTOOLS_TABLE: {"lint"},
    HATCH_TABLE: {
        "dependencies",
        "enable-by-default",
        "path",
        "require-runtime-dependencies",
        "require-runtime-features",
    },
}


class BuildError(ValueError):
    """The wheel can't be built. The message tells why, a line for each problem."""


@dataclass(frozen=True)
class BuildSettings:
    """A table of pyproject.toml.

    Attributes:
        source: the folder that has ``<locale>/LC_MESSAGES/<domain>.po``, in the project.
        target: the folder for ``<locale>/LC_MESSAGES/<domain>.mo``, in a package of the wheel; empty for
            ``locale`` in the package that is called like the project.
        domains: which ones; none for all.
        table: what the table is called in errors.
    """

    source: str = "locale"
    target: str = ""
    domains: tuple[str, ...] = ()
    table: str = ""


def table_in(file: Path, name: str) -> Mapping[str, Any] | None:
    """A hook's table in a pyproject.toml; None where the hook has no business there: without the table, or, of
    setuptools, where the build requirements don't name this package. A broken file is the builder's to tell."""
    try:
        found = told = tomllib.loads(file.read_text("utf-8"))
        for key in name.split("."):
            found = found[key]
        is_meant = name == HATCH_TABLE or any(map(_US.match, told["build-system"]["requires"]))
    except (OSError, ValueError, LookupError, TypeError):
        return None
    return found if is_meant and isinstance(found, dict) else None


def project_settings(file: Path) -> BuildSettings | None:
    """What a pyproject.toml says to the hook that builds its wheel; None where there is none.

    Raises:
        BuildError: a key is unknown, or a value is not allowed.
    """
    for name in (HATCH_TABLE, SETUPTOOLS_TABLE):
        if (table := table_in(file, name)) is not None:
            return read_settings(table, name)
    return None


def read_settings(table: Mapping[str, object], name: str) -> BuildSettings:
    """What a table says.

    Args:
        table: its keys.
        name: what it is called in errors.

    Raises:
        BuildError: a key is unknown, or a value is not allowed.
    """
    table = {key: value for key, value in table.items() if key not in _OF_OTHERS.get(name, ())}
    unknown = sorted(table.keys() - {"source", "target", "domains"})
    if unknown:
        raise BuildError(
            f"[{name}] has the key {', '.join(unknown)}; allowed: source, target, domains"
        )
    for key in ("source", "target"):
        _check_folder(table.get(key, "locale"), f"[{name}] {key}")
    domains = table.get("domains", [])
    if not isinstance(domains, list) or not all(isinstance(one, str) and one for one in domains):
        raise BuildError(
            f'[{name}] domains is {domains!r}; allowed: a list of texts, such as ["shop"]'
        )
    folders = {key: str(table[key]) for key in ("source", "target") if key in table}
    return BuildSettings(**folders, domains=tuple(domains), table=name)


def _check_folder(value: object, name: str) -> None:
    path = PurePosixPath(value) if isinstance(value, str) else PurePosixPath()
    if not path.parts or path.is_absolute() or {"..", "\\", ":"} & {*path.parts, *str(path)}:
        raise BuildError(
            f"{name} is {value!r}; allowed: a folder such as 'locale', relative, with / and without .."
        )


def catalogs_in(folder: Path) -> tuple[list[Path], list[Path]]:
    """Its ``<locale>/LC_MESSAGES/<domain>.po``, pseudo-locales left out, and the ``.po`` files at other places.

    Raises:
        OSError: one of them, or a folder, can't be read.
    """
    files = [(path, path.relative_to(folder).parts) for path in files_below(folder, (".po",))]
    own = {path for path, parts in files if len(parts) == 3 and parts[1] == "LC_MESSAGES"}
    others = [path for path, _parts in files if path not in own]
    return sorted(path for path in own if path.parts[-3] not in PSEUDO_LOCALES), others


def find_sources(root: Path, settings: BuildSettings, warn: Callable[[str], None]) -> list[Path]:
    """The catalogs of a project, sorted.

    Args:
        root: the project's folder.
        settings: the project's.
        warn: is told what lies where no build looks for it, a line each.

    Raises:
        BuildError: there are none, or none of a domain, or one can't be read.
    """
    folder = root / settings.source
    told = f"[{settings.table}] source is {settings.source!r}"
    if not folder.is_dir():
        raise BuildError(f"{told}, where there is no folder; allowed: one with {_FOLDER}/*.po")
    try:
        found, others = catalogs_in(folder)
    except OSError as exc:
        raise BuildError(f"{told}: {exc}") from exc
    if not found:
        raise BuildError(f"{told}, where there is no {_FOLDER}/*.po")
    for path in others:
        warn(f"{path.relative_to(root)}: {misplaced(folder)}")
    domains = sorted({path.stem for path in found})
    for domain in settings.domains:
        if domain not in domains:
            raise BuildError(
                f"[{settings.table}] domains has {domain!r}; {settings.source} has: {', '.join(domains)}"
            )
    return [path for path in found if path.stem in (settings.domains or domains)]


def misplaced(folder: Path) -> str:
    """What is told of a catalog that is not where a build looks for it."""
    return f"it goes into no wheel from here; allowed: {folder.name}/{_FOLDER}/<domain>.po"


def find_sdist_files(root: Path, settings: BuildSettings) -> list[str]:
    """What an sdist must have of a project, sorted: the catalogs and the templates of all domains. Nothing where
    there is no such folder, which ``find_sources`` tells.

    Raises:
        OSError: one of them, or a folder, can't be read.
    """
    folder = root / settings.source
    files = files_below(folder, (".po", ".pot")) if folder.is_dir() else []
    return [path.relative_to(root).as_posix() for path in files]


def find_target(settings: BuildSettings, project: str, packages: Collection[str]) -> PurePosixPath:
    """The folder of the catalogs in the wheel.

    Args:
        settings: the project's.
        project: its name.
        packages: the folders of the wheel's packages: ``acme/shop``.

    Raises:
        BuildError: it is in none of the packages.
    """
    name = _folded(project)
    package = next((one for one in sorted(packages) if _folded(one) == name), name)
    target = PurePosixPath(settings.target or f"{package}/locale")
    if not {str(parent) for parent in target.parents} & {*packages}:
        has = ", ".join(sorted(packages)) or "none"
        raise BuildError(
            f"[{settings.table}] target is {str(target)!r}{'' if settings.target else ' by default'};"
            f" allowed: a folder in a package of the wheel; its packages: {has}"
        )
    return target


def _folded(name: str) -> str:
    return re.sub(r"[-_.]+", "_", name).lower()


def is_replaced(path: PurePosixPath, target: PurePosixPath, domains: Collection[str]) -> bool:
    """Whether a file of the wheel is a compiled catalog, for which there must be a source."""
    return path.suffix == ".mo" and target in path.parents and path.stem in (domains or [path.stem])
