"""A folder of catalogs that change: what the tests of reloading share."""

from __future__ import annotations

from pathlib import Path

from i18n_wsgi.catalogs import Catalogs
from i18n_wsgi.catalogs.compiling import compile_catalog
from i18n_wsgi.messages import translator
from i18n_wsgi.translation import translate
from tests.conftest import po_text

BOOK = translator("library").gettext("Book")


def entries_of(text: str, count: int = 0) -> str:
    """``Book`` is the text; beside it are other entries, so that the file takes a while to read."""
    others = (f'msgid "Entry {n}"\nmsgstr "{text} {n}"\n' for n in range(count))
    return "\n".join([f'msgid "Book"\nmsgstr "{text}"\n', *others])


class Shelf:
    """A folder with the catalogs of the domain ``library``, compiled or as source texts."""

    def __init__(self, root: Path, suffix: str, locale_dir: str) -> None:
        self.root = root
        self.suffix = suffix
        self.catalogs = Catalogs(domain="library", locale_dir=locale_dir)

    def path(self, locale: str) -> Path:
        return self.root / locale / "LC_MESSAGES" / f"library.{self.suffix}"

    def content(self, locale: str, entries: str) -> bytes:
        source = po_text(locale, entries)
        return compile_catalog(source, "any.po") if self.suffix == "mo" else source

    def write(self, locale: str, text: str) -> Path:
        return self.write_entries(locale, entries_of(text))

    def write_entries(self, locale: str, entries: str) -> Path:
        path = self.path(locale)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(self.content(locale, entries))
        return path

    def told(self, locale: str = "de") -> str:
        return translate(BOOK, locale, catalogs=self.catalogs)
