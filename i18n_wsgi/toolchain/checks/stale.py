"""A ``.mo`` file beside its ``.po`` file: whether it is what that compiles to now."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePath

from i18n_wsgi.catalogs.po_file import Entry, Place, PoFile
from i18n_wsgi.toolchain.checks.base import MOST, Finding, Rule, Subject

_STALE = Rule(
    "W414",
    "The compiled catalog is not that of its .po file",
    "Compile the .po file again, by i18n-wsgi catalog compile or with the program that made the .mo file.",
    "Programs read the .mo file, and show what stands there.",
    '# library.po; library.mo has "Bouquin"\nmsgid "Book"\nmsgstr "Livre"',
    '# library.po; library.mo has "Livre"\nmsgid "Book"\nmsgstr "Livre"',
)

RULES = (_STALE,)

_PLURAL_FORMS = "Plural-Forms"
# What programs write in one way or another.
_NO_MATTER = re.compile(r"[\s();]")


def check(subject: Subject) -> Iterator[Finding]:
    """Where the ``.mo`` file differs from what its source has."""
    if subject.compiled is None:
        return
    path = PurePath(subject.name).with_suffix(".mo")
    found = [*_find_differences(subject, subject.compiled, path)]
    yield from found[:MOST]
    if rest := found[MOST:]:
        message = f"{path.name} differs in {len(rest)} further places"
        yield Finding(rest[0].file, rest[0].place, _STALE, "", message)


def _find_differences(subject: Subject, compiled: PoFile, path: PurePath) -> Iterator[Finding]:
    shown = {entry.key: entry for entry in compiled.live_entries()}
    own, other = (file.fields.get(_PLURAL_FORMS, "") for file in (subject.file, compiled))
    if own and other and _NO_MATTER.sub("", own) != _NO_MATTER.sub("", other):
        place = subject.file.place_of_field(_PLURAL_FORMS)
        yield subject.in_file(_STALE, f"{path.name} has {_PLURAL_FORMS}: {other}", place, own)
    for entry in subject.file.live_entries():
        if entry.key not in shown:
            # What is fuzzy is compiled or not, as one likes; of what is half done programs make various things.
            if not entry.is_fuzzy and all(entry.texts):
                yield subject.in_entry(_STALE, entry, f"{path.name} does not have this message")
        elif not _is_that_of(shown[entry.key].texts, entry):
            message = f"{path.name} has another translation of this message"
            yield subject.in_entry(_STALE, entry, message)
    kept = {entry.key for entry in subject.file.entries if not entry.is_obsolete}
    for key in [key for key in shown if key not in kept]:
        message = "Its .po file does not have this message"
        yield Finding(str(path), Place(shown[key].line, 1), _STALE, key[1], message)


def _is_that_of(texts: tuple[str, ...], entry: Entry) -> bool:
    """Whether a program makes these texts of an entry. Of a plural Babel makes as many forms as the header declares,
    which is told elsewhere, and fills empty ones with the msgids."""
    if texts == entry.texts or entry.plural is None:
        return texts == entry.texts
    wanted = (entry.texts + ("",) * len(texts))[: len(texts)]
    sources = [entry.key[1], *[entry.plural.value] * len(wanted)]
    return texts == tuple(text or source for text, source in zip(wanted, sources, strict=False))
