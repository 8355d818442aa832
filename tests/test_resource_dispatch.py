"""Which method a resource calls, and whose fault it is when that does not take its arguments."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

import pytest

from i18n_wsgi import JSONRequestDeserializer, JSONResponseSerializer, Request, Resource
from i18n_wsgi.errors import InvalidArguments, PathNotFound
from tests.conftest import call
from tests.test_resource import Arguments, Books, books, routed


@pytest.mark.parametrize("route", [{}, {"book": "1", "shelf": "2"}, {"book": "1", "req": "2"}])
def test_arguments_that_do_not_fit(route: dict[str, object]) -> None:
    """Arguments other than those of the controller's signature are a 400 that names its own."""
    with pytest.raises(InvalidArguments) as refused:
        books("find", **route)

    assert refused.value.params == {"expected": "book, copy"}


def untold(method: Callable[..., Any]) -> Callable[..., Any]:
    """A decorator that does not say what it decorates."""
    return lambda *args, **kwargs: method(*args, **kwargs)  # noqa: PLW0108  # it is to hide it


class Desk:
    """A controller whose methods take nothing from the route."""

    def index(self, req: Request) -> None:
        """Takes nothing."""

    @untold
    def default(self, req: Request) -> None:
        """Takes nothing, and does not say so."""


def test_base_of_the_same_name() -> None:
    """A class may have the name of its base, as controllers of several modules do."""
    namesake = type("Desk", (Desk,), {"__qualname__": "Desk"})

    with pytest.raises(InvalidArguments):
        call(routed(Resource(namesake(), Arguments()), book="1"))


def test_action_that_is_no_method() -> None:
    """An action that names no method is the default's, also where that does not fit."""
    desk = Desk()
    desk.closed = True  # type: ignore[attr-defined]

    with pytest.raises(InvalidArguments):
        call(routed(Resource(desk, Arguments()), action="closed", book="1"))


def test_nothing_expected() -> None:
    """Where nothing is expected a dash says so."""
    with pytest.raises(InvalidArguments) as refused:
        call(routed(Resource(Desk(), Arguments()), action="index", book="1"))

    assert refused.value.params == {"expected": "—"}


def test_unknown_what_is_expected() -> None:
    """Where it is not known what is expected the error does not speak of it."""
    with pytest.raises(InvalidArguments) as refused:
        call(routed(Resource(Desk(), Arguments()), action="other", book="1"))

    assert str(refused.value) == "The server could not understand the request."


@pytest.mark.parametrize("role", ["deserializer", "serializer"])
def test_bug_in_others(role: str) -> None:
    """A deserializer or serializer that takes other arguments is a bug: the client sent none of them."""

    class Wrong:
        def default(self) -> None:
            """Takes nothing."""

    parts: dict[str, Any] = {"deserializer": Arguments(), "serializer": None, role: Wrong()}

    with pytest.raises(TypeError):
        call(routed(Resource(Books(), **parts), action="show"))


@pytest.mark.parametrize("action", ["fail", "count", "lend"])
def test_bug_in_controller(action: str) -> None:
    """A TypeError from the inside of a controller is a bug, not a bad request."""
    with pytest.raises(TypeError):
        books(action)


# A later version of the controller, in a module of its own.
LATER = """
class Books(Earlier):
    def find(self, req, **named):
        return super().find(req, **named)
"""


class Atlases(Books):
    def find(self, req: Request, **named: Any) -> list[object]:
        return super().find(req, **named)

    def show(self, req: Request, **named: object) -> Any:
        return super().find(req)  # type: ignore[call-arg]  # a bug: without the book

    def repeat(self, req: Request, **named: object) -> object:
        return super().repeat(req)  # type: ignore[call-arg]  # the same, under its own name

    def sort(self, req: Request, **named: Any) -> str:
        return super().sort(req)  # type: ignore[call-arg]  # and of one that takes more


def test_arguments_that_do_not_fit_a_base() -> None:
    """Arguments that are passed on to a base class, and don't fit there, are a 400 that names its own."""
    with pytest.raises(InvalidArguments) as refused:
        call(routed(Resource(Atlases(), Arguments()), action="find", shelf="1"))

    assert refused.value.params == {"expected": "book, copy"}


