"""``i18n-wsgi check-wheel``."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from i18n_wsgi.catalogs.compiling import compile_catalog
from i18n_wsgi.settings import SettingsError
from i18n_wsgi.toolchain.wheels import find_catalogs, find_wheel_problems
from tests.commanding import run, write
from tests.linting import entry

ENTRIES = (entry("May", "x"), entry("%(n)d book", "%(n)d x", "%(n)d y", plural="%(n)d books"))
NAME = "{}/LC_MESSAGES/shop.mo"


@pytest.fixture
def locale_dir(tmp_path: Path) -> Path:
    """The sources of two languages."""
    for language in ("de", "fr"):
        write(tmp_path / f"locale/{language}/LC_MESSAGES/shop.po", *ENTRIES, language=language)
    return tmp_path / "locale"


@pytest.fixture
def catalogs(locale_dir: Path) -> dict[str, bytes]:
    """What should be in the wheel."""
    return {
        NAME.format(path.parent.parent.name): compile_catalog(path.read_bytes(), path.name)
        for path in locale_dir.glob("*/*/*.po")
    }


def wheel_of(folder: Path, catalogs: dict[str, bytes]) -> Path:
    """A wheel with these catalogs."""
    path = folder / "shop-1.0-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("shop/__init__.py", "")
        for name, content in catalogs.items():
            archive.writestr(f"shop/locale/{name}", content)
    return path


def problems_of(wheel: Path, locale_dir: Path) -> list[str]:
    """What is wrong with it, without its own name."""
    sources, _others = find_catalogs(locale_dir)
    return [one.message.removeprefix(f"{wheel}: ") for one in find_wheel_problems(wheel, sources)]


def test_whole(tmp_path: Path, locale_dir: Path, catalogs: dict[str, bytes]) -> None:
    """A wheel with all of its languages has no problem."""
    assert [*problems_of(wheel_of(tmp_path, catalogs), locale_dir)] == []


def test_language_missing(tmp_path: Path, locale_dir: Path, catalogs: dict[str, bytes]) -> None:
    """A language that is not in the wheel is told."""
    del catalogs[NAME.format("fr")]

    (problem,) = problems_of(wheel_of(tmp_path, catalogs), locale_dir)

    assert problem.startswith("fr/LC_MESSAGES/shop.mo is missing")


@pytest.mark.parametrize("size", [0, 10, 100])
def test_damaged(tmp_path: Path, locale_dir: Path, catalogs: dict[str, bytes], size: int) -> None:
    """A catalog that can't be read is told."""
    catalogs[NAME.format("fr")] = catalogs[NAME.format("fr")][:size]

    (problem,) = problems_of(wheel_of(tmp_path, catalogs), locale_dir)

    assert problem.startswith("fr/LC_MESSAGES/shop.mo: ")


def test_other_translations(tmp_path: Path, locale_dir: Path, catalogs: dict[str, bytes]) -> None:
    """A catalog that is not that of the source is told, once."""
    write(locale_dir / "fr/LC_MESSAGES/shop.po", entry("May", "Mai"), entry("June", "Juin"))

    (problem,) = problems_of(wheel_of(tmp_path, catalogs), locale_dir)

    assert "does not have the translation of 'May'" in problem


def test_left_over(tmp_path: Path, locale_dir: Path, catalogs: dict[str, bytes]) -> None:
    """A language that has no source any more is told."""
    catalogs[NAME.format("it")] = catalogs[NAME.format("fr")]

    (problem,) = problems_of(wheel_of(tmp_path, catalogs), locale_dir)

    assert problem.startswith("it/LC_MESSAGES/shop.mo is in the wheel, and has no source")


def test_no_wheel(tmp_path: Path, locale_dir: Path) -> None:
    """What is no wheel has no language."""
    (tmp_path / "x.whl").write_text("no zip")

    (problem,) = problems_of(tmp_path / "x.whl", locale_dir)

    assert problem.startswith("this is no wheel: ")


