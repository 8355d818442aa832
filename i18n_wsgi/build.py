"""The hatchling build hook: compiles ``locale/*/LC_MESSAGES/*.po`` into the wheel. Needs Babel only."""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

if __name__ != "i18n_wsgi.build":
    # Hatchling loads this file by its path while the package itself is not installed yet.
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from i18n_wsgi.catalogs.compiled import CatalogError
from i18n_wsgi.catalogs.compiling import compile_catalog


class CatalogBuildHook(BuildHookInterface[Any]):
    """Puts one ``.mo`` for each ``.po`` into the wheel; a broken one stops the build.

    Nothing is written into the source tree. An editable install gets no ``.mo`` at all: it reads the
    ``.po`` files of its checkout.
    """

    PLUGIN_NAME = "i18n-wsgi"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Called by hatchling before the wheel is put together."""
        if version == "editable":
            return
        self._folder = TemporaryDirectory(prefix="i18n-wsgi-build-")
        package = self.metadata.core.name.replace("-", "_").replace(".", "_")
        sources = sorted(Path(self.root, "locale").glob("*/LC_MESSAGES/*.po"))
        problems = []
        for number, source in enumerate(sources):
            name = source.relative_to(self.root).as_posix()
            target = Path(self._folder.name, str(number))
            try:
                compiled = compile_catalog(source.read_bytes(), name, source.parent.parent.name)
            except CatalogError as exc:
                problems.append(str(exc))
                continue
            target.write_bytes(compiled)
            build_data["force_include"][str(target)] = f"{package}/{name.removesuffix('.po')}.mo"
        if problems:
            self._folder.cleanup()
            self.app.abort("\n".join(problems))

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Called by hatchling when the wheel is written."""
        if version != "editable":
            self._folder.cleanup()
