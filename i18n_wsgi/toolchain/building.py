"""What becomes of a catalog in a build, and by ``catalog compile``: it is looked at, then compiled."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import NamedTuple

from i18n_wsgi.catalogs.compiled import CatalogError, read_catalog
from i18n_wsgi.catalogs.compiling import compile_usable
from i18n_wsgi.catalogs.po_file import PoFile
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
    """The ``.mo`` file of a ``.po`` file in which the linter finds no mistake. An entry whose mistake is ignored
    is left out where no program could use it.

    Args:
        source: the content of the ``.po`` file.
        name: what it is called in messages: its path in the project.
        locale: what its place says it is for; None where it says nothing.
        ignored: what the project leaves as it is.
    """
    linted = lint_bytes(source, name, locale)
    findings = [*without_ignored(linted.findings, linted.file, name, ignored)]
    mistakes: list[str] = []
    warnings: list[str] = []
    for finding in findings:
        (mistakes if finding.rule.severity == "error" else warnings).append(_told(finding))
    if locale is not None and not is_locale(locale):
        mistakes.append(f"{name}:1: the folder is {locale!r}; allowed: a locale such as pt_BR")
    try:
        made, problems = compile_usable(source, name, locale)
    except CatalogError as exc:
        return Built(None, mistakes or str(exc).splitlines(), warnings)
    if mistakes:
        return Built(None, mistakes, warnings)
    errors = {one for one in linted.findings if one.rule.severity == "error"}
    left = _lines_of(errors.difference(findings), linted.file)
    for line, why in problems:
        if line in left:
            warnings.append(f"{name}:{line}: left out, for its mistake is ignored: {why}")
        else:
            mistakes.append(f"{name}:{line}: {why}")
    return Built(made if read_catalog(made).texts and not mistakes else None, mistakes, warnings)


def _lines_of(findings: Collection[Finding], file: PoFile) -> set[int]:
    """The lines of the entries in which something was found."""
    lines = {finding.place.line for finding in findings}
    return {
        line
        for entry in (file.entries if lines else ())
        if not lines.isdisjoint(range(entry.start, entry.stop))
        for line in range(entry.start, entry.stop)
    }


def _told(finding: Finding) -> str:
    place, rule = finding.place, finding.rule
    told = one_line(finding.message)
    return f"{finding.file}:{place.line}:{place.column}: {rule.severity} {rule.code} {told}"
