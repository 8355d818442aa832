"""Where the catalogs of a domain are found, the first place before the next."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

from i18n_wsgi.catalogs import Catalogs, Translation
from i18n_wsgi.catalogs.compiling import compile_catalog
from i18n_wsgi.messages import Message, translator
from tests.conftest import po_text

DOMAIN = "acme_library"
BOOK = Message("Book", domain=DOMAIN)


def write(root: Path, text: str, locale: str = "de", suffix: str = "mo") -> str:
    source = po_text(locale, f'msgid "Book"\nmsgstr "{text}"\n')
    path = root / locale / "LC_MESSAGES" / f"{DOMAIN}.{suffix}"
    path.parent.mkdir(parents=True)
    path.write_bytes(compile_catalog(source, "de.po") if suffix == "mo" else source)
    return str(root)


def text_of(locale_dir: str | None = None, locale: str = "de") -> str | None:
    found = Catalogs(domain=DOMAIN, locale_dir=locale_dir).find(BOOK, locale)
    return found and found.template


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that packages are imported from."""
    monkeypatch.syspath_prepend(tmp_path / "site")
    return tmp_path / "site"


def make_package(site: Path, name: str) -> Path:
    folder = site
    for part in name.split("."):
        folder /= part
        folder.mkdir(parents=True)
        (folder / "__init__.py").touch()
    return folder


def test_order(site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The environment goes before the package, its checkout, the system's folder."""
    package = make_package(site, DOMAIN)
    checkout, system = tmp_path / "checkout", tmp_path / "system"
    info = site / f"{DOMAIN}-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {DOMAIN}\nVersion: 1.0\n")
    record = {"url": checkout.as_uri(), "dir_info": {"editable": True}}
    (info / "direct_url.json").write_text(json.dumps(record))
    monkeypatch.setattr(sys, "base_prefix", str(system))
    monkeypatch.setenv("ACME_LIBRARY_LOCALEDIR", str(tmp_path / "environment"))
    found = []

    write(system / "share" / "locale", "system")
    found.append(text_of())
    write(checkout / "locale", "checkout", suffix="po")
    found.append(text_of())
    write(package / "locale", "package")
    found.append(text_of())
    write(tmp_path / "environment", "environment")
    found.append(text_of())

    assert found == ["system", "checkout", "package", "environment"]


