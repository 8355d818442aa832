"""From a webob error to a fault."""

from __future__ import annotations

import pytest
import webob.exc

from i18n_wsgi.faults import describe_webob
from i18n_wsgi.messages import Message, translator
from i18n_wsgi.statuses import status_text

_ = translator("library").gettext
SECRET = "password=hunter2"


class BookSold(webob.exc.HTTPConflict):  # type: ignore[misc]  # webob has no types
    title = "Sold"
    explanation = _("The book is sold.")


class VaultOpened(webob.exc.HTTPServiceUnavailable):  # type: ignore[misc]  # webob has no types
    pass


class Hostile:
    def __str__(self) -> str:
        raise RuntimeError


@pytest.mark.parametrize(
    ("exc", "expected"),
    [
        (webob.exc.HTTPInternalServerError(SECRET), (500, "HTTPInternalServerError", None)),
        (VaultOpened(SECRET), (503, "HTTPServiceUnavailable", None)),
        (VaultOpened(_("Closed.")), (503, "VaultOpened", "Closed.")),  # marked for readers
        (webob.exc.HTTPNotFound(), (404, "HTTPNotFound", None)),
        (webob.exc.HTTPNotFound(""), (404, "HTTPNotFound", None)),
        (webob.exc.HTTPNotFound("No such book."), (404, "HTTPNotFound", "No such book.")),
        (webob.exc.HTTPNotFound(KeyError("Gone")), (404, "HTTPNotFound", "'Gone'")),
        (webob.exc.HTTPNotFound(KeyError(_("Gone"))), (404, "HTTPNotFound", "Gone")),
        (webob.exc.HTTPNotFound(Hostile()), (404, "HTTPNotFound", None)),
        (webob.exc.HTTPError(), (500, "HTTPError", None)),
    ],
    ids=lambda case: type(case).__name__,
)
def test_webob(exc: webob.exc.WSGIHTTPException, expected: tuple[int, str, str | None]) -> None:
    """A webob error tells its detail and class below 500, from there on where it was marked."""
    fault = describe_webob(exc)

    assert (fault.status, fault.type, fault.message) == expected
    assert (fault.title, fault.explanation) == status_text(fault.status)


def test_webob_texts() -> None:
    """A title and an explanation of its own go before ours, and stay lazy."""
    fault = describe_webob(BookSold(explanation=_("Sold to another reader.")))

    assert (fault.title, fault.explanation) == ("Sold", "Sold to another reader.")
    assert type(fault.explanation) is Message
    assert describe_webob(BookSold()).explanation is BookSold.explanation


def test_webob_headers() -> None:
    """Headers of a webob error are kept, those that occur twice included."""
    exc = webob.exc.HTTPUnauthorized(
        headers=[("WWW-Authenticate", "Basic"), ("WWW-Authenticate", "Bearer")]
    )

    kept = [value for name, value in describe_webob(exc).headers if name == "WWW-Authenticate"]

    assert kept == ["Basic", "Bearer"]
