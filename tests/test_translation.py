"""A text in the reader's language: lazy messages and their parameters."""

from __future__ import annotations

import datetime
import enum
import re
from typing import Any

import pytest
from babel import Locale
from hypothesis import given, settings
from hypothesis import strategies as st

from i18n_wsgi.catalogs import Catalogs
from i18n_wsgi.catalogs.compiling import compile_catalog
from i18n_wsgi.messages import Message, translator
from i18n_wsgi.translation import translate
from tests.conftest import WriteCatalog, po_text

_MARKS = translator("library")
_ = _MARKS.gettext
FSI, PDI = "\u2068", "\u2069"

ENTRIES = """
msgid "Book"
msgstr "{0}"

msgctxt "verb"
msgid "Book"
msgstr "{0}-verb"

msgid "by %(who)s"
msgstr "{0} %(who)s"

msgid "100% sure"
msgstr "{0}: 100% sure"

msgid "%s of %d"
msgstr "{0} %s %d"

msgid "No. %(n)05d"
msgstr "{0} %(n)05d"

msgid "%(n)d book, %(who)r"
msgid_plural "%(n)d books, %(who)r"
msgstr[0] "{0} %(n)d %(who)r"
msgstr[1] "{0}s %(n)d %(who)r"
"""


@pytest.fixture(scope="module")
def catalogs(tmp_path_factory: pytest.TempPathFactory) -> Catalogs:
    """Four languages, and one that Babel does not know."""
    root = tmp_path_factory.mktemp("locale")
    for locale in ("fr", "de", "he", "pt_BR", "tlh"):
        path = root / locale / "LC_MESSAGES" / "library.mo"
        path.parent.mkdir(parents=True)
        path.write_bytes(compile_catalog(po_text(locale, ENTRIES.format(locale)), locale))
    return Catalogs(domain="library", locale_dir=str(root))


BOOK = _("Book")


class Hostile:
    """A value that can't be shown."""

    def __str__(self) -> str:
        raise RuntimeError("no text for you")

    __repr__ = __str__


class Endless:
    def __repr__(self) -> str:
        return repr(self)


class Shelf(enum.IntEnum):
    TOP = 1200

    def __str__(self) -> str:
        return "top"


ONE, MANY = "%(n)d book, %(who)r", "%(n)d books, %(who)r"
BOOKS = _MARKS.ngettext(ONE, MANY, "n")


def counted(n: object, who: object = "") -> Message:
    return BOOKS % {"n": n, "who": who}


# Lazy texts


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (_("Book"), "fr"),
        (_MARKS.pgettext("verb", "Book"), "fr-verb"),
        (_("by %(who)s") % {"who": "Eco"}, "fr Eco"),
        (_("by %(who)s") % {"who": "Eco", "unasked": 1}, "fr Eco"),
        (_("by %(who)s"), "fr %(who)s"),  # not filled yet
        (_("100% sure"), "fr: 100% sure"),  # and never will be
        (_("%s of %d") % ("a", 2), "fr a 2"),
        (counted(1), "fr 1 ''"),
        (counted(2), "frs 2 ''"),
    ],
)
def test_translate(catalogs: Catalogs, text: Message, expected: str) -> None:
    """A lazy text is told in the locale, with its context, plural form and parameters."""
    assert translate(text, "fr", catalogs=catalogs) == expected


@pytest.mark.parametrize("text", ["", "Book", "100%", "\ud800\0", "by %(who)s"])
def test_plain_text(catalogs: Catalogs, text: str) -> None:
    """Text that is not lazy is itself in every language."""
    assert translate(text, "fr", catalogs=catalogs) is text


@pytest.mark.parametrize("locale", [5, True, b"fr", ["fr"], Locale("fr")])
def test_no_locale(catalogs: Catalogs, locale: Any) -> None:
    """A locale that is no text is a TypeError that says what was received and what is expected."""
    with pytest.raises(
        TypeError, match=rf"^locale is {re.escape(repr(locale))}; allowed: a str, None$"
    ):
        translate(_("Book"), locale, catalogs=catalogs)


