"""The build hook of setuptools: commands of its own beside those of ``build`` and ``sdist``."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any, ClassVar

from setuptools import Command, Distribution
from setuptools.errors import SetupError

if TYPE_CHECKING:
    from i18n_wsgi.hooks.catalogs import BuildSettings

_TABLE = "tool.i18n-wsgi"
_US = re.compile(r"\s*i18n[-_.]+wsgi(?![-\w.])", re.IGNORECASE)


def finalize_distribution(distribution: Distribution) -> None:
    """Called by setuptools for every project that is built where this package is installed.

    Only one that has the table ``[tool.i18n-wsgi]`` and names this package in its build requirements
    gets the commands.
    """
    table = _table_of(Path("pyproject.toml"))
    if table is None:
        return
    # Only a project of ours needs it.
    from i18n_wsgi.hooks.catalogs import BuildError, read_settings

    try:
        # What `lint` has is for the linter.
        keys = {key: value for key, value in table.items() if key != "lint"}
        settings = read_settings(keys, _TABLE)
    except BuildError as exc:
        raise SetupError(str(exc)) from exc
    for command, added in (("build", BuildCatalogs), ("sdist", LintCatalogs)):
        base = distribution.get_command_class(command)
        sub_commands = [*base.sub_commands, (added.name, None)]
        made = type(command, (base,), {"sub_commands": sub_commands})
        named = type(added.name, (added,), {"settings": settings})
        distribution.cmdclass.update({command: made, added.name: named})


def _table_of(file: Path) -> Mapping[str, Any] | None:
    try:
        told = tomllib.loads(file.read_text("utf-8"))
        requirements = told["build-system"]["requires"]
        table = told["tool"]["i18n-wsgi"]
        is_meant = any(map(_US.match, requirements)) and isinstance(table, dict)
    # It has none, or it is broken, which is setuptools' to tell.
    except (OSError, ValueError, LookupError, TypeError):
        return None
    return table if is_meant else None


class LintCatalogs(Command):
    """Looks for mistakes before an sdist is made."""

    name: ClassVar = "lint_catalogs"
    settings: ClassVar[BuildSettings]
    description = "find mistakes in catalogs"
    user_options: ClassVar[list[tuple[str, str, str]]] = []

    def initialize_options(self) -> None:
        """Called by setuptools."""

    def finalize_options(self) -> None:
        """Called by setuptools."""

    def run(self) -> None:
        """Called by setuptools."""
        self.compiled()

    def compiled(self) -> dict[str, bytes]:
        """The compiled catalogs, by their names behind the target."""
        from i18n_wsgi.hooks.catalogs import BuildError, compile_catalogs, find_sources

        root = Path.cwd()
        try:
            return compile_catalogs(root, find_sources(root, self.settings), self.warn)
        except BuildError as exc:
            raise SetupError(f"the catalogs can't be compiled:\n{exc}") from exc


class BuildCatalogs(LintCatalogs):
    """Compiles the catalogs into the wheel. An editable install reads the ``.po`` files of its checkout."""

    name: ClassVar = "build_catalogs"
    description = "compile catalogs"
    editable_mode = False

    def initialize_options(self) -> None:
        """Called by setuptools."""
        self.build_lib: str = None  # type: ignore[assignment]  # what is None is filled in

    def finalize_options(self) -> None:
        """Called by setuptools."""
        self.set_undefined_options("build_py", ("build_lib", "build_lib"))

    def get_source_files(self) -> list[str]:
        """What an sdist must have."""
        from i18n_wsgi.hooks.catalogs import find_sdist_files

        return find_sdist_files(Path.cwd(), self.settings)

    def run(self) -> None:
        """Called by setuptools."""
        if self.editable_mode:
            return
        compiled, target = self.compiled(), self._target()
        self._clear(target)
        for name, data in compiled.items():
            file = Path(self.build_lib, target, name)
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(data)
            file.chmod(0o644)  # the wheel keeps it, and must be the same everywhere

    def _target(self) -> PurePosixPath:
        from i18n_wsgi.hooks.catalogs import BuildError, find_target

        packages = [name.replace(".", "/") for name in self.distribution.packages or ()]
        try:
            return find_target(self.settings, self.distribution.get_name(), packages)
        except BuildError as exc:
            raise SetupError(str(exc)) from exc

    def _clear(self, target: PurePosixPath) -> None:
        """Take away what an earlier build has left, and what is compiled in the tree."""
        from i18n_wsgi.hooks.catalogs import is_replaced

        root = Path(self.build_lib)
        for file in [*root.rglob("*.mo")]:
            path = PurePosixPath(file.relative_to(root).as_posix())
            if is_replaced(path, target, self.settings.domains):
                file.unlink()
