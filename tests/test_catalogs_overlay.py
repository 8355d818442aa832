"""A folder whose texts go before those that were shipped, to correct one of them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest

from i18n_wsgi.catalogs import Catalogs
from i18n_wsgi.catalogs.compiling import compile_catalog
from i18n_wsgi.fault_middleware import FaultMiddleware
from i18n_wsgi.messages import Message, translator
from i18n_wsgi.translation import translate
from tests.conftest import WriteCatalog, call, po_text, raising

_MARKS = translator("library")
_ = _MARKS.gettext
BOOKS = _MARKS.ngettext("%(n)d book", "%(n)d books", "n")

SHIPPED = """
msgid "Book"
msgstr "Buch"

msgid "Shelf"
msgstr "Regal"

msgctxt "verb"
msgid "Book"
msgstr "Buchen"

msgid "Book %(x)s"
msgstr "Buch %(x)s"

msgid "%(n)d book"
msgid_plural "%(n)d books"
msgstr[0] "%(n)d Buch"
msgstr[1] "%(n)d Bücher"
"""

Overlay = Callable[..., Path]


@pytest.fixture
def overlay(tmp_path: Path) -> Overlay:
    """Writes a catalog into the overlay; answers its path."""

    def write(locale: str, entries: str, suffix: str = "po", domain: str = "library") -> Path:
        source = po_text(locale, entries)
        path = tmp_path / "overlay" / locale / "LC_MESSAGES" / f"{domain}.{suffix}"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(compile_catalog(source, "any.po") if suffix == "mo" else source)
        return path

    return write


@pytest.fixture
def catalogs(write_catalog: WriteCatalog, tmp_path: Path) -> Catalogs:
    """German as it was shipped, and an overlay that is still empty."""
    root = write_catalog("de", SHIPPED)
    overlay_dir = str(tmp_path / "overlay")
    return Catalogs(domain="library", locale_dir=str(root), overlay_dir=overlay_dir)


def entry(msgid: str, msgstr: str) -> str:
    return f'msgid "{msgid}"\nmsgstr "{msgstr}"\n'


@pytest.mark.parametrize("suffix", ["mo", "po"])
@pytest.mark.parametrize(
    ("entries", "text", "expected"),
    [
        (entry("Book", "Band"), _("Book"), "Band"),
        (entry("Book", "Band"), _("Shelf"), "Regal"),
        (entry("Book", "Band"), _MARKS.pgettext("verb", "Book"), "Buchen"),
        ('msgctxt "verb"\n' + entry("Book", "Buch!"), _MARKS.pgettext("verb", "Book"), "Buch!"),
        ('msgctxt "verb"\n' + entry("Book", "Buch!"), _("Book"), "Buch"),
        (entry("Book %(x)s", "Nr. %(x)s"), _("Book %(x)s") % {"x": 9}, "Nr. 9"),
        (
            'msgid "%(n)d book"\nmsgid_plural "%(n)d books"\n'
            'msgstr[0] "%(n)d Band"\nmsgstr[1] "%(n)d Bände"\n',
            BOOKS % {"n": 2},
            "2 Bände",
        ),
        ("", _("Book"), "Buch"),
        (entry("Book", ""), _("Book"), "Buch"),  # empty is untranslated
    ],
)
def test_texts(
    entries: str, text: Message, expected: str, suffix: str, overlay: Overlay, catalogs: Catalogs
) -> None:
    """A text of the overlay goes before the shipped one; all others are as they were shipped."""
    overlay("de", entries, suffix)

    assert translate(text, "de", catalogs=catalogs) == expected


def test_compiled_before_source(overlay: Overlay, catalogs: Catalogs) -> None:
    """Of an overlay's two files for a locale the compiled one is used, as in other places."""
    overlay("de", entry("Book", "Quelle"), "po")
    overlay("de", entry("Book", "Band"), "mo")

    assert translate(_("Book"), "de", catalogs=catalogs) == "Band"


