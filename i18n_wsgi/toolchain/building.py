"""What becomes of a catalog in a build, and by ``catalog compile``: it is looked at, then compiled."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from i18n_wsgi.catalogs.compiled import CatalogError, read_catalog
from i18n_wsgi.catalogs.compiling import compile_usable
from i18n_wsgi.catalogs.po_file import PoFile
from i18n_wsgi.catalogs.spelling import is_locale
from i18n_wsgi.toolchain.checks.base import Finding
from i18n_wsgi.toolchain.ignores import ProjectIgnore, without_ignored
from i18n_wsgi.toolchain.lint import lint_bytes
from i18n_wsgi.toolchain.problems import Problem


class Built(NamedTuple):
    """What became of a catalog.

    Attributes:
        content: the ``.mo`` file; None where there is a mistake, and for a catalog with no translation.
        mistakes: what is wrong.
        warnings: what may be meant, and what is left out.
    """

    content: bytes | None
    mistakes: list[Problem]
    warnings: list[Problem]


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
    found = [Problem.of_finding(finding) for finding in findings]
    mistakes = [one for one in found if one.severity == "error"]
    warnings = [one for one in found if one.severity != "error"]
    if locale is not None and not is_locale(locale):
        why = f"the folder is {locale!r}; allowed: a locale such as pt_BR"
        mistakes.append(Problem(name, why, line=1))
    try:
        made, problems = compile_usable(source, name, locale)
    except CatalogError as exc:
        return Built(None, mistakes or [*_refusals(exc, name)], warnings)
    if mistakes:
        return Built(None, mistakes, warnings)
    errors = {one for one in linted.findings if one.rule.severity == "error"}
    left = _lines_of(errors.difference(findings), linted.file)
    for line, why in problems:
        if line in left:
            told = f"left out, for its mistake is ignored: {why}"
            warnings.append(Problem(name, told, "warning", line))
        else:
            mistakes.append(Problem(name, why, line=line))
    if not mistakes and not read_catalog(made).texts:
        warnings.append(Problem(name, "nothing is translated; left out", "warning"))
        return Built(None, mistakes, warnings)
    return Built(None if mistakes else made, mistakes, warnings)


def _refusals(exc: CatalogError, name: str) -> Iterator[Problem]:
    """What is wrong with a file as a whole: of each line that begins with its name and a number."""
    for told in str(exc).splitlines():
        line, _colon, why = told.removeprefix(f"{name}:").partition(": ")
        yield Problem(name, why, line=int(line))


def _lines_of(findings: Collection[Finding], file: PoFile) -> set[int]:
    """The lines of the entries in which something was found."""
    lines = {finding.place.line for finding in findings}
    return {
        line
        for entry in (file.entries if lines else ())
        if not lines.isdisjoint(range(entry.start, entry.stop))
        for line in range(entry.start, entry.stop)
    }
