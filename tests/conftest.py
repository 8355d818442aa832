"""What several test files need: catalogs compiled on the spot, and a client that calls WSGI directly."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import webob

from i18n_wsgi.catalogs.compiling import compile_catalog

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

WriteCatalog = Callable[..., Path]


def po_text(locale: str, entries: str) -> bytes:
    """A ``.po`` file with a usable header."""
    plural_forms = HEADERS.get(locale, "nplurals=2; plural=(n != 1);")
    header = (
        f'msgid ""\nmsgstr ""\n"Language: {locale}\\n"\n"Plural-Forms: {plural_forms}\\n"\n'
        '"Content-Type: text/plain; charset=utf-8\\n"\n\n'
    )
    return (header + entries).encode()


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
