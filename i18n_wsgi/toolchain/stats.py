"""How much of each catalog is translated."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from i18n_wsgi.catalogs.po_file import Entry, PoFile
from i18n_wsgi.placeholders import SPEC
from i18n_wsgi.toolchain.plural_rules import plural_rule_of

_WORD = re.compile(r"\w+(?:[’'\-]\w+)*")


@dataclass(frozen=True)
class Stats:
    """What is done of a catalog, and what is not.

    Attributes:
        language: the catalog's.
        domain: the catalog's.
        translated, fuzzy, missing: how many messages.
        words: how many words all msgids have.
        translated_words: how many of them have been translated.
    """

    language: str
    domain: str
    translated: int
    fuzzy: int
    missing: int
    words: int
    translated_words: int

    @property
    def total(self) -> int:
        """How many messages there are."""
        return self.translated + self.fuzzy + self.missing

    @property
    def percent(self) -> float:
        """How many of a hundred messages are translated; 100 where there are none."""
        return 100 * self.translated / self.total if self.total else 100.0


def stats_of(file: PoFile, language: str, domain: str, template: PoFile | None = None) -> Stats:
    """How much of a catalog is translated; of the template's messages, if one is given."""
    own = {entry.key: entry for entry in file.live_entries()}
    wanted = own if template is None else {entry.key: entry for entry in template.live_entries()}
    rule = plural_rule_of(file)
    count = 1 if rule is None else rule.count
    done = [entry for key in wanted if (entry := own.get(key)) and is_done(entry, count)]
    fuzzy = [entry for key in wanted if (entry := own.get(key)) and entry.is_fuzzy]
    return Stats(
        language,
        domain,
        len(done),
        len(fuzzy),
        len(wanted) - len(done) - len(fuzzy),
        _words_of(wanted.values()),
        _words_of(done),
    )


def is_done(entry: Entry, form_count: int = 1) -> bool:
    """Whether an entry is translated, in all of its forms.

    Args:
        entry: of the catalog.
        form_count: how many forms its plurals have.
    """
    wanted = 1 if entry.plural is None else form_count
    return not entry.is_fuzzy and len(entry.texts) >= wanted and all(entry.texts)


def _as_word(match: re.Match[str]) -> str:
    return " " if match["type"] == "%" else " x "


def _words_of(entries: Iterable[Entry]) -> int:
    return sum(len(_WORD.findall(SPEC.sub(_as_word, entry.key[1]))) for entry in entries)
