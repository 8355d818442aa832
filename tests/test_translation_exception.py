"""The exception's twin in the reader's language."""

from __future__ import annotations

import threading
import traceback
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import pytest
import webob.exc

from i18n_wsgi.catalogs import Catalogs, request_catalogs
from i18n_wsgi.errors import APIError, ErrorItem
from i18n_wsgi.messages import Message, translator
from i18n_wsgi.translation import translate_exception
from tests.conftest import WriteCatalog

_ = translator("library").gettext
BOOK = _("Book %(book)s") % {"book": 9}
MARKED = _("Book")


@pytest.fixture
def catalogs(write_catalog: WriteCatalog) -> Catalogs:
    """French, German and Hebrew."""
    for locale, text in {"fr": "Livre", "de": "Buch", "he": "ספר"}.items():
        entries = (
            f'msgid "Book %(book)s"\nmsgstr "{text} %(book)s"\n\nmsgid "Book"\nmsgstr "{text}"\n'
        )
        root = write_catalog(locale, entries)
    return Catalogs(domain="library", locale_dir=str(root))


class BookLost(APIError):
    status = 404
    message = _("Book %(book)s")


class KeywordOnly(Exception):
    def __new__(cls, *, book: int) -> KeywordOnly:
        return super().__new__(cls)

    def __init__(self, *, book: int) -> None:
        super().__init__(BOOK)
        self.book = book


class Costly(Exception):
    made = 0

    def __init__(self, book: int) -> None:
        type(self).made += 1
        super().__init__(BOOK)


class Slotted(Exception):
    __slots__ = ("book", "empty", "text")

    def __init__(self) -> None:
        super().__init__(BOOK)
        self.book, self.text = 9, MARKED


@dataclass(frozen=True)
class Frozen(Exception):
    text: Message

    def __post_init__(self) -> None:
        super().__init__(self.text)


class OddOSError(OSError):
    def __init__(self, text: str) -> None:
        super().__init__(5, text)


class TwoBases(KeyError, AttributeError):
    pass


class OddGroup(ExceptionGroup[ValueError]):
    def __new__(cls, errors: list[ValueError]) -> OddGroup:
        return super().__new__(cls, "several", errors)

    def __init__(self, errors: list[ValueError]) -> None:
        super().__init__(errors)
        self.text = BOOK


# Built-in exceptions keep what they were made of outside of `args` and `__dict__`.
STATE = [
    "code",
    "encoding",
    "errno",
    "filename",
    "lineno",
    "msg",
    "name",
    "obj",
    "object",
    "path",
    "reason",
    "strerror",
    "value",
]


@pytest.mark.parametrize(
    "make",
    [
        lambda: BookLost(book=9),
        lambda: KeywordOnly(book=9),
        Slotted,
        lambda: Frozen(BOOK),
        lambda: OddOSError(BOOK),
        lambda: FileNotFoundError(2, BOOK, "shelf"),
        lambda: FileNotFoundError(2, BOOK),
        lambda: TwoBases(BOOK),
        lambda: ImportError(BOOK, name="shelf", path="/shelf"),
        lambda: AttributeError(BOOK, name="shelf", obj=BOOK.msgid),
        lambda: UnicodeDecodeError("utf-8", b"\xff", 0, 1, BOOK),
        lambda: SyntaxError(BOOK, ("shelf", 1, 2, "text")),
        lambda: StopIteration(BOOK),
        lambda: SystemExit(BOOK),
        lambda: ExceptionGroup(BOOK, [ValueError(1)]),
        lambda: OddGroup([ValueError(1)]),
        lambda: ValueError(1, BOOK, None),
        lambda: webob.exc.HTTPNotFound(BOOK),
    ],
)
def test_twin(make: Callable[[], Exception], catalogs: Catalogs) -> None:
    """The twin differs from the exception in its language alone, whatever its class is like."""
    exc = make()

    twin = translate_exception(exc, "fr", catalogs=catalogs)

    assert twin is not exc
    assert type(twin) is type(exc)
    assert vars(twin).keys() == vars(exc).keys()
    assert str(twin).replace("Livre", "Book") == str(exc)
    assert repr(twin.args).replace("Livre", "Book") == repr(exc.args)
    for name in (*STATE, *vars(exc), *getattr(exc, "__slots__", ())):
        told, original = (
            getattr(twin, name, "no such attribute"),
            getattr(exc, name, "no such attribute"),
        )
        assert told == original or str(told).replace("Livre", "Book") == str(original)


