"""Lazy texts of Django, Babel and oslo.i18n, wherever ours are taken. Babel and oslo.i18n are real."""

from __future__ import annotations

import copy
import sys
from collections import deque
from collections.abc import Callable, Iterator
from types import ModuleType
from typing import Any

import pytest
import webob.exc
from babel.support import LazyProxy
from oslo_i18n import _message as oslo

from i18n_wsgi.catalogs import Catalogs
from i18n_wsgi.errors import APIError, ErrorItem
from i18n_wsgi.messages import ForeignText, Message, as_text, translator
from i18n_wsgi.translation import translate, translate_exception
from tests.conftest import WriteCatalog
from tests.lazy_strings import ACTIVE, ENGLISH, LazyText, Promise, install, text_now

_ = translator("library").gettext


@pytest.fixture(autouse=True)
def _no_active_language() -> Iterator[None]:
    """No test finds the language that was active in another one."""
    token = ACTIVE.set("en")
    yield
    ACTIVE.reset(token)


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Puts the stand-in for Django in place; answers the languages that it is asked for."""
    return install(monkeypatch)


@pytest.fixture
def catalogs(write_catalog: WriteCatalog) -> Catalogs:
    """French; in its catalog ``Book`` has another text than Django and Babel have."""
    entries = (
        'msgid "Book"\nmsgstr "Notre livre"\n\nmsgid "by %(who)s"\nmsgstr "de %(who)s"\n\n'
        'msgid "%(n)d book"\nmsgid_plural "%(n)d books"\n'
        'msgstr[0] "%(n)d livre"\nmsgstr[1] "%(n)d livres"\n'
    )
    return Catalogs(domain="library", locale_dir=str(write_catalog("fr", entries)))


# What is a text


@pytest.mark.parametrize("text", ["", "Book", "\ud800", _("Book"), _("")])
def test_strings(text: str) -> None:
    """A string, or a message of ours, is its own text."""
    assert as_text(text) is text


@pytest.mark.parametrize("value", [None, 5, b"Book", ["Book"], ValueError("Book"), Promise])
def test_no_text(value: object, asked: list[str]) -> None:
    """Whatever is neither a string nor lazy is no text."""
    assert as_text(value) is None


def test_lazy_text(asked: list[str]) -> None:
    """A lazy string is wrapped: in English as a string, and still lazy beside it."""
    lazy = LazyText()

    text = as_text(lazy)

    assert isinstance(text, ForeignText)
    assert (text, text.lazy) == (ENGLISH, lazy)


@pytest.mark.parametrize(
    "contents",
    [{}, {"Promise": None}, {"Promise": "Promise"}],
    ids=["missing", "None", "no class"],
)
def test_half_loaded(contents: dict[str, object], monkeypatch: pytest.MonkeyPatch) -> None:
    """A module that is still being imported, or is another one, has no lazy strings."""
    module = ModuleType("django.utils.functional")
    vars(module).update(contents)
    monkeypatch.setitem(sys.modules, "django.utils.functional", module)

    assert as_text(LazyText()) is None


def test_not_loaded() -> None:
    """Without Django nothing is one of its strings, and Django is not imported to find out."""
    assert as_text(LazyText()) is None
    assert not [name for name in sys.modules if name.partition(".")[0] == "django"]


def test_lazy_but_no_text() -> None:
    """A lazy value of another type is the text that it shows."""
    assert as_text(LazyProxy(lambda: 5)) == "5"


# Django's strings


@pytest.mark.parametrize(
    ("locale", "language", "expected"),
    [
        ("fr", "fr", "Livre"),
        ("pt_BR", "pt-br", "Livro"),
        ("pt-br", "pt-br", "Livro"),
        ("sr@latin", "sr-latn", "Knjiga"),
        ("sr_RS", "sr", "Књига"),
        ("zh_Hant", "zh-hant", "書"),
        ("zh_TW", "zh-hant", "書"),
        ("no", "nb", "Bok"),
        ("fr_CA", "fr", "Livre"),
        ("zh_CN", "en", "Book"),
        ("it", "en", "Book"),
    ],
)
def test_languages(locale: str, language: str, expected: str, asked: list[str]) -> None:
    """Django is asked for the reader's language as Django spells it, and for none that it lacks."""
    told = translate(LazyText(), locale)  # type: ignore[arg-type]  # it is no str

    assert (told, asked[-1]) == (expected, language)


