"""The twin of every class of exceptions that Python and webob have; the original as it was."""

from __future__ import annotations

import builtins
import copy
import pickle
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import pytest
import webob
import webob.exc

from i18n_wsgi.catalogs import Catalogs
from i18n_wsgi.catalogs.compiling import compile_catalog
from i18n_wsgi.errors import APIError, ErrorItem
from i18n_wsgi.messages import Message, translator
from i18n_wsgi.translation import translate_exception
from tests.conftest import po_text

_ = translator("library").gettext
BOOK = _("Book %(book)s") % {"book": 9}
MARKED = _("Book")


@pytest.fixture(scope="module")
def catalogs(tmp_path_factory: pytest.TempPathFactory) -> Catalogs:
    """French and German."""
    root = tmp_path_factory.mktemp("locale")
    for locale, text in {"fr": "Livre", "de": "Buch"}.items():
        entries = (
            f'msgid "Book %(book)s"\nmsgstr "{text} %(book)s"\n\nmsgid "Book"\nmsgstr "{text}"\n'
        )
        path = root / locale / "LC_MESSAGES" / "library.mo"
        path.parent.mkdir(parents=True)
        path.write_bytes(compile_catalog(po_text(locale, entries), locale))
    return Catalogs(domain="library", locale_dir=str(root))


def subclasses_of(cls: type) -> Iterator[type]:
    yield cls
    for below in type.__subclasses__(cls):
        yield from subclasses_of(below)


BUILT_IN = sorted(
    {
        value
        for value in vars(builtins).values()
        if isinstance(value, type) and issubclass(value, BaseException)
    },
    key=lambda cls: cls.__name__,
)
WEBOB = [cls for cls in subclasses_of(webob.exc.WSGIHTTPException) if cls.__module__ == "webob.exc"]
# What these want beside a text.
ARGUMENTS: dict[type, tuple[Any, ...]] = {
    UnicodeDecodeError: ("utf-8", b"\xff", 0, 1, BOOK),
    UnicodeEncodeError: ("ascii", "\xff", 0, 1, BOOK),
    UnicodeTranslateError: ("\xff", 0, 1, BOOK),
    BaseExceptionGroup: (BOOK, [KeyboardInterrupt()]),
    ExceptionGroup: (BOOK, [KeyError()]),
}


def make_built_in(cls: type) -> BaseException:
    exc: BaseException = cls(*ARGUMENTS.get(cls, (BOOK,)))
    return exc


def members_of(exc: BaseException) -> dict[str, str]:
    """All that an exception has, methods aside."""
    members = {name: getattr(exc, name, "unset") for name in dir(exc)}
    return {name: repr(value) for name, value in members.items() if not callable(value)}


# Every class


@pytest.mark.parametrize("cls", BUILT_IN)
def test_built_in(cls: type, catalogs: Catalogs) -> None:
    """Every built-in exception has a twin of its class that differs in the language alone."""
    exc = make_built_in(cls)

    twin = translate_exception(exc, "fr", catalogs=catalogs)

    assert type(twin) is type(exc)
    assert str(twin) == str(exc).replace("Book", "Livre") != str(exc)
    assert repr(twin.args) == repr(exc.args).replace("Book", "Livre")
    assert members_of(twin) == {
        name: value.replace("Book", "Livre") for name, value in members_of(exc).items()
    }


@pytest.mark.parametrize("cls", BUILT_IN)
def test_subclass_of_built_in(cls: type, catalogs: Catalogs) -> None:
    """So has a subclass of each that wants other arguments and forbids writing."""
    base = ARGUMENTS.get(cls, (BOOK,))

    class Own(cls):  # type: ignore[misc, valid-type]  # that is the test
        def __new__(cls, *, shelf: int) -> Own:
            return super().__new__(cls, *base)  # type: ignore[no-any-return]

        def __init__(self, *, shelf: int) -> None:
            super().__init__(*base)
            vars(self)["shelf"] = shelf

        def __setattr__(self, name: str, value: object) -> None:
            raise AttributeError(name)

    exc = Own(shelf=4)

    twin = translate_exception(exc, "fr", catalogs=catalogs)

    assert (type(twin), twin.shelf) == (Own, 4)
    assert str(twin) == str(exc).replace("Book", "Livre")


@pytest.mark.parametrize("cls", BUILT_IN)
def test_twin_is_sound(cls: type, catalogs: Catalogs) -> None:
    """A twin can be raised, pickled and given notes as any exception can."""
    twin = translate_exception(make_built_in(cls), "fr", catalogs=catalogs)

    with pytest.raises(cls) as caught:
        raise twin
    back = pickle.loads(pickle.dumps(twin))
    twin.add_note("noted")

    assert caught.value is twin
    assert (type(back), str(back)) == (type(twin), str(twin))


