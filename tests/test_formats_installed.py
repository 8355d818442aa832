"""The formats that other distributions bring."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from i18n_wsgi import FaultMiddleware
from i18n_wsgi.formats import PlainText, check_format, default_formats
from i18n_wsgi.settings import Settings, SettingsError
from tests.conftest import call, raising

# A format as somebody else would write it.
CSV = """
class CSV:
    media_type = "text/csv"
    content_type = "text/csv; charset=utf-8"
    labels = {}

    def __init__(self, settings):
        self.domain = settings.domain

    def render(self, fault):
        return f"{fault.source.status},{fault.title}\\r\\n".encode()


class Mine(CSV):
    media_type = content_type = "application/JSON"


class Wild(CSV):
    media_type = "text/*"


def refuse(settings):
    raise RuntimeError("no\\nlicence")
"""
Install = Callable[..., None]


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Install:
    """Installs a distribution of one module with these entry points."""

    def install(*points: str, name: str = "acme_formats") -> None:
        folder = tmp_path / f"{name}-1.0.dist-info"
        folder.mkdir()
        (folder / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
        (folder / "entry_points.txt").write_text("[i18n_wsgi.formats]\n" + "\n".join(points))
        (tmp_path / f"{name}.py").write_text(CSV)
        monkeypatch.syspath_prepend(tmp_path)
        monkeypatch.delitem(sys.modules, name, raising=False)

    return install


def test_installed(install: Install) -> None:
    """What an installed distribution brings is on offer, behind what is built in."""
    install("csv = acme_formats:CSV")

    app = FaultMiddleware(raising(KeyError()))

    assert call(app, headers={"Accept": "text/csv"}).body == b"500,Internal Server Error\r\n"
    assert call(app).content_type == "application/json"


def test_settings_are_given(install: Install) -> None:
    """An entry point is called with the settings."""
    install("csv = acme_formats:CSV")

    formats: Any = default_formats(Settings(domain="library"))

    assert formats[-1].domain == "library"


def test_in_place_of_built_in(install: Install) -> None:
    """A format for a built-in one's media type stands where that one stood."""
    install("mine = acme_formats:Mine")

    assert [type(form).__name__ for form in default_formats(Settings())][:2] == [
        "Mine",
        "ProblemJSON",
    ]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("nowhere:CSV", "ModuleNotFoundError: No module named 'nowhere'"),
        ("acme_formats:Gone", "AttributeError: module 'acme_formats' has no attribute 'Gone'"),
        ("acme_formats:refuse", r"RuntimeError: no\nlicence"),
        ("acme_formats:Wild", "ValueError: Wild.media_type is 'text/*'; allowed: one as text/html"),
        ("builtins:str", "ValueError: str is no format: it has no method render"),
    ],
)
def test_broken(install: Install, value: str, expected: str) -> None:
    """A broken entry point keeps the service from starting, in one line that says whose it is."""
    install(f"broken = {value}")

    with pytest.raises(SettingsError) as caught:
        FaultMiddleware(raising(KeyError()))

    assert str(caught.value) == (
        f"the entry point broken = {value} in i18n_wsgi.formats of acme_formats 1.0: {expected}"
    )


def test_one_media_type_twice(install: Install) -> None:
    """Two entry points for one media type can't both be meant."""
    install("one = acme_formats:CSV", "two = acme_formats:CSV")

    with pytest.raises(SettingsError, match="two = .* one = .* is for text/csv too"):
        default_formats(Settings())


def test_formats_by_argument(install: Install) -> None:
    """Who names the formats gets these, and no entry point is looked at."""
    install("broken = nowhere:CSV")

    app = FaultMiddleware(raising(KeyError()), formats=[PlainText()])

    assert call(app).content_type == "text/plain"


GOOD = {
    "media_type": "text/csv",
    "content_type": "text/csv",
    "labels": {},
    "render": PlainText().render,
}


@pytest.mark.parametrize("media_type", ["text/csv", "application/vnd.acme+json;version=2"])
def test_good_format(media_type: str) -> None:
    """A format is told by what it has, not by its class."""
    check_format(SimpleNamespace(**GOOD | {"media_type": media_type}))


@pytest.mark.parametrize("media_type", [None, 1, "", "text", "text/", "*/*", "a b/c", "a/b, c/d", "a/b;q=0"])  # fmt: skip
def test_bad_media_type(media_type: object) -> None:
    """A media type that no client could ask for is refused."""
    with pytest.raises(ValueError, match="media_type is"):
        check_format(SimpleNamespace(**GOOD | {"media_type": media_type}))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("render", None),
        ("content_type", None),
        ("content_type", "text/csv\r\nX: 1"),
        ("content_type", "text/csv; title=é"),
        ("labels", ["code"]),
    ],
)
def test_bad_format(name: str, value: object) -> None:
    """What would fail when the first error is told is refused at the start."""
    with pytest.raises(ValueError, match=name):
        check_format(SimpleNamespace(**GOOD | {name: value}))
