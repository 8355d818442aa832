"""Where catalogs and their templates are: ``locale/<domain>.pot``, ``locale/<locale>/LC_MESSAGES/<domain>.po``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from i18n_wsgi.catalogs.spelling import is_locale
from i18n_wsgi.settings import SettingsError

LOCALE_DIR = Path("locale")


@dataclass(frozen=True)
class CatalogFile:
    """A catalog and what its place says of it.

    Attributes:
        path: the file.
        locale: what it is for; empty where its place does not say so.
        domain: what it is of: its name, or that of the folder where it is called ``fr.po``.
    """

    path: Path
    locale: str
    domain: str

    @property
    def template(self) -> Path | None:
        """Its template, in one of the folders above it."""
        folders = (*self.path.parents[:3],)
        for folder in folders:
            for name in (f"{self.domain}.pot", "messages.pot"):
                if (found := folder / name).is_file():
                    return found
        return None


def catalog_file(path: Path) -> CatalogFile:
    """A catalog, as its place says: ``fr/LC_MESSAGES/shop.po`` or ``fr.po``."""
    if path.parent.name == "LC_MESSAGES":
        return CatalogFile(path, path.parent.parent.name, path.stem)
    if is_locale(path.stem):
        return CatalogFile(path, path.stem, path.absolute().parent.name)
    return CatalogFile(path, "", path.stem)


def find_files(
    paths: Iterable[Path], suffixes: tuple[str, ...], domain: str | None = None
) -> Iterator[Path]:
    """The files that are meant: those named, and those in the folders named.

    Args:
        paths: files and folders.
        suffixes: which files of a folder.
        domain: of which domain; None for all.

    Raises:
        SettingsError: there is none in a folder.
        FileNotFoundError: there is no such file.
    """
    for path in paths:
        if not path.is_dir():
            path.stat()
            yield path
            continue
        found = [
            one
            for one in sorted(path.rglob("*"))
            if one.suffix in suffixes
            and one.is_file()
            and domain in (None, catalog_file(one).domain)
        ]
        if not found:
            told = " or ".join(suffixes)
            of = "" if domain is None else f" of the domain {domain}"
            raise SettingsError(f"{path}: there is no {told} file{of} in this folder")
        yield from found
