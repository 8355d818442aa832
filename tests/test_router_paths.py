"""Where a router leads: mount points and redirects."""

from __future__ import annotations

from wsgiref.validate import validator

import pytest
import routes

from i18n_wsgi import Request, Router
from i18n_wsgi.errors import PathNotFound
from tests.conftest import answering, call
from tests.test_router import routed_by


@pytest.mark.parametrize(
    ("route", "path", "place"),
    [
        ("/v1/{path_info:.*}", "/v1/a/b", "/api/v1 /a/b"),
        ("/v1/{path_info:.*}", "/v1/", "/api/v1 /"),
        ("/v1{path_info:.*}", "/v1", "/api/v1 "),
        ("/v1{path_info:.*}", "/v1/", "/api/v1 /"),
        ("/v1{path_info:.*}", "/v1a", "/api/v1 /a"),
        ("/v1{path_info:.*}", "/v1/a/", "/api/v1 /a/"),
        ("/{lang}/{path_info:.*}", "/%C3%A9t/%C3%A9", "/api/ét /é"),
    ],
)
def test_path_info(route: str, path: str, place: str) -> None:
    """The variable `path_info` becomes the application's path, what is before it its mount point."""
    assert call(routed_by(route), path, base_url="http://localhost/api").text == place


def test_default_path_info() -> None:
    """A route without such a variable may have one as a default."""
    assert call(routed_by("/v1", path_info="/start"), "/v1").text == "/v1 /start"


@pytest.mark.parametrize("given", [{}, {"PATH_INFO": ""}, {"SCRIPT_NAME": ""}])
def test_path_info_of_nothing(given: dict[str, str]) -> None:
    """A server may leave out what is empty (PEP 3333)."""
    environ = {**Request.blank("/").environ, "REQUEST_METHOD": "GET"}
    del environ["SCRIPT_NAME"], environ["PATH_INFO"]
    environ |= given

    routed_by("/{path_info:.*}", answering([b""]))(environ, lambda *_: None)

    assert (environ["SCRIPT_NAME"], environ["PATH_INFO"]) == ("", "")


def test_path_of_mount_point() -> None:
    """A mount point without a slash behind it is told as it was asked for."""
    mount = routed_by("/in{path_info:.*}", routed_by("/books"))

    with pytest.raises(PathNotFound) as refused:
        call(mount, "/in")

    assert refused.value.params == {"path": "/in"}


def test_mount_point() -> None:
    """An error tells the path that the client sent, the router's own mount point included."""
    with pytest.raises(PathNotFound) as refused:
        call(routed_by("/books"), "/x", base_url="http://localhost/api")

    assert refused.value.params == {"path": "/api/x"}


@pytest.mark.parametrize(
    ("path", "location"),
    [
        ("/old/books/1", "/api/new/books/1"),
        ("/old/%0D%0AX-Y:1", "/api/new/%0D%0AX-Y%3A1"),
        ("/old/%C3%A9", "/api/new/%C3%A9"),
    ],
)
def test_redirect(path: str, location: str) -> None:
    """A mapper's redirect is one."""
    router = Router(routes.Mapper())
    router.map.redirect(
        "/old/{rest:[^\\0]*}", "/new/{rest}", _redirect_code="301 Moved Permanently"
    )

    response = call(validator(router), path, base_url="http://localhost/api")

    assert (response.status, response.headers["Location"]) == ("301 Moved Permanently", location)


def test_redirect_to_other_host() -> None:
    """A path can't send its readers to another host."""
    router = Router(routes.Mapper())
    router.map.redirect("/old/{rest:.*}", "/{rest}")

    response = call(router, "/old//example.org/")

    assert response.headers["Location"] == "/example.org/"