def test_no_sources(tmp_path: Path) -> None:
    """A folder without sources is refused."""
    with pytest.raises(SettingsError, match="there is no <locale>"):
        find_catalogs(tmp_path)


def test_command(tmp_path: Path, locale_dir: Path, catalogs: dict[str, bytes]) -> None:
    """The command tells a line for each wheel that is whole, or each problem, with status 1."""
    whole = run(tmp_path, "check-wheel", wheel_of(tmp_path, catalogs).name)
    poor = run(tmp_path, "check-wheel", wheel_of(tmp_path, {}).name)

    assert (whole.returncode, whole.stdout.count("every language is in it")) == (0, 1)
    assert (poor.returncode, poor.stdout.count("is missing")) == (1, 2)
    assert locale_dir.exists()


def test_two_packages(tmp_path: Path, locale_dir: Path, catalogs: dict[str, bytes]) -> None:
    """Where two packages of a wheel have a catalog of the same name, each is looked at."""
    wheel = wheel_of(tmp_path, catalogs)
    with zipfile.ZipFile(wheel, "a") as archive:
        archive.writestr(f"app/locale/{NAME.format('fr')}", b"damaged")
        archive.writestr(f"tail/locale/{NAME.format('fr')}", catalogs[NAME.format("fr")])

    (problem,) = problems_of(wheel, locale_dir)

    assert problem.startswith("fr/LC_MESSAGES/shop.mo: ")


def test_damaged_wheel(tmp_path: Path, locale_dir: Path, catalogs: dict[str, bytes]) -> None:
    """A wheel whose bytes can't be unpacked is as bad as none."""
    wheel = wheel_of(tmp_path, catalogs)
    content = wheel.read_bytes()
    wheel.write_bytes(
        content.replace(catalogs[NAME.format("fr")], bytes(len(catalogs[NAME.format("fr")])))
    )

    (problem,) = problems_of(wheel, locale_dir)

    assert problem.startswith("this is no wheel: ")


def test_misplaced(tmp_path: Path, locale_dir: Path, catalogs: dict[str, bytes]) -> None:
    """A catalog that no build would find is told: its language is not in the wheel."""
    (locale_dir / "es.po").write_bytes((locale_dir / "fr/LC_MESSAGES/shop.po").read_bytes())

    done = run(tmp_path, "check-wheel", wheel_of(tmp_path, catalogs).name)

    assert done.returncode == 1
    assert done.stdout.startswith("locale/es.po: it goes into no wheel from here; allowed: locale/")


def test_pseudo_locale(tmp_path: Path, locale_dir: Path, catalogs: dict[str, bytes]) -> None:
    """No wheel needs a pseudo-locale."""
    pseudo = locale_dir / "en_XA/LC_MESSAGES/shop.po"
    pseudo.parent.mkdir(parents=True)
    pseudo.write_bytes((locale_dir / "fr/LC_MESSAGES/shop.po").read_bytes())

    assert problems_of(wheel_of(tmp_path, catalogs), locale_dir) == []


TABLES = {
    "hatch": "[tool.hatch.build.hooks.i18n-wsgi]",
    "setuptools": '[build-system]\nrequires = ["i18n_wsgi"]\n[tool.i18n-wsgi]',
}


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
def test_domains_of_the_hook(
    table: str, tmp_path: Path, locale_dir: Path, catalogs: dict[str, bytes]
) -> None:
    """Only the domains that the build hook ships are looked for, and only where it puts them."""
    (tmp_path / "pyproject.toml").write_text(f'{table}\ndomains = ["shop"]\n')
    write(locale_dir / "fr/LC_MESSAGES/admin.po", *ENTRIES)
    wheel = wheel_of(tmp_path, catalogs)
    with zipfile.ZipFile(wheel, "a") as archive:
        archive.writestr("shop/vendor/locale/fr/LC_MESSAGES/vend.mo", b"another's")
        archive.writestr("shop/vendor/locale/fr/LC_MESSAGES/shop.mo", b"another's")

    done = run(tmp_path, "check-wheel", wheel.name)

    assert (done.returncode, done.stdout) == (0, f"{wheel.name}: every language is in it\n")


