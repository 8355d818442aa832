"""What both build hooks do with catalogs: their settings, where catalogs go, and which are compiled."""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping
from pathlib import Path, PurePosixPath

import pytest

from i18n_wsgi.catalogs.compiled import read_catalog
from i18n_wsgi.hooks.catalogs import compile_catalogs
from i18n_wsgi.toolchain.packaging import (
    BuildError,
    BuildSettings,
    find_sdist_files,
    find_sources,
    find_target,
    is_replaced,
    read_settings,
)
from tests.commanding import unreadable
from tests.frontdoor import ROOT, run
from tests.services import BOOK, po_of

SETTINGS = BuildSettings(table="tool.it")
FOLDER = "allowed: a folder such as 'locale', relative, with / and without .."
TEXTS = 'allowed: a list of texts, such as ["shop"]'


def write(root: Path, name: str, text: str = BOOK.format("Le livre %(book)s.")) -> Path:
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(po_of(path.parent.parent.name, text), "utf-8")
    return path


def compiled(root: Path, *sources: Path) -> tuple[dict[str, bytes], list[str]]:
    warnings: list[str] = []
    return compile_catalogs(root, sources, warnings.append), warnings


# The table


@pytest.mark.parametrize(
    ("table", "told"),
    [
        ({"domain": ["shop"]}, "has the key domain; allowed: source, target, domains"),
        ({"source": ""}, f"source is ''; {FOLDER}"),
        ({"source": "."}, f"source is '.'; {FOLDER}"),
        ({"source": 3}, f"source is 3; {FOLDER}"),
        ({"source": "/srv/locale"}, f"source is '/srv/locale'; {FOLDER}"),
        ({"source": "../locale"}, f"source is '../locale'; {FOLDER}"),
        ({"target": "shop\\locale"}, f"target is 'shop\\\\locale'; {FOLDER}"),
        ({"target": ["shop"]}, f"target is ['shop']; {FOLDER}"),
        ({"domains": "shop"}, f"domains is 'shop'; {TEXTS}"),
        ({"domains": ["shop", 3]}, f"domains is ['shop', 3]; {TEXTS}"),
        ({"domains": [""]}, f"domains is ['']; {TEXTS}"),
    ],
)
def test_wrong_value(table: Mapping[str, object], told: str) -> None:
    """A key that is unknown and a value that can't be are refused, with what is allowed."""
    with pytest.raises(BuildError, match=f"^{re.escape(f'[tool.it] {told}')}$"):
        read_settings(table, "tool.it")


def test_all_keys() -> None:
    """The table has three keys."""
    table = {"source": "po", "target": "shop/texts", "domains": ["shop"]}

    assert read_settings(table, "t") == BuildSettings("po", "shop/texts", ("shop",), "t")


# Where catalogs are


def test_sources_are_sorted(tmp_path: Path) -> None:
    """All domains are meant by default, in one order everywhere."""
    names = ["locale/de/LC_MESSAGES/b.po", "locale/fr/LC_MESSAGES/a.po"]
    for name in (*reversed(names), "locale/fr/stray.po"):
        write(tmp_path, name)
    (tmp_path / "locale/fr/LC_MESSAGES/folder.po").mkdir()

    found = find_sources(tmp_path, SETTINGS, print)

    assert found == [tmp_path / name for name in names]


def test_sources_of_a_domain(tmp_path: Path) -> None:
    """With ``domains`` the others are left alone."""
    wanted = write(tmp_path, "locale/fr/LC_MESSAGES/a.po")
    write(tmp_path, "locale/fr/LC_MESSAGES/b.po")

    assert find_sources(tmp_path, BuildSettings(domains=("a",)), print) == [wanted]


def test_files_of_an_sdist(tmp_path: Path) -> None:
    """An sdist has the catalogs and templates of all domains, and not what editors leave."""
    names = ["locale/fr/LC_MESSAGES/a.po", "locale/fr/LC_MESSAGES/b.po", "locale/shop.pot"]
    for name in (*names, "locale/fr/LC_MESSAGES/a.po~", "locale/fr/LC_MESSAGES/a.mo", "c.pot"):
        write(tmp_path, name)
    (tmp_path / "locale/folder.po").mkdir()

    found = find_sdist_files(tmp_path, BuildSettings(domains=("a",)))

    assert found == names


@pytest.mark.parametrize(("folder", "missing"), [("locale", "<locale>/"), ("texts", "folder;")])
def test_no_sources(folder: str, missing: str, tmp_path: Path) -> None:
    """A folder without catalogs, or none, is refused: a wheel without languages is no one's wish."""
    (tmp_path / folder).mkdir()

    with pytest.raises(BuildError, match=f"source is 'locale', where there is no {missing}"):
        find_sources(tmp_path, SETTINGS, print)


