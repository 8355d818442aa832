"""What can be wrong with a source that texts are taken from."""

from __future__ import annotations

from i18n_wsgi.toolchain.checks.base import Rule

NOT_READ = Rule(
    "E601",
    "A source could not be read",
    "Mend the file, or leave it out in babel.cfg: its texts may be missing from the template.",
)
F_STRING = Rule(
    "W602",
    "There is an f-string inside of a mark",
    'Name the value, and give it outside: _("Book %(book)s") % {"book": book}.',
)
PERCENT = Rule(
    "W603",
    "A text is filled inside of its mark",
    'Fill it outside: _("Book %(book)s") % {"book": book}.',
)
FORMAT = Rule(
    "W604",
    "A text is formatted inside of its mark",
    'Name the value, and give it outside: _("Book %(book)s") % {"book": book}.',
)
SUM = Rule(
    "W605",
    "A text is put together inside of its mark",
    'Write the whole sentence as one text with a placeholder: _("Book %(book)s") % {"book": book}.',
)
NO_LITERAL = Rule(
    "W606",
    "What is marked is no text",
    "Write the text itself into the mark; a text that stands elsewhere is marked there, by gettext_noop.",
)
BYTES = Rule("W607", "Bytes are marked", "Leave the b before the quotes out.")
EMPTY = Rule(
    "W608",
    "An empty text is marked",
    "Leave the mark out; its translation is the catalog's header.",
)
UNMARKED = Rule(
    "W609", "The text of an error is not marked", 'Mark it, so that it can be translated: _("...").'
)
CONFLICT = Rule(
    "W610",
    "A text has two plurals, or one and none",
    "Write both the same way, or give one of them a context, by pgettext or npgettext.",
)
HALF_CHARACTER = Rule(
    "W611",
    "Half of a surrogate pair is marked",
    "Write the whole character; the template lacks this text, because UTF-8 has no such letters.",
)
RULES = (
    NOT_READ, F_STRING, PERCENT, FORMAT, SUM, NO_LITERAL, BYTES, EMPTY, UNMARKED, CONFLICT, HALF_CHARACTER,
)  # fmt: skip
