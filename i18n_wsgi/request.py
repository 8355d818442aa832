"""The request: what it wants to read, what it sends, and its JSON body."""

from __future__ import annotations

import json
import re
from collections.abc import Collection
from typing import Any, NamedTuple, NoReturn

import webob

from i18n_wsgi.catalogs import Catalogs, current_catalogs
from i18n_wsgi.errors import (
    InvalidContentType,
    InvalidEncoding,
    InvalidJSON,
    InvalidLength,
    InvalidRequest,
    JSONTooDeep,
    LengthRequired,
    MissingContentType,
    RequestLimitExceeded,
    TruncatedBody,
)
from i18n_wsgi.negotiation import best_match_format
from i18n_wsgi.settings import Settings

# The environ keys of the layer. The first is the one thing that it does on the happy path.
CATALOGS_KEY = "i18n_wsgi.catalogs"
LANGUAGE_KEY = "i18n_wsgi.language"

_JSON = "application/json"


class Request(webob.Request):  # type: ignore[misc]  # webob has no types
    """A webob request that knows its languages and formats."""

    def best_match_content_type(self, supported: Collection[str] = (_JSON,)) -> str:
        """The media type that the client accepts best; the first supported one where it names none."""
        offers = [_Offer(media_type) for media_type in supported]
        chosen = best_match_format(self.environ.get("HTTP_ACCEPT"), offers)
        return (chosen or offers[0]).media_type

    def best_match_language(self) -> str | None:
        """The locale for the answer: what an outer layer put into ``environ["i18n_wsgi.language"]``,
        else the client's best match.

        Returns:
            None when the client sent no Accept-Language, or nothing on offer suits it.
        """
        header = self.environ.get(LANGUAGE_KEY) or self.environ.get("HTTP_ACCEPT_LANGUAGE")
        if not header:
            return None
        catalogs: Catalogs = self.environ.get(CATALOGS_KEY) or current_catalogs()
        return catalogs.matcher.best_match(header)

    @property
    def locale(self) -> str:
        """The locale for the answer, whatever the client accepts: its best match, else the default."""
        catalogs: Catalogs = self.environ.get(CATALOGS_KEY) or current_catalogs()
        return self.best_match_language() or catalogs.default_language

    def get_content_type(self, allowed_content_types: Collection[str]) -> str:
        """The body's media type.

        Raises:
            InvalidContentType: there is none, or it is not an allowed one.
        """
        allowed = ", ".join(sorted(allowed_content_types))
        received = _media_type_of(self)
        if not received:
            raise MissingContentType(allowed=allowed)
        if received not in allowed_content_types:
            raise InvalidContentType(
                received=received, allowed=allowed, headers={"Accept": allowed}
            )
        return received


class _Offer(NamedTuple):
    media_type: str


def is_json_content_type(request: webob.Request) -> bool:
    """Whether the body is to be read as JSON: it says so, or says nothing in particular.

    The query parameter ``ContentType=JSON`` of a GET request counts as saying so.
    """
    declared = _media_type_of(request)
    if request.method == "GET" and request.query_string:
        try:
            asked = request.GET.get("ContentType")
        except UnicodeDecodeError:  # a query that is not UTF-8 says nothing of the body
            asked = None
        declared = (asked or declared).lower()
    return declared in ("", "json", _JSON, "text/plain")


