"""The answer to a request that no application sees."""

from __future__ import annotations

import io
import logging
import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING
from urllib.parse import unquote

from i18n_wsgi.masking import LazyLogText
from i18n_wsgi.serving.checks import Refused, fields_of, request_line
from i18n_wsgi.serving.wrapped import method_of
from i18n_wsgi.statuses import status_text

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

_LOG = logging.getLogger(__name__)

Headers = list[tuple[str, str]]
# Given the environ, the status and the reason, lazy: headers and body.
Refuse = Callable[["WSGIEnvironment", int, str], tuple[Headers, bytes]]

_METHOD = re.compile(rb"([A-Z]{1,32}) ")
# What the answer's language and format depend on.
_HEARD = {b"accept": "HTTP_ACCEPT", b"accept-language": "HTTP_ACCEPT_LANGUAGE"}


def refuse_plainly(_environ: WSGIEnvironment, status: int, reason: str) -> tuple[Headers, bytes]:
    """The headers and the body of a refusal as plain text in English."""
    text = f"{status_line(status)}\n\n{reason}\n"
    return [("Content-Type", "text/plain; charset=utf-8")], text.encode()


def refuse_of(application: object) -> Refuse:
    """The method ``refuse`` of an application, or of the one that it wraps; ``refuse_plainly`` where there
    is none."""
    found: Refuse | None = method_of(application, "refuse")
    return found or refuse_plainly


def refusal(refuse: Refuse, environ: WSGIEnvironment, refused: Refused) -> tuple[Headers, bytes]:
    """The headers, with the Content-Length where it is known, and the body of a refusal.

    Args:
        refuse: the hook that makes them; where it fails, they are those of ``refuse_plainly``.
        environ: of the request.
        refused: why it is refused.
    """
    try:
        headers, body = refuse(environ, refused.status, refused.reason)
    # Whatever the hook raises, the client is told.
    except BaseException as exc:
        _LOG.warning("A refused request was answered plainly: %s", LazyLogText(exc))
        headers, body = refuse_plainly(environ, refused.status, refused.reason)
    if body or environ["REQUEST_METHOD"] != "HEAD":  # to which the hook may leave the body out
        headers = [*headers, ("Content-Length", str(len(body)))]
    return headers, body


def status_line(status: int) -> str:
    """The status as an answer's first line has it: ``400 Bad Request``."""
    return f"{status} {status_text(status).title}"


def environ_of_refused(environ: WSGIEnvironment, head: Sequence[bytes]) -> WSGIEnvironment:
    """An environ with what can be trusted of a refused request.

    Args:
        environ: what is known without it.
        head: its lines, as far as they were read.
    """
    line, *fields = head or [b""]
    method = _METHOD.match(line)
    environ |= {
        "REQUEST_METHOD": method[1].decode("ascii") if method else "GET",
        "SCRIPT_NAME": "",
        "PATH_INFO": "/",
        "QUERY_STRING": "",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "wsgi.input": io.BytesIO(),
        "wsgi.input_terminated": True,
    }
    try:
        path, _, environ["QUERY_STRING"] = request_line(line, len(line)).target.partition("?")
        environ["PATH_INFO"] = "/" + unquote(path, "latin-1").lstrip("*/")
    except Refused:
        pass
    for field in fields:
        name, _, value = field.partition(b":")
        key = _HEARD.get(name.lower())
        if key is not None and _is_sound(field):
            text = value.strip().decode("latin-1")
            environ[key] = f"{environ[key]},{text}" if key in environ else text
    return environ


def _is_sound(field: bytes) -> bool:
    try:
        fields_of(field)
    except Refused:
        return False
    return True
