"""Two small services, whose wheels the build hooks make, and environments to make and run them in."""

from __future__ import annotations

import re
import subprocess
import sys
import zipfile
from pathlib import Path

from tests.frontdoor import ROOT, run

KINDS = ["hatch", "setuptools"]

_PROJECT = """
[project]
name = "acme-shop"
version = "1.0"
"""
# What the documentation has people copy.
_SHOWN = re.findall(
    r"^```toml\n(\[build-system\].*?)^```",
    (ROOT / "docs" / "catalogs.md").read_text("utf-8"),
    re.MULTILINE | re.DOTALL,
)
_TABLES = dict(zip(KINDS, _SHOWN, strict=True))
_TABLES["setuptools"] = re.sub(
    "^packages = .*$",
    """packages = ["acme_shop"]\npackage-dir = {"" = "src"}""",
    _TABLES["setuptools"],
    flags=re.MULTILINE,
)
_API = """
from i18n_wsgi import APIError, FaultMiddleware, translator

_ = translator("acme-shop").gettext


class BookNotFound(APIError):
    status = 404
    message = _("Book %(book)s was not found.")


def answer(environ, start_response):
    raise BookNotFound(book=999)


application = FaultMiddleware(answer, domain="acme-shop")
"""
_ASK = """
from wsgiref.util import setup_testing_defaults
from acme_shop.api import application

environ = {"HTTP_ACCEPT_LANGUAGE": "fr"}
setup_testing_defaults(environ)
body = b"".join(application(environ, lambda status, headers, exc_info=None: print(status)))
print(body.decode())
"""
_HEADER = r"""msgid ""
msgstr ""
"Language: {locale}\n"
"MIME-Version: 1.0\n"
"Content-Type: text/plain; charset=UTF-8\n"
"Content-Transfer-Encoding: 8bit\n"
"Plural-Forms: nplurals=2; plural={plural};\n"
"""
BOOK = 'msgid "Book %(book)s was not found."\nmsgstr "{}"\n'
_TEXTS = {
    "fr": BOOK.format("Le livre %(book)s est introuvable.")
    + '\n#, fuzzy\nmsgid "Shelf"\nmsgstr "Chelem"\n\nmsgid "Loan"\nmsgstr ""\n',
    "de": BOOK.format("Das Buch %(book)s wurde nicht gefunden."),
    "it": BOOK.format(""),  # not begun yet
}


def po_of(locale: str, text: str) -> str:
    plural = "(n > 1)" if locale == "fr" else "(n != 1)"
    return f"{_HEADER.format(locale=locale, plural=plural)}\n{text}"


def write_service(kind: str, folder: Path, *, keys: str = "", extra: str = "") -> Path:
    """The service's source tree; ``keys`` are those of the hook's table, ``extra`` follows all."""
    package = folder / ("src/acme_shop" if kind == "setuptools" else "acme_shop")
    files = {
        folder / "pyproject.toml": f"{_PROJECT}\n{_TABLES[kind]}{keys}\n{extra}",
        package / "__init__.py": "",
        package / "api.py": _API,
        folder / "locale" / "acme-shop.pot": po_of("en", BOOK.format("")),
    }
    for locale, text in _TEXTS.items():
        files[catalog_of(folder, locale)] = po_of(locale, text)
    for path, content in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, "utf-8")
    return folder


def catalog_of(service: Path, locale: str) -> Path:
    return service / "locale" / locale / "LC_MESSAGES" / "acme-shop.po"


def build(
    python: Path, service: Path, target: Path, *options: str, **environ: str
) -> subprocess.CompletedProcess[str]:
    """What ``python -m build`` did."""
    return run(
        str(python), "-m", "build", *(options or ["--wheel"]), "--no-isolation",
        "--outdir", str(target), cwd=service, SOURCE_DATE_EPOCH="1700000000", **environ,
    )  # fmt: skip


def built(python: Path, service: Path, target: Path, *options: str, **environ: str) -> Path:
    """The wheel or sdist that came of it."""
    result = build(python, service, target, *options, **environ)
    assert result.returncode == 0, result.stdout
    (file,) = target.iterdir()
    return file


def catalogs_in(wheel: Path) -> set[str]:
    return {name for name in zipfile.ZipFile(wheel).namelist() if name.endswith(".mo")}


def fresh_environment(folder: Path, *lenders: Path) -> Path:
    """The Python of a new virtualenv; what others of these names have installed, it has too."""
    made = run(sys.executable, "-m", "venv", "--without-pip", str(folder), cwd=folder.parent)
    assert made.returncode == 0, made.stdout
    lent = [path for lender in lenders for path in _packages_of(lender.parents[1])]
    (own,) = _packages_of(folder)
    (own / "lent.pth").write_text("".join(f"{path}\n" for path in lent))
    return folder / "bin" / "python"


def _packages_of(environment: Path) -> list[Path]:
    return [*environment.glob("lib/python*/site-packages")]


def install(tools: Path, python: Path, *what: str) -> None:
    done = run(
        str(tools), "-m", "pip", "--python", str(python), "install", "--quiet", "--no-deps",
        "--no-build-isolation", *what, cwd=python.parent,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout


def ask(python: Path) -> str:
    """What the service answers a French reader who asks for a book that it doesn't have."""
    return run(str(python), "-P", "-W", "ignore", "-c", _ASK, cwd=python.parent).stdout
