"""The build hook of setuptools: commands of its own beside those of ``build`` and ``sdist``."""

from __future__ import annotations

from pathlib import Path, PurePosixPath
from typing import ClassVar

from setuptools import Command, Distribution
from setuptools.errors import SetupError

from i18n_wsgi.toolchain.packaging import (
    SETUPTOOLS_TABLE,
    BuildError,
    BuildSettings,
    find_sdist_files,
    find_sources,
    find_target,
    is_replaced,
    read_settings,
    table_in,
)


def finalize_distribution(distribution: Distribution) -> None:
    """Called by setuptools for every project that is built where this package is installed.

    Only one that has the table ``[tool.i18n-wsgi]`` and names this package in its build requirements
    gets the commands.
    """
    table = table_in(Path("pyproject.toml"), SETUPTOOLS_TABLE)
    if table is None:
        return
    try:
        settings = read_settings(table, SETUPTOOLS_TABLE)
    except BuildError as exc:
        raise SetupError(str(exc)) from exc
    for command, added in (("build", BuildCatalogs), ("sdist", LintCatalogs)):
        base = distribution.get_command_class(command)
        sub_commands = [*base.sub_commands, (added.name, None)]
        made = type(command, (base,), {"sub_commands": sub_commands})
        named = type(added.name, (added,), {"settings": settings})
        distribution.cmdclass.update({command: made, added.name: named})


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
        from i18n_wsgi.hooks.catalogs import compile_catalogs

        root = Path.cwd()
        try:
            return compile_catalogs(root, find_sources(root, self.settings, self.warn), self.warn)
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
        packages = [name.replace(".", "/") for name in self.distribution.packages or ()]
        try:
            return find_target(self.settings, self.distribution.get_name(), packages)
        except BuildError as exc:
            raise SetupError(str(exc)) from exc

    def _clear(self, target: PurePosixPath) -> None:
        """Take away what an earlier build has left, and what is compiled in the tree."""
        root = Path(self.build_lib)
        for file in [*root.rglob("*.mo")]:
            path = PurePosixPath(file.relative_to(root).as_posix())
            if is_replaced(path, target, self.settings.domains):
                file.unlink()
