"""Looking at catalogs: each check at each file, what is ignored left out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from i18n_wsgi.catalogs.po_file import PoFile
from i18n_wsgi.catalogs.reading import decode, is_compiled
from i18n_wsgi.catalogs.spelling import is_locale
from i18n_wsgi.toolchain.checks import CHECKS
from i18n_wsgi.toolchain.checks.base import Check, Finding, Subject
from i18n_wsgi.toolchain.mo_file import read_mo
from i18n_wsgi.toolchain.plural_rules import plural_rule_of


class Linted(NamedTuple):
    """A catalog that was looked at.

    Attributes:
        name: what the file is called in findings.
        file: what it holds.
        findings: what is wrong with it, by line.
    """

    name: str
    file: PoFile
    findings: list[Finding]


def lint_bytes(
    data: bytes,
    name: str,
    locale: str | None = None,
    template: PoFile | None = None,
    checks: Sequence[Check] = CHECKS,
    *,
    compiled: bytes | None = None,
) -> Linted:
    """A catalog, and what is wrong with it. Nothing is raised, whatever it holds.

    Args:
        data: its bytes.
        name: what it is called in findings.
        locale: what its place says it is for, which may be no locale.
        template: what it was made from.
        checks: what to look for.
        compiled: the ``.mo`` file beside it.
    """
    of_mo = is_compiled(data, name)
    file = read_mo(data).po_file if of_mo else PoFile(decode(data).text)
    rule = plural_rule_of(file)
    place = locale if locale and is_locale(locale) else None
    beside = None if of_mo or compiled is None else _read_compiled(compiled)
    subject = Subject(name, data, file, place, rule, template, of_mo, beside)
    found = [finding for check in checks for finding in check.check(subject)]
    found.sort(key=lambda finding: (finding.file != name, finding.place, finding.rule.code))
    return Linted(name, file, found)


def _read_compiled(data: bytes) -> PoFile | None:
    found = read_mo(data)
    return found.po_file if found.is_readable else None
