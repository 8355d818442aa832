"""Catalogs in a folder; the contract is in test_catalogs_base."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest

from i18n_wsgi.catalogs.mo_folder import MoFolderSource, SystemSource
from tests.conftest import WriteCatalog


def test_link(write_catalog: WriteCatalog) -> None:
    """A locale may be a link to another one's folder."""
    root = write_catalog("nb", 'msgid "Book"\nmsgstr "Bok"\n')
    (root / "no").symlink_to("nb")

    assert MoFolderSource(root).versions("library").keys() == {"nb", "no"}


# The system's folder


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    """The time that the source sees: what ``now`` is set to."""
    seen = SimpleNamespace(now=1000.0)
    seen.monotonic = lambda: seen.now
    monkeypatch.setattr("i18n_wsgi.catalogs.mo_folder.time", seen)
    return seen


def shared_folder(write_catalog: WriteCatalog) -> Path:
    """A folder in which two locales have the domain, and a third has another one."""
    write_catalog("de", "")
    write_catalog("fr", "")
    return write_catalog("pl", "", domain="shelf")


def test_system_changes(write_catalog: WriteCatalog, clock: SimpleNamespace) -> None:
    """Of a catalog that was there, each change is seen, also when it goes and comes back."""
    root = shared_folder(write_catalog)
    source, path = SystemSource(root), root / "de" / "LC_MESSAGES" / "library.mo"
    found = [source.versions("library").get("de")]

    path.rename(path.with_name("away"))
    found.append(source.versions("library").get("de"))
    path.write_bytes(b"other")
    found.append(source.versions("library").get("de"))

    assert found[1] is None
    assert len(set(found)) == 3


def test_system_gets_locale(write_catalog: WriteCatalog, clock: SimpleNamespace) -> None:
    """A locale that is new to the folder is seen at once."""
    source = SystemSource(shared_folder(write_catalog))
    source.versions("library")

    write_catalog("it", "")

    assert source.versions("library").keys() == {"de", "fr", "it"}


@pytest.mark.parametrize(("seconds", "is_seen"), [(9.9, False), (10, True)])
def test_system_gets_catalog(
    seconds: float, is_seen: bool, write_catalog: WriteCatalog, clock: SimpleNamespace
) -> None:
    """In a locale that others had there, the domain's first catalog is seen within ten seconds."""
    source = SystemSource(shared_folder(write_catalog))
    source.versions("library")

    write_catalog("pl", "")
    clock.now += seconds

    assert ("pl" in source.versions("library")) is is_seen


def test_system_domains(write_catalog: WriteCatalog, clock: SimpleNamespace) -> None:
    """What was found of one domain says nothing of another."""
    source = SystemSource(shared_folder(write_catalog))

    found = [set(source.versions(domain)) for domain in ("library", "shelf", "library")]

    assert found == [{"de", "fr"}, {"pl"}, {"de", "fr"}]
