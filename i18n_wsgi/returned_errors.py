"""Errors that an application answers instead of raising them, with nothing of its own to say."""

from __future__ import annotations

import html
import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import webob.exc

from i18n_wsgi.errors import is_error_status

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

PAGE_LIMIT = 16_384  # bytes; what webob makes is smaller
_STORING = ("cache-control", "expires")
# What stands for an error's detail while webob's pages are compared; no template has it.
_DETAIL = "\x1a"


def is_plain_error(answer: object) -> bool:
    """Whether an answer is a webob error that has no body of its own."""
    if not isinstance(answer, webob.exc.WSGIHTTPException):
        return False
    error: Any = answer  # webob has no types
    return error.status_int >= 400 and not error.has_body


def returned_error(
    status: str,
    headers: Sequence[tuple[str, str]],
    body: Sequence[bytes],
    environ: WSGIEnvironment,
) -> webob.exc.WSGIHTTPException | None:
    """The webob error that a response stands for: an empty one, or the page that webob makes of an
    error. None for a success, and for a body that is the application's own.

    Args:
        status: the status line.
        headers: the response's headers. The error has them too.
        body: the whole of its body.
        environ: the request, which decided what kind of page webob made.
    """
    code = int(status[:3]) if status[:3].isdecimal() else 0
    if not is_error_status(code) or sum(map(len, body)) > PAGE_LIMIT:
        return None
    general = webob.exc.HTTPServerError if code >= 500 else webob.exc.HTTPClientError
    cls: Any = webob.exc.status_map.get(code, general)
    page = b"".join(body)
    fields = {name.lower(): value for name, value in headers}
    if page:
        detail = _detail_in(page, cls, fields.get("content-type", ""), environ)
    else:
        detail = "" if _is_all(fields, environ) else None
    if detail is None:
        return None
    # What was to be stored of a page is not for an error in its place.
    kept = [(name, value) for name, value in headers if name.lower() not in _STORING]
    error = cls(detail or None, headers=kept if code >= 500 else headers)
    error.status = status
    return error


def _is_all(fields: Mapping[str, str], environ: WSGIEnvironment) -> bool:
    """Whether an empty body is all that there is: to HEAD, a body that is not sent is described."""
    length = fields.get("content-length")
    is_described = length is None and "content-type" in fields
    return length in (None, "0") and not (environ.get("REQUEST_METHOD") == "HEAD" and is_described)


def _detail_in(
    page: bytes, cls: type[webob.exc.WSGIHTTPException], content_type: str, environ: WSGIEnvironment
) -> str | None:
    """What an application gave a webob error to say, as its page shows that; "" for nothing, None for
    a page that is not webob's."""
    expected: Any = cls(_DETAIL)
    try:
        text = page.decode()
        if content_type.startswith("text/html"):
            detail = _between(text, expected.html_body(environ))
            return None if detail is None else html.unescape(detail)
        if content_type.startswith("text/plain"):
            return _between(text, expected.plain_body(environ))
        shown, made = json.loads(text), json.loads(expected.json_body(environ))
        is_made = {**shown, "message": ""} == {**made, "message": ""}
        return _between(shown["message"], made["message"]) if is_made else None
    # The page may be anything, and so may the environ that webob's templates quote; the response
    # survives.
    except Exception:
        return None


def _between(text: str, template: str) -> str | None:
    head, _detail, tail = template.partition(_DETAIL)
    is_made = text.startswith(head) and text.endswith(tail) and len(text) >= len(head) + len(tail)
    return text[len(head) : len(text) - len(tail)].strip() if is_made else None
