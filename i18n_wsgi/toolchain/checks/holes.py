"""What template engines and shells fill in: ``{{ name }}``, ``{% tag %}``, ``$name``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from i18n_wsgi.toolchain.checks.base import MOST, Finding, Rule, Subject

_CHANGED = Rule(
    "E554",
    "What a template fills in is lost or changed",
    "Write it exactly as it stands in the msgid; names are not translated.",
    "The reader would see a gap, or the code itself.",
    'msgid "Hello {{ name }}!"\nmsgstr "Bonjour {{ nom }} !"',
    'msgid "Hello {{ name }}!"\nmsgstr "Bonjour {{ name }} !"',
)

RULES = (_CHANGED,)

_HOLE = re.compile(
    r"\{\{[^{}]{1,200}\}\}|\{%[^{}%]{1,200}%\}|(?<![\w$\\/{])\$[A-Za-z_][A-Za-z0-9_]*(?![\w(])"
)
_BLANKS = re.compile(r"\s+")


def check(subject: Subject) -> Iterator[Finding]:
    """Where a translation has not the same of them as its msgid."""
    for entry, text, sources in subject.pairs:
        value = text.value
        if value in sources or not any("{{" in one or "{%" in one or "$" in one for one in sources):
            continue
        # There two braces are one that is text.
        if "python-brace-format" in entry.flags:
            continue
        wanted = [{_plain(match[0]) for match in _HOLE.finditer(one)} for one in sources]
        found = {_plain(match[0]): match for match in _HOLE.finditer(value)}
        if not any(wanted) or found.keys() in wanted:
            continue
        for hole in islice(sorted(found.keys() - set().union(*wanted)), MOST):
            match = found[hole]
            told = f"{match[0]} is not in the msgid"
            yield subject.in_text(_CHANGED, entry, text, told, piece=match[0], offset=match.start())
        for hole in islice(sorted(set.intersection(*wanted) - found.keys()), MOST):
            yield subject.in_text(_CHANGED, entry, text, f"{hole} is lost")


def _plain(hole: str) -> str:
    return _BLANKS.sub("", hole)