def test_unknown_domain(tmp_path: Path) -> None:
    """A domain without catalogs is refused with those that have some."""
    write(tmp_path, "locale/fr/LC_MESSAGES/shop.po")

    with pytest.raises(BuildError, match="domains has 'shpo'; locale has: shop$"):
        find_sources(tmp_path, BuildSettings(domains=("shpo",)), print)


# Where they go


@pytest.mark.parametrize(
    ("project", "target", "packages", "found"),
    [
        ("acme-shop", "", {"acme_shop"}, "acme_shop/locale"),
        ("Acme.Shop", "", {"acme_shop", "acme_shop/store"}, "acme_shop/locale"),
        ("acme-shop", "", {"Acme_Shop"}, "Acme_Shop/locale"),
        ("suite", "acme/shop/texts", {"acme/shop"}, "acme/shop/texts"),
    ],
)
def test_target(project: str, target: str, packages: set[str], found: str) -> None:
    """The target is ``locale`` in the package that is called like the project, or what the table says."""
    settings = BuildSettings(target=target)

    assert find_target(settings, project, packages) == PurePosixPath(found)


@pytest.mark.parametrize(
    ("target", "told"),
    [
        ("", "target is 'suite/locale' by default; allowed: "),
        ("shop", "target is 'shop'; allowed: "),
        ("shops/locale", "target is 'shops/locale'; allowed: "),
    ],
)
def test_target_outside_of_all_packages(target: str, told: str) -> None:
    """A folder where no program would look is refused with the packages that there are."""
    settings = BuildSettings(target=target, table="tool.it")

    with pytest.raises(BuildError) as caught:
        find_target(settings, "suite", {"shop", "shop/store"})

    assert str(caught.value) == (
        f"[tool.it] {told}a folder in a package of the wheel; its packages: shop, shop/store"
    )


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("shop/locale/fr/LC_MESSAGES/shop.mo", True),
        ("shop/locale/fr/LC_MESSAGES/other.mo", False),
        ("shop/locale/fr/LC_MESSAGES/shop.po", False),
        ("shop/locale/fr/shop.mo", True),
        ("shop/texts/fr/LC_MESSAGES/shop.mo", False),
        ("LC_MESSAGES/shop.mo", False),
    ],
)
def test_what_is_replaced(path: str, expected: bool) -> None:
    """A compiled catalog of our domains, at its place, is the build's; nothing else is."""
    target = PurePosixPath("shop/locale")

    assert is_replaced(PurePosixPath(path), target, ["shop"]) is expected


# What is compiled


def test_folder_that_is_no_locale(tmp_path: Path) -> None:
    """A folder that run time would pass over is refused."""
    source = write(tmp_path, "locale/fr.bak/LC_MESSAGES/shop.po")
    source.write_text(source.read_text("utf-8").replace('"Language: fr.bak\\n"\n', ""), "utf-8")

    with pytest.raises(BuildError, match=r"shop.po:1: the folder is 'fr\.bak'; allowed: a locale"):
        compiled(tmp_path, source)


def test_unreadable_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No wheel lacks a language because its folder can't be read."""
    monkeypatch.chdir(tmp_path)
    write(tmp_path, "locale/de/LC_MESSAGES/shop.po")
    write(tmp_path, "locale/fr/LC_MESSAGES/shop.po")

    with unreadable(Path("locale/fr")), pytest.raises(BuildError, match="Permission denied"):
        find_sources(Path(), SETTINGS, print)


def test_misplaced_source(tmp_path: Path) -> None:
    """What lies where no build looks for it is told."""
    wanted = write(tmp_path, "locale/fr/LC_MESSAGES/shop.po")
    write(tmp_path, "locale/de/shop.po")
    warnings: list[str] = []

    assert find_sources(tmp_path, SETTINGS, warnings.append) == [wanted]
    assert warnings == [
        "locale/de/shop.po: it goes into no wheel from here;"
        " allowed: locale/<locale>/LC_MESSAGES/<domain>.po"
    ]


def test_pseudo_locales(tmp_path: Path) -> None:
    """Pseudo-locales are made at run time, where somebody wants them; no wheel has them."""
    wanted = write(tmp_path, "locale/fr/LC_MESSAGES/shop.po")
    write(tmp_path, "locale/en_XA/LC_MESSAGES/shop.po")

    assert find_sources(tmp_path, SETTINGS, print) == [wanted]


