"""Whether a wheel has all the languages that it should have."""

from __future__ import annotations

import io
import lzma
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path

from i18n_wsgi.catalogs.compiled import Catalog, CatalogError, read_catalog
from i18n_wsgi.catalogs.po_file import Entry, PoFile
from i18n_wsgi.catalogs.reading import decode
from i18n_wsgi.settings import SettingsError
from i18n_wsgi.toolchain.stats import is_done


def find_wheel_problems(wheel: Path, locale_dir: Path) -> Iterator[str]:
    """What is wrong with the catalogs in a wheel, a sentence each; nothing if all of them are there, can be
    read, and have the translations of their sources.

    Args:
        wheel: the file.
        locale_dir: the folder of the sources: ``<locale>/LC_MESSAGES/<domain>.po``.

    Raises:
        SettingsError: it is no wheel, or the folder has no sources.
        OSError: a file can't be read.
    """
    sources = {
        path.relative_to(locale_dir).with_suffix(".mo").as_posix(): path
        for path in sorted(locale_dir.glob("*/LC_MESSAGES/*.po"))
    }
    if not sources:
        raise SettingsError(f"{locale_dir}: there is no <locale>/LC_MESSAGES/<domain>.po in it")
    try:
        shipped = _catalogs_in(wheel)
    # What zipfile raises for what it can't unpack: damaged, encrypted, of another method.
    except (zipfile.BadZipFile, zlib.error, lzma.LZMAError, RuntimeError, EOFError) as exc:
        raise SettingsError(f"{wheel}: this is no wheel: {exc}") from exc
    for name, path in sources.items():
        done = _done_in(path)
        if name not in shipped and done:
            yield f"{name} is missing, which {path} should have become"
        for content in shipped.get(name, ()):
            try:
                yield from _find_differences(name, read_catalog(content), path, done)
            except CatalogError as exc:
                yield f"{name}: {exc}"
    for name in sorted(shipped.keys() - sources.keys()):
        yield f"{name} is in the wheel, and has no source in {locale_dir}"


def _catalogs_in(wheel: Path) -> dict[str, list[bytes]]:
    """The compiled catalogs, by their place behind ``locale/``; several where several packages have it."""
    found: dict[str, list[bytes]] = {}
    with zipfile.ZipFile(io.BytesIO(wheel.read_bytes())) as archive:
        for name in archive.namelist():
            if "/LC_MESSAGES/" in name and name[-3:] == ".mo":
                found.setdefault("/".join(name.split("/")[-3:]), []).append(archive.read(name))
    return found


def _done_in(source: Path) -> list[Entry]:
    file = PoFile(decode(source.read_bytes()).text)
    return [*filter(is_done, file.live_entries())]


def _find_differences(
    name: str, catalog: Catalog, source: Path, done: Iterable[Entry]
) -> Iterator[str]:
    for entry in done:
        context, msgid = entry.key
        if catalog.find(msgid, context) != entry.texts:
            yield f"{name} does not have the translation of {msgid!r} at {source}:{entry.line}"
            return  # one is enough to know that it is another's