def test_original_is_untouched(catalogs: Catalogs) -> None:
    """Work on the twin leaves the exception as it was, its lists and headers too."""
    exc = webob.exc.HTTPNotFound(BOOK, headers=[("X-Shelf", "1")])
    exc.tags = ["a"]
    before = {name: repr(value) for name, value in vars(exc).items()}

    twin = translate_exception(exc, "fr", catalogs=catalogs)
    twin.tags.append("b")
    twin.headers["X-Shelf"] = "2"
    twin.add_note("noted")

    assert {name: repr(value) for name, value in vars(exc).items()} == before
    assert exc.args == (BOOK,)
    assert isinstance(exc.detail, Message)
    assert twin.headers["X-Shelf"] == dict(twin.headerlist)["X-Shelf"] == "2"


def raise_one(how: str) -> None:
    try:
        {}["shelf"]
    except KeyError as cause:
        cause.add_note("inner")
        exc = ValueError(BOOK)
        exc.add_note("outer")
        if how == "from the cause":
            raise exc from cause
        if how == "from None":
            raise exc from None
        raise exc  # noqa: B904  # that is the test


@pytest.mark.parametrize("how", ["from the cause", "from None", "in its context"])
def test_origin(how: str, catalogs: Catalogs) -> None:
    """The twin has the traceback, cause, context and notes of the exception."""
    with pytest.raises(ValueError, match="Book 9") as caught:
        raise_one(how)

    twin = translate_exception(caught.value, "fr", catalogs=catalogs)

    told = "".join(traceback.format_exception(twin))
    assert told == "".join(traceback.format_exception(caught.value)).replace("Book 9", "Livre 9")


def test_no_constructor(catalogs: Catalogs) -> None:
    """The class's constructor is not run again: it may do more than keep its arguments."""
    exc = Costly(9)

    translate_exception(exc, "fr", catalogs=catalogs)

    assert Costly.made == 1


@pytest.mark.parametrize("name", ["message", "explanation", "detail", "title"])
def test_class_attribute(name: str, catalogs: Catalogs) -> None:
    """A lazy text on the class is told on the twin, and stays on the class."""
    cls = type("Lost", (Exception,), {name: MARKED})

    twin = translate_exception(cls(), "fr", catalogs=catalogs)

    assert (getattr(twin, name), getattr(cls, name)) == ("Livre", "Book")


def test_property(catalogs: Catalogs) -> None:
    """A property that answers from ``args`` is told through them."""

    class Lost(Exception):
        @property
        def message(self) -> object:
            return self.args[0]

    assert translate_exception(Lost(BOOK), "fr", catalogs=catalogs).message == "Livre 9"


def test_items(catalogs: Catalogs) -> None:
    """The single errors are told each; what is no such item is left as it is."""
    items = ("stray", ErrorItem("/b", "odd", "plain"), ErrorItem("/a", "lost", BOOK))
    exc = APIError("several")
    exc.errors = items  # type: ignore[assignment]  # that is the test

    twin = translate_exception(exc, "fr", catalogs=catalogs)

    assert twin.errors == (*items[:2], ErrorItem("/a", "lost", "Livre 9"))
    assert exc.errors == items


@pytest.mark.parametrize(
    "exc",
    [
        ValueError(),
        ValueError("Book", 1, None, b"Book"),
        KeyError(("Book",)),
        APIError("plain", errors=[ErrorItem("/a", "odd", "plain")]),
        webob.exc.HTTPNotFound("plain"),
    ],
    ids=repr,
)
def test_nothing_lazy(exc: Exception, catalogs: Catalogs) -> None:
    """An exception with nothing lazy in it is its own translation."""
    assert translate_exception(exc, "fr", catalogs=catalogs) is exc


@pytest.mark.parametrize(
    ("locale", "expected"), [("fr", {"fr"}), ("de-AT", {"de"}), ("it", {"en"}), (None, {"en"})]
)
def test_used(locale: str | None, expected: set[str], catalogs: Catalogs) -> None:
    """The locales that the twin's texts came from are collected."""
    used: set[str] = set()

    translate_exception(ValueError(BOOK), locale, catalogs=catalogs, used=used)

    assert used == expected


def test_catalogs_of_the_request(catalogs: Catalogs) -> None:
    """Without catalogs of its own, a translation uses those of the request in hand."""
    request_catalogs.set(catalogs)

    told = translate_exception(ValueError(BOOK), "fr")

    assert str(told) == "Livre 9"


def test_shared(catalogs: Catalogs) -> None:
    """One exception raised for many readers at a time gives each the own language."""
    exc, barrier = BookLost(book=9), threading.Barrier(8)

    def tell(locale: str) -> list[str]:
        barrier.wait(10)
        return [str(translate_exception(exc, locale, catalogs=catalogs)) for _turn in range(100)]

    with ThreadPoolExecutor(8) as pool:
        told = list(pool.map(tell, ["fr", "de"] * 4))

    assert told == [["Livre 9"] * 100, ["Buch 9"] * 100] * 4
    assert str(exc) == "Book 9"