def test_arguments_that_do_not_fit_a_namesake() -> None:
    """So are those that are passed on to a base of the same name, as that of a former version."""
    later: dict[str, Any] = {"Earlier": Books}
    exec(LATER, later)

    with pytest.raises(InvalidArguments) as refused:
        call(routed(Resource(later["Books"](), Arguments()), action="find", shelf="1"))

    assert refused.value.params == {"expected": "book, copy"}


def test_anything_expected() -> None:
    """Where a method takes anything, and is still given what does not fit, none is named."""
    with pytest.raises(InvalidArguments) as refused:
        call(routed(Resource(Atlases(), Arguments()), action="find", req="1"))

    assert str(refused.value) == "The server could not understand the request."


@pytest.mark.parametrize(
    ("action", "argument"), [("show", "book"), ("repeat", "value"), ("sort", "order")]
)
def test_bug_in_call_of_base(action: str, argument: str) -> None:
    """A base class's method that is called wrongly is a bug."""
    with pytest.raises(TypeError):
        call(routed(Resource(Atlases(), Arguments()), action=action, **{argument: "1"}))


@pytest.mark.parametrize("name", ["controller", "deserializer", "serializer"])
def test_no_such_method(name: str) -> None:
    """An object that has neither the action nor a default is told by its class."""
    with pytest.raises(AttributeError, match="object has neither 'show' nor 'default'"):
        Resource(None, None).dispatch(object(), "show", name)


class Shelf:
    """A controller without a default."""

    not_actions = ("sweep",)
    title = "an attribute"
    Reader = dict
    peek = functools.partialmethod(lambda _self, _req, value: value, value="done")

    def __init__(self) -> None:
        self.conf = functools.partial(str)
        self.added = lambda _req: "done"

    def show(self, req: Request) -> str:
        return self._secret(req)

    def _secret(self, req: Request) -> str:
        return "shown"

    def sweep(self, req: Request) -> None:
        """For no action."""


@pytest.mark.parametrize(
    "action",
    [
        "index",
        "_secret",
        "__class__",
        "__init__",
        "title",
        "Reader",
        "conf",
        "sweep",
        "not_actions",
        "show.__func__",
        "é",
    ],
)
def test_unknown_action(action: str) -> None:
    """An action that the controller has no public method for is a 404, before a body is read."""
    with pytest.raises(PathNotFound):
        call(routed(Resource(Shelf(), None), action=action), "/shelf")


@pytest.mark.parametrize("action", ["peek", "added"])
def test_callable_action(action: str) -> None:
    """A function that an object was given is an action, and any callable of its class."""
    response = call(routed(Resource(Shelf(), Arguments()), action=action))

    assert response.json == "done"


def test_proxy() -> None:
    """A controller may hand on every name that it is asked for."""

    class Proxy:
        def __getattr__(self, name: str) -> object:
            return lambda _req: name

    assert call(routed(Resource(Proxy(), Arguments()), action="show")).json == "show"


@pytest.mark.parametrize("action", ["has_body", "from_json", "encode"])
def test_action_named_like_a_helper(action: str) -> None:
    """An action does not reach what a deserializer or serializer has for itself."""
    app = Resource(Books(), JSONRequestDeserializer(), JSONResponseSerializer())

    assert call(routed(app, action=action)).json == "default"


@pytest.mark.parametrize("action", ["_secret", "__init__", "title"])
def test_private_action(action: str) -> None:
    """With a default such an action goes there."""
    assert books(action, book="1").json == "default"


class Echo:
    def show(self, **named: object) -> dict[str, object]:
        return named


def test_dispatch_by_name() -> None:
    """What is dispatched may be given by name."""
    resource = Resource(None, None)

    assert resource.dispatch(obj=Echo(), action="show", book=1) == {"book": 1}
    assert resource.dispatch(Echo(), action="show", book=1) == {"book": 1}


def test_variables_of_the_same_names() -> None:
    """Variables of a route that have these names are passed on."""
    named = {"obj": 1, "action": 2}

    assert Resource(None, None).dispatch(Echo(), "show", **named) == named
