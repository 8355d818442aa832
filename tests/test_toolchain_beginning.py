"""``i18n-wsgi catalog init``, ``pseudo`` and ``update``."""

from __future__ import annotations

import gettext
import shutil
import subprocess
from pathlib import Path

import pytest
from babel.localedata import locale_identifiers

from i18n_wsgi.catalogs.po_file import PoFile
from i18n_wsgi.settings import SettingsError
from i18n_wsgi.toolchain.beginning import begin, pseudo, spelled
from i18n_wsgi.toolchain.lint import lint_bytes
from tests.commanding import run, write, write_template
from tests.linting import catalog, codes, entry

ENTRIES = (
    "#. Translators: mind it.\n#: a.py\n" + entry("Book %(book)s", "", flags="python-format"),
    entry("%(n)d book", "", "", plural="%(n)d books", flags="python-format"),
    'msgctxt "verb"\n' + entry("May", ""),
    entry('"50 %%" of %(it)s,\n\t\\', "", flags="python-format"),
    entry('\n <b>Read</b> <a href="%(url)s">more</a> &amp; less: https://example.org/a?b=c\n', ""),
    entry("{name} and {0:.2f}, ${price}, or ask@example.org", "", flags="python-brace-format"),
)
PO = "locale/{}/LC_MESSAGES/shop.po"
LANGUAGES = [
    "ar",
    "be@tarask",
    "de",
    "en_GB",
    "fr_XX",
    "he",
    "ja",
    "pl",
    "pt_BR",
    "sco",  # of which CLDR knows the name only
    "sr@latin",
    "sr_Latn",
    "zh_Hant",
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A project with a template and no catalog."""
    write_template(tmp_path / "locale/shop.pot", *ENTRIES)
    return tmp_path


@pytest.mark.parametrize("language", LANGUAGES)
def test_begun(language: str) -> None:
    """A catalog that was begun has each message, and no mistake."""
    template = PoFile(catalog(*ENTRIES, language=""))

    text = begin(template, language)

    assert not text.endswith("\n\n")
    assert [one.key for one in PoFile(text).live_entries()] == [
        one.key for one in template.live_entries()
    ]
    assert lint_bytes(text.encode(), f"{language}.po", language).findings == []


@pytest.mark.parametrize(
    "language", ["", "xx", "nowhere", "../fr", "fr/../de", "/etc", "fr.bak", "aa_bb_cc_dd"]
)
def test_unknown_language(language: str) -> None:
    """A language that CLDR does not know is refused."""
    with pytest.raises(SettingsError, match="no language that CLDR knows"):
        begin(PoFile(catalog(*ENTRIES)), language)


@pytest.mark.parametrize("language", ["pt_BR", "zh_Hant", "ar"])
def test_init(folder: Path, language: str) -> None:
    """The command writes it where it belongs; it passes lint, msgfmt and update."""
    done = run(folder, "catalog", "init", language)

    path = folder / PO.format(language)
    assert (done.returncode, done.stdout) == (0, f"{PO.format(language)}: begun\n")
    assert run(folder, "catalog", "lint", "--strict").returncode == 0
    assert run(folder, "catalog", "update", "--check").stdout == ""
    if msgfmt := shutil.which("msgfmt"):
        checked = subprocess.run([msgfmt, "-c", "-o", "-", path], capture_output=True, check=False)
        assert (checked.returncode, checked.stderr) == (0, b"")


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("pt-br", "pt_BR"),
        ("ZH-hant-tw", "zh_Hant_TW"),
        ("FR", "fr"),
        ("ca@valencia", "ca@valencia"),
        ("fr.UTF-8", "fr"),
        ("ca_ES.utf8@valencia", "ca_ES@valencia"),
    ],
)
def test_spelled(given: str, expected: str) -> None:
    """A catalog's folder is called as gettext calls it."""
    assert spelled(given) == expected


def test_init_of_another_spelling(folder: Path) -> None:
    """So ``init`` finds the one that is there."""
    assert run(folder, "catalog", "init", "pt-br").stdout == f"{PO.format('pt_BR')}: begun\n"
    assert run(folder, "catalog", "init", "pt_BR").returncode == 2


def test_update_of_pseudo_locales(folder: Path) -> None:
    """What ``pseudo`` has written is up to date."""
    run(folder, "catalog", "pseudo")

    assert run(folder, "catalog", "update", "--check").returncode == 0


def test_no_folder(tmp_path: Path) -> None:
    """Who is in the wrong folder is told so."""
    done = run(tmp_path, "catalog", "stats")

    told = "i18n-wsgi: there is no folder locale here; name what is meant\n"
    assert (done.returncode, done.stderr) == (2, told)


def test_init_of_one_that_is_there(folder: Path) -> None:
    """A catalog that is there is left alone."""
    before = write(folder / PO.format("fr"), entry("May", "Peut")).read_bytes()

    done = run(folder, "catalog", "init", "fr")

    assert done.returncode == 2
    assert "it is there already" in done.stderr
    assert (folder / PO.format("fr")).read_bytes() == before


def test_init_of_one_of_two(folder: Path) -> None:
    """Of several domains those that have no catalog yet are begun."""
    write_template(folder / "locale/till.pot", *ENTRIES)
    before = write(folder / PO.format("fr"), entry("May", "Peut")).read_bytes()

    done = run(folder, "catalog", "init", "fr")

    assert (done.returncode, done.stdout) == (0, "locale/fr/LC_MESSAGES/till.po: begun\n")
    assert (folder / PO.format("fr")).read_bytes() == before


@pytest.mark.parametrize("language", ["en_XA", "ar_XB"])
def test_init_of_a_pseudo_locale(language: str) -> None:
    """A pseudo-locale is not begun: there is a command that writes it."""
    with pytest.raises(SettingsError, match="catalog pseudo writes it"):
        begin(PoFile(catalog(*ENTRIES)), language)


def test_each_language_of_cldr() -> None:
    """Lint finds nothing wrong with what is begun, whichever language of CLDR it is for."""
    template = PoFile(catalog(entry("%(n)d book", "", "", plural="%(n)d books"), language=""))
    languages = [name for name in locale_identifiers() if "_" not in name and name != "root"]

    found = {
        language: codes(lint_bytes(begin(template, language).encode(), "x.po", language).findings)
        for language in languages
    }

    assert len(languages) > 200
    assert {language for language in found if found[language]} == set()


@pytest.mark.parametrize(
    ("language", "forms"),
    [("de", "2"), ("ja", "1"), ("yue", "1"), ("wo", "1"), ("kab", "2"), ("sat", "3"), ("sco", "2")],
)
def test_plural_forms(language: str, forms: str) -> None:
    """A language has as many forms as gettext says, or CLDR where gettext doesn't know it."""
    text = begin(PoFile(catalog(*ENTRIES)), language)

    assert f'"Plural-Forms: nplurals={forms}; ' in text


@pytest.mark.parametrize("locale", ["en_XA", "ar_XB"])
def test_pseudo_sound(locale: str) -> None:
    """A pseudo-locale has no mistake."""
    text = pseudo(PoFile(catalog(*ENTRIES)), locale)

    assert lint_bytes(text.encode(), f"{locale}.po", locale).findings == []


@pytest.mark.parametrize("locale", ["en_XA", "ar_XB"])
@pytest.mark.parametrize(
    "msgid",
    ["{{x}} of {n}", "{{{x}}} is }} or {{", "{x:>{width}} of {n!r}", "Send {a: {b: [c]}} to {n}"],
)
def test_pseudo_braces(locale: str, msgid: str) -> None:
    """What stands in braces is no text, nor are braces that are written twice."""
    template = PoFile(catalog(entry(msgid, "", flags="python-brace-format")))

    text = pseudo(template, locale)

    assert lint_bytes(text.encode(), f"{locale}.po", locale).findings == []


def test_pseudo(folder: Path) -> None:
    """Both pseudo-locales are written, and can be compiled and read."""
    assert run(folder, "catalog", "pseudo").returncode == 0
    done = run(folder, "catalog", "compile")

    assert (done.returncode, done.stdout) == (0, "2 catalogs compiled\n")
    read = {
        locale: gettext.translation("shop", folder / "locale", [locale])
        for locale in ("en_XA", "ar_XB")
    }
    assert read["en_XA"].pgettext("verb", "May") == "[Ṁåý one]"
    assert read["en_XA"].ngettext("%(n)d book", "%(n)d books", 1) == "[%(n)d ƀööķ one]"
    assert read["ar_XB"].gettext("Book %(book)s") == "\u202eBook \u202c%(book)s"


# -- update and compile ----------------------------------------------------------------------------------------


def test_update(folder: Path) -> None:
    """A catalog gets what its template has; the command says how much."""
    write(folder / PO.format("fr"), entry("Book %(book)s", "Livre %(book)s", flags="python-format"))

    done = run(folder, "catalog", "update")

    told = f"{PO.format('fr')}: 1 kept, 5 new, 0 fuzzy, 0 obsolete\n"
    assert (done.returncode, done.stdout) == (0, told)
    assert run(folder, "catalog", "update").stdout == ""


def test_update_checked(folder: Path) -> None:
    """With --check nothing is written, and the status says whether it would be."""
    path = write(folder / PO.format("fr"), entry("May", "Peut"))
    before = path.read_bytes()

    done = run(folder, "catalog", "update", "--check")

    assert done.returncode == 1
    assert done.stderr == "1 catalog of 1 not up to date; i18n-wsgi catalog update brings them up\n"
    assert path.read_bytes() == before


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "iso-8859-1", "utf-16"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_update_keeps_the_charset(folder: Path, codec: str, end: str) -> None:
    """A file's charset, mark and line ends stay."""
    path = folder / PO.format("fr")
    declared = "ISO-8859-1" if codec == "iso-8859-1" else "UTF-8"
    text = catalog(entry("a", "é")).replace("UTF-8", declared).replace("\n", end)
    path.parent.mkdir(parents=True)
    path.write_bytes(text.encode(codec))

    done = run(folder, "catalog", "update")

    written = path.read_bytes().decode(codec)
    assert done.returncode == 0
    assert f'msgid "May"{end}' in written
    assert "é" in written
    assert written.count("\n") == written.count(end)
    assert path.read_bytes()[:2] == text.encode(codec)[:2]


def test_update_beyond_the_charset(folder: Path) -> None:
    """A letter that the file's charset lacks is one line, and the file stays."""
    write_template(folder / "locale/shop.pot", entry("→ é", ""))
    path = folder / PO.format("fr")
    path.parent.mkdir(parents=True)
    before = catalog(entry("a", "é")).replace("UTF-8", "ISO-8859-1").encode("iso-8859-1")
    path.write_bytes(before)

    done = run(folder, "catalog", "update")

    assert done.returncode == 2
    assert "save the file as UTF-8 first" in done.stderr
    assert path.read_bytes() == before


def test_update_of_what_is_no_text(folder: Path) -> None:
    """A file with bytes that nobody can read stays."""
    path = write(folder / PO.format("fr"))
    path.write_bytes(before := path.read_bytes() + b'\nmsgid "a"\nmsgstr "\xff"\n')

    done = run(folder, "catalog", "update")

    assert done.returncode == 2
    assert "is not utf-8" in done.stderr
    assert path.read_bytes() == before


@pytest.mark.parametrize("stale", ["<<<<<<< HEAD\n", "", 'msgid "a\n'])
@pytest.mark.parametrize("name", [PO.format("fr"), "locale/shop.pot"])
def test_update_of_what_is_broken(folder: Path, stale: str, name: str) -> None:
    """A catalog or template that is empty or broken, such as by a merge, is one line, and the file stays."""
    write(folder / PO.format("fr"), entry("May", "Peut"))
    (folder / name).write_text(stale and catalog(stale, entry("May", "Peut")), "utf-8")
    before = (folder / PO.format("fr")).read_bytes()

    done = run(folder, "catalog", "update")

    assert done.returncode == 2
    assert done.stderr.startswith(f"i18n-wsgi: {name}:")
    assert done.stderr.count("\n") == 1
    assert (folder / PO.format("fr")).read_bytes() == before


def test_update_keeps_links_and_modes(folder: Path) -> None:
    """A link stays a link, a file's mode stays, and nothing is left beside it."""
    path = folder / PO.format("fr")
    own = write(folder / "mine.po", entry("a", "A"))
    own.chmod(0o640)
    path.parent.mkdir(parents=True)
    path.symlink_to(own)

    assert run(folder, "catalog", "update").returncode == 0

    assert path.is_symlink()
    assert "May" in own.read_text("utf-8")
    assert own.stat().st_mode & 0o777 == 0o640
    assert sorted(one.name for one in folder.iterdir()) == ["locale", "mine.po"]


def test_quotes_in_the_header() -> None:
    """What the template says of itself may hold quotes."""
    template = catalog().replace("library 1.0", r"the \"library\" 1.0")

    text = begin(PoFile(template), "fr")

    assert PoFile(text).fields["Project-Id-Version"] == 'the "library" 1.0'
    assert PoFile(text).faults == []
