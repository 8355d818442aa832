"""What operators are told of catalogs: one safe line for each that changes, goes or can't be used."""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from i18n_wsgi.catalogs import Catalogs
from i18n_wsgi.catalogs.base import CatalogSource
from i18n_wsgi.catalogs.compiled import Catalog, CatalogError
from i18n_wsgi.catalogs.compiling import compile_catalog
from i18n_wsgi.catalogs.domain import DomainCatalogs
from i18n_wsgi.catalogs.log import Log
from i18n_wsgi.catalogs.mo_folder import MoFolderSource
from i18n_wsgi.catalogs.po_folder import PoFolderSource
from i18n_wsgi.messages import Message
from tests.conftest import po_text

BOOK = 'msgid "Book"\nmsgstr "{}"\n'


def write(root: Path, content: bytes, suffix: str = "po") -> Path:
    path = root / "de" / "LC_MESSAGES" / f"library.{suffix}"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def catalogs_of(*sources: CatalogSource) -> DomainCatalogs:
    return DomainCatalogs("library", sources, Log())


def test_changed(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """That a catalog was loaded anew is told once, for operators who wait for it."""
    write(tmp_path, po_text("de", BOOK.format("Buch")))
    catalogs = catalogs_of(PoFolderSource(tmp_path))
    catalogs.catalog("de")
    caplog.set_level(logging.INFO)

    write(tmp_path, po_text("de", BOOK.format("Schwarte")))
    catalogs.refresh()
    catalogs.refresh()

    (record,) = caplog.records
    assert record.getMessage() == "The de catalog of library was loaded anew"


def test_removed(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """That a catalog which was in use has gone is told once."""
    path = write(tmp_path, po_text("de", BOOK.format("Buch")))
    catalogs = catalogs_of(PoFolderSource(tmp_path))
    catalogs.catalog("de")
    caplog.set_level(logging.INFO)

    path.unlink()
    catalogs.refresh()
    catalogs.refresh()

    (record,) = caplog.records
    assert (record.levelno, record.getMessage()) == (
        logging.INFO,
        "The de catalog of library was removed",
    )


def reason_of(source: CatalogSource, caplog: pytest.LogCaptureFixture) -> str:
    """What is told of the German catalog, behind the words that say what is meant."""
    assert catalogs_of(source).catalog("de") is None

    (record,) = caplog.records
    head, reason = record.getMessage().split(": ", 1)
    assert head == "The de catalog of library can't be used"
    return reason


def test_problems(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """The file is named once, then come its first problems by line and the number of the others."""
    entries = "\n".join(f'msgid "%(x{n})s"\nmsgstr "x"\n' for n in range(200))
    path = write(tmp_path, po_text("de", entries))

    assert catalogs_of(PoFolderSource(tmp_path)).catalog("de") is not None

    (record,) = caplog.records
    assert record.getMessage() == (
        f"The de catalog of library is not used in full: {path}:7: %(x0)s is lost; "
        "10: %(x1)s is lost; 13: %(x2)s is lost; and 197 more"
    )


def test_compiled(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """A compiled file is named, and why it can't be used."""
    path = write(tmp_path, b"#!/bin/sh", "mo")

    assert reason_of(MoFolderSource(tmp_path), caplog) == (
        f"{path}: not a .mo file: its first four bytes are not those of one"
    )


class Failing(MoFolderSource):
    """A folder whose files can't be read."""

    def __init__(self, root: Path, failure: Exception) -> None:
        super().__init__(root)
        self.failure = failure

    def read(self, domain: str, locale: str) -> Catalog:
        raise self.failure


@pytest.mark.parametrize(
    ("failure", "reason"),
    [
        (OSError(5, "I/O error", "/srv/library.mo"), "I/O error"),
        (OSError("odd"), "odd"),
        (MemoryError(), "MemoryError"),
        (CatalogError("red \x1b[31m\r\u202eand \u2066more"), r"red \x1b[31m; \u202eand \u2066more"),
        (CatalogError("password=hunter2"), "password=***"),
        (CatalogError("x" * 5000), "x" * 200 + " ..."),
    ],
    ids=["disk", "no number", "no text", "controls", "secret", "long"],
)
def test_reasons(
    failure: Exception, reason: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """A reason is one line that is short and safe, and repeats no path."""
    path = write(tmp_path, b"", "mo")

    assert reason_of(Failing(tmp_path, failure), caplog) == f"{path}: {reason}"


def test_odd_folder_name(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """What a folder's name holds forges no line."""
    root = tmp_path / "forged\nline\x1b[0m"
    write(root, b"broken", "mo")

    assert r"forged\nline\x1b[0m" in reason_of(MoFolderSource(root), caplog)


def test_bounded() -> None:
    """What was told is remembered, but not without end."""
    log = Log()

    for number in range(20_500):
        log.note(logging.DEBUG, str(number))

    assert 0 < len(log._told) <= 10_000


class Asking(logging.Handler):
    """A handler that waits while another thread asks for a text."""

    def __init__(self, ask: Callable[[], object]) -> None:
        super().__init__()
        self.ask = ask
        self.is_answered: list[bool] = []

    def emit(self, record: logging.LogRecord) -> None:
        thread = Thread(target=self.ask, daemon=True)
        thread.start()
        thread.join(5)
        self.is_answered.append(not thread.is_alive())


def test_no_lock(tmp_path: Path) -> None:
    """A line is written while no lock is held: others are told their texts meanwhile."""
    write(tmp_path, b"broken", "mo")
    catalogs = Catalogs(domain="library", overlay_dir=str(tmp_path), languages=["de", "it"])
    handler = Asking(lambda: catalogs.has(Message("Book", domain="library"), "de"))
    logger = logging.getLogger("i18n_wsgi.catalogs")
    logger.addHandler(handler)

    try:
        catalogs.find(Message("Book", domain="library"), "de")
        catalogs.matcher.best_match("de")
    finally:
        logger.removeHandler(handler)

    assert handler.is_answered == [True] * 3


def test_bad_translation(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """Of a text that is long or holds controls the beginning is told, safely."""
    msgid = f"\u202e%(x)s {'x' * 5000}"
    source = po_text("de", f'msgid "{msgid}"\nmsgstr "%(x)s!"\n')
    content = compile_catalog(source, "any.po").replace(b"%(x)s!", b"%(y)s!")
    write(tmp_path, content, "mo")

    Catalogs(domain="library", locale_dir=str(tmp_path)).find(
        Message(msgid, {"x": 1}, domain="library"), "de"
    )

    (record,) = caplog.records
    assert len(record.getMessage()) < 500
    assert "\u202e" not in record.getMessage()


def told_of_the_offer(caplog: pytest.LogCaptureFixture, **options: Any) -> list[str]:
    """What is told when it is asked what is on offer, twice."""
    catalogs = Catalogs(**options)
    for _time in range(2):
        catalogs.expire()
        assert catalogs.locales
    return [record.getMessage() for record in caplog.records if record.levelno == logging.WARNING]


@pytest.mark.parametrize("name", ["missing", "file", "x" * 300, "nul\0nul"])
def test_no_overlay(name: str, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """An overlay that is not there, and may come, is told once."""
    (tmp_path / "file").touch()
    overlay_dir = str(tmp_path / name)

    assert told_of_the_offer(caplog, overlay_dir=overlay_dir) == [
        f"overlay_dir is {overlay_dir!r}, where there is no folder"
    ]


def test_no_default_language(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """A default language that has no catalog, and may get one, is told once, with those that have."""
    write(tmp_path, compile_catalog(po_text("de", BOOK.format("Buch")), "any.po"), "mo")
    options = {"domain": "library", "locale_dir": str(tmp_path), "default_language": "it"}

    assert told_of_the_offer(caplog, **options) == ["default_language is 'it'; on offer are de, en"]


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({"default_language": "it"}, "default_language is 'it'; on offer are "),
        ({"overlay_dir": "/nonexist"}, "overlay_dir is '/nonexist', where there is no folder"),
        ({"languages": ["fr", "xx"]}, "languages names some in which i18n_wsgi has no catalog: xx"),
        (
            {"domain": "library", "locale_dir": "/nonexist"},
            "locale_dir is '/nonexist', where there is no catalog of the domain library",
        ),
    ],
)
def test_place(options: dict[str, Any], told: str, caplog: pytest.LogCaptureFixture) -> None:
    """A setting that nothing comes of is told with the place that it stands in."""
    places = dict.fromkeys(options, "/srv/api.conf: [i18n_wsgi]")

    (line,) = told_of_the_offer(caplog, **options, places=places)

    assert line.startswith(f"/srv/api.conf: [i18n_wsgi] {told}")


def test_not_compiled(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """Of ``.po`` files where only ``.mo`` files are read it is told that they are to be compiled, and how."""
    folder = tmp_path / "my texts"
    write(folder, po_text("de", BOOK.format("Buch")), "po")

    assert told_of_the_offer(caplog, domain="library", locale_dir=str(folder)) == [
        f"locale_dir is {str(folder)!r}, where there is no catalog of the domain library, but .po files of it"
        f" that are not compiled: i18n-wsgi catalog compile '{folder}'"
    ]


def test_not_compiled_in_a_package(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So it is of those in a package."""
    monkeypatch.syspath_prepend(tmp_path)
    folder = tmp_path / "acme_texts" / "locale"
    write(folder, po_text("de", BOOK.format("Buch")), "po")

    (line,) = told_of_the_offer(caplog, domain="library", locale_dir="acme_texts:locale")

    assert line.endswith(f"not compiled: i18n-wsgi catalog compile {folder}")


def test_no_catalog_of_the_domain(caplog: pytest.LogCaptureFixture) -> None:
    """So is a domain that has no catalog anywhere."""
    assert told_of_the_offer(caplog, domain="library") == [
        "There is no catalog of the domain library"
    ]


def test_default_language_that_was_left_out(caplog: pytest.LogCaptureFixture) -> None:
    """So is one that is not among the languages of the settings."""
    told = told_of_the_offer(caplog, languages=["fr", "pt-BR"], default_language="de")

    assert told == ["default_language is 'de'; on offer are fr, pt_BR"]


@pytest.mark.parametrize("default", ["en", "en_GB", "fr", "fr-CH", "pt"])
def test_default_language_on_offer(default: str, caplog: pytest.LogCaptureFixture) -> None:
    """Nothing is told of one that is on offer in any spelling, or falls back to one, nor of English."""
    assert told_of_the_offer(caplog, languages=["fr", "pt-BR"], default_language=default) == []
