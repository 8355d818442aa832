"""What the front page says: every error that can be tried, each with the request that shows it."""

from __future__ import annotations

from typing import NamedTuple

from i18n_wsgi import Message, translator

_ = translator("i18n_wsgi_sample").gettext

HEADING = _("A small lending library")
INTRODUCTION = _("An API to try out errors with. Send one of these requests and see its answer.")
# Translators: Accept-Language and Accept are names of headers and stay as they are.
HINT = _("The header Accept-Language chooses the language of the answer, Accept its format.")


class Trial(NamedTuple):
    """One request to try."""

    what: Message
    method: str
    path: str
    body: str | None = None


TRIALS = (
    Trial(_("All books"), "GET", "/books"),
    Trial(_("One book"), "GET", "/books/1"),
    Trial(_("The loans of a reader"), "GET", "/readers/1/loans"),
    Trial(_("A book that does not exist"), "GET", "/books/999"),
    Trial(_("A path that does not exist"), "GET", "/nowhere"),
    Trial(_("A method that is not allowed"), "DELETE", "/books"),
    Trial(_("A book that is already lent"), "POST", "/readers/1/loans", '{"book": 2}'),
    Trial(_("A reader with overdue loans"), "POST", "/readers/2/loans", '{"book": 1}'),
    Trial(
        _("Three wrong fields at once"),
        "POST",
        "/books",
        '{"title": "", "year": -5, "language": 7}',
    ),
    Trial(_("A body that is not JSON"), "POST", "/books", '{"title": "Momo"'),
    Trial(_("A body that is too large"), "POST", "/books", "0" * 2000),
    Trial(_("Too many requests"), "GET", "/demo/rate-limited"),
    # Translators: the database of the library.
    Trial(_("A data store that can't be reached"), "GET", "/demo/unavailable"),
    Trial(_("A bug in the code"), "GET", "/demo/bug"),
    # Translators: the body of a response that is sent in chunks.
    Trial(_("A stream that fails before its first chunk"), "GET", "/demo/stream/0"),
    Trial(_("A stream that fails halfway"), "GET", "/demo/stream/3"),
)
