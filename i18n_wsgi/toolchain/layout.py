"""Where catalogs and their templates are: ``locale/<domain>.pot``, ``locale/<locale>/LC_MESSAGES/<domain>.po``."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from babel import Locale, UnknownLocaleError

from i18n_wsgi.catalogs.po_file import PoFile
from i18n_wsgi.catalogs.reading import decode, is_compiled
from i18n_wsgi.catalogs.spelling import is_locale
from i18n_wsgi.negotiation import maximise, parse_tag
from i18n_wsgi.settings import SettingsError
from i18n_wsgi.toolchain.folders import files_below
from i18n_wsgi.toolchain.mo_file import read_mo

LOCALE_DIR = Path("locale")
# No header is longer.
_HEADER_BYTES = 65_536


@dataclass(frozen=True)
class CatalogFile:
    """A catalog and what it is of.

    Attributes:
        path: the file.
        locale: what it is for; empty where neither its place nor its header says so.
        domain: what it is of: its name, or that of the folder where it is called ``fr.po``.
    """

    path: Path
    locale: str
    domain: str

    @property
    def template(self) -> Path | None:
        """Its template, in one of the folders above it; a template has none."""
        for folder in () if self.path.suffix == ".pot" else self.path.parents[:3]:
            for name in (f"{self.domain}.pot", "messages.pot"):
                if (found := folder / name).is_file():
                    return found
        return None


def catalog_file(path: Path) -> CatalogFile:
    """A catalog, as its place says: ``fr/LC_MESSAGES/shop.po``, ``fr/shop.po``, ``fr.po``, ``shop.fr.po``. Where a
    name may be that of a domain as well, as ``app`` and ``how-to``, its header decides."""
    if path.parent.name == "LC_MESSAGES":
        return CatalogFile(path, path.parent.parent.name, path.stem)
    if path.suffix == ".pot":
        return CatalogFile(path, "", path.stem)
    declared = _declared_in(path)
    named = (path.stem, path.absolute().parent.name)
    tails = [(path.stem[m.end() :], path.stem[: m.start()]) for m in re.finditer("[.-]", path.stem)]
    below = (path.parent.name, path.stem)
    for locale, domain in (named, *tails, below):
        if is_locale(locale) and _language_of(locale) == _language_of(declared):
            return CatalogFile(path, locale, domain)
    # A header that differs from such a name is a mistake, which lint tells.
    for locale, domain in (named, below) if declared else (named, *tails, below):
        if _is_known(locale):
            return CatalogFile(path, locale, domain)
    return CatalogFile(path, declared, path.stem)


def with_templates(
    files: Sequence[CatalogFile], given: Path | None, named: Container[Path]
) -> list[tuple[CatalogFile, Path | None]]:
    """Each catalog and its template.

    Args:
        files: the catalogs.
        given: a template for those of its domain, and for those that were named themselves; for all, where
            they have another domain, and one only.
        named: the paths that were named.

    Raises:
        SettingsError: it can't be told which of them the given one is for.
    """
    if given is None:
        return [(file, file.template) for file in files]
    catalogs = [file for file in files if file.path.suffix != ".pot"]
    domains = {file.domain for file in catalogs if file.path not in named}
    domain = next(iter(domains), "") if len(domains) == 1 else given.stem
    if domains and domain not in domains:
        told = ", ".join(sorted(domains))
        raise SettingsError(f"{given}: of which domain is it? --domain names one of {told}")
    held = {file for file in catalogs if file.path in named or file.domain == domain}
    return [(file, given if file in held else file.template) for file in files]


def _declared_in(path: Path) -> str:
    """The locale that a header names."""
    data = path.read_bytes() if path.is_file() else b""  # a pipe can be read once only
    if is_compiled(data, path.name):
        file = read_mo(data).po_file
    else:
        file = PoFile(decode(data[:_HEADER_BYTES]).text)
    declared = file.fields.get("Language", "")
    return declared if is_locale(declared) else ""


def _language_of(locale: str) -> str:
    tag = parse_tag(locale)
    return "" if tag is None else maximise(tag)[0]


def _is_known(locale: str) -> bool:
    """Whether CLDR has the locale: ``app`` is a language too, of which it knows nothing."""
    tag = parse_tag(locale) if is_locale(locale) else None
    try:
        return tag is not None and bool(Locale.parse(str(tag), sep="-"))
    except (UnknownLocaleError, ValueError):
        return False


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
        OSError: there is no such file, or a folder can't be read.
    """
    for path in paths:
        if not path.is_dir():
            if path == LOCALE_DIR and not path.exists():
                raise SettingsError(f"there is no folder {path} here; name what is meant")
            path.stat()
            yield path
            continue
        found = [
            one for one in files_below(path, suffixes) if domain in (None, catalog_file(one).domain)
        ]
        if not found:
            told = " or ".join(suffixes)
            of = "" if domain is None else f" of the domain {domain}"
            raise SettingsError(f"{path}: there is no {told} file{of} in this folder")
        yield from found
