"""Lazy messages: English text for whoever can't wait, everything a translation needs for who can."""

from __future__ import annotations

import copy
import io
import pickle
from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType

import pytest
from babel.messages.extract import extract
from babel.messages.frontend import parse_keywords
from hypothesis import given, settings
from hypothesis import strategies as st

from i18n_wsgi.messages import DOMAIN, Message, translator

_MARKS = translator("library")
_ = _MARKS.gettext
FIELDS = ("msgid", "params", "context", "plural", "n", "domain")


class Hostile:
    """A value that can't be shown."""

    def __str__(self) -> str:
        raise RuntimeError("no text for you")

    __repr__ = __str__


class HostileText(str):
    __slots__ = ()

    def __str__(self) -> str:
        raise RuntimeError("no text for you")


class AnswersHostileText:
    def __str__(self) -> str:
        return HostileText("9")


def fields_of(message: Message) -> list[object]:
    return [getattr(message, name) for name in FIELDS]


# Filling


@pytest.mark.parametrize(
    ("msgid", "params", "expected"),
    [
        ("50% off %(book)s", {"book": 9}, "50% off %(book)s"),  # "% o" wants a number
        ("100%", {"book": 9}, "100%"),
        ("100%", (), "100%"),
        ("Book %(book)s", {}, "Book %(book)s"),
        ("Book %(book)s", 9, "Book %(book)s"),
        ("Book %(book)d", {"book": "nine"}, "Book %(book)d"),
        ("Book %(book)s", {"book": Hostile()}, "Book %(book)s"),
        ("Book %(book)r", {"book": Hostile()}, "Book %(book)r"),
        ("%(book)s", {"book": AnswersHostileText()}, "9"),
        ("Book %(book)d", {"book": 10**5000}, "Book %(book)d"),  # more digits than int() allows
        ("%s and %s", ("a",), "%s and %s"),
        ("Book", ("a",), "Book"),
        ("Book %s", None, "Book None"),
        ("Book %s", ("a",), "Book a"),
        ("Book %s", "a", "Book a"),
        ("Book %s", [1, 2], "Book [1, 2]"),
        ("100%% of %(book)s", {"book": 9}, "100% of 9"),
        ("Book %(book)s", {"book": "%(other)s", "other": 1}, "Book %(other)s"),
        ("Book %(book)s", {"book": "\ud800\0\r\n"}, "Book \ud800\0\r\n"),
        ("%(x)s", {"x": ""}, ""),
        ("%s", "", ""),
    ],
)
def test_filling_never_raises(msgid: str, params: object, expected: str) -> None:
    """Parameters that don't fit leave the English text as the unfilled msgid."""
    assert _(msgid) % params == expected


@settings(deadline=None, database=None, max_examples=300)
@given(
    msgid=st.text("%()abs d5.-", max_size=20),
    params=st.one_of(
        st.none(),
        st.integers(),
        st.tuples(st.integers()),
        st.dictionaries(st.sampled_from("ab"), st.one_of(st.integers(), st.floats(), st.none())),
    ),
)
def test_any_filling(msgid: str, params: object) -> None:
    """Whatever is filled into whatever, the msgid and the laziness survive."""
    filled = _(msgid) % params

    assert (filled.msgid, filled.domain) == (msgid, "library")


def test_interrupt_passes() -> None:
    """What must pass, such as KeyboardInterrupt, passes through a filling."""

    class Interrupting:
        def __str__(self) -> str:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        _("%(x)s") % {"x": Interrupting()}


def test_unfilled_is_the_msgid() -> None:
    """Unfilled, a message is its msgid to the letter: doubled percent signs stay doubled."""
    assert _("100%% of %(book)s") == "100%% of %(book)s"


def test_filling_makes_another() -> None:
    """Filling leaves the message as it was: one mark serves all readers."""
    mark = _("Book %(book)s")

    mark % {"book": 9}

    assert (mark, mark.params) == ("Book %(book)s", None)