@pytest.mark.parametrize("locale", [None, "", "C", "en", "it", "\0", "\ud800", "../../etc"])
def test_english(catalogs: Catalogs, locale: str | None) -> None:
    """Without a translation the text is the English one, as a plain ``str``."""
    told = translate(_("by %(who)s") % {"who": "Eco"}, locale, catalogs=catalogs)

    assert (told, type(told)) == ("by Eco", str)


@pytest.mark.parametrize(
    "who", [Hostile(), Endless(), b"".join], ids=["raises", "endless", "plain"]
)
def test_hostile_parameter(catalogs: Catalogs, who: object) -> None:
    """A parameter that can't be shown costs the translation, never the answer."""
    text = counted(2, who)

    assert translate(text, "fr", catalogs=catalogs) in (str(text), f"frs 2 {b''.join!r}")


@pytest.mark.parametrize(
    "params",
    [{}, {"other": 1}, {"n": "two", "who": 1}, {"n": None, "who": 1}, {"n": 10**5000, "who": 1}],
)
def test_unfit_parameters(catalogs: Catalogs, params: dict[str, object]) -> None:
    """Parameters that don't fit leave the reader with the English text."""
    text = BOOKS % params

    assert translate(text, "fr", catalogs=catalogs) == str(text)


def test_interrupt_passes(catalogs: Catalogs) -> None:
    """What must pass, such as KeyboardInterrupt, passes through a translation."""

    class Interrupting:
        is_armed = False

        def __repr__(self) -> str:
            if self.is_armed:
                raise KeyboardInterrupt
            return ""

    text = counted(1, who := Interrupting())
    who.is_armed = True

    with pytest.raises(KeyboardInterrupt):
        translate(text, "fr", catalogs=catalogs)


@settings(deadline=None, database=None)
@given(st.text(st.characters()), st.integers() | st.booleans())
def test_any_parameter(catalogs: Catalogs, who: str, n: int) -> None:
    """Whatever the parameters hold, they stand in the translation to the letter."""
    told = translate(counted(n, who), "tlh", catalogs=catalogs)

    assert told == f"{'tlh' if abs(n) == 1 else 'tlhs'} {n:d} {who!r}"


@pytest.mark.parametrize(
    ("who", "expected"),
    [
        ([BOOK, "Eco"], "de de und Eco"),
        ((BOOK,), "de de"),
        ([(BOOK, [BOOK]), "Eco"], "de de und de und Eco"),
        ({"title": BOOK}, "de {'title': 'de'}"),
        ([_("by %(who)s") % {"who": BOOK}], "de de de"),
        ([counted(1234)], "de des 1.234 ''"),
    ],
)
def test_nested(catalogs: Catalogs, who: object, expected: str) -> None:
    """A lazy text in a list, a tuple or a dict among the parameters is told, however deep."""
    used: set[str] = set()

    told = translate(_("by %(who)s") % {"who": who}, "de", catalogs=catalogs, used=used)

    assert (told, used) == (expected, {"de"})


