"""What a build does with catalogs, whatever builds: it looks for mistakes, and compiles."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from i18n_wsgi.toolchain.building import build_catalog
from i18n_wsgi.toolchain.ignores import ignores_by_project
from i18n_wsgi.toolchain.packaging import BuildError


def compile_catalogs(
    root: Path, sources: Sequence[Path], warn: Callable[[str], None]
) -> dict[str, bytes]:
    """The ``.mo`` files, by their names behind the target. One with no translation is left out.

    Args:
        root: the project's folder, which is the current one.
        sources: the ``.po`` files.
        warn: is told what may be meant, a line each.

    Raises:
        BuildError: there are mistakes in them.
    """
    ignores_for = ignores_by_project()
    compiled: dict[str, bytes] = {}
    mistakes: list[str] = []
    for source in sources:
        locale = source.parent.parent.name
        name = source.relative_to(root).as_posix()
        try:
            ignored = ignores_for(source)
        except ValueError as exc:
            raise BuildError(str(exc)) from exc
        built = build_catalog(source.read_bytes(), name, locale, ignored)
        mistakes += map(str, built.mistakes)
        for warning in built.warnings:
            warn(str(warning))
        if built.content is not None:
            compiled[f"{locale}/LC_MESSAGES/{source.stem}.mo"] = built.content
    if mistakes:
        raise BuildError("\n".join(mistakes))
    return compiled