def test_places_of_the_hook(tmp_path: Path, locale_dir: Path, catalogs: dict[str, bytes]) -> None:
    """Sources and catalogs are where the build hook has them; a wheel that lacks that folder lacks all."""
    locale_dir.rename(tmp_path / "texts")
    keys = 'source = "texts"\ntarget = "shop/{}"\n'
    project = tmp_path / "pyproject.toml"
    wheel = wheel_of(tmp_path, catalogs)

    project.write_text(f"{TABLES['hatch']}\n{keys.format('locale')}")
    whole = run(tmp_path, "check-wheel", wheel.name)
    project.write_text(f"{TABLES['hatch']}\n{keys.format('texts')}")
    poor = run(tmp_path, "check-wheel", wheel.name)

    assert whole.returncode == 0
    assert (poor.returncode, poor.stdout.count("is missing, which texts")) == (1, 2)


def test_another_wheel(tmp_path: Path, locale_dir: Path) -> None:
    """A wheel that the build hook can't have made is refused."""
    (tmp_path / "pyproject.toml").write_text(f'{TABLES["hatch"]}\ntarget = "till/locale"\n')

    done = run(tmp_path, "check-wheel", wheel_of(tmp_path, {}).name)

    assert done.returncode == 2
    assert "target is 'till/locale'; allowed: a folder in a package of the wheel" in done.stderr
    assert locale_dir.exists()


def test_table_of_the_linter_alone(tmp_path: Path, locale_dir: Path) -> None:
    """A table that is there for the linter says nothing of wheels, where no hook is required."""
    text = TABLES["setuptools"].replace('"i18n_wsgi"', '"flit_core"') + "\nlint = {}\n"
    (tmp_path / "pyproject.toml").write_text(text)
    wheel = wheel_of(tmp_path, {}).rename(tmp_path / "till-1.0-py3-none-any.whl")

    done = run(tmp_path, "check-wheel", wheel.name)

    assert (done.returncode, done.stdout.count("is missing")) == (1, 2)
    assert locale_dir.exists()


def test_domain(tmp_path: Path, locale_dir: Path, catalogs: dict[str, bytes]) -> None:
    """One domain can be named, of which there must be a source."""
    write(locale_dir / "fr/LC_MESSAGES/admin.po", *ENTRIES)
    catalogs["fr/LC_MESSAGES/vend.mo"] = b"another's"
    wheel = wheel_of(tmp_path, catalogs).name

    done = run(tmp_path, "check-wheel", wheel, "--domain", "shop")
    unknown = run(tmp_path, "check-wheel", wheel, "--domain", "shpo")

    assert done.returncode == 0
    assert unknown.returncode == 2
    assert "there is no <locale>/LC_MESSAGES/shpo.po in it" in unknown.stderr


def test_left_out(tmp_path: Path, locale_dir: Path, catalogs: dict[str, bytes]) -> None:
    """A language of which nothing is translated is in no wheel, and is told."""
    write(locale_dir / "it/LC_MESSAGES/shop.po", entry("May", ""))

    done = run(tmp_path, "check-wheel", wheel_of(tmp_path, catalogs).name)

    assert done.returncode == 0
    told = "every language is in it but locale/it/LC_MESSAGES/shop.po, where nothing is translated"
    assert told in done.stdout


def test_left_out_entry(tmp_path: Path, locale_dir: Path, catalogs: dict[str, bytes]) -> None:
    """An entry that no program can use, whose mistake is ignored, is not missed."""
    bad = "# i18n-wsgi: ignore E103: for a test\n" + entry("Page %(a)s", "Page %(b)s")
    write(locale_dir / "fr/LC_MESSAGES/shop.po", *ENTRIES, bad, language="fr")
    wheel = wheel_of(tmp_path, catalogs)

    assert [*problems_of(wheel, locale_dir)] == []