@pytest.mark.parametrize(
    ("locale", "used"), [("fr", {"fr"}), ("pt_BR", {"pt_BR"}), ("it", {"en"}), (None, {"en"})]
)
def test_used(locale: str | None, used: set[str], asked: list[str]) -> None:
    """A lazy string that comes back in English counts as English."""
    found: set[str] = set()

    translate(LazyText(), locale, used=found)  # type: ignore[arg-type]  # it is no str

    assert found == used


@pytest.mark.parametrize("active", ["de", "fr", "en"])
def test_active_language(active: str, asked: list[str]) -> None:
    """The language that is active in the thread has no say, and is active again afterwards."""
    ACTIVE.set(active)

    told = [translate(LazyText(), locale) for locale in ("fr", None)]  # type: ignore[arg-type]

    assert (told, ACTIVE.get()) == (["Livre", "Book"], active)


# Wherever ours are taken

Raise = Callable[[object], Exception]


class Lost(APIError):
    status = 404


class Declared(Exception):
    def __init__(self, text: object) -> None:
        super().__init__(7)
        self.hint = text


class WithMessage(Exception):
    def __init__(self, text: object) -> None:
        super().__init__()
        self.message = text


class Slotted(Exception):
    __slots__ = ("hint",)

    def __init__(self, text: object) -> None:
        super().__init__(text)
        self.hint = text


PLACES: dict[str, tuple[Raise, Callable[[Any], object]]] = {
    "args": (ValueError, lambda exc: exc.args[0]),
    "a later argument": (lambda text: ValueError(1, text), lambda exc: exc.args[1]),
    "message": (WithMessage, lambda exc: exc.message),
    "attribute": (Declared, lambda exc: exc.hint),
    "slot": (Slotted, lambda exc: exc.hint),
    "webob's detail": (webob.exc.HTTPNotFound, lambda exc: exc.detail),
    "webob's comment": (
        lambda text: webob.exc.HTTPNotFound(comment=text),
        lambda exc: exc.comment,
    ),
    "APIError": (Lost, lambda exc: exc.message),
    "error item": (
        lambda text: Lost("several", errors=[ErrorItem("/a", "lost", text)]),  # type: ignore[arg-type]
        lambda exc: exc.errors[0].message,
    ),
    "list": (lambda text: Declared(["a", text]), lambda exc: exc.hint[1]),
    "tuple": (lambda text: Declared(("a", [text])), lambda exc: exc.hint[1][0]),
    "class": (
        lambda text: type("Titled", (Exception,), {"title": text})(),
        lambda exc: exc.title,
    ),
    "group": (
        lambda text: ExceptionGroup("several", [ValueError(text)]),
        lambda exc: exc.exceptions[0].args[0],
    ),
}


@pytest.mark.parametrize("place", PLACES)
def test_places_django(place: str, asked: list[str]) -> None:
    """A lazy string of Django's is told wherever one of ours is."""
    make, find = PLACES[place]
    exc = make(LazyText())

    twin = translate_exception(exc, "fr")

    assert str(find(twin)) == "Livre"
    assert type(twin) is type(exc)


@pytest.mark.parametrize("place", PLACES)
def test_places_babel(place: str) -> None:
    """A lazy string of Babel's is told, in the language that its own function chooses."""
    make, find = PLACES[place]
    exc = make(LazyProxy(text_now, enable_cache=False))
    ACTIVE.set("de")

    twin = translate_exception(exc, "fr")

    ACTIVE.set("en")
    assert str(find(twin)) == "Buch"


@pytest.mark.parametrize("place", PLACES)
def test_places_oslo(place: str, catalogs: Catalogs, monkeypatch: pytest.MonkeyPatch) -> None:
    """A message of oslo.i18n's is told by our catalogs, and never asks oslo.i18n for its own."""
    monkeypatch.delattr(oslo.Message, "translation")
    make, find = PLACES[place]
    exc = make(oslo.Message("Book", domain="library"))

    twin = translate_exception(exc, "fr", catalogs=catalogs)

    assert str(find(twin)) == "Notre livre"


@pytest.mark.parametrize("place", PLACES)
def test_original(place: str, asked: list[str]) -> None:
    """The exception keeps its lazy string, whose text stays English."""
    make, find = PLACES[place]
    lazy = LazyText()
    exc = make(lazy)

    translate_exception(exc, "fr")

    assert find(exc) is lazy
    assert as_text(lazy) == "Book"


