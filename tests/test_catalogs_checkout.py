"""The ``.po`` files of a checkout; the contract of a source is in test_catalogs_base."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from i18n_wsgi.catalogs.checkout import CheckoutSource, checkout_of
from i18n_wsgi.catalogs.compiled import CatalogError
from tests.conftest import po_text

ENTRIES = {
    "a placeholder is lost": 'msgid "%(x)s"\nmsgstr "x"\n',
    "a second time": 'msgid "Book"\nmsgstr "Bouquin"\n',
    "another escape": 'msgid "Bell"\nmsgstr "\\a"\n',
    "a number as escape": '#, fuzzy\nmsgid "A"\nmsgstr "\\x41"\n',
    "a form is missing": 'msgid "a"\nmsgid_plural "as"\nmsgstr[0] "b"\n',
}


@pytest.mark.parametrize("entry", ENTRIES.values(), ids=ENTRIES)
def test_broken_entry(entry: str, tmp_path: Path) -> None:
    """An entry that the build would refuse costs itself: what is wrong is told with path and line."""
    path = tmp_path / "fr" / "LC_MESSAGES" / "library.po"
    path.parent.mkdir(parents=True)
    before, behind = 'msgid "Book"\nmsgstr "Livre"\n\n', '\nmsgid "Gone"\nmsgstr "Parti"\n'
    path.write_bytes(po_text("fr", before + entry + behind))

    catalog = CheckoutSource(tmp_path).read("library", "fr")

    assert catalog.texts == {"Book": "Livre", "Gone": "Parti"}
    (problem,) = catalog.problems
    assert problem.startswith((f"{path}:10: ", f"{path}:11: ", f"{path}:12: "))


HEADERS = {
    "another language": ("Language: fr", "Language: de", "utf-8"),
    "another charset": ("charset=utf-8", "charset=ISO-8859-1", "latin-1"),
    "too few plural forms": ("nplurals=2; plural=(n > 1)", "nplurals=1; plural=0", "utf-8"),
}


@pytest.mark.parametrize(("sound", "odd", "charset"), HEADERS.values(), ids=HEADERS)
def test_odd_header(sound: str, odd: str, charset: str, tmp_path: Path) -> None:
    """A header that the build would refuse is told of, and costs nothing where it can be read."""
    path = tmp_path / "fr" / "LC_MESSAGES" / "library.po"
    path.parent.mkdir(parents=True)
    text = po_text("fr", 'msgid "Gone"\nmsgstr "Allé"\n').decode()
    path.write_bytes(text.replace(sound, odd).encode(charset))

    catalog = CheckoutSource(tmp_path).read("library", "fr")

    assert catalog.texts == {"Gone": "Allé"}
    assert len(catalog.problems) == 1


def test_broken_catalog(tmp_path: Path) -> None:
    """A ``.po`` file whose structure is broken is refused with its path and line."""
    path = tmp_path / "fr" / "LC_MESSAGES" / "library.po"
    path.parent.mkdir(parents=True)
    path.write_bytes(po_text("fr", "garbage"))

    with pytest.raises(CatalogError) as caught:
        CheckoutSource(tmp_path).read("library", "fr")

    assert str(caught.value).startswith(f"{path}:7: ")


def test_read_is_fresh(tmp_path: Path) -> None:
    """What was saved last is read, with no compiling by hand in between."""
    path = tmp_path / "fr" / "LC_MESSAGES" / "library.po"
    path.parent.mkdir(parents=True)
    source = CheckoutSource(tmp_path)
    path.write_bytes(po_text("fr", 'msgid "Book"\nmsgstr "Livre"\n'))
    before = source.read("library", "fr")

    path.write_bytes(po_text("fr", 'msgid "Book"\nmsgstr "Bouquin"\n'))

    assert before.texts == {"Book": "Livre"}
    assert source.read("library", "fr").texts == {"Book": "Bouquin"}


# PEP 610: direct_url.json

Install = Callable[[str | None], None]


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Install:
    """Makes the record that an installer leaves of the package ``acme_library``."""
    info = tmp_path / "acme_library-1.0.dist-info"

    def write(record: str | None) -> None:
        info.mkdir()
        (info / "METADATA").write_text("Metadata-Version: 2.1\nName: acme-library\nVersion: 1.0\n")
        if record is not None:
            (info / "direct_url.json").write_text(record)
        monkeypatch.syspath_prepend(tmp_path)

    return write


@pytest.mark.parametrize(
    "record",
    [
        None,
        "",
        "{}",
        '{"url": "file:///srv/library", "dir_info": {}}',
        '{"url": "file:///srv/library", "dir_info": {"editable": false}}',
        '{"url": "https://git.example/library", "vcs_info": {"vcs": "git"}}',
        "[]",
        "{",
        "null",
        '{"dir_info": {"editable": true}}',
    ],
)
def test_no_checkout(record: str | None, install: Install) -> None:
    """A package that is installed by copying, or from a repository, has no checkout."""
    install(record)

    assert checkout_of("acme_library") is None


def test_checkout(install: Install, tmp_path: Path) -> None:
    """The checkout of an editable install is the path that its URL was made of."""
    checkout = tmp_path / "bücher #1 %20"
    install(json.dumps({"url": checkout.as_uri(), "dir_info": {"editable": True}}))

    assert checkout_of("acme_library") == checkout


def test_not_installed() -> None:
    """A package that is not installed, only importable, has no checkout."""
    assert checkout_of("acme_unknown_library") is None


def test_distribution_with_another_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The checkout is found, too, when the distribution is not called like its package."""
    info = tmp_path / "acme_suite-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: acme-suite\nVersion: 1.0\n")
    (info / "top_level.txt").write_text("acme_shelves\n")
    (info / "direct_url.json").write_text(
        '{"url": "file:///srv/acme%20suite", "dir_info": {"editable": true}}'
    )
    monkeypatch.syspath_prepend(tmp_path)

    assert checkout_of("acme_shelves") == Path("/srv/acme suite")
