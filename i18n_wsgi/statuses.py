"""What each error status is called, and what it means to the reader of a response.

The titles are the reason phrases of the IANA HTTP Status Code Registry (RFC 9110, section 15).
"""

from __future__ import annotations

from typing import NamedTuple

from i18n_wsgi.messages import Message, translator

_ = translator("i18n_wsgi").gettext


class StatusText(NamedTuple):
    """The two texts of one status, both lazy."""

    title: Message
    explanation: Message


def status_text(status: int) -> StatusText:
    """The texts of a status from 400 to 599; an unregistered one gets those of its class."""
    registered = _STATUS_TEXTS.get(status)
    if registered is not None:
        return registered
    return _SERVER_ERROR if status >= 500 else _CLIENT_ERROR


_CLIENT_ERROR = StatusText(
    _("Client Error"),
    _("The server could not process the request as it was sent."),
)
_SERVER_ERROR = StatusText(
    _("Server Error"),
    _("The server could not complete the request."),
)

_STATUS_TEXTS = {
    400: StatusText(
        _("Bad Request"),
        _("The server could not understand the request."),
    ),
    401: StatusText(
        _("Unauthorized"),
        _("The request needs valid credentials."),
    ),
    402: StatusText(
        _("Payment Required"),
        _("The request needs a payment."),
    ),
    403: StatusText(
        _("Forbidden"),
        _("The server understood the request but refuses to carry it out."),
    ),
    404: StatusText(
        _("Not Found"),
        _("The resource could not be found."),
    ),
    405: StatusText(
        _("Method Not Allowed"),
        _("The method of the request is not allowed for this resource."),
    ),
    406: StatusText(
        _("Not Acceptable"),
        _("The resource is not available in a form that the client accepts."),
    ),
    407: StatusText(
        _("Proxy Authentication Required"),
        _("The proxy needs valid credentials."),
    ),
    408: StatusText(
        _("Request Timeout"),
        _("The request did not arrive in time."),
    ),
    409: StatusText(
        _("Conflict"),
        _("The request conflicts with the current state of the resource."),
    ),
    410: StatusText(
        _("Gone"),
        _("The resource is no longer available and will not return."),
    ),
    411: StatusText(
        _("Length Required"),
        _("The request must state the length of its body."),
    ),
    412: StatusText(
        _("Precondition Failed"),
        _("A precondition that the request states is not met."),
    ),
    413: StatusText(
        _("Content Too Large"),
        _("The body of the request is larger than the server accepts."),
    ),
    414: StatusText(
        _("URI Too Long"),
        _("The URI of the request is longer than the server accepts."),
    ),
    415: StatusText(
        _("Unsupported Media Type"),
        _("The body of the request is in a format that the server does not support."),
    ),
    416: StatusText(
        _("Range Not Satisfiable"),
        _("The requested range lies outside the resource."),
    ),
    417: StatusText(
        _("Expectation Failed"),
        _("The server cannot meet the expectation stated in the request."),
    ),
    421: StatusText(
        _("Misdirected Request"),
        _("The request was sent to a server that cannot answer it."),
    ),
    422: StatusText(
        _("Unprocessable Content"),
        _("The request is well formed, but its content is not valid."),
    ),
    423: StatusText(
        _("Locked"),
        _("The resource is locked."),
    ),
    424: StatusText(
        _("Failed Dependency"),
        _("Another request that this one depends on has failed."),
    ),
    425: StatusText(
        _("Too Early"),
        _("The server does not process a request this early, because an attacker might replay it."),
    ),
    426: StatusText(
        _("Upgrade Required"),
        _("The server requires the client to switch to another protocol."),
    ),
    428: StatusText(
        _("Precondition Required"),
        _("The request must state a precondition."),
    ),
    429: StatusText(
        _("Too Many Requests"),
        _("Too many requests were sent in a short time."),
    ),
    431: StatusText(
        _("Request Header Fields Too Large"),
        _("The headers of the request are larger than the server accepts."),
    ),
    451: StatusText(
        _("Unavailable For Legal Reasons"),
        _("The resource is unavailable for legal reasons."),
    ),
    500: StatusText(
        _("Internal Server Error"),
        _("The server met an unexpected problem and could not complete the request."),
    ),
    501: StatusText(
        _("Not Implemented"),
        _("The server does not support what the request needs."),
    ),
    502: StatusText(
        _("Bad Gateway"),
        _("The server received an invalid answer from another server."),
    ),
    503: StatusText(
        _("Service Unavailable"),
        _("The service is temporarily unavailable. Please try again later."),
    ),
    504: StatusText(
        _("Gateway Timeout"),
        _("The server did not get an answer from another server in time."),
    ),
    505: StatusText(
        _("HTTP Version Not Supported"),
        _("The server does not support the HTTP version of the request."),
    ),
    506: StatusText(
        _("Variant Also Negotiates"),
        _("The server is not set up correctly to negotiate the content."),
    ),
    507: StatusText(
        _("Insufficient Storage"),
        _("The server has no room to store what the request needs."),
    ),
    508: StatusText(
        _("Loop Detected"),
        _("The server ended the request because it detected an infinite loop."),
    ),
    510: StatusText(
        _("Not Extended"),
        _("The request lacks an extension that the server needs."),
    ),
    511: StatusText(
        _("Network Authentication Required"),
        _("The client must sign in to gain access to the network."),
    ),
}
