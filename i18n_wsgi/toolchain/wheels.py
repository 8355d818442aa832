"""Whether a wheel has all the languages that it should have."""

from __future__ import annotations

import io
import lzma
import zipfile
import zlib
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path, PurePosixPath

from i18n_wsgi.catalogs.compiled import Catalog, CatalogError, read_catalog
from i18n_wsgi.catalogs.compiling import compile_usable
from i18n_wsgi.catalogs.po_file import Entry, PoFile
from i18n_wsgi.catalogs.reading import decode
from i18n_wsgi.settings import SettingsError
from i18n_wsgi.toolchain.packaging import BuildSettings, catalogs_in, find_target, is_replaced
from i18n_wsgi.toolchain.stats import is_done


def find_catalogs(locale_dir: Path, domains: Collection[str] = ()) -> dict[str, Path]:
    """The sources of a wheel's catalogs, by the names that these have behind ``locale/``.

    Args:
        locale_dir: their folder: ``<locale>/LC_MESSAGES/<domain>.po``.
        domains: which ones; none for all.

    Raises:
        SettingsError: there are none.
    """
    found = {
        path.relative_to(locale_dir).with_suffix(".mo").as_posix(): path
        for path in (catalogs_in(locale_dir) if locale_dir.is_dir() else ())
        if path.stem in (domains or [path.stem])
    }
    if not found:
        name = " or ".join(domains) or "<domain>"
        raise SettingsError(f"{locale_dir}: there is no <locale>/LC_MESSAGES/{name}.po in it")
    return found


def find_wheel_problems(
    wheel: Path,
    sources: Mapping[str, Path],
    domains: Collection[str] = (),
    settings: BuildSettings | None = None,
) -> Iterator[str]:
    """What is wrong with the catalogs in a wheel, a sentence each; nothing if all of them are there, can be
    read, and have the translations of their sources.

    Args:
        wheel: the file.
        sources: as ``find_catalogs`` has them.
        domains: those that were asked for; none for all.
        settings: of the hook that has built it; None for none.

    Raises:
        SettingsError: it is no wheel.
        BuildError: it can't be the hook's.
        OSError: a file can't be read.
    """
    try:
        shipped = _catalogs_in(wheel, domains, settings)
    # What zipfile raises for what it can't unpack: damaged, encrypted, of another method.
    except (zipfile.BadZipFile, zlib.error, lzma.LZMAError, RuntimeError, EOFError) as exc:
        raise SettingsError(f"{wheel}: this is no wheel: {exc}") from exc
    for name, path in sources.items():
        done = done_in(path)
        if name not in shipped and done:
            yield f"{name} is missing, which {path} should have become"
        for content in shipped.get(name, ()):
            try:
                yield from _find_differences(name, read_catalog(content), path, done)
            except CatalogError as exc:
                yield f"{name}: {exc}"
    for name in sorted(shipped.keys() - sources.keys()):
        yield f"{name} is in the wheel, and has no source"


def _catalogs_in(
    wheel: Path, domains: Collection[str], settings: BuildSettings | None
) -> dict[str, list[bytes]]:
    """The compiled catalogs, by their place behind ``locale/``; several where several packages have it."""
    found: dict[str, list[bytes]] = {}
    with zipfile.ZipFile(io.BytesIO(wheel.read_bytes())) as archive:
        names = {PurePosixPath(name): name for name in archive.namelist()}
        if settings is None:
            named = {name: "/".join(name.parts[-3:]) for name in names if _is_of(name, domains)}
        else:
            packages = {str(name.parent) for name in names if name.suffix == ".py"}
            target = find_target(settings, wheel.name.partition("-")[0], packages)
            ours = [name for name in names if is_replaced(name, target, domains)]
            named = {name: name.relative_to(target).as_posix() for name in ours}
        for name, place in named.items():
            found.setdefault(place, []).append(archive.read(names[name]))
    return found


def _is_of(name: PurePosixPath, domains: Collection[str]) -> bool:
    is_catalog = name.suffix == ".mo" and name.parent.name == "LC_MESSAGES"
    return is_catalog and name.stem in (domains or [name.stem])


def done_in(source: Path) -> list[Entry]:
    """The entries of a catalog that are translated, but for those that no program can use: a build leaves these
    out, and a catalog that has no others."""
    data = source.read_bytes()
    done = [*filter(is_done, PoFile(decode(data).text).live_entries())]
    try:
        made, _problems = compile_usable(data, source.name)
    except CatalogError:
        return done
    usable = read_catalog(made)
    return [one for one in done if usable.find(one.key[1], one.key[0]) == one.texts]


def _find_differences(
    name: str, catalog: Catalog, source: Path, done: Iterable[Entry]
) -> Iterator[str]:
    for entry in done:
        context, msgid = entry.key
        if catalog.find(msgid, context) != entry.texts:
            yield f"{name} does not have the translation of {msgid!r} at {source}:{entry.line}"
            return  # one is enough to know that it is another's
