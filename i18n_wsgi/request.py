"""The request: what it wants to read, what it sends, and its JSON body."""

from __future__ import annotations

from collections.abc import Collection
from io import BufferedReader, BytesIO, RawIOBase
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

import webob

from i18n_wsgi.catalogs import Catalogs, current_catalogs
from i18n_wsgi.errors import (
    InvalidContentEncoding,
    InvalidContentType,
    InvalidLength,
    LengthRequired,
    MissingContentType,
    RequestLimitExceeded,
    TruncatedBody,
    UnreadableBody,
)
from i18n_wsgi.json_text import JSONReader
from i18n_wsgi.negotiation import best_match_format
from i18n_wsgi.settings import Settings
from i18n_wsgi.vary import note_vary

if TYPE_CHECKING:
    from _typeshed.wsgi import InputStream, WSGIEnvironment

# The environ keys of the layer. The first is the one thing that it does on the happy path.
CATALOGS_KEY = "i18n_wsgi.catalogs"
LANGUAGE_KEY = "i18n_wsgi.language"

_JSON = "application/json"
_IDENTITY = "identity"  # the content coding that is none
_CHUNK_BYTES = 65_536
# Of a client that has gone, or whose chunks make no sense, servers tell by an OSError, a plain ValueError
# or a class of their own package. All else is what a middleware that wraps the input answers, or its bug.
_SERVERS = ("cheroot", "eventlet", "gunicorn")


class Request(webob.Request):  # type: ignore[misc]  # webob has no types
    """A webob request that knows its languages and formats."""

    def best_match_content_type(self, supported: Collection[str] = (_JSON,)) -> str:
        """The media type that the client accepts best; the first supported one where it names none.

        Args:
            supported: a single one may stand for itself.

        Raises:
            ValueError: none is supported.
        """
        if not supported:
            raise ValueError("supported is empty; one media type or more was expected")
        note_vary(self.environ, "Accept")
        offers = [_OfferedType(media_type) for media_type in _several(supported)]
        chosen = best_match_format(self.environ.get("HTTP_ACCEPT"), offers)
        return (chosen or offers[0]).media_type

    def best_match_language(self) -> str | None:
        """The locale on offer that suits the client best, or rather the language that an outer layer put
        into ``environ["i18n_wsgi.language"]`` (a profile's, a cookie's), where any suits that.

        Returns:
            None when nothing on offer suits either, or the client sent no Accept-Language.
        """
        note_vary(self.environ, "Accept-Language")
        catalogs: Catalogs = self.environ.get(CATALOGS_KEY) or current_catalogs()
        return catalogs.matcher.best_match(language_header(self.environ, catalogs))

    @property
    def locale(self) -> str:
        """The locale for the answer, whatever the client accepts: its best match, else the default."""
        catalogs: Catalogs = self.environ.get(CATALOGS_KEY) or current_catalogs()
        return self.best_match_language() or catalogs.default_language

    def get_content_type(self, allowed_content_types: Collection[str]) -> str:
        """The body's media type.

        Args:
            allowed_content_types: a single one may stand for itself.

        Raises:
            InvalidContentType: there is none, or it is not an allowed one.
        """
        types = _several(allowed_content_types)
        allowed = ", ".join(sorted(types))
        headers = {"Accept": allowed} if allowed else {}
        received = _media_type_of(self)
        if not received:
            raise MissingContentType(allowed=allowed, headers=headers)
        if received not in map(str.lower, types):
            raise InvalidContentType(received=received, allowed=allowed, headers=headers)
        return received


def language_header(environ: WSGIEnvironment, catalogs: Catalogs) -> str | None:
    """What decides on the language: an outer layer's choice if it suits what is on offer, else
    Accept-Language; None when there is neither."""
    chosen = environ.get(LANGUAGE_KEY)
    if isinstance(chosen, str) and catalogs.matcher.best_match(chosen) is not None:
        return chosen
    header: str | None = environ.get("HTTP_ACCEPT_LANGUAGE")
    return header


