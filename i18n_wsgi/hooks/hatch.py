"""The build hook of hatchling: a service's, by its entry point, and our own wheel's, by its path."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import Any

from hatchling.builders.config import BuilderConfig
from hatchling.builders.hooks.plugin.interface import BuildHookInterface
from hatchling.plugin import hookimpl

if __name__ != "i18n_wsgi.hooks.hatch":
    # Hatchling loads this file by its path while the package itself is not installed yet.
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))


@hookimpl
def hatch_register_build_hook() -> type[CatalogBuildHook]:
    """Called by hatchling for ``[tool.hatch.build.hooks.i18n-wsgi]``."""
    return CatalogBuildHook


class CatalogBuildHook(BuildHookInterface[BuilderConfig]):
    """Puts the compiled catalogs into the wheel, and their sources into the sdist; one with a mistake
    stops the build.

    Nothing is written into the source tree. An editable install gets no ``.mo`` at all: it reads the
    ``.po`` files of its checkout.
    """

    PLUGIN_NAME = "i18n-wsgi"
    _folder: TemporaryDirectory[str] | None = None

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Called by hatchling before the wheel or the sdist is put together."""
        if version == "editable" or self.target_name not in {"wheel", "sdist"}:
            return
        # Only a build needs it; the hook is registered in others as well.
        from i18n_wsgi.toolchain.packaging import BuildError

        try:
            build_data["force_include"].update(self._files())
        except BuildError as exc:
            self.app.abort(str(exc))

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Called by hatchling when the wheel or the sdist is written."""
        if self._folder is not None:
            self._folder.cleanup()

    def _files(self) -> Iterator[tuple[str, str]]:
        """Where each file is, and its name in what is built."""
        from i18n_wsgi.hooks.catalogs import compile_catalogs
        from i18n_wsgi.toolchain import packaging

        root = Path(self.root)
        settings = packaging.read_settings(self.config, packaging.HATCH_TABLE)
        sources = packaging.find_sources(root, settings, self.app.display_warning)
        compiled = compile_catalogs(root, sources, self.app.display_warning)
        if self.target_name == "sdist":
            for name in packaging.find_sdist_files(root, settings):
                yield str(root / name), name
            return
        included = [*self._included()]
        packages = {str(path.parent) for path in included if path.suffix == ".py"}
        target = packaging.find_target(settings, self.metadata.core.raw_name, packages)
        # A compiled catalog in the tree may be of a language that is gone.
        self.build_config.build_reserved_paths.update(
            str(path) for path in included if packaging.is_replaced(path, target, settings.domains)
        )
        self._folder = TemporaryDirectory(prefix="i18n-wsgi-build-")
        for number, (name, data) in enumerate(compiled.items()):
            file = Path(self._folder.name, str(number))
            file.write_bytes(data)
            yield str(file), f"{target}/{name}"

    def _included(self) -> Iterator[PurePosixPath]:
        for file in self.build_config.builder.recurse_included_files():
            yield PurePosixPath(*Path(file.distribution_path).parts)