def test_filling_in_steps() -> None:
    """Named parameters add to those it already has; the newer value of a name wins."""
    first = _("%(a)s and %(b)s") % {"a": 1, "b": 0}

    second = first % {"b": 2}

    assert second == "1 and 2"
    assert second.params == {"a": 1, "b": 2}
    assert first.params == {"a": 1, "b": 0}


@pytest.mark.parametrize("wrap", [dict, MappingProxyType], ids=lambda wrap: wrap.__name__)
@pytest.mark.parametrize("fill", [Message.__mod__, Message])
def test_mapping_is_copied(wrap: type, fill: Callable[[Message, object], Message]) -> None:
    """A mapping of any kind is copied: what becomes of it later does not reach the message."""
    given_params: dict[str, object] = {"book": 9}

    message = fill(_("Book %(book)s"), wrap(given_params))
    given_params["book"] = 10

    assert (message, message.named_params) == ("Book 9", {"book": 9})


@pytest.mark.parametrize("params", [None, (), (1, 2), "text", 9])
def test_named_params_are_named(params: object) -> None:
    """Parameters given by position, or not at all, have no names."""
    assert Message("text", params).named_params == {}


def test_own_mapping() -> None:
    """A mapping that is no dict fills a message as a dict does."""

    class Row(Mapping[str, object]):
        def __getitem__(self, key: str) -> object:
            return {"n": 1}[key]

        def __iter__(self) -> Iterator[str]:
            return iter(["n"])

        def __len__(self) -> int:
            return 1

    message = _MARKS.ngettext("%(n)d book", "%(n)d books", "n") % Row()

    assert (message, message.params) == ("1 book", {"n": 1})


# Plurals


@pytest.mark.parametrize(
    ("n", "params", "expected"),
    [
        ("n", {"n": "many"}, ("%(n)d books", 0)),  # neither number nor fillable
        ("n", {"n": None}, ("%(n)d books", 0)),
        ("n", {}, ("%(n)d books", 0)),
        ("n", None, ("%(n)d books", 0)),
        ("n", ("n",), ("%(n)d books", 0)),
        (1, None, ("%(n)d book", 1)),  # unfilled, but counted
        (1, {"n": 5}, ("5 book", 1)),  # the number given at the mark decides
        ("n", {"n": True}, ("1 book", 1)),
        ("n", {"n": -1}, ("-1 books", -1)),
        ("n", {"n": 0}, ("0 books", 0)),
        ("n", {"n": 1}, ("1 book", 1)),
        ("n", {"n": 10**30}, (f"{10**30} books", 10**30)),
    ],
)
def test_plurals(n: int | str, params: object, expected: tuple[str, int]) -> None:
    """The English text is the singular for 1 only; a count that is missing or no number is 0."""
    message = Message("%(n)d book", params, plural="%(n)d books", n=n)

    assert (message, message.number) == expected


def test_plural_survives_filling() -> None:
    """A plural that counts a parameter chooses its text anew each time it is filled."""
    one = _MARKS.npgettext("shelf", "%(n)d book", "%(n)d books", "n") % {"n": 1}

    two = one % {"n": 2}

    assert (one, two) == ("1 book", "2 books")
    assert fields_of(two) == ["%(n)d book", {"n": 2}, "shelf", "%(n)d books", "n", "library"]


def test_no_plural_counts_nothing() -> None:
    """A message without a plural has the number 0."""
    assert _("Book").number == 0


# The marks


@pytest.mark.parametrize(
    ("made", "expected"),
    [
        (_MARKS.gettext("a"), ["a", None, None, None, None, "library"]),
        (_MARKS.ngettext("a", "b", 2), ["a", None, None, "b", 2, "library"]),
        (_MARKS.pgettext("c", "a"), ["a", None, "c", None, None, "library"]),
        (_MARKS.npgettext("c", "a", "b", "n"), ["a", None, "c", "b", "n", "library"]),
        (Message("a"), ["a", None, None, None, None, DOMAIN]),
    ],
)
def test_marks(made: Message, expected: list[object]) -> None:
    """Each mark keeps what gettext needs; a message made by hand is of our own domain."""
    assert fields_of(made) == expected