class JSONRequestDeserializer:
    """Reads a JSON body, within limits.

    Args:
        settings: ``max_json_body_size`` in bytes, ``max_json_depth`` in levels.
    """

    def __init__(self, settings: Settings | None = None) -> None:
        self._settings = settings or Settings()

    def has_body(self, request: webob.Request) -> bool:
        """Whether the request has a JSON body."""
        return _has_bytes(request) and is_json_content_type(request)

    def default(self, request: webob.Request) -> dict[str, Any]:
        """``{"body": …}`` for a request with a body, else ``{}``.

        Raises:
            RequestLimitExceeded: the body is larger than ``max_json_body_size``.
            InvalidContentType: the body is not JSON by its own word.
            InvalidRequest: it can't be read: its subclass says why.
        """
        if not _has_bytes(request):
            return {}
        if not is_json_content_type(request):
            raise InvalidContentType(
                received=_media_type_of(request), allowed=_JSON, headers={"Accept": _JSON}
            )
        body = self._read(request)
        request.body = body  # put back, for a controller that reads it too
        return {"body": self.from_json(body)}

    def from_json(self, datastring: str | bytes) -> Any:
        """The value of a JSON text.

        Raises:
            RequestLimitExceeded: it is larger than ``max_json_body_size``.
            InvalidRequest: it is not JSON, not UTF-8 or nested too deep.
        """
        if len(datastring) > self._settings.max_json_body_size:
            raise RequestLimitExceeded(limit=self._settings.max_json_body_size)
        if isinstance(datastring, bytes):
            try:
                datastring = datastring.decode("utf-8").removeprefix("\ufeff")
            except UnicodeDecodeError as exc:
                raise InvalidEncoding(position=exc.start + 1) from exc
        try:
            value = json.loads(datastring, parse_constant=_refuse_constant)
        except json.JSONDecodeError as exc:
            raise InvalidJSON(line=exc.lineno, column=exc.colno) from exc
        except RecursionError as exc:
            raise JSONTooDeep(limit=self._settings.max_json_depth) from exc
        except ValueError as exc:  # NaN, Infinity, or more digits than Python converts
            raise InvalidJSON(line=1, column=1) from exc
        if _depth_of(value) > self._settings.max_json_depth:
            raise JSONTooDeep(limit=self._settings.max_json_depth)
        if (offset := _find_lone_surrogate(datastring)) is not None:
            at = json.JSONDecodeError("lone surrogate", datastring, offset)
            raise InvalidJSON(line=at.lineno, column=at.colno)
        return value

    def _read(self, request: webob.Request) -> bytes:
        limit = self._settings.max_json_body_size
        expected = _content_length(request)
        if expected is not None and expected > limit:
            raise RequestLimitExceeded(limit=limit)
        chunks: list[bytes] = []
        size = 0
        while size <= limit and size != expected:
            wanted = limit + 1 - size if expected is None else expected - size
            try:
                chunk = request.environ["wsgi.input"].read(min(wanted, 65_536))
            # The server can't make sense of the client's chunks, or the client has gone.
            except (OSError, ValueError) as exc:
                raise InvalidRequest from exc
            if not chunk:
                break
            chunks.append(chunk)
            size += len(chunk)
        if size > limit:
            raise RequestLimitExceeded(limit=limit)
        if expected is not None and size < expected:
            raise TruncatedBody(received=size, expected=expected)
        return b"".join(chunks)


def _media_type_of(request: webob.Request) -> str:
    """The body's media type without parameters; case does not matter (RFC 9110, section 8.3.1)."""
    declared: str = request.content_type
    return declared.strip(" \t").lower()


def _has_bytes(request: webob.Request) -> bool:
    length = _content_length(request)
    if length is not None or "HTTP_TRANSFER_ENCODING" not in request.environ:
        return bool(length)
    # A chunked body has no length. Reading it on a server that does not end it would never end.
    if not (request.environ.get("wsgi.input_terminated") or "eventlet.input" in request.environ):
        raise LengthRequired
    return True


def _content_length(request: webob.Request) -> int | None:
    text = request.environ.get("CONTENT_LENGTH")
    if not text:
        return None
    if not (text.isascii() and text.isdecimal()):
        raise InvalidLength(received=text)
    # Leading zeros are allowed (RFC 9110, section 8.6), more digits than Python converts are none.
    return int(text.lstrip("0")[:20] or "0")


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")


# An escape in a JSON text; of a surrogate pair both halves are one.
_ESCAPE = re.compile(
    r"\\(?:u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|(u[dD][89a-fA-F])|.)", re.DOTALL
)


def _find_lone_surrogate(text: str) -> int | None:
    """Where half a surrogate pair is escaped in a JSON text, which no UTF-8 text can hold."""
    if "\\u" not in text:
        return None
    return next((match.start() for match in _ESCAPE.finditer(text) if match.group(1)), None)


def _depth_of(value: object) -> int:
    """How many levels of arrays and objects a value has; a scalar has none."""
    depth = 0
    level = [value]
    while level := [container for container in level if isinstance(container, (dict, list))]:
        depth += 1
        level = [
            item
            for container in level
            for item in (container.values() if isinstance(container, dict) else container)
        ]
    return depth
