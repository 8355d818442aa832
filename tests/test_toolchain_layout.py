"""Where catalogs are, and what their places say."""

from __future__ import annotations

from pathlib import Path

import pytest

from i18n_wsgi.settings import SettingsError
from i18n_wsgi.toolchain.layout import catalog_file, find_files


@pytest.mark.parametrize(
    ("path", "locale", "domain"),
    [
        ("locale/fr/LC_MESSAGES/shop.po", "fr", "shop"),
        ("locale/zh_Hant/LC_MESSAGES/shop.po", "zh_Hant", "shop"),
        ("po/fr.po", "fr", "po"),
        ("shop/sr@latin.po", "sr@latin", "shop"),
        ("po/shop.po", "", "shop"),
    ],
)
def test_place(path: str, locale: str, domain: str) -> None:
    """Locale and domain are those of the folder, or of the name."""
    found = catalog_file(Path(path))

    assert (found.locale, found.domain) == (locale, domain)


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