class _OfferedType(NamedTuple):
    media_type: str


def _several(media_types: Collection[str]) -> Collection[str]:
    # Each letter of a single one would be one.
    return [media_types] if isinstance(media_types, str) else media_types


def is_json_content_type(request: webob.Request) -> bool:
    """Whether the body is to be read as JSON: it says so, or says nothing in particular.

    The query parameter ``ContentType=JSON`` of a GET request counts as saying so.
    """
    return _declared_type_of(request) in ("", "json", _JSON, "text/plain")


class JSONRequestDeserializer:
    """Reads a JSON body, within limits. A subclass may override ``has_body``, to overlook more than
    what is no JSON, and ``from_json``, to read or refuse in its own way.

    Args:
        settings: ``max_json_body_size`` in bytes, ``max_json_depth`` in levels, and what is read though
            it is no sound JSON: ``allow_json_nan`` and its siblings.
    """

    # A route's action does not reach these; see ``Resource``.
    not_actions: ClassVar[Collection[str]] = ("from_json", "has_body")

    def __init__(self, settings: Settings | None = None) -> None:
        settings = settings or Settings()
        self._max_size = settings.max_json_body_size
        self._reader = JSONReader(
            settings.max_json_depth,
            allow_nan=settings.allow_json_nan,
            allow_duplicate_keys=settings.allow_json_duplicate_keys,
            allow_lone_surrogates=settings.allow_json_lone_surrogates,
        )

    def has_body(self, request: webob.Request) -> bool:
        """Whether the request has a JSON body. Where only the server knows, the first byte is looked
        at, and stays to be read."""
        return _has_content(request.environ) and is_json_content_type(request)

    def default(self, request: webob.Request) -> dict[str, Any]:
        """``{"body": …}`` for a request with a body, else ``{}``.

        Raises:
            RequestLimitExceeded: the body is larger than ``max_json_body_size``.
            InvalidContentType: the body is not JSON by its own word.
            InvalidContentEncoding: it is compressed.
            LengthRequired: the server does not say where the body ends.
            InvalidRequest: it can't be read: its subclass says why.
        """
        environ = request.environ
        if not _has_content(environ):
            return {}
        if not self.has_body(request):
            if is_json_content_type(request):  # a subclass overlooks more
                return {}
            raise InvalidContentType(
                received=_declared_type_of(request), allowed=_JSON, headers={"Accept": _JSON}
            )
        if "HTTP_CONTENT_ENCODING" in environ:
            _check_encoding(environ["HTTP_CONTENT_ENCODING"])
        body = self._read(environ["wsgi.input"], _length_of(environ))
        data = body.getvalue()
        environ["wsgi.input"] = body  # put back, for a controller that reads it too
        _tell_length(environ, len(data))
        return {"body": self.from_json(data)} if data else {}

    def from_json(self, datastring: str | bytes) -> Any:
        """The value of a JSON text.

        Raises:
            RequestLimitExceeded: it is larger than ``max_json_body_size``.
            InvalidRequest: it can't be read: its subclass says why.
        """
        if isinstance(datastring, str):
            datastring = datastring.encode("utf-8", "surrogatepass")
        if len(datastring) > self._max_size:
            raise RequestLimitExceeded(limit=self._max_size)
        return self._reader.read(datastring)

    def _read(self, stream: InputStream, length: int | None) -> BytesIO:
        limit = self._max_size
        if length is not None and length > limit:
            raise RequestLimitExceeded(limit=limit)
        body = BytesIO()  # and no list, which single bytes would make large
        end = limit + 1 if length is None else length
        while (size := body.tell()) < end:
            chunk = _bytes_of(stream, min(end - size, _CHUNK_BYTES))
            if not chunk:
                break
            body.write(chunk)
        if size > limit:
            raise RequestLimitExceeded(limit=limit)
        if length is not None and size < length:
            raise TruncatedBody(received=size, expected=length)
        body.seek(0)
        return body