@pytest.mark.parametrize("cls", WEBOB)
@pytest.mark.parametrize("name", ["detail", "comment", "explanation", "title"])
def test_webob(name: str, cls: Any, catalogs: Catalogs) -> None:
    """Every error of webob's tells each of its lazy texts, and its response is as it was."""
    exc = cls(headers=[("X-Shelf", "4")])
    setattr(exc, name, MARKED)

    twin = translate_exception(exc, "fr", catalogs=catalogs)

    assert type(twin) is cls
    assert (getattr(twin, name), getattr(exc, name)) == ("Livre", MARKED)
    assert (twin.status, twin.headerlist) == (exc.status, exc.headerlist)
    assert twin.headerlist is not exc.headerlist


@pytest.mark.parametrize("cls", [cls for cls in WEBOB if not cls.empty_body])
def test_webob_as_response(cls: Any, catalogs: Catalogs) -> None:
    """The twin of a webob error is a response that shows the translated text."""
    exc = cls(MARKED)

    twin = translate_exception(exc, "fr", catalogs=catalogs)

    bodies = [webob.Request.blank("/").get_response(each).text for each in (twin, exc)]
    assert bodies[0] == bodies[1].replace("Book", "Livre") != bodies[1]


@pytest.mark.parametrize("cls", [*BUILT_IN, *WEBOB])
def test_nothing_lazy(cls: type, catalogs: Catalogs) -> None:
    """Where nothing is lazy, the same object comes back, of whatever class."""
    plain = tuple(str.__str__(each) if each is BOOK else each for each in ARGUMENTS.get(cls, ()))
    exc = cls(*plain)

    assert translate_exception(exc, "fr", catalogs=catalogs) is exc


# Where lazy texts may be


class Holding(Exception):
    def __init__(self, value: object) -> None:
        super().__init__()
        self.value = value


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (MARKED, "Livre"),
        ([MARKED], ["Livre"]),
        ((MARKED, 1), ("Livre", 1)),
        ([1, MARKED, "x", (), MARKED], [1, "Livre", "x", (), "Livre"]),
        ([1, (MARKED, [MARKED])], [1, ("Livre", ["Livre"])]),
        ([ErrorItem("/a", "lost", MARKED)], [ErrorItem("/a", "lost", "Livre")]),
        ([_("by %(who)s") % {"who": [MARKED]}], ["by ['Book']"]),  # in no catalog
    ],
)
def test_attribute(value: object, expected: object, catalogs: Catalogs) -> None:
    """A lazy text in an attribute is told, however deep in lists and tuples it is."""
    twin = translate_exception(Holding(value), "fr", catalogs=catalogs)

    assert twin.value == expected


@pytest.mark.parametrize("value", [MARKED, [MARKED]], ids=["text", "list"])
def test_slot_alone(value: object, catalogs: Catalogs) -> None:
    """A lazy text that is in a slot and nowhere else is told."""
    cls = type("Quiet", (Exception,), {"__slots__": ("hint",)})
    exc = cls()
    exc.hint = value

    assert translate_exception(exc, "fr", catalogs=catalogs).hint in ("Livre", ["Livre"])


@pytest.mark.parametrize("value", [MARKED, (1, [MARKED])], ids=["text", "list"])
def test_declared(value: object, catalogs: Catalogs) -> None:
    """A lazy text that a class declares is told, whatever the attribute is called."""
    above = type("Above", (Exception,), {"hint": value})
    cls = type("Below", (above,), {})

    twin = translate_exception(cls(), "fr", catalogs=catalogs)

    assert twin.hint in ("Livre", (1, ["Livre"]))
    assert cls.hint is value


@pytest.mark.parametrize("value", [[], (), ["plain", 1], ("plain",), {MARKED: 1}, {1}])
def test_attribute_without_lazy_text(value: object, catalogs: Catalogs) -> None:
    """What holds no lazy text, keys of dicts aside, is left alone."""
    exc = Holding(value)

    assert translate_exception(exc, "fr", catalogs=catalogs) is exc


def test_list_that_is_kept(catalogs: Catalogs) -> None:
    """A list in which nothing is lazy is copied: a twin shares no list with the original."""
    exc = Holding(["plain"])
    exc.args = (BOOK,)

    twin = translate_exception(exc, "fr", catalogs=catalogs)

    assert twin.value == exc.value
    assert twin.value is not exc.value


