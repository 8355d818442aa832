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
from i18n_wsgi.toolchain.problems import Problem
from i18n_wsgi.toolchain.stats import is_done


def find_catalogs(
    locale_dir: Path, domains: Collection[str] = ()
) -> tuple[dict[str, Path], list[Path]]:
    """The sources of a wheel's catalogs, by the names that these have behind ``locale/``, and the ``.po`` files that
    become none because of their place.

    Args:
        locale_dir: their folder: ``<locale>/LC_MESSAGES/<domain>.po``.
        domains: which ones; none for all.

    Raises:
        SettingsError: there are none.
        OSError: one of them, or a folder, can't be read.
    """
    paths, others = catalogs_in(locale_dir) if locale_dir.is_dir() else ([], [])
    found = {
        path.relative_to(locale_dir).with_suffix(".mo").as_posix(): path
        for path in paths
        if path.stem in (domains or [path.stem])
    }
    if not found:
        name = " or ".join(domains) or "<domain>"
        raise SettingsError(f"{locale_dir}: there is no <locale>/LC_MESSAGES/{name}.po in it")
    return found, [] if domains else others


def find_wheel_problems(
    wheel: Path,
    sources: Mapping[str, Path],
    domains: Collection[str] = (),
    settings: BuildSettings | None = None,
) -> Iterator[Problem]:
    """What is wrong with the catalogs in a wheel; nothing if all of them are there, can be read, and have the
    translations of their sources.

    Args:
        wheel: the file.
        sources: as ``find_catalogs`` has them.
        domains: those that were asked for; none for all.
        settings: of the hook that has built it; None for none.

    Raises:
        BuildError: it can't be the hook's.
        OSError: a file can't be read.
    """
    try:
        shipped = _catalogs_in(wheel, domains, settings)
    # What zipfile raises for what it can't unpack: damaged, encrypted, of another method.
    except (zipfile.BadZipFile, zlib.error, lzma.LZMAError, RuntimeError, EOFError) as exc:
        yield Problem(str(wheel), f"{wheel}: this is no wheel: {exc}")
        return
    for name, path in sources.items():
        done = done_in(path)
        if name not in shipped and done:
            told = f"{wheel}: {name} is missing, which {path} should have become"
            yield Problem(str(path), told)
        for content in shipped.get(name, ()):
            try:
                yield from _find_differences(f"{wheel}: {name}", read_catalog(content), path, done)
            except CatalogError as exc:
                yield Problem(str(wheel), f"{wheel}: {name}: {exc}")
    for name in sorted(shipped.keys() - sources.keys()):
        yield Problem(str(wheel), f"{wheel}: {name} is in the wheel, and has no source")


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
) -> Iterator[Problem]:
    for entry in done:
        context, msgid = entry.key
        if catalog.find(msgid, context) != entry.texts:
            told = f"{name} does not have the translation of {msgid!r} at {source}:{entry.line}"
            yield Problem(str(source), told, line=entry.line, msgid=msgid)
            return  # one is enough to know that it is another's