@pytest.mark.parametrize(
    ("marked", "make", "expected"),
    [
        (_MARKS.gettext_noop("a"), _MARKS.gettext, _("a")),
        (
            _MARKS.ngettext_noop("a", "b"),
            lambda texts: _MARKS.ngettext(*texts, 2),
            _MARKS.ngettext("a", "b", 2),
        ),
        (
            _MARKS.pgettext_noop("c", "a"),
            lambda texts: _MARKS.pgettext(*texts),
            _MARKS.pgettext("c", "a"),
        ),
        (
            _MARKS.npgettext_noop("c", "a", "b"),
            lambda texts: _MARKS.npgettext(*texts, "n"),
            _MARKS.npgettext("c", "a", "b", "n"),
        ),
    ],
    ids=["gettext", "ngettext", "pgettext", "npgettext"],
)
def test_marks_that_do_nothing(
    marked: object, make: Callable[[object], Message], expected: Message
) -> None:
    """A mark for extraction alone gives back plain text, to be handed to its sibling later."""
    texts = marked if isinstance(marked, tuple) else (marked,)

    assert {type(text) for text in texts} == {str}
    assert fields_of(make(marked)) == fields_of(expected)


def test_marks_that_do_nothing_are_extracted() -> None:
    """Babel finds these texts when it is told the names of the marks, as the README has them."""
    source = (
        b'gettext_noop("a")\nngettext_noop("b", "c")\n'
        b'pgettext_noop("d", "e")\nnpgettext_noop("f", "g", "h")\n'
    )
    names = ["gettext_noop", "ngettext_noop:1,2", "pgettext_noop:1c,2", "npgettext_noop:1c,2,3"]

    found = [
        (text, context)
        for _line, text, _comments, context in extract(
            "python", io.BytesIO(source), parse_keywords(names)
        )
    ]

    assert found == [("a", None), (("b", "c"), None), ("e", "d"), (("g", "h"), "f")]


# Travelling

FULL = Message("%(n)d book", {"n": 2}, "shelf", "%(n)d books", "n", "library")


@pytest.mark.parametrize("message", [FULL, Message("100%"), Message("%s", ("a",)), Message("", {})])
@pytest.mark.parametrize("protocol", [0, 2, pickle.HIGHEST_PROTOCOL])
def test_pickling(message: Message, protocol: int) -> None:
    """Pickling keeps the English text and the laziness, in old protocols too."""
    back = pickle.loads(pickle.dumps(message, protocol))

    assert (type(back), back, fields_of(back)) == (Message, message, fields_of(message))


class Loud(Message):
    __slots__ = ()


def test_subclass() -> None:
    """A subclass of the same arguments keeps its class when it is filled and when it is pickled."""
    filled = Loud("Book %(book)s") % {"book": 9}

    assert [type(filled), type(pickle.loads(pickle.dumps(filled)))] == [Loud, Loud]


def test_copying() -> None:
    """A copy is told like the original."""
    assert fields_of(copy.copy(FULL)) == fields_of(FULL)


def test_deep_copying() -> None:
    """A deep copy is the message itself, so that its parameters need not be copyable."""
    message = _("%(lock)s") % {"lock": (each for each in "never copied")}

    assert copy.deepcopy([message])[0] is message


@pytest.mark.parametrize("text", ["Book 9", "", "\ud800"])
def test_is_a_str(text: str) -> None:
    """As a str it is equal to its text and found under it."""
    message = _("%(text)s") % {"text": text}

    assert {text: "found"}[message] == "found"