@pytest.mark.parametrize(
    ("wrap", "expected"),
    [
        (lambda text: text, "de Livre"),
        (lambda text: ["Eco", text], "de Eco et Livre"),
        (lambda text: (text,), "de Livre"),
        (lambda text: {"k": text}, "de {'k': 'Livre'}"),
        (lambda text: {"k": [text]}, "de {'k': ['Livre']}"),
    ],
    ids=["alone", "in a list", "in a tuple", "in a dict", "in a list in a dict"],
)
def test_parameter(
    wrap: Callable[[object], object], expected: str, asked: list[str], catalogs: Catalogs
) -> None:
    """A lazy string among the parameters of one of ours is told in the reader's language."""
    text = _("by %(who)s") % {"who": wrap(LazyText())}
    ACTIVE.set("de")

    assert translate(text, "fr", catalogs=catalogs) == expected


# oslo.i18n's messages


@pytest.mark.parametrize(
    "value",
    [
        oslo.Message("Book", domain="library"),
        [oslo.Message("Book", domain="library")],
        (oslo.Message("Book", domain="library"),),
    ],
    ids=["alone", "in a list", "in a tuple"],
)
def test_oslo_as_parameter(value: object, catalogs: Catalogs) -> None:
    """A message of oslo.i18n's among the parameters of ours is told."""
    assert translate(_("by %(who)s") % {"who": value}, "fr", catalogs=catalogs) == "de Notre livre"


def test_ours_as_parameter_of_oslo(catalogs: Catalogs) -> None:
    """One of ours among the parameters of oslo.i18n's is told."""
    text = oslo.Message("by %(who)s", domain="library") % {"who": _("Book")}

    assert translate(text, "fr", catalogs=catalogs) == "de Notre livre"


@pytest.mark.parametrize(
    ("msgid", "expected"),
    [
        ("a", Message("a", {"n": 2}, domain="library")),
        (("c", "a"), Message("a", {"n": 2}, "c", domain="library")),
        (("a", "b", 2), Message("a", {"n": 2}, None, "b", 2, "library")),
    ],
    ids=["text", "context", "plural"],
)
def test_oslo_is_ours(msgid: object, expected: Message) -> None:
    """A message of oslo.i18n's becomes one of ours with all that it says."""
    text = oslo.Message(msgid, "English", {"n": 2}, domain="library")

    made = as_text(text)

    assert isinstance(made, Message)
    assert made.__reduce__() == expected.__reduce__()


# Our English


@pytest.mark.parametrize("active", ["de", "en"])
@pytest.mark.parametrize(
    ("wrap", "expected"),
    [
        (lambda lazy: {"who": lazy}, "by Book"),
        (lambda lazy: {"who": [lazy]}, "by ['Book']"),
        (lambda lazy: {"who": {"k": (lazy,)}}, "by {'k': ('Book',)}"),
        (lambda lazy: {"who": deque([lazy])}, "by deque(['Book'])"),
    ],
    ids=["alone", "in a list", "in a dict", "in a deque"],
)
def test_english(
    wrap: Callable[[object], object], expected: str, active: str, asked: list[str]
) -> None:
    """A lazy parameter is in English in the source text, whatever language is active."""
    ACTIVE.set(active)

    assert _("by %(who)s") % wrap(LazyText()) == expected


@pytest.mark.parametrize("wrap", [lambda lazy: lazy, lambda lazy: (lazy,)], ids=["alone", "tuple"])
def test_english_by_position(wrap: Callable[[object], object], asked: list[str]) -> None:
    """So is one that is given by position."""
    ACTIVE.set("de")

    assert _("by %s") % wrap(LazyText()) == "by Book"


def test_english_of_oslo() -> None:
    """A message of oslo.i18n's is in English in ours, though its own text is in the server's language."""
    text = oslo.Message("Book", msgtext="Buch", domain="library")

    assert _("by %(who)s") % {"who": text} == "by Book"


def test_list_of_itself() -> None:
    """A list that holds itself is no trouble."""
    items: list[object] = []
    items.append(items)

    assert (_("by %(who)s") % {"who": items}).startswith("by [[")


def test_travelling(asked: list[str]) -> None:
    """A lazy string that was filled in keeps what it is made of when it is copied."""
    text = as_text(LazyText({"en": "by %(who)s", "fr": "de %(who)s"}))
    assert isinstance(text, ForeignText)

    copied = copy.copy(text % {"who": "Eco"})

    assert translate(copied, "fr") == "de Eco"
