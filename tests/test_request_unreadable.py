"""Bodies that break off: who is told what."""

from __future__ import annotations

from typing import Any

import pytest
import webob.exc
from eventlet.wsgi import ChunkReadError
from gunicorn.http.errors import InvalidChunkSize, NoMoreData

from i18n_wsgi import JSONRequestDeserializer, errors
from tests.bodies import CHUNKED, ENDED, request_of

COUNTED: dict[str, Any] = {"CONTENT_LENGTH": "3"}


class Broken:
    """An input that can't be read."""

    def __init__(self, exc: Exception) -> None:
        self._exc = exc

    def read(self, _size: int) -> bytes:
        raise self._exc


def read(environ: dict[str, Any], exc: Exception) -> None:
    JSONRequestDeserializer().default(request_of(**environ | {"wsgi.input": Broken(exc)}))


@pytest.mark.parametrize("environ", [COUNTED, CHUNKED, ENDED])
@pytest.mark.parametrize(
    "exc",
    [
        ChunkReadError("zz"),
        InvalidChunkSize("zz"),
        NoMoreData(),
        type("MaxSizeExceeded", (Exception,), {"__module__": "cheroot.errors"})(),
        ValueError("Bad chunked transfer size: zz"),  # cheroot's
        OSError("error during read on wsgi.input"),  # uWSGI's
        ConnectionResetError(),
        TimeoutError(),
    ],
)
def test_what_servers_raise(exc: Exception, environ: dict[str, Any]) -> None:
    """A body that the server can't read is the client's error, with the server's as its cause."""
    with pytest.raises(errors.UnreadableBody) as refused:
        read(environ, exc)

    assert refused.value.__cause__ is exc


@pytest.mark.parametrize("environ", [COUNTED, CHUNKED, ENDED])
@pytest.mark.parametrize(
    "exc",
    [
        errors.RequestLimitExceeded(limit=3),
        webob.exc.HTTPRequestEntityTooLarge(),
        AttributeError("a bug"),
        RuntimeError("a bug"),
        UnicodeError("a bug"),
        type("Bug", (Exception,), {})(),
        MemoryError(),
    ],
)
def test_what_others_raise(exc: Exception, environ: dict[str, Any]) -> None:
    """What a middleware raises that wraps the input, its answer or its bug, is left as it is."""
    with pytest.raises(type(exc)) as raised:
        read(environ, exc)

    assert raised.value is exc
