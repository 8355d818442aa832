"""Our own build: catalogs in the wheel, the same everywhere, and none that is broken."""

from __future__ import annotations

import gettext
import os
import sys
import tarfile
import zipfile
from pathlib import Path

import polib
import pytest

from tests.frontdoor import copy_project, run

pytestmark = pytest.mark.frontdoor

FRENCH = "locale/fr/LC_MESSAGES/i18n_wsgi.po"


def build(kind: str, source: Path, target: Path, **environ: str) -> Path:
    result = run(
        sys.executable, "-m", "build", f"--{kind}", "--no-isolation", "--outdir", str(target),
        cwd=source, **environ,
    )  # fmt: skip
    assert result.returncode == 0, result.stdout
    (built,) = target.iterdir()
    return built


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copy_project(tmp_path_factory.mktemp("project"))


@pytest.fixture(scope="module")
def wheel(checkout: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build("wheel", checkout, tmp_path_factory.mktemp("wheel"))


def test_every_catalog_is_compiled(checkout: Path, wheel: Path) -> None:
    """The wheel has one .mo for every .po, and no .po."""
    sources = {str(path.relative_to(checkout)) for path in (checkout / "locale").rglob("*.po")}

    names = zipfile.ZipFile(wheel).namelist()

    compiled = {name for name in names if name.endswith((".mo", ".po"))}
    assert compiled == {f"i18n_wsgi/{name.removesuffix('.po')}.mo" for name in sources}


def test_gettext_reads_it(wheel: Path) -> None:
    """Python's own gettext gets French out of the wheel."""
    with zipfile.ZipFile(wheel).open(f"i18n_wsgi/{FRENCH.removesuffix('.po')}.mo") as compiled:
        french = gettext.GNUTranslations(compiled)

    assert french.gettext("Not Found") == "Introuvable"


def test_header_is_bare(wheel: Path) -> None:
    """A compiled catalog's header has Content-Type, Plural-Forms and Language, nothing else."""
    data = zipfile.ZipFile(wheel).read(f"i18n_wsgi/{FRENCH.removesuffix('.po')}.mo")

    metadata = polib.mofile(data).metadata

    assert sorted(metadata) == ["Content-Type", "Language", "Plural-Forms"]


def test_tree_stays_clean(checkout: Path, wheel: Path) -> None:
    """Building leaves nothing in the source tree."""
    generated = [path for path in checkout.rglob("*") if path.suffix in {".mo", ".whl"}]

    assert generated == []


def test_same_bytes_elsewhere(checkout: Path, wheel: Path, tmp_path: Path) -> None:
    """Umask, time zone, hash seed and time of day leave no trace in the wheel."""
    before = os.umask(0o077)
    try:
        copy = copy_project(tmp_path)
        for path in copy.rglob("*"):
            path.chmod(0o700 if path.is_dir() else 0o600)
            os.utime(path, (86_400, 86_400))
        again = build("wheel", copy, tmp_path / "out", TZ="Asia/Tokyo", PYTHONHASHSEED="7")
    finally:
        os.umask(before)

    assert again.read_bytes() == wheel.read_bytes()


def test_sdist_gives_the_same_wheel(checkout: Path, wheel: Path, tmp_path: Path) -> None:
    """The wheel made from the sdist is the wheel made from the checkout."""
    sdist = build("sdist", checkout, tmp_path / "sdist")
    with tarfile.open(sdist) as archive:
        archive.extractall(tmp_path / "unpacked", filter="data")
    (unpacked,) = (tmp_path / "unpacked").iterdir()

    again = build("wheel", unpacked, tmp_path / "out")

    assert again.read_bytes() == wheel.read_bytes()


BROKEN = {
    "an unfinished text": (
        'msgstr "Introuvable"',
        'msgstr "Introuvable',
        "E301",
    ),
    "a keyword that is none": (
        'msgstr "Introuvable"',
        'msgstring "Introuvable"',
        "E301",
    ),
    "a lost placeholder": (
        'msgid "There is nothing at %(path)s."\nmsgstr "',
        'msgid "There is nothing at %(path)s."\nmsgstr "Rien."\n# "',
        "E101",
    ),
    "a foreign placeholder": (
        'msgid "There is nothing at %(path)s."\nmsgstr "',
        'msgid "There is nothing at %(path)s."\nmsgstr "%(secret)s ',
        "E102",
    ),
    "a plural form too few": (
        "msgstr[1]",
        "# msgstr[1]",
        "E209",
    ),
    "a plural rule too small": (
        "nplurals=2; plural=(n > 1)",
        "nplurals=1; plural=0",
        "E206",
    ),
    "another language": (
        '"Language: fr',
        '"Language: de',
        "E321",
    ),
    "a msgid twice": (
        'msgid "Not Found"',
        'msgid "Not Found"\nmsgstr "Perdu"\n\nmsgid "Not Found"',
        "E309",
    ),
    "a plural rule that is none": (
        "plural=(n > 1)",
        "plural=(n >> 1)",
        "E202",
    ),
}


@pytest.mark.parametrize("name", BROKEN)
def test_broken_catalog_stops_the_build(name: str, tmp_path: Path) -> None:
    """A broken catalog ends the build with its file, line and code, and no wheel."""
    sound, broken, code = BROKEN[name]
    checkout = copy_project(tmp_path)
    catalog = checkout / FRENCH
    text = catalog.read_text("utf-8")
    assert sound in text
    catalog.write_text(text.replace(sound, broken, 1), "utf-8")

    result = run(
        sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(tmp_path / "out"),
        cwd=checkout,
    )  # fmt: skip

    assert result.returncode != 0
    told = [line for line in result.stdout.splitlines() if line.startswith(f"{FRENCH}:")]
    assert told, result.stdout
    assert told[0].split(":")[1].isdecimal()
    assert f": error {code} " in told[0]
    assert not list(tmp_path.glob("out/*.whl"))


def test_all_problems_are_listed(tmp_path: Path) -> None:
    """The build tells every broken text of every catalog, not the first one only."""
    checkout = copy_project(tmp_path)
    for locale in ("de", "fr"):
        catalog = checkout / "locale" / locale / "LC_MESSAGES" / "i18n_wsgi.po"
        text = catalog.read_text("utf-8")
        catalog.write_text(text.replace('msgstr "', 'msgstr "%(secret)s '), "utf-8")

    result = run(
        sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(tmp_path / "out"),
        cwd=checkout,
    )  # fmt: skip

    told = [line for line in result.stdout.splitlines() if "%(secret)s is not in" in line]
    assert {line.split("/")[1] for line in told} == {"de", "fr"}
    assert len(told) > 100
