"""What can be wrong with a source that texts are taken from."""

from __future__ import annotations

from i18n_wsgi.toolchain.checks.base import Rule

_STANDS = "A catalog has the text as it stands in the source; what is made when the program runs is found in none."

NOT_READ = Rule(
    "E601",
    "A source could not be read",
    "Mend the file, or leave it out in babel.cfg: its texts may be missing from the template.",
    "A text that is not in the template has no translation anywhere.",
    "def handle(:\n    raise BookNotFound(book=9)",
    "def handle():\n    raise BookNotFound(book=9)",
)
F_STRING = Rule(
    "W602",
    "There is an f-string inside of a mark",
    'Name the value, and give it outside: _("Book %(book)s") % {"book": book}.',
    _STANDS,
    '_(f"Book {book} is lent.")',
    '_("Book %(book)s is lent.") % {"book": book}',
)
PERCENT = Rule(
    "W603",
    "A text is filled inside of its mark",
    'Fill it outside: _("Book %(book)s") % {"book": book}.',
    _STANDS,
    '_("Book %(book)s is lent." % {"book": book})',
    '_("Book %(book)s is lent.") % {"book": book}',
)
FORMAT = Rule(
    "W604",
    "A text is formatted inside of its mark",
    'Name the value, and give it outside: _("Book %(book)s") % {"book": book}.',
    _STANDS,
    '_("Book {} is lent.".format(book))',
    '_("Book %(book)s is lent.") % {"book": book}',
)
SUM = Rule(
    "W605",
    "A text is put together inside of its mark",
    'Write the whole sentence as one text with a placeholder: _("Book %(book)s") % {"book": book}.',
    "Translators see the pieces as texts of their own, and other languages order them differently.",
    '_("Book " + book + " is lent.")',
    '_("Book %(book)s is lent.") % {"book": book}',
)
NO_LITERAL = Rule(
    "W606",
    "What is marked is no text",
    "Write the text itself into the mark; a text that stands elsewhere is marked there, by gettext_noop.",
    "Templates are made without running the program, so nobody knows what the variable holds.",
    'TITLE = "Book"\n_(TITLE)',
    'TITLE = gettext_noop("Book")\n_(TITLE)',
)
BYTES = Rule(
    "W607",
    "Bytes are marked",
    "Leave the b before the quotes out.",
    "Messages are texts; this one is in no template.",
    '_(b"Book")',
    '_("Book")',
)
EMPTY = Rule(
    "W608",
    "An empty text is marked",
    "Leave the mark out; its translation is the catalog's header.",
    "The entry without a text holds what the catalog says of itself: its language, its plural forms.",
    '_("")',
    '""',
)
UNMARKED = Rule(
    "W609",
    "The text of an error is not marked",
    'Mark it, so that it can be translated: _("...").',
    "Clients get it in English, whatever their language is.",
    'raise BadRequest("The book is lent.")',
    'raise BadRequest(_("The book is lent."))',
)
CONFLICT = Rule(
    "W610",
    "A text has two plurals, or one and none",
    "Write both the same way, or give one of them a context, by pgettext or npgettext.",
    "A catalog has one entry for a text, with one plural or none.",
    'ngettext("%(n)d book", "%(n)d books", n)\nngettext("%(n)d book", "%(n)d volumes", n)',
    'ngettext("%(n)d book", "%(n)d books", n)\nngettext("%(n)d book", "%(n)d books", n)',
)
HALF_CHARACTER = Rule(
    "W611",
    "Half of a surrogate pair is marked",
    "Write the whole character; the template lacks this text, because UTF-8 has no such letters.",
    "Files in UTF-8 can't hold it.",
    '_("\\ud83d")',
    '_("\\N{BOOKS}")',
)
BROKEN = Rule(
    "W612",
    "A placeholder of a text is not complete",
    "Mend it in the source; each is written as %(name)s, and a percent sign beside one as %%.",
    "The text can't be filled in, in any language: clients would read the placeholder itself.",
    '_("Row %(row)s of %(table)") % {"row": 4, "table": "books"}',
    '_("Row %(row)s of %(table)s") % {"row": 4, "table": "books"}',
)
BRACES = Rule(
    "W613",
    "The text of an error has braces for what is filled in",
    "Write each placeholder as %(name)s.",
    "Errors fill in nothing else; clients would read the braces.",
    'class RowNotFound(NotFound):\n    message = _("There is no row {row}.")',
    'class RowNotFound(NotFound):\n    message = _("There is no row %(row)s.")',
)
RULES = (
    NOT_READ, F_STRING, PERCENT, FORMAT, SUM, NO_LITERAL, BYTES, EMPTY, UNMARKED, CONFLICT, HALF_CHARACTER,
    BROKEN, BRACES,
)  # fmt: skip
