"""Where catalogs are, and what their places say."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from i18n_wsgi.catalogs.compiling import compile_catalog
from i18n_wsgi.settings import SettingsError
from i18n_wsgi.toolchain.layout import catalog_file, find_files
from tests.commanding import run, unreadable, write, write_template
from tests.linting import catalog, entry


@pytest.mark.parametrize(
    ("path", "locale", "domain"),
    [
        ("locale/fr/LC_MESSAGES/shop.po", "fr", "shop"),
        ("fr/LC_MESSAGES/app.po", "fr", "app"),
        ("locale/zh_Hant/LC_MESSAGES/shop.po", "zh_Hant", "shop"),
        ("locale/fr/app.po", "fr", "app"),
        ("po/fr.po", "fr", "po"),
        ("locale/fr.po", "fr", "locale"),
        ("shop/sr@latin.po", "sr@latin", "shop"),
        ("shop/zh_Hans.po", "zh_Hans", "shop"),
        ("shop/en.po", "en", "shop"),
        ("shop/no.po", "no", "shop"),
        ("shop/is.po", "is", "shop"),
        ("po/shop.po", "", "shop"),
        ("po/app.po", "", "app"),
        ("app.po", "", "app"),
        ("app.fr.po", "fr", "app"),
        ("shop-pt_BR.po", "pt_BR", "shop"),
        ("my-shop-pt-BR.po", "pt-BR", "my-shop"),
        ("my-shop.po", "", "my-shop"),
        ("po/to_do.po", "", "to_do"),
        ("po/is.pot", "", "is"),
    ],
)
def test_place(path: str, locale: str, domain: str) -> None:
    """Locale and domain are those of the folder, or of the name; not every short word is a language."""
    found = catalog_file(Path(path))

    assert (found.locale, found.domain) == (locale, domain)


@pytest.mark.parametrize(
    ("path", "language", "locale", "domain"),
    [
        ("po/app.po", "fr", "fr", "app"),
        ("po/app.po", "app", "app", "po"),
        ("po/udm.po", "udm", "udm", "po"),
        ("po/no.po", "nb_NO", "no", "po"),
        ("po/sh.po", "sr@latin", "sh", "po"),
        ("po/fr.po", "de", "fr", "po"),  # a mistake that lint tells
        ("how-to.po", "fr", "fr", "how-to"),
        ("how-to.po", "to", "to", "how"),
        ("locale/fr/is.po", "fr", "fr", "is"),
        ("locale/udm/app.po", "udm", "udm", "app"),
        ("locale/de/app.po", "fr", "de", "app"),
        ("po/app.po", "French", "", "app"),
        ("po/to_do.po", "fr", "fr", "to_do"),
    ],
)
@pytest.mark.parametrize("suffix", [".po", ".mo"])
def test_header(
    tmp_path: Path, path: str, language: str, locale: str, domain: str, suffix: str
) -> None:
    """Where a name could be that of a locale and of a domain the header decides; where no name is, it tells."""
    file = (tmp_path / path).with_suffix(suffix)
    file.parent.mkdir(parents=True, exist_ok=True)
    text = catalog(language=language).encode()
    file.write_bytes(text if suffix == ".po" else compile_catalog(text, "x.po"))

    found = catalog_file(file)

    assert (found.locale, found.domain) == (locale, domain)


def test_pipe() -> None:
    """A pipe is left to who reads the catalog."""
    ours, theirs = os.pipe()
    os.write(theirs, b"a catalog")
    os.close(theirs)

    assert catalog_file(Path(f"/dev/fd/{ours}")).locale == ""

    assert os.read(ours, 100) == b"a catalog"
    os.close(ours)


@pytest.mark.parametrize(
    "template", ["locale/shop.pot", "locale/fr/shop.pot", "locale/messages.pot"]
)
def test_template(tmp_path: Path, template: str) -> None:
    """A catalog's template is above it."""
    path = tmp_path / "locale/fr/LC_MESSAGES/shop.po"
    path.parent.mkdir(parents=True)
    (tmp_path / template).touch()

    assert catalog_file(path).template == tmp_path / template


def test_no_template(tmp_path: Path) -> None:
    """There may be none."""
    assert catalog_file(tmp_path / "shop.po").template is None


