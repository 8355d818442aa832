"""The build hooks, of hatchling and of setuptools: a service's wheel has its catalogs, sound ones only."""

from __future__ import annotations

import gettext
import os
import shutil
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

from tests.frontdoor import copy_project, run
from tests.services import (
    BOOK,
    KINDS,
    ask,
    build,
    built,
    catalog_of,
    catalogs_in,
    fresh_environment,
    install,
    po_of,
    write_service,
)

pytestmark = pytest.mark.frontdoor

FRENCH = "acme_shop/locale/fr/LC_MESSAGES/acme-shop.mo"
GERMAN = "acme_shop/locale/de/LC_MESSAGES/acme-shop.mo"
MISTAKE = BOOK.format("Le livre %(livre)s est introuvable.")


@pytest.fixture(scope="module")
def our_wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("ours")
    return built(Path(sys.executable), copy_project(folder), folder / "dist")


@pytest.fixture(scope="module")
def tools(our_wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The Python of a virtualenv that has our wheel; what it needs, and what builds, is lent."""
    folder = tmp_path_factory.mktemp("tools") / "environment"
    python = fresh_environment(folder, Path(sys.executable))
    install(python, python, str(our_wheel))
    return python


@pytest.fixture(scope="module", params=KINDS)
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def service(kind: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_service(kind, tmp_path_factory.mktemp("service"))


@pytest.fixture(scope="module")
def wheel(service: Path, tools: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built(tools, service, tmp_path_factory.mktemp("wheel") / "dist")


def check_wheel(tools: Path, service: Path, wheel: Path) -> tuple[int, str]:
    result = run(str(tools), "-m", "i18n_wsgi", "check-wheel", str(wheel), cwd=service)
    return result.returncode, result.stdout


def test_french_out_of_the_wheel(wheel: Path, tools: Path, tmp_path: Path) -> None:
    """A service that is installed from its wheel answers French readers in French."""
    python = fresh_environment(tmp_path / "fresh", tools, Path(sys.executable))
    install(tools, python, str(wheel))

    told = ask(python)

    assert "404 Not Found" in told
    assert "Le livre 999 est introuvable." in told


def test_french_out_of_the_checkout(kind: str, tools: Path, tmp_path: Path) -> None:
    """A service that is installed editable answers from the .po files of its checkout, as they are now,
    whatever mistakes others have."""
    service = write_service(kind, tmp_path / "service")
    catalog_of(service, "de").write_text(po_of("de", MISTAKE), "utf-8")
    python = fresh_environment(tmp_path / "fresh", tools, Path(sys.executable))
    install(tools, python, "--editable", str(service))
    catalog = catalog_of(service, "fr")
    catalog.write_text(catalog.read_text("utf-8").replace("introuvable", "perdu"), "utf-8")

    told = ask(python)

    assert "Le livre 999 est perdu." in told


def test_catalogs_in_the_wheel(wheel: Path) -> None:
    """The wheel has a catalog for each language that has translations."""
    assert catalogs_in(wheel) == {FRENCH, GERMAN}


@pytest.mark.parametrize("msgid", ["Shelf", "Loan"])
def test_what_is_not_finished(msgid: str, wheel: Path) -> None:
    """Neither a fuzzy nor an empty entry is shipped."""
    with zipfile.ZipFile(wheel).open(FRENCH) as compiled:
        french = gettext.GNUTranslations(compiled)

    assert french.gettext(msgid) == msgid


def test_same_bytes_elsewhere(
    kind: str, service: Path, wheel: Path, tools: Path, tmp_path: Path
) -> None:
    """Umask, time zone, hash seed and time of day leave no trace in a catalog."""
    before = os.umask(0o077)
    try:
        copy = write_service(kind, tmp_path / "copy")
        for path in copy.rglob("*"):
            os.utime(path, (86_400, 86_400))
            if path.suffix != ".po":
                path.chmod(0o755 if path.is_dir() else 0o644)  # setuptools keeps these
        environ = {"TZ": "Asia/Tokyo", "PYTHONHASHSEED": "7"}
        again = built(tools, copy, tmp_path / "dist", **environ)
    finally:
        os.umask(before)

    files, others = zipfile.ZipFile(again), zipfile.ZipFile(wheel)
    for name in (FRENCH, GERMAN):
        assert files.getinfo(name).external_attr == others.getinfo(name).external_attr
        assert files.read(name) == others.read(name)


def test_same_wheel_again(service: Path, wheel: Path, tools: Path, tmp_path: Path) -> None:
    """A wheel that is built twice is the same to the byte."""
    again = built(tools, service, tmp_path / "dist")

    assert again.read_bytes() == wheel.read_bytes()


def test_sdist_gives_the_same_wheel(
    service: Path, wheel: Path, tools: Path, tmp_path: Path
) -> None:
    """The sdist has the catalogs' sources and templates, and the wheel made from it is the same."""
    sdist = built(tools, service, tmp_path / "sdist", "--sdist")
    with tarfile.open(sdist) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
        archive.extractall(tmp_path / "unpacked", filter="data")
    (unpacked,) = (tmp_path / "unpacked").iterdir()

    again = built(tools, unpacked, tmp_path / "dist")

    assert {"locale/acme-shop.pot", "locale/it/LC_MESSAGES/acme-shop.po"} <= names
    assert not [name for name in names if name.endswith(".mo")]
    assert again.read_bytes() == wheel.read_bytes()


def test_tree_stays_clean(service: Path, wheel: Path) -> None:
    """No compiled catalog is left in the source tree, but in the folder that is setuptools' own."""
    generated = {path.relative_to(service).parts[0] for path in service.rglob("*.mo")}

    assert generated <= {"build"}


def test_language_that_is_gone(kind: str, tools: Path, tmp_path: Path) -> None:
    """A language that is deleted is gone from the next wheel, also where a compiled one lies about."""
    service = write_service(kind, tmp_path / "service")
    assert GERMAN in catalogs_in(built(tools, service, tmp_path / "first"))
    shutil.rmtree(service / "locale" / "de")
    (package,) = {path.parent for path in service.glob("**/acme_shop/api.py")} - {
        service / "build" / "lib" / "acme_shop"
    }
    lying = package / "locale" / "pl" / "LC_MESSAGES" / "acme-shop.mo"
    lying.parent.mkdir(parents=True)
    lying.touch()
    (lying.parents[1] / "acme-shop.mo").touch()
    with (service / "pyproject.toml").open("a") as file:
        file.write('\n[tool.setuptools.package-data]\nacme_shop = ["locale/**/*.mo"]\n')

    wheel = built(tools, service, tmp_path / "second")

    assert catalogs_in(wheel) == {FRENCH}


@pytest.mark.parametrize("option", ["--wheel", "--sdist"])
def test_mistake_stops_the_build(option: str, kind: str, tools: Path, tmp_path: Path) -> None:
    """A mistake ends the build with its file, line, column and code, and nothing is made."""
    service = write_service(kind, tmp_path / "service")
    catalog_of(service, "fr").write_text(po_of("fr", MISTAKE), "utf-8")

    result = build(tools, service, tmp_path / "dist", option)

    assert result.returncode != 0
    assert "\nlocale/fr/LC_MESSAGES/acme-shop.po:10:18: error E103 " in result.stdout
    assert "Traceback" not in result.stdout
    assert not list(tmp_path.glob("dist/*"))


def test_warning_is_shown(kind: str, tools: Path, tmp_path: Path) -> None:
    """What may be meant is shown, and stops nothing."""
    service = write_service(kind, tmp_path / "service")

    result = build(tools, service, tmp_path / "dist")

    assert result.returncode == 0
    assert "locale/fr/LC_MESSAGES/acme-shop.po:12:1: warning W310 " in result.stdout


def test_what_the_project_ignores(kind: str, tools: Path, tmp_path: Path) -> None:
    """What the linter is told to ignore stops no build either."""
    ignore = '[[tool.i18n-wsgi.lint.ignore]]\ncode = "E541"\nreason = "for a test"\n'
    service = write_service(kind, tmp_path / "service", extra=ignore)
    catalog_of(service, "fr").write_text(
        po_of("fr", BOOK.format("<b>Le livre %(book)s est introuvable.")), "utf-8"
    )

    result = build(tools, service, tmp_path / "dist")

    assert result.returncode == 0, result.stdout


def test_wrong_setting(kind: str, tools: Path, tmp_path: Path) -> None:
    """A wrong value ends the build with what was received and what is allowed."""
    service = write_service(kind, tmp_path / "service", keys='source = "texts"')

    result = build(tools, service, tmp_path / "dist")

    assert result.returncode != 0
    assert "source is 'texts', where there is no folder; allowed: " in result.stdout
    assert "Traceback" not in result.stdout


def test_other_places(kind: str, tools: Path, tmp_path: Path) -> None:
    """The table names the folder of the sources, that of the wheel, and the domains."""
    keys = 'source = "texts/all"\ntarget = "acme_shop/data/texts"\ndomains = ["acme-shop"]'
    service = write_service(kind, tmp_path / "service", keys=keys)
    shutil.copy(catalog_of(service, "de"), catalog_of(service, "de").with_name("other.po"))
    (service / "texts").mkdir()
    (service / "locale").rename(service / "texts" / "all")

    wheel = built(tools, service, tmp_path / "dist")

    folder = "acme_shop/data/texts"
    assert catalogs_in(wheel) == {
        f"{folder}/{locale}/LC_MESSAGES/acme-shop.mo" for locale in ("de", "fr")
    }


def test_wheel_is_well(service: Path, wheel: Path, tools: Path) -> None:
    """`check-wheel` finds all languages in such a wheel, and tells which has no translations."""
    it = "locale/it/LC_MESSAGES/acme-shop.po"
    told = f"{wheel}: every language is in it but {it}, where nothing is translated\n"
    assert check_wheel(tools, service, wheel) == (0, told)


def test_wheel_lacks_a_language(wheel: Path, tools: Path, kind: str, tmp_path: Path) -> None:
    """`check-wheel` says which language is missing from a wheel."""
    service = write_service(kind, tmp_path / "service")
    catalog_of(service, "es").parent.mkdir(parents=True)
    spanish = po_of("es", BOOK.format("Falta el libro %(book)s."))
    catalog_of(service, "es").write_text(spanish, "utf-8")

    status, told = check_wheel(tools, service, wheel)

    assert status == 1
    assert "es/LC_MESSAGES/acme-shop.mo is missing" in told


def test_in_isolation(our_wheel: Path, tools: Path, tmp_path: Path) -> None:
    """What the service names in its build requirements is all that its build needs."""
    service = write_service("setuptools", tmp_path / "service")

    result = run(
        str(tools), "-m", "build", "--wheel", "--outdir", str(tmp_path / "dist"), cwd=service,
        PIP_FIND_LINKS=str(our_wheel.parent),
    )  # fmt: skip

    assert result.returncode == 0, result.stdout
    (wheel,) = tmp_path.glob("dist/*.whl")
    assert FRENCH in catalogs_in(wheel)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("[tool.i18n-wsgi]", "[tool.another]"),
        (', "i18n_wsgi"]', ', "i18n_wsgi-plugin"]'),
        ("[tool.i18n-wsgi]", "[tool]\ni18n-wsgi = 3"),
    ],
    ids=["no table", "not required", "no table at all"],
)
def test_no_business_of_ours(before: str, after: str, tools: Path, tmp_path: Path) -> None:
    """A setuptools project that doesn't ask for the hook is built as it was, mistakes or not."""
    service = write_service("setuptools", tmp_path / "service")
    catalog_of(service, "fr").write_text(po_of("fr", MISTAKE), "utf-8")
    project = service / "pyproject.toml"
    project.write_text(project.read_text().replace(before, after))

    wheel = built(tools, service, tmp_path / "dist", "--wheel", "--skip-dependency-check")

    assert catalogs_in(wheel) == set()
