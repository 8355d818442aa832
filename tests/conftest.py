"""What several test files need: catalogs compiled on the spot, and a client that calls WSGI directly."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import webob
from babel import UnknownLocaleError
from babel.messages.plurals import get_plural
from hypothesis import settings

from i18n_wsgi.catalogs import request_catalogs
from i18n_wsgi.catalogs.compiling import compile_catalog

# The same examples in every run; `make fuzz` looks for others.
settings.register_profile("steady", derandomize=True, database=None, deadline=None)
settings.load_profile("steady")

HEADERS = {
    "fr": "nplurals=2; plural=(n > 1);",
    "pl": (
        "nplurals=3; plural=(n==1 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);"
    ),
    "ar": (
        "nplurals=6; plural=(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 "
        ": n%100>=11 ? 4 : 5);"
    ),
    "ja": "nplurals=1; plural=0;",
}


def _plural_forms_of(locale: str) -> str:
    try:
        return str(get_plural(locale).plural_forms)
    except (UnknownLocaleError, ValueError):
        return "nplurals=2; plural=(n != 1);"


WriteCatalog = Callable[..., Path]
Application = Callable[..., Any]


def po_text(locale: str, entries: str) -> bytes:
    """A ``.po`` file with a usable header."""
    plural_forms = HEADERS.get(locale) or _plural_forms_of(locale)
    header = (
        f'msgid ""\nmsgstr ""\n"Language: {locale}\\n"\n"Plural-Forms: {plural_forms}\\n"\n'
        '"Content-Type: text/plain; charset=utf-8\\n"\n\n'
    )
    return (header + entries).encode()


@pytest.fixture(autouse=True)
def _no_request() -> Iterator[None]:
    """No test finds the catalogs that the fault middleware left standing in another one."""
    token = request_catalogs.set(None)
    yield
    request_catalogs.reset(token)


@pytest.fixture
def write_catalog(tmp_path: Path) -> WriteCatalog:
    """Compiles ``entries`` (as in a ``.po`` file) into ``<tmp_path>/locale``; answers that folder."""

    def write(locale: str, entries: str, domain: str = "library") -> Path:
        folder = tmp_path / "locale" / locale / "LC_MESSAGES"
        folder.mkdir(parents=True, exist_ok=True)
        compiled = compile_catalog(po_text(locale, entries), f"{locale}.po")
        (folder / f"{domain}.mo").write_bytes(compiled)
        return tmp_path / "locale"

    return write


def call(app: object, path: str = "/", /, **options: object) -> webob.Response:
    """The response of a WSGI application; options as those of ``webob.Request.blank``.

    An exception that leaves the application, or its body, is raised here.
    """
    request = webob.Request.blank(path, **options)
    response = request.send(app)
    response.body  # noqa: B018  # read the whole body while the application is at hand
    return response


def answering(body: Any, *headers: tuple[str, str]) -> Application:
    """An application that answers 200 with these headers and this very body."""

    def application(environ: dict[str, Any], start_response: Callable[..., object]) -> Any:
        start_response("200 OK", list(headers))
        return body

    return application


def raising(exc: BaseException) -> Application:
    """An application that raises this very exception."""

    def application(environ: dict[str, Any], start_response: Callable[..., object]) -> Any:
        raise exc

    return application


class Body:
    """A streamed body: its chunks, then an error. It counts how often it was closed."""

    def __init__(self, *chunks: bytes, then: BaseException | None = None) -> None:
        self._chunks = chunks
        self._then = then
        self.close_count = 0

    def __iter__(self) -> Iterator[bytes]:
        yield from self._chunks
        if self._then is not None:
            raise self._then

    def close(self) -> None:
        self.close_count += 1
