"""Where a router sends HEAD."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
import routes

from i18n_wsgi import Router
from i18n_wsgi.errors import MethodNotAllowed
from tests.conftest import answering, call
from tests.test_router import routed_by


def test_head() -> None:
    """A route for GET answers HEAD, without the body (RFC 9110, section 9.3.2)."""
    router = routed_by("/", answering([b"body"]), conditions={"method": ["GET"]})

    response = call(router, method="HEAD")

    assert (response.status_code, response.body) == (200, b"")


@pytest.mark.parametrize("fallback", [["HEAD"], ["GET", "HEAD"], None])
@pytest.mark.parametrize(("methods", "body"), [(["GET"], b""), (["HEAD"], b"first")])
def test_first_for_head(fallback: object, methods: list[str], body: bytes) -> None:
    """HEAD goes to the first route that takes it or GET, however many follow."""
    mapper = routes.Mapper()
    for path, name, taken in [("/", b"first", methods), ("/{rest:.*}", b"second", fallback)]:
        application = answering([name], ("X-Name", name.decode()))
        mapper.connect(path, controller=application, conditions={"method": taken} if taken else {})

    response = call(Router(mapper), method="HEAD")

    assert (response.headers["X-Name"], response.body) == ("first", body)


def test_head_behind_other_methods() -> None:
    """A route for HEAD is found behind those for other methods."""
    mapper = routes.Mapper()
    mapper.connect("/", controller=answering([b""]), conditions={"method": ["POST"]})
    mapper.connect("/", controller=answering([b"head"]), conditions={"method": ["HEAD"]})

    assert call(Router(mapper), method="HEAD").body == b"head"


class Stream:
    """A body that may be left before its end."""

    is_closed = False

    def __iter__(self) -> Iterator[bytes]:
        yield b"1"
        raise AssertionError("read on")

    def close(self) -> None:
        self.is_closed = True


def test_head_stays_head() -> None:
    """The application of a route for GET is told that it is HEAD."""

    def show_method(environ: dict[str, Any], start_response: Callable[..., object]) -> list[bytes]:
        start_response("200 OK", [("X-Method", environ["REQUEST_METHOD"])])
        return []

    router = routed_by("/", show_method, conditions={"method": ["GET"]})

    assert call(router, method="HEAD").headers["X-Method"] == "HEAD"


def test_head_of_stream() -> None:
    """The stream that HEAD has no use for is closed."""
    stream = Stream()

    call(routed_by("/", answering(stream), conditions={"method": ["GET"]}), method="HEAD")

    assert stream.is_closed


def test_late_head() -> None:
    """A stream may begin its response with its first chunk."""

    def stream(environ: dict[str, Any], start_response: Any) -> Iterator[bytes]:
        start_response("202 Accepted", [])
        yield b"1"

    response = call(routed_by("/", stream, conditions={"method": ["GET"]}), method="HEAD")

    assert (response.status_code, response.body) == (202, b"")


def test_no_head() -> None:
    """A path that has no GET has no HEAD."""
    with pytest.raises(MethodNotAllowed):
        call(routed_by("/", conditions={"method": ["POST"]}), method="HEAD")