def test_folder(tmp_path: Path) -> None:
    """Of a folder the files of a kind are meant, in order; a folder called so is none."""
    for name in ("b.po", "a.po", "a.txt", "c.mo"):
        (tmp_path / name).touch()
    (tmp_path / "d.po").mkdir()

    found = find_files([tmp_path], (".po",))

    assert [path.name for path in found] == ["a.po", "b.po"]


def test_named(tmp_path: Path) -> None:
    """A file that is named is meant, whatever it is called."""
    (tmp_path / "x.txt").touch()

    assert [*find_files([tmp_path / "x.txt"], (".po",))] == [tmp_path / "x.txt"]


def test_missing(tmp_path: Path) -> None:
    """A file that is not there is an error."""
    with pytest.raises(FileNotFoundError):
        [*find_files([tmp_path / "x.po"], (".po",))]


def test_empty_folder(tmp_path: Path) -> None:
    """A folder without such a file is an error."""
    with pytest.raises(SettingsError, match=r"there is no \.po file"):
        [*find_files([tmp_path], (".po",))]


@pytest.mark.parametrize("target", ["missing.po", "shop.po"], ids=["nothing", "itself"])
def test_link_to_nothing(target: str, tmp_path: Path) -> None:
    """A catalog that is a link to nothing is told."""
    (tmp_path / "shop.po").symlink_to(target)

    with pytest.raises(OSError, match=r"shop\.po"):
        [*find_files([tmp_path], (".po",))]


def test_pipe_in_a_folder(tmp_path: Path) -> None:
    """Nobody waits for a pipe that is called like a catalog."""
    os.mkfifo(tmp_path / "shop.po")

    with pytest.raises(OSError, match="This is no file that can be read"):
        [*find_files([tmp_path], (".po",))]


def test_links(tmp_path: Path) -> None:
    """Folders that are links are looked into, once."""
    (tmp_path / "fr").mkdir()
    (tmp_path / "fr/shop.po").touch()
    (tmp_path / "fr_CA").symlink_to("fr")
    (tmp_path / "fr/around").symlink_to("..")
    (tmp_path / "fr/here").symlink_to(".")

    found = find_files([tmp_path], (".po",))

    assert [*found] == [tmp_path / "fr/shop.po", tmp_path / "fr_CA/shop.po"]


def test_hidden(tmp_path: Path) -> None:
    """What editors and version control keep beside the catalogs is passed over."""
    (tmp_path / ".#shop.po").symlink_to("somebody@somewhere.1234")
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git/x.po").touch()
    (tmp_path / "a.po").touch()

    assert [*find_files([tmp_path], (".po",))] == [tmp_path / "a.po"]


def test_unreadable_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody takes what could not be looked at for sound."""
    monkeypatch.chdir(tmp_path)
    Path("a.po").touch()
    Path("fr").mkdir()

    with unreadable(Path("fr")), pytest.raises(PermissionError, match="fr'"):
        [*find_files([Path()], (".po",))]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A project whose domain is called like a language."""
    write_template(tmp_path / "app.pot", entry("Book", ""))
    write(tmp_path / "app.po", entry("Book", "Livre"))
    return tmp_path


def test_commands_agree(folder: Path) -> None:
    """All commands take a file for the same language and domain."""
    linted = run(folder, "catalog", "lint", "--strict", "app.po")
    counted = run(folder, "catalog", "stats", "app.po", "--format=json")
    updated = run(folder, "catalog", "update", "--check", "app.po")
    compiled = run(folder, "catalog", "compile", "--output=build", "app.po")

    (row,) = json.loads(counted.stdout)
    assert (row["language"], row["domain"]) == ("fr", "app")
    assert [one.returncode for one in (linted, counted, updated, compiled)] == [0] * 4
    assert [*folder.glob("build/**/*.mo")] == [folder / "build/fr/LC_MESSAGES/app.mo"]


def test_no_language(folder: Path) -> None:
    """What is for no language can't be compiled into a folder of languages."""
    write(folder / "app.po", entry("Book", "Livre"), language="")

    done = run(folder, "catalog", "compile", "--output=build", "app.po")

    assert done.returncode == 1
    assert done.stdout.startswith("app.po:1: neither its place nor its header says")
    assert not [*folder.glob("build/**/*.mo")]
