"""The checks: one file each, and one line here."""

from __future__ import annotations

from i18n_wsgi.toolchain.checks import (
    addresses,
    bidi,
    characters,
    compiled,
    encoding,
    file,
    header,
    holes,
    markup,
    placeholders,
    plurals,
    spoiled,
    stale,
    template,
    text,
)
from i18n_wsgi.toolchain.checks.base import Check

CHECKS: tuple[Check, ...] = (
    placeholders,
    plurals,
    text,
    characters,
    bidi,
    spoiled,
    markup,
    holes,
    addresses,
    file,
    encoding,
    header,
    template,
    compiled,
    stale,
)
