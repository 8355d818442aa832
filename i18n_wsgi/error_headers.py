"""The headers of an error, besides those of its body."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any
from wsgiref.util import is_hop_by_hop

from i18n_wsgi.faults import Fault
from i18n_wsgi.masking import text_of
from i18n_wsgi.vary import merged_vary

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

_REQUEST_ID_KEY = "i18n_wsgi.request_id"
_REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{1,128}")
_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")  # RFC 9110, section 5.6.2
_NOT_IN_VALUES = re.compile(r"[\x00-\x1f\x7f]+")
_ROOM = 16_384  # what an exception's own headers may take; of more, clients and proxies refuse all
_NEGOTIATED = "Accept, Accept-Language"
# Of a response that an error takes the place of, a browser needs these to show it to a script.
_CORS = "access-control-"
# An exception's own headers have no say in these: they are ours, or tell of another body.
_OURS = frozenset(
    [
        "accept-ranges",
        "content-digest",
        "content-disposition",
        "content-encoding",
        "content-language",
        "content-length",
        "content-location",
        "content-md5",
        "content-type",
        "digest",
        "etag",
        "last-modified",
        "repr-digest",
        "status",
        "vary",
        "x-openstack-request-id",
        "x-request-id",
    ]
)


def request_id_of(environ: WSGIEnvironment) -> str:
    """The identifier that the request has, if it is well-formed, else a new one, which it keeps."""
    given = text_of(environ.get("openstack.request_id") or environ.get("HTTP_X_REQUEST_ID") or "")
    if given and _REQUEST_ID.fullmatch(given):
        return given
    made: str | None = environ.get(_REQUEST_ID_KEY)
    if made is None:
        # A UUID of version 4 (RFC 9562), for a third of the time that `uuid` takes.
        digits = os.urandom(16).hex()
        made = f"req-{digits[:8]}-{digits[8:12]}-4{digits[13:16]}-a{digits[17:20]}-{digits[20:]}"
        environ[_REQUEST_ID_KEY] = made
    return made


def error_headers(
    fault: Fault,
    request_id: str,
    environ: WSGIEnvironment,
    replaced: Sequence[tuple[str, str]] = (),
) -> list[tuple[str, str]]:
    """Vary, the request's identifier, whether to store, and the exception's own made safe to send.

    Args:
        fault: the error.
        request_id: the request's identifier.
        environ: the request.
        replaced: the headers of the response that the error takes the place of. Its CORS headers stay.
    """
    own = _sendable(fault.headers)
    if replaced:
        own += kept_headers(replaced, own)
    names = {name.lower() for name, _value in own}
    vary = [value for name, value in own if name.lower() == "vary"]
    headers = [
        ("Vary", merged_vary(*vary, _NEGOTIATED) if vary else _NEGOTIATED),
        ("X-Request-Id", request_id),
    ]
    if "openstack.request_id" in environ:
        headers.append(("X-Openstack-Request-Id", request_id))
    if fault.status >= 500 and "cache-control" not in names:
        headers.append(("Cache-Control", "no-store"))
    for name, value in own:
        if name.lower() not in _OURS and not is_hop_by_hop(name) and _NAME.fullmatch(name):
            headers.append((name, value))
    return headers


def kept_headers(
    replaced: Sequence[tuple[str, str]], own: Sequence[tuple[str, str]]
) -> list[tuple[str, str]]:
    """Of the headers of a response that another takes the place of those that hold for both: what CORS
    needs, but for what the other has itself, and Vary."""
    names = {name.lower() for name, _value in own}
    return [
        (name, value)
        for name, value in _sendable(replaced)
        if name.lower() == "vary" or (name.lower().startswith(_CORS) and name.lower() not in names)
    ]


def _sendable(headers: Any) -> list[tuple[str, str]]:
    if not headers:
        return []
    found = []
    room = _ROOM
    try:
        for name, value in headers.items() if isinstance(headers, Mapping) else headers:
            name_text, text = str(name), text_of(value)
            size = len(name_text) + len(text) + 32  # as RFC 7541, section 4.1, counts it
            if size <= room:
                room -= size
                found.append((name_text, _line(text)))
        return found
    # What an exception has by that name may be anything; the response survives.
    except Exception:
        return []


def _line(text: str) -> str:
    line = _NOT_IN_VALUES.sub(" ", text)
    return line.encode("latin-1", "replace").decode("latin-1")
