"""What a class of errors declares, and what it can't."""

from __future__ import annotations

import enum
import re
from typing import Any

import pytest
from babel.support import LazyProxy

from i18n_wsgi import APIError, ErrorItem, FaultMiddleware
from i18n_wsgi.messages import translator
from tests.conftest import call, raising
from tests.lazy_strings import LazyText

_ = translator("library").gettext
ITEM = ErrorItem("/title", "required", _("A book needs a title."))


class Code(enum.StrEnum):
    LOCKED = "locked"


class Lazy:
    """A lazy string of a library that we don't know. Here it is never asked."""

    @property
    def __class__(self) -> type:
        raise RuntimeError


def fail() -> str:
    raise RuntimeError


def declare(**attributes: object) -> type[APIError]:
    """A class of errors with these attributes."""
    made = type("Odd", (APIError,), {"status": 404, **attributes})
    assert issubclass(made, APIError)
    return made


@pytest.mark.parametrize(
    ("name", "value", "allowed"),
    [
        *[
            ("code", value, "a str without blanks")
            for value in (None, 5, b"lost", "", " ", "book lost", "lost\n", "a\0b", ["lost"])
        ],
        *[
            ("message", value, "a message, a str, None")
            for value in (
                5,
                b"lost",
                ("lost",),
                {"en": "lost"},
                ValueError,
                ValueError("lost"),
                True,
            )
        ],
        *[("safe", value, "True, False, None") for value in ("no", 0, ())],
    ],
)
def test_impossible(name: str, value: object, allowed: str) -> None:
    """A class can't be declared with what could not be told, and the error says what can."""
    told = f"the {name} of Odd is {value!r}; allowed: {allowed}"

    with pytest.raises(ValueError, match=f"^{re.escape(told)}$"):
        declare(**{name: value})


@pytest.mark.parametrize("name", ["code", "message", "safe", "headers", "errors"])
@pytest.mark.parametrize(
    "value", [property(lambda _self: 5), lambda: 5], ids=["property", "method"]
)
def test_computed(name: str, value: object) -> None:
    """What is computed for each error is not looked at when its class is declared."""
    assert vars(declare(**{name: value}))[name] is value


@pytest.mark.parametrize(
    "message", [None, "", "Lost", _("Lost"), LazyText(), LazyProxy(fail)], ids=type
)
def test_message(message: object) -> None:
    """A message may be any text, lazy or not, whoever made it."""
    assert vars(declare(message=message))["message"] is message


def test_unread_message() -> None:
    """A lazy message is not read when its class is declared."""
    message = Lazy()

    assert vars(declare(message=message))["message"] is message


@pytest.mark.parametrize("code", ["lost", "E-42", "Sender.Lost", "bücher_weg", Code.LOCKED])
def test_code(code: str) -> None:
    """A code may be any word."""
    assert declare(code=code).code is code


def test_mixed_in() -> None:
    """What comes in with another base class is checked too, but a code, which is the class's own."""
    mixin: Any = type("Mixin", (), {"code": 404, "message": 5})

    with pytest.raises(ValueError, match="message of Odd is 5"):
        type("Odd", (mixin, APIError), {})


@pytest.mark.parametrize(
    "headers", [{"Retry-After": "5"}, [("Retry-After", "5")], (("Retry-After", "5"),)]
)
def test_headers(headers: Any) -> None:
    """The headers of a class may be a mapping or pairs."""
    error = declare(headers=headers)("Lost", headers={"X-Shelf": "3"})

    sent = call(FaultMiddleware(raising(error))).headers

    assert (sent["Retry-After"], sent["X-Shelf"]) == ("5", "3")


def test_no_headers() -> None:
    """A class may say that it has no headers and no items by None."""
    made = declare(headers=None, errors=None)

    assert (made.headers, made.errors) == ((), ())


@pytest.mark.parametrize("headers", [["x"], "Allow", {1: "a"}, [("a", "b", "c")]])
def test_impossible_headers(headers: object) -> None:
    """Headers that no server could send are refused where the class is declared."""
    with pytest.raises(TypeError, match="a pair of a name and a value was expected"):
        declare(headers=headers)


def test_errors() -> None:
    """The items of a class are kept, whatever holds them."""
    assert declare(errors=[ITEM]).errors == (ITEM,)


def test_impossible_errors() -> None:
    """Items of another kind are refused there too."""
    with pytest.raises(TypeError, match="an ErrorItem.* was expected"):
        declare(errors=["x"])