def test_linked_language(tmp_path: Path) -> None:
    """A folder that is a link is a language, for the sdist too."""
    write(tmp_path, "locale/fr/LC_MESSAGES/shop.po")
    (tmp_path / "locale/fr_CA").symlink_to("fr")

    names = [f"locale/{one}/LC_MESSAGES/shop.po" for one in ("fr", "fr_CA")]
    assert find_sources(tmp_path, SETTINGS, print) == [tmp_path / name for name in names]
    assert find_sdist_files(tmp_path, SETTINGS) == names


def test_all_mistakes_are_told(tmp_path: Path) -> None:
    """Every mistake of every catalog is told at once."""
    sources = [
        write(tmp_path, f"locale/{locale}/LC_MESSAGES/shop.po", BOOK.format("Livre %(a)s"))
        for locale in ("de", "fr")
    ]

    with pytest.raises(BuildError) as caught:
        compiled(tmp_path, *sources)

    told = str(caught.value).splitlines()
    assert [line.split(":")[0] for line in told] == [
        f"locale/{locale}/LC_MESSAGES/shop.po" for locale in ("de", "fr")
    ]


def test_ignored_mistake(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A translation that no program would show is left out, with a warning, where its mistake is ignored."""
    monkeypatch.chdir(tmp_path)
    ignore = "# i18n-wsgi: ignore E103: for a test\n"
    source = write(
        tmp_path,
        "locale/fr/LC_MESSAGES/shop.po",
        ignore + BOOK.format("Livre %(a)s.") + '\nmsgid "Shelf"\nmsgstr "Rayon"\n',
    )

    files, warnings = compiled(tmp_path, source)

    (catalog,) = map(read_catalog, files.values())
    assert dict(catalog.texts) == {"Shelf": "Rayon"}
    assert len(warnings) == 1
    assert re.match(
        r"locale/fr/LC_MESSAGES/shop.po:\d+: left out, for its mistake is ignored: ", warnings[0]
    )


def test_mistake_beside_an_ignored_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is ignored in one entry excuses no other."""
    monkeypatch.chdir(tmp_path)
    ignore = "# i18n-wsgi: ignore E103: for a test\n"
    source = write(
        tmp_path,
        "locale/fr/LC_MESSAGES/shop.po",
        ignore + BOOK.format("Livre %(a)s.") + '\nmsgid "%(b)s"\nmsgstr "%(c)s"\n',
    )

    with pytest.raises(BuildError, match="E103") as caught:
        compiled(tmp_path, source)
    assert str(caught.value).count("\n") == 0


def test_broken_ignore(tmp_path: Path) -> None:
    """An ignore that can't be read stops the build as well."""
    (tmp_path / "pyproject.toml").write_text('[[tool.i18n-wsgi.lint.ignore]]\ncode = "W503"\n')
    source = write(tmp_path, "locale/fr/LC_MESSAGES/shop.po")

    with pytest.raises(BuildError, match="allowed: a table with code and reason"):
        compiled(tmp_path, source)


def test_nothing_translated(tmp_path: Path) -> None:
    """A catalog without a translation becomes no catalog."""
    source = write(tmp_path, "locale/fr/LC_MESSAGES/shop.po", BOOK.format(""))

    assert compiled(tmp_path, source)[0] == {}


def test_warnings(tmp_path: Path) -> None:
    """What may be meant is told, with file, line and code, and the catalog is compiled."""
    text = BOOK.format("Le livre %(book)s")
    source = write(tmp_path, "locale/fr/LC_MESSAGES/shop.po", text)

    made, warnings = compiled(tmp_path, source)

    assert [*made] == ["fr/LC_MESSAGES/shop.mo"]
    (told,) = warnings
    assert re.match(r"locale/fr/LC_MESSAGES/shop.po:\d+:\d+: warning W5\d\d ", told)


def test_needs_babel_only(tmp_path: Path) -> None:
    """A build needs Babel, and nothing else of what we stand on: our own has no more."""
    text = (ROOT / "pyproject.toml").read_text("utf-8")
    names = set(
        re.findall(r'^    "([a-z.-]+)>=', text.partition("[project.scripts]")[0], re.MULTILINE)
    )
    others = {name.replace("-", "_").replace(".", "_") for name in names - {"babel", "hatchling"}}
    code = (
        f"import sys; sys.modules.update(dict.fromkeys({sorted(others)}));"
        "import i18n_wsgi.hooks.catalogs"
    )

    result = run(sys.executable, "-P", "-c", code, cwd=tmp_path)

    assert "oslo_config" in others
    assert result.returncode == 0, result.stdout