@pytest.mark.parametrize("locale", [None, "it", "C", ""])
def test_process_language(
    catalogs: Catalogs, locale: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The language of the process, or of the server, is nobody's."""
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.setenv(name, "fr_FR.UTF-8")

    assert translate(BOOK, locale, catalogs=catalogs) == "Book"


# Parameters as the reader writes them (CLDR)

DAY = datetime.date(2026, 1, 31)


@pytest.mark.parametrize(
    ("locale", "text", "expected"),
    [
        ("de", counted(1234567), "des 1.234.567 ''"),
        ("de", counted(-1234), "des -1.234 ''"),
        ("pt-br", counted(1234), "pt_BRs 1.234 ''"),
        ("de", _("No. %(n)05d") % {"n": 42}, "de 00042"),  # formatted already
        ("de", counted(True), "de 1 ''"),
        ("de", counted(Shelf.TOP), "des 1.200 ''"),
        ("tlh", counted(1234), "tlhs 1234 ''"),  # unknown to CLDR
        ("de", counted(2, 1234), "des 2 1234"),
        ("de", _("by %(who)s") % {"who": 1234}, "de 1234"),  # ids, ports and years stay as they are
        ("de", _("by %(who)s") % {"who": DAY}, "de 31. Januar 2026"),
        ("tlh", _("by %(who)s") % {"who": DAY}, "tlh 2026-01-31"),
        ("de", _("by %(who)s") % {"who": None}, "de None"),
        ("de", _("by %(who)s") % {"who": _("Book")}, "de de"),
        ("tlh", _("by %(who)s") % {"who": _("by %(who)s") % {"who": _("Book")}}, "tlh tlh tlh"),
        ("de", _("by %(who)s") % {"who": _("Journal")}, "de Journal"),
    ],
)
def test_localised(catalogs: Catalogs, locale: str, text: Message, expected: str) -> None:
    """Counts, dates and lazy texts among the parameters are told in the reader's language."""
    assert translate(text, locale, catalogs=catalogs) == expected


@pytest.mark.parametrize(("zone", "is_named"), [(None, False), (datetime.UTC, True)])
def test_time(zone: datetime.tzinfo | None, is_named: bool, catalogs: Catalogs) -> None:
    """A moment is told with its date and time, and with a time zone only when it has one."""
    moment = datetime.datetime(2026, 1, 31, 10, 5, tzinfo=zone)

    told = translate(_("by %(who)s") % {"who": moment}, "de", catalogs=catalogs)

    assert told.startswith("de 31.")
    assert "10:05:00" in told
    assert ("UTC" in told) is is_named


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (_("by %(who)s") % {"who": "Eco"}, f"he {FSI}Eco{PDI}"),
        (_("by %(who)s") % {"who": "\u202eocE\u2069\u200f"}, f"he {FSI}ocE{PDI}"),
        (counted(1234, 1), f"hes {FSI}1,234{PDI} {FSI}1{PDI}"),
        (_("Book"), "he"),
    ],
)
def test_isolated(catalogs: Catalogs, text: Message, expected: str) -> None:
    """In text from right to left a parameter is isolated, and can't break out (UAX #9)."""
    assert translate(text, "he", catalogs=catalogs) == expected


# What was used


@pytest.mark.parametrize(
    ("locale", "text", "expected"),
    [
        ("fr", "plain", set()),
        (None, _("Book"), {"en"}),
        ("it", _("Book"), {"en"}),
        ("fr", _("Journal"), {"en"}),
        ("fr-CA", _("Book"), {"fr"}),
        ("fr", counted(2, Hostile()), {"en"}),
        ("fr", _("by %(who)s") % {"who": _("Journal")}, {"en", "fr"}),
    ],
)
def test_used(catalogs: Catalogs, locale: str | None, text: str, expected: set[str]) -> None:
    """The locales that are collected are those that really occur in the text."""
    used: set[str] = set()

    translate(text, locale, catalogs=catalogs, used=used)

    assert used == expected


@pytest.mark.parametrize("params", [{}, {"book": 9}, ()])
def test_stray_percent(params: object, write_catalog: WriteCatalog) -> None:
    """A text that a stray % keeps from being filled is translated all the same."""
    root = write_catalog("fr", 'msgid "Done 100%"\nmsgstr "Fait à 100 %"\n')
    catalogs = Catalogs(domain="library", locale_dir=str(root))

    assert translate(_("Done 100%") % params, "fr", catalogs=catalogs) == "Fait à 100 %"


@pytest.mark.parametrize("params", [None, {}, {"book": 9}, ()])
def test_percent_that_the_source_lacks(params: object, write_catalog: WriteCatalog) -> None:
    """The translation of a text with nothing to fill in may say "50 %" in prose."""
    root = write_catalog("fr", 'msgid "fifty percent"\nmsgstr "50 %"\n')
    catalogs = Catalogs(domain="library", locale_dir=str(root))
    text = _("fifty percent") if params is None else _("fifty percent") % params

    assert translate(text, "fr", catalogs=catalogs) == "50 %"