def test_setting_is_the_only_place(
    site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the setting names a place, no other one adds a language: another program may be called so."""
    monkeypatch.setattr(sys, "base_prefix", str(tmp_path / "system"))
    monkeypatch.setenv("ACME_LIBRARY_LOCALEDIR", write(tmp_path / "environment", "livre", "fr"))
    write(tmp_path / "system" / "share" / "locale", "libro", "es")
    write(make_package(site, DOMAIN) / "locale", "libro", "it")

    catalogs = Catalogs(domain=DOMAIN, locale_dir=write(tmp_path / "setting", "Buch"))

    assert catalogs.locales == ("de", "en")
    assert catalogs.find(BOOK, "fr") is None


def test_all_other_places_count(
    site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without the setting, a locale that the first place lacks comes from the next."""
    monkeypatch.setenv("ACME_LIBRARY_LOCALEDIR", write(tmp_path / "environment", "Buch"))
    write(make_package(site, DOMAIN) / "locale", "livre", "fr")

    catalogs = Catalogs(domain=DOMAIN)

    assert catalogs.locales == ("de", "en", "fr")
    assert catalogs.find(BOOK, "fr") == Translation("livre", "fr")


def test_next_place_for_a_broken_one(
    site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the first place's catalog can't be loaded, the next one's is used."""
    monkeypatch.setenv("ACME_LIBRARY_LOCALEDIR", write(tmp_path / "environment", "Buch"))
    (tmp_path / "environment" / "de" / "LC_MESSAGES" / f"{DOMAIN}.mo").write_bytes(b"broken")
    write(make_package(site, DOMAIN) / "locale", "Schwarte")

    assert text_of() == "Schwarte"


def test_setting_is_for_the_own_domain(tmp_path: Path) -> None:
    """The setting says where the service's domain is, and nothing about other domains."""
    root = write(tmp_path, "Buch")

    found = Catalogs(domain="shelf", locale_dir=root).find(BOOK, "de")

    assert found is None


@pytest.mark.parametrize("name", ["acme", "acme.library.shop"])
def test_package_and_folder(name: str, site: Path) -> None:
    """A place may be a folder in a package, however deep the package is."""
    write(make_package(site, name) / "data" / "texts", "Buch")

    assert text_of(f"{name}:data/texts") == "Buch"


BROKEN: dict[str, Callable[[Path], object]] = {
    "acme_missing:locale": lambda site: None,
    "acme.missing:locale": lambda site: make_package(site, "acme"),
    "acme:missing": lambda site: make_package(site, "acme"),
    f"{DOMAIN}:locale": lambda site: (site.mkdir(), (site / f"{DOMAIN}.py").touch()),
    ":locale": lambda site: None,
    "acme:": lambda site: make_package(site, "acme"),
    "x" * 5000: lambda site: None,
    "nul\0nul": lambda site: None,
}


@pytest.mark.parametrize("place", BROKEN)
def test_broken_place(place: str, site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A place that leads nowhere costs its languages, never a request."""
    BROKEN[place](site)
    monkeypatch.setenv("ACME_LIBRARY_LOCALEDIR", place.replace("\0", ""))

    assert [text_of(place), text_of()] == [None, None]


@pytest.mark.parametrize("name", ["acme", "acme.library"])
def test_nothing_is_run(name: str, site: Path) -> None:
    """A package whose catalogs are looked for is not imported, nor what it is in."""
    package = make_package(site, name)
    for file in site.rglob("__init__.py"):
        file.write_text("raise RuntimeError")
    write(package / "locale", "Buch")

    assert text_of(f"{name}:locale") == "Buch"


def test_module_made_by_hand(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """A module that was found nowhere has no catalogs."""
    monkeypatch.setitem(sys.modules, "acme", ModuleType("acme"))

    assert text_of("acme:locale") is None
    assert not caplog.records


def test_import_hook_that_raises(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """What an import hook raises is told in one safe line."""

    class Hook:
        def find_spec(self, *_what: object) -> None:
            raise RuntimeError("\u202eno")

    monkeypatch.setattr(sys, "meta_path", [Hook()])

    assert text_of("acme:locale") is None
    assert "The package acme can't be found for its catalogs: RuntimeError('\\u202eno')" in [
        record.getMessage() for record in caplog.records
    ]


@pytest.mark.parametrize("place", ["", None])
def test_no_place(place: str | None) -> None:
    """Without a catalog anywhere, a message has no translation."""
    assert text_of(place) is None


@pytest.mark.parametrize("place", ["c:locale", "a-b:locale", "1st:locale", "json", "./json"])
def test_folder(place: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What has no name of a package before a colon is a folder; one letter is a drive."""
    monkeypatch.chdir(tmp_path)
    write(Path(place), "Buch")

    assert text_of(place) == "Buch"


@pytest.mark.parametrize(("domain", "package"), [("acme-shop", "acme_shop"), ("q", "q")])
def test_package_of_domain(domain: str, package: str, site: Path) -> None:
    """A domain's package is called like it, with underscores; one letter is a name as well."""
    path = make_package(site, package) / "locale" / "de" / "LC_MESSAGES" / f"{domain}.mo"
    path.parent.mkdir(parents=True)
    path.write_bytes(compile_catalog(po_text("de", 'msgid "Book"\nmsgstr "Buch"\n'), "de.po"))

    catalogs = Catalogs(domain=domain)

    assert catalogs.locales == ("de", "en")
    assert catalogs.find(Message("Book", domain=domain), "de") == Translation("Buch", "de")


NO_DOMAINS = [
    "",
    "..",
    ".hidden",
    "-x",
    "a/b",
    "../a",
    "a\\b",
    "a*",
    "[a]",
    "a b",
    "a:b",
    "a\0",
    "a\n",
]


@pytest.mark.parametrize("domain", NO_DOMAINS)
def test_no_domain(domain: str) -> None:
    """What is no plain name is refused as a domain: told are it and what is allowed."""
    for make in (lambda: Catalogs(domain=domain), lambda: translator(domain)):
        with pytest.raises(ValueError, match="allowed: letters, digits and _") as caught:
            make()

        assert repr(domain) in str(caught.value)


@pytest.mark.parametrize("domain", NO_DOMAINS)
def test_no_domain_of_message(domain: str, tmp_path: Path) -> None:
    """As that of a message it leads to no file, and the text stays as it is."""
    write(tmp_path, "Buch")
    catalogs = Catalogs(domain=DOMAIN, locale_dir=str(tmp_path), overlay_dir=str(tmp_path))

    assert catalogs.find(Message("Book", domain=domain), "de") is None


def test_no_domain_leaves_the_folder(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """A message's domain that would lead out of the overlay does not, which is told once."""
    root = write(tmp_path / "overlay", "Buch")
    text = Message("Book", domain=f"../LC_MESSAGES/{DOMAIN}")
    catalogs = Catalogs(domain=DOMAIN, overlay_dir=root)

    found = [catalogs.find(text, locale) for locale in ("de", "de_AT")]

    assert found == [None, None]
    assert len(caplog.records) == 1


@pytest.mark.parametrize("layout", ["", "src"])
@pytest.mark.parametrize("folder", ["locale", f"{{layout}}/{DOMAIN}/locale"])
def test_layout_of_a_source_tree(
    layout: str, folder: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A source tree's ``.po`` files are read, beside pyproject.toml or within the package."""
    monkeypatch.syspath_prepend(tmp_path / layout)
    make_package(tmp_path / layout, DOMAIN)
    (tmp_path / "pyproject.toml").touch()
    write(tmp_path / folder.format(layout=layout).lstrip("/"), "Buch", suffix="po")

    assert text_of() == "Buch"


@pytest.mark.parametrize("file", ["__init__.py", "no_init.py"])
def test_source_tree(file: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A package that is imported from its source tree reads the catalogs beside it."""
    package = tmp_path / "acme_tree"
    package.mkdir()
    (package / file).touch()
    (tmp_path / "pyproject.toml").touch()
    write(tmp_path / "locale", "Buch", suffix="po")
    monkeypatch.syspath_prepend(tmp_path)

    assert text_of("acme_tree:locale") == "Buch"