@pytest.mark.parametrize("spelling", ["pt-BR", "pt_br", "pt", "pt_Latn_BR", "pt_BR.UTF-8"])
@pytest.mark.parametrize("asked", ["pt_BR", "pt-br", "pt"])
def test_spelled_otherwise(
    spelling: str, asked: str, overlay: Overlay, catalogs: Catalogs, write_catalog: WriteCatalog
) -> None:
    """The overlay may spell a locale otherwise than those who shipped it, and than the reader."""
    write_catalog("pt_BR", entry("Book", "Livro") + "\n" + entry("Shelf", "Estante"))
    overlay(spelling, entry("Book", "Volume"))

    told = [translate(_(text), asked, catalogs=catalogs) for text in ("Book", "Shelf")]

    assert told == ["Volume", "Estante"]


def test_locale_of_translation(overlay: Overlay, catalogs: Catalogs) -> None:
    """What was used is told as the overlay spells it, which is the same language."""
    overlay("de-DE", entry("Book", "Band"))
    used: set[str] = set()

    translate(_("Book"), "de", catalogs=catalogs, used=used)

    assert used == {"de-DE"}


def test_region(overlay: Overlay, catalogs: Catalogs) -> None:
    """An overlay for a region changes that region's texts alone."""
    overlay("de_AT", entry("Book", "Schmöker"))

    told = [translate(_("Book"), locale, catalogs=catalogs) for locale in ("de_AT", "de", "de_CH")]

    assert told == ["Schmöker", "Buch", "Buch"]


def test_offer(overlay: Overlay, catalogs: Catalogs) -> None:
    """A language that only the overlay has is on offer, and a region's as well."""
    overlay("fr", entry("Book", "Livre"))
    overlay("de_AT", entry("Book", "Schmöker"))

    assert catalogs.locales == ("de", "de_AT", "en", "fr")
    assert catalogs.matcher.best_match("fr, de-AT;q=0.5") == "fr"


@pytest.mark.parametrize("spelling", ["de", "de-DE", "de_Latn", "DE"])
def test_offer_spelled_otherwise(spelling: str, overlay: Overlay, catalogs: Catalogs) -> None:
    """A language that was shipped is on offer as it was spelled there."""
    overlay(spelling, entry("Book", "Band"))

    assert catalogs.locales == ("de", "en")


def test_offer_is_narrowed(overlay: Overlay, write_catalog: WriteCatalog, tmp_path: Path) -> None:
    """The setting ``languages`` holds for those of the overlay as well."""
    overlay("fr", entry("Book", "Livre"))
    overlay("it", entry("Book", "Libro"))

    catalogs = Catalogs(
        domain="library",
        locale_dir=str(write_catalog("de", SHIPPED)),
        overlay_dir=str(tmp_path / "overlay"),
        languages=["de", "it"],
    )

    assert catalogs.locales == ("de", "it")


def test_added_language(overlay: Overlay, tmp_path: Path) -> None:
    """A client reads what the overlay has of its language, and English beside it, both told."""
    overlay("eo", entry("Not Found", "Ne trovita"), domain="i18n_wsgi")
    application = FaultMiddleware(
        raising(KeyError()), overlay_dir=str(tmp_path / "overlay"), error_map={KeyError: 404}
    )

    response = call(application, headers={"Accept-Language": "eo"})

    assert response.json["title"] == "Ne trovita"
    assert response.headers["Content-Language"] == "eo, en"


def test_offer_of_ours(overlay: Overlay, tmp_path: Path) -> None:
    """A service without catalogs offers our languages, and those that the overlay has of either."""
    overlay("eo", entry("Book", "Libro"))
    overlay("ia", entry("Not Found", "Non trovate"), domain="i18n_wsgi")
    overlay("io", entry("Not Found", "Ne trovita"), domain="shelf")

    catalogs = Catalogs(domain="library", overlay_dir=str(tmp_path / "overlay"))

    assert {"de", "eo", "ia"} <= set(catalogs.locales)
    assert "io" not in catalogs.locales


