"""What becomes of a catalog in a build, and by ``catalog compile``: it is looked at, then compiled."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from i18n_wsgi.catalogs.compiled import CatalogError, read_catalog
from i18n_wsgi.catalogs.compiling import compile_catalog
from i18n_wsgi.catalogs.spelling import is_locale
from i18n_wsgi.masking import one_line
from i18n_wsgi.toolchain.checks.base import Finding
from i18n_wsgi.toolchain.ignores import ProjectIgnore, without_ignored
from i18n_wsgi.toolchain.lint import lint_bytes


class Built(NamedTuple):
    """What became of a catalog.

    Attributes:
        content: the ``.mo`` file; None where there is a mistake, and for a catalog with no translation.
        mistakes: what is wrong, a line each, as ``name:line:column: error E101 …``.
        warnings: what may be meant, likewise.
    """

    content: bytes | None
    mistakes: list[str]
    warnings: list[str]


def build_catalog(
    source: bytes, name: str, locale: str | None, ignored: Sequence[ProjectIgnore]
) -> Built:
    """The ``.mo`` file of a ``.po`` file in which the linter finds no mistake.

    Args:
        source: the content of the ``.po`` file.
        name: what it is called in messages: its path in the project.
        locale: what its place says it is for; None where it says nothing.
        ignored: what the project leaves as it is.
    """
    linted = lint_bytes(source, name, locale)
    mistakes: list[str] = []
    warnings: list[str] = []
    for finding in without_ignored(linted.findings, linted.file, name, ignored):
        (mistakes if finding.rule.severity == "error" else warnings).append(_told(finding))
    if locale is not None and not is_locale(locale):
        mistakes.append(f"{name}:1: the folder is {locale!r}; allowed: a locale such as pt_BR")
    try:
        made = compile_catalog(source, name, locale)
    except CatalogError as exc:
        return Built(None, mistakes or str(exc).splitlines(), warnings)
    return Built(made if read_catalog(made).texts and not mistakes else None, mistakes, warnings)


def _told(finding: Finding) -> str:
    place, rule = finding.place, finding.rule
    told = one_line(finding.message)
    return f"{finding.file}:{place.line}:{place.column}: {rule.severity} {rule.code} {told}"
