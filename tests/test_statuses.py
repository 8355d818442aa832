"""What error statuses are called: the IANA HTTP Status Code Registry (RFC 9110, section 15)."""

from __future__ import annotations

from http import HTTPStatus

import pytest

from i18n_wsgi.messages import DOMAIN, Message
from i18n_wsgi.statuses import StatusText, status_text

# Those that RFC 9110 renamed; Python calls them so from 3.13 on.
RENAMED = {
    413: "Content Too Large",
    414: "URI Too Long",
    416: "Range Not Satisfiable",
    422: "Unprocessable Content",
}
# 418 is reserved as "(Unused)" (RFC 9110, section 15.5.19): Python has it for fun.
REGISTERED = [status for status in HTTPStatus if status >= 400 and status != 418]
CLIENT_ERROR, SERVER_ERROR = status_text(499), status_text(599)


@pytest.mark.parametrize("status", REGISTERED, ids=int)
def test_registered(status: HTTPStatus) -> None:
    """The title of a registered status is its reason phrase, small words apart."""
    title = status_text(status).title

    assert title.lower() == RENAMED.get(status, status.phrase).lower()


@pytest.mark.parametrize("status", REGISTERED, ids=int)
def test_translatable(status: int) -> None:
    """Both texts of a status are lazy messages of ours, the explanation a whole sentence."""
    texts = status_text(status)

    assert [(type(text), text.domain, text.params) for text in texts] == [
        (Message, DOMAIN, None),
        (Message, DOMAIN, None),
    ]
    assert texts.explanation.endswith(".")


def test_no_two_alike() -> None:
    """No two statuses share a title or an explanation."""
    known = [status_text(status) for status in REGISTERED] + [CLIENT_ERROR, SERVER_ERROR]

    assert len({text.title for text in known}) == len(known)
    assert len({text.explanation for text in known}) == len(known)


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        (418, CLIENT_ERROR),  # unused
        (430, CLIENT_ERROR),  # unassigned
        (499, CLIENT_ERROR),  # a proxy's own
        (509, SERVER_ERROR),
        (520, SERVER_ERROR),  # a proxy's own
        (599, SERVER_ERROR),
    ],
)
def test_unregistered(status: int, expected: StatusText) -> None:
    """An unregistered status is told as its class (RFC 9110, section 15)."""
    assert status_text(status) == expected
    assert expected.title in {"Client Error", "Server Error"}


def test_titles_are_phrases() -> None:
    """A title can stand in the status line as it is (RFC 9112, section 4)."""
    titles = [status_text(status).title for status in range(400, 600)]

    assert all(title.isascii() and title.isprintable() for title in titles)