def test_any_domain(overlay: Overlay, catalogs: Catalogs) -> None:
    """An overlay corrects texts of any domain, ours among them."""
    overlay("de", entry("Not Found", "Fehlanzeige"), domain="i18n_wsgi")

    told = [
        translate(Message(text), "de", catalogs=catalogs) for text in ("Not Found", "Forbidden")
    ]

    assert told[0] == "Fehlanzeige"
    assert told[1] not in ("Forbidden", "Fehlanzeige")


def test_english(overlay: Overlay, catalogs: Catalogs) -> None:
    """An overlay may correct the English of whoever reads English; the source text stays."""
    overlay("en", entry("Book", "Volume"))

    told = [translate(_("Book"), locale, catalogs=catalogs) for locale in ("en", "en-GB", None)]

    assert told == ["Volume", "Volume", "Book"]
    assert catalogs.locales == ("de", "en")


@pytest.mark.parametrize("missing", ["", "missing", "file", "x" * 300, "nul\0nul"])
def test_no_overlay(missing: str, write_catalog: WriteCatalog, tmp_path: Path) -> None:
    """An overlay that is not there changes nothing."""
    (tmp_path / "file").touch()
    root = write_catalog("de", SHIPPED)
    overlay_dir = missing and str(tmp_path / missing)

    catalogs = Catalogs(domain="library", locale_dir=str(root), overlay_dir=overlay_dir)

    assert translate(_("Book"), "de", catalogs=catalogs) == "Buch"
    assert catalogs.locales == ("de", "en")


@pytest.mark.parametrize("suffix", ["mo", "po"])
def test_broken(
    suffix: str, overlay: Overlay, catalogs: Catalogs, caplog: pytest.LogCaptureFixture
) -> None:
    """A file of the overlay that can't be used leaves the shipped texts, and is told once."""
    path = overlay("de", entry("Book", "Band"), suffix)
    path.write_bytes(b"broken")

    told = [translate(_("Book"), "de", catalogs=catalogs) for _turn in range(3)]

    assert told == ["Buch"] * 3
    (record,) = caplog.records
    assert str(path) in record.getMessage()


def test_bad_translation(
    overlay: Overlay, catalogs: Catalogs, caplog: pytest.LogCaptureFixture
) -> None:
    """A text of the overlay that does not fit its source leaves the shipped one, and is told once."""
    path = overlay("de", entry("Book %(x)s", "Nr. %(x)s"), "mo")
    path.write_bytes(path.read_bytes().replace(b"Nr. %(x)s", b"Nr. %(y)s"))
    text = _("Book %(x)s") % {"x": 9, "y": "secret"}

    told = [translate(text, "de", catalogs=catalogs) for _turn in range(3)]

    assert told == ["Buch 9"] * 3
    assert len(caplog.records) == 1


@pytest.mark.parametrize("suffix", ["mo", "po"])
def test_reload(
    suffix: str, overlay: Overlay, catalogs: Catalogs, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An overlay's files may come, change and go while they are in use."""
    clock = SimpleNamespace(now=1000.0)
    clock.monotonic = lambda: clock.now
    monkeypatch.setattr("i18n_wsgi.catalogs.lookup.time", clock)
    path = overlay("de", entry("Book", "x"), suffix)
    changes: list[Callable[[], object]] = [
        path.unlink,
        lambda: overlay("de", entry("Book", "Band"), suffix),
        lambda: overlay("de", entry("Book", "Schwarte"), suffix),
        path.unlink,
    ]

    told = []
    for change in changes:
        change()
        clock.now += 1
        told.append(translate(_("Book"), "de", catalogs=catalogs))

    assert told == ["Buch", "Band", "Schwarte", "Buch"]


def test_setting(overlay: Overlay, tmp_path: Path) -> None:
    """The setting ``overlay_dir`` corrects what clients read."""
    overlay("fr", entry("Not Found", "Introuvable ici"), domain="i18n_wsgi")
    application = FaultMiddleware(
        raising(KeyError()), overlay_dir=str(tmp_path / "overlay"), error_map={KeyError: 404}
    )

    response = call(application, headers={"Accept-Language": "fr"})

    assert response.json["title"] == "Introuvable ici"
    assert response.headers["Content-Language"] == "fr"