class _Peekable(BufferedReader):
    """An input whose first byte can be looked at, and stays. It takes no more than it is asked for."""

    def __init__(self, stream: InputStream) -> None:
        super().__init__(_ServerInput(stream), 1)


class _ServerInput(RawIOBase):
    def __init__(self, stream: InputStream) -> None:
        self._stream = stream

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:  # Any: typeshed's buffers have no length
        chunk = _bytes_of(self._stream, len(buffer))
        buffer[: len(chunk)] = chunk
        return len(chunk)


def _bytes_of(stream: InputStream, size: int) -> bytes:
    try:
        return stream.read(size)
    except UnreadableBody:  # our server says so itself
        raise
    except Exception as exc:  # of whatever class a server has
        if not _is_of_client(exc):
            raise
        raise UnreadableBody from exc


def _is_of_client(exc: Exception) -> bool:
    if isinstance(exc, OSError) or type(exc) is ValueError:
        return True
    return any(base.__module__.partition(".")[0] in _SERVERS for base in type(exc).__mro__)


def _media_type_of(request: webob.Request) -> str:
    """The body's media type without parameters; case does not matter (RFC 9110, section 8.3.1)."""
    declared: str = request.content_type
    return declared.strip(" \t").lower()


def _declared_type_of(request: webob.Request) -> str:
    """The same, or what a GET request's query says instead."""
    if request.method == "GET" and "ContentType" in request.query_string:
        try:
            asked: str = request.GET.get("ContentType", "")
        except UnicodeError:  # a query that is not UTF-8 says nothing of the body
            asked = ""
        if asked:
            return asked.partition(";")[0].strip(" \t").lower()
    return _media_type_of(request)


def _check_encoding(header: str) -> None:
    codings = {coding.strip(" \t").lower() for coding in header.split(",")}
    if codings - {"", _IDENTITY}:
        headers = {"Accept-Encoding": _IDENTITY}  # RFC 9110, section 12.5.3
        raise InvalidContentEncoding(received=header, allowed=_IDENTITY, headers=headers)


def _has_content(environ: WSGIEnvironment) -> bool:
    """Whether a body comes that is not empty."""
    length = _length_of(environ)
    # A client that waits to be told to continue has one (RFC 9110, section 10.1.1), and would be told to.
    if length is not None or environ.get("HTTP_EXPECT"):
        return length != 0
    stream = environ["wsgi.input"] = _Peekable(environ["wsgi.input"])
    if stream.peek(1):
        return True
    _tell_length(environ, 0)
    return False


def _tell_length(environ: WSGIEnvironment, length: int) -> None:
    """Give a body the length that it was seen to have; chunks it has no longer (RFC 9112, section 7.1.3)."""
    environ["CONTENT_LENGTH"] = str(length)
    environ.pop("HTTP_TRANSFER_ENCODING", None)


def _length_of(environ: WSGIEnvironment) -> int | None:
    """The body's length in bytes; None where there may be one whose end the server tells."""
    coding = environ.get("HTTP_TRANSFER_ENCODING")
    if coding:  # it goes before a Content-Length (RFC 9112, section 6.3)
        is_ended = environ.get("wsgi.input_terminated") or "eventlet.input" in environ
        # On a server that does not decode it, reading would never end, or be of the framing.
        if not is_ended or coding.strip().lower() != "chunked":
            raise LengthRequired
        return None
    text = environ.get("CONTENT_LENGTH")
    if not text:  # over HTTP/2 a body may have none
        return None if environ.get("wsgi.input_terminated") else 0
    if not (text.isascii() and text.isdecimal()):
        raise InvalidLength(received=text)
    # Leading zeros are allowed (RFC 9110, section 8.6), more digits than Python converts are none.
    return int(text.lstrip("0")[:20] or "0")
