"""Where a router leads: mount points and redirects."""

from __future__ import annotations

from wsgiref.validate import validator

import pytest
import routes

from i18n_wsgi import Router
from i18n_wsgi.errors import PathNotFound
from tests.conftest import call
from tests.test_router import routed_by


@pytest.mark.parametrize(
    ("route", "path", "place"),
    [
        ("/v1/{path_info:.*}", "/v1/a/b", "/api/v1 /a/b"),
        ("/v1/{path_info:.*}", "/v1/", "/api/v1 /"),
        ("/v1{path_info:.*}", "/v1", "/api/v1 /"),
        ("/v1{path_info:.*}", "/v1/a/", "/api/v1 /a/"),
        ("/{lang}/{path_info:.*}", "/%C3%A9t/%C3%A9", "/api/ét /é"),
    ],
)
def test_path_info(route: str, path: str, place: str) -> None:
    """The variable `path_info` becomes the application's path, what is before it its mount point."""
    assert call(routed_by(route), path, base_url="http://localhost/api").text == place


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