# The original


@dataclass(frozen=True)
class Frozen(Exception):
    text: Message
    items: tuple[object, ...]


class Silent(Exception):
    """It can't be shown, nor compared."""

    def __str__(self) -> str:
        raise RuntimeError("no text")

    __repr__ = __str__

    def __eq__(self, other: object) -> bool:
        raise RuntimeError("no comparison")

    __hash__ = Exception.__hash__


class Slotted(Exception):
    __slots__ = ("shelf", "text")

    def __init__(self) -> None:
        super().__init__(BOOK)
        self.shelf, self.text = 4, MARKED


class BookLost(APIError):
    status = 404
    message = _("Book %(book)s")


def with_all(exc: Any) -> BaseException:
    """The exception with lazy texts everywhere, a traceback, a cause and notes."""
    vars(exc)["texts"] = [MARKED, (MARKED,)]
    try:
        raise exc from KeyError("cause")
    except BaseException:
        vars(exc)["__notes__"] = ["noted"]  # add_note() fails where writing is forbidden
    return exc  # type: ignore[no-any-return]


ALL = {
    **{cls.__name__: lambda cls=cls: make_built_in(cls) for cls in BUILT_IN},
    **{cls.__name__: lambda cls=cls: cls(BOOK, headers=[("X-Shelf", "4")]) for cls in WEBOB},
    "frozen": lambda: Frozen(BOOK, (MARKED,)),
    "silent": lambda: Silent(BOOK),
    "slotted": Slotted,
    "APIError": lambda: BookLost(book=9, errors=[ErrorItem("/a", "lost", MARKED)]),
    "group": lambda: ExceptionGroup(BOOK, [ValueError(BOOK), BookLost(book=9)]),
}


def state_of(exc: BaseException) -> list[object]:
    """All that makes an exception: each object in it by its identity, lists with what they hold."""
    own = vars(exc)
    slots = [name for cls in type(exc).__mro__ for name in vars(cls).get("__slots__", ())]
    return [
        id(own),
        {
            name: (id(value), copy.copy(value) if type(value) is list else None)
            for name, value in own.items()
        },
        [id(getattr(exc, name)) for name in slots],
        id(exc.args),
        [id(arg) for arg in exc.args],
        id(exc.__traceback__),
        id(exc.__cause__),
        id(exc.__context__),
        exc.__suppress_context__,
        [state_of(member) for member in getattr(exc, "exceptions", ())],
    ]


@pytest.mark.parametrize("make", ALL.values(), ids=ALL)
def test_original_is_never_written_to(make: Any, catalogs: Catalogs) -> None:
    """Nothing in the exception that was given is another object afterwards, or holds another."""
    exc = with_all(make())
    args = exc.args  # held, so that no other object gets its identity
    before = state_of(exc)

    twin = translate_exception(exc, "fr", catalogs=catalogs)

    assert state_of(exc) == before
    assert twin is not exc
    assert vars(twin) is not vars(exc)
    assert vars(exc)["texts"] == [MARKED, (MARKED,)]
    assert exc.args is args


def test_silent(catalogs: Catalogs) -> None:
    """An exception that can't be shown or compared has a twin all the same."""
    twin = translate_exception(Silent(BOOK), "fr", catalogs=catalogs)

    assert twin.args == ("Livre 9",)


# One instance for many readers


@pytest.mark.parametrize(
    "make",
    [
        lambda: BookLost(book=9, errors=[ErrorItem("/a", "lost", BOOK)]),
        lambda: webob.exc.HTTPNotFound(BOOK),
        lambda: ExceptionGroup("many", [ValueError(BOOK)]),
    ],
    ids=["APIError", "webob", "group"],
)
def test_shared(make: Any, catalogs: Catalogs) -> None:
    """One instance raised in eight threads at a time, 2,000 times each, has each its language."""
    exc, barrier, turns = make(), threading.Barrier(8), 2000

    def text_of(shown: Any) -> object:
        return [str(member) for member in getattr(shown, "exceptions", [shown])]

    def tell(locale: str) -> list[object]:
        barrier.wait(10)
        told = []
        for _turn in range(turns):
            try:
                raise exc
            except Exception as caught:
                told.append(text_of(translate_exception(caught, locale, catalogs=catalogs)))
        return told

    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(tell, ["fr", "de"] * 4))

    assert found == [[["Livre 9"]] * turns, [["Buch 9"]] * turns] * 4
    assert text_of(exc) == ["Book 9"]
