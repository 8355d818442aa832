"""What can go wrong in the library. Each error is one class: a status and a text.

That is all that an error needs. Its code is its name (`book_not_found`), its translations are in
`locale/<locale>/LC_MESSAGES/i18n_wsgi_sample.po`, and the fault middleware does the rest.
"""

from __future__ import annotations

from i18n_wsgi import APIError, translator

_MARKS = translator("i18n_wsgi_sample")
_ = _MARKS.gettext
ngettext = _MARKS.ngettext


class BookNotFound(APIError):
    status = 404
    # Translators: book is the number of a book.
    message = _("Book %(book)s was not found.")


class ReaderNotFound(APIError):
    status = 404
    # Translators: reader is the number of a reader.
    message = _("Reader %(reader)s was not found.")


class BookAlreadyLent(APIError):
    status = 409
    # Translators: title is the title of a book, due a date.
    message = _("“%(title)s” is already lent. It is due back on %(due)s.")


class InvalidBook(APIError):
    status = 422
    message = ngettext(
        "The book can't be added: %(n)d field is wrong.",
        "The book can't be added: %(n)d fields are wrong.",
        "n",  # the parameter that chooses the plural form
    )


class InvalidLoan(APIError):
    status = 422
    # Translators: received is what was sent in its place.
    message = _("The field “book” must be the number of a book. Received: %(received)s.")


class NotAnObject(APIError):
    status = 422
    # Translators: fields is a list of names such as "title, year, language".
    message = _("The body must be a JSON object with these fields: %(fields)s.")


class TooManyLoans(APIError):
    status = 403
    message = ngettext(
        "%(n)d loan is overdue. Please return the book before you borrow another one.",
        "%(n)d loans are overdue. Please return the books before you borrow another one.",
        "n",
    )


class RateLimited(APIError):
    status = 429
    message = ngettext(
        "Please try again in %(seconds)d second.",
        "Please try again in %(seconds)d seconds.",
        "seconds",
    )


class StoreUnavailable(APIError):
    status = 503
    safe = True  # from 500 on, a text is shown only where its class says that it may be
    message = _("The catalogue of the library can't be reached. Please try again in a while.")


TITLE_REQUIRED = _("A title is required.")
# Translators: min and max are years, received is what was sent instead.
YEAR_OUT_OF_RANGE = _(
    "The year must be a whole number from %(min)s to %(max)s. Received: %(received)s."
)
# Translators: example is a language tag such as pt-BR.
LANGUAGE_UNKNOWN = _(
    "The language must be a language tag, for example %(example)s. Received: %(received)s."
)
