"""Requests with a body, as servers hand them over."""

from __future__ import annotations

import io
from typing import Any

from i18n_wsgi import Request

# A chunked body on a server that decodes it.
CHUNKED: dict[str, Any] = {
    "CONTENT_LENGTH": "",
    "HTTP_TRANSFER_ENCODING": "chunked",
    "wsgi.input_terminated": True,
}


# A body that has no length, as over HTTP/2; so far as is known: gunicorn says the same of a plain GET.
ENDED: dict[str, Any] = {"CONTENT_LENGTH": "", "wsgi.input_terminated": True}
# As our own server hands it over.
EVENTLET: dict[str, Any] = {
    "CONTENT_LENGTH": "",
    "HTTP_TRANSFER_ENCODING": "chunked",
    "eventlet.input": None,
}


def request_of(body: bytes = b"", method: str = "POST", **environ: object) -> Request:
    """A request as a server hands it over: its input can be read once, and not rewound."""
    request = Request.blank("/", method=method)
    request.environ |= {"wsgi.input": OneWay(body), "CONTENT_LENGTH": str(len(body))}
    request.environ |= environ
    return request


class OneWay(io.RawIOBase):
    """A socket's side of the input: it answers in small pieces and counts what was taken."""

    def __init__(self, body: bytes) -> None:
        super().__init__()
        self._body = io.BytesIO(body)
        self.taken = 0

    def read(self, size: int = -1) -> bytes:
        chunk = self._body.read(size if size < 4 else 4)
        self.taken += len(chunk)
        return chunk
