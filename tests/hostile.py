"""What is raised by the rows of the error table, and the status that each is told with."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from typing import Any

import webob.exc
from eventlet import Timeout

from i18n_wsgi import APIError, ErrorItem, ErrorMap, HTTPExceptionDisguise, Message, translator
from tests.hostile_classes import (
    INNER,
    LEAK,
    SECRET,
    Classless,
    Closed,
    Count,
    Formatted,
    HostileMeta,
    Mimic,
    NamedOddly,
    Numb,
    Properties,
    Refusing,
    Ring,
    lying,
    refuse,
)
from tests.shown import Unspeakable

_ = translator("i18n_wsgi").gettext
MARKUP = "]]></error><script>alert(1)</script><!--${body}&#0;%(x)s{0}"
CONTROLS = "".join(map(chr, range(32))) + "\x7f\x85\ufffe\uffff\u202e"
TEXTS = {
    "empty": "",
    "huge": "é" * 10_000_000,
    "surrogates": "\ud800 \udfff\ud83d",
    "controls": CONTROLS,
    "markup": MARKUP,
    "lines": "a\r\nSet-Cookie: b=1\r\n\r\n2026-01-01 ERROR forged\u2028\u2029",
    "percent": "100 % %d %(self)s %%(x)n",
}


class NotFound(APIError):
    status = 404
    message = _("There is nothing at %(path)s.")


class Unavailable(APIError):
    status = 503
    safe = True
    message = _("There is nothing at %(path)s.")


class Unsafe(APIError):
    """A 500 of the service's own; its text is for developers."""

    message = _("There is nothing at %(path)s.")


class Declared(Exception):
    """What the table's ErrorMap declares."""

    def __init__(self, message: object = "Gone, and so is the shelf.") -> None:
        super().__init__(message)


class Mapped(Exception):
    """It is told as what it holds."""


ERRORS = ErrorMap(
    {
        Declared: 410,
        Mapped: lambda exc: exc.args[0],
        lying(Exception): 409,
    }
)


def with_(exc: Any, **attributes: object) -> BaseException:
    """The exception with attributes that it would not have by itself."""
    for name, value in attributes.items():
        setattr(exc, name, value)
    raise_this: BaseException = exc
    return raise_this


def chained(length: int, attribute: str) -> BaseException:
    """An exception with many causes, one the cause of the next."""
    exc: BaseException = KeyError(LEAK)
    for _turn in range(length):
        exc = with_(ValueError(INNER), **{attribute: exc})
    return exc


def ring(attribute: str) -> BaseException:
    one, two = ValueError(LEAK), KeyError(INNER)
    setattr(one, attribute, two)
    setattr(two, attribute, one)
    return one


def nested(depth: int, exc: Exception) -> Exception:
    for _turn in range(depth):
        exc = ExceptionGroup(INNER, [exc])
    return exc


def cyclic() -> list[object]:
    value: list[object] = [1]
    value.append({"a": value})
    return value


def nested_message(depth: int) -> Message:
    text: object = "end"
    for _turn in range(depth):
        text = _("There is nothing at %(path)s.") % {"path": text, "token": SECRET}
    assert isinstance(text, Message)
    return text


def at(path: object, **params: object) -> NotFound:
    """A 404 with a parameter, and others that its text does not name."""
    return NotFound(path=path, password=SECRET, **params)


Make = Callable[[], BaseException]

UNDECLARED: dict[str, Make] = {
    "no-args": Exception,
    "refusing": Refusing,
    "redirect-refusing": type("Odd", (webob.exc.HTTPFound,), {"__call__": refuse}),
    "webob-refusing": type("Odd", (webob.exc.HTTPGone,), {"status_int": property(refuse)}),
    "numb": Numb,
    "properties": Properties,
    "closed": Closed,
    "classless": Classless,
    "lying-int": lying(int),
    "lying-group": lying(ExceptionGroup),
    "lying-webob": lying(webob.exc.HTTPNotFound),
    "lying-api-error": lying(NotFound),
    "lying-disguise": lying(HTTPExceptionDisguise),
    "lying-exit": lying(SystemExit),
    "meta": lambda: HostileMeta("Meta", (Exception,), {})(LEAK),
    "named-oddly": lambda: NamedOddly("Odd", (Exception,), {})(LEAK),
    "named-by-lines": lambda: type("A\r\nB\0<\ud800>", (Exception,), {})(INNER),
    "named-at-length": lambda: type("A" * 100_000, (Exception,), {})(INNER),
    "mimic": lambda: Exception(Mimic(INNER)),
    "bytes": lambda: Exception(b"\xff" + LEAK.encode()),
    "holds-itself": lambda: with_(exc := Exception(), args=(exc,)),
    "stop-iteration": lambda: StopIteration(INNER),
    "stop-async-iteration": lambda: StopAsyncIteration(INNER),
    "assertion": lambda: AssertionError(INNER, LEAK),
    "recursion": lambda: RecursionError(INNER),
    "memory": lambda: MemoryError(INNER),
    "not-implemented": lambda: NotImplementedError(LEAK),
    "syntax": lambda: SyntaxError(INNER, ("\ud800", 10**30, -1, LEAK)),
    "unicode": lambda: UnicodeDecodeError("utf-8", b"\xff", 0, 1, LEAK),
    "os": lambda: OSError(2, LEAK, "\udcff\0"),
    "webob-200-status": lambda: with_(ValueError(INNER), status=200),
    "caused-by-404": lambda: with_(ValueError(LEAK), __cause__=at("/")),
    "notes": lambda: with_(ValueError(INNER), __notes__=[LEAK, 5, Unspeakable(), "\ud800\r\n"]),
    "notes-are-none": lambda: with_(ValueError(INNER), __notes__=5),
    **{
        f"chain-{name}": lambda name=name: chained(10_000, name)
        for name in ("__cause__", "__context__")
    },
    **{f"ring-{name}": lambda name=name: ring(name) for name in ("__cause__", "__context__")},
    **{f"text-{name}": lambda text=text: ValueError(text) for name, text in TEXTS.items()},
    **{
        f"status-{status!r}": lambda status=status: with_(
            ValueError(LEAK), status=status, code=status
        )
        for status in (200, 404, 999, "404", None, True, math.nan, -1)
    },
    "group-of-bugs": lambda: ExceptionGroup(LEAK, [KeyError(INNER)] * 10_000),
    "group-refusing": lambda: type("Odd", (ExceptionGroup,), {"exceptions": property(refuse)})(
        LEAK, [KeyError(INNER)]
    ),
    "group-mixed": lambda: ExceptionGroup(LEAK, [at("/"), Declared(), KeyError(INNER)]),
    "group-deep-bug": lambda: nested(5_000, KeyError(INNER)),
    "unsafe": lambda: Unsafe(path=INNER, password=SECRET),
    "error-map-raises": Mapped,
    "error-map-none": lambda: Mapped(None),
    "error-map-200": lambda: Mapped(200),
    "error-map-999": lambda: Mapped(999),
    "error-map-text": lambda: Mapped("404"),
    "error-map-ring": lambda: with_(exc := Mapped(), args=(exc,)),
    "disguised-bug": lambda: HTTPExceptionDisguise(KeyError(LEAK)),
    "disguised-none": lambda: HTTPExceptionDisguise(None),  # type: ignore[arg-type]
    "disguised-text": lambda: HTTPExceptionDisguise(LEAK),  # type: ignore[arg-type]
    "disguised-class": lambda: HTTPExceptionDisguise(NotFound),  # type: ignore[arg-type]
    "disguised-itself": lambda: with_(exc := HTTPExceptionDisguise(NotFound()), exc=exc),
    "disguised-empty": lambda: HTTPExceptionDisguise.__new__(HTTPExceptionDisguise),
}

PARAMS: dict[str, object] = {
    "bytes": b"\xff\0<script>",
    "nan": math.nan,
    "infinity": -math.inf,
    "huge-int": 10**5000,
    "count": Count(7),
    "cyclic": cyclic(),
    "ring": Ring([1]),
    "none": None,
    "formatted": Formatted(),
    "unspeakable": Unspeakable(),
    "mimic": Mimic("x"),
    "nested": nested_message(50),
    "deep": [[[[[[[[[[[[[["x"]]]]]]]]]]]]]],
    "keys": {Unspeakable(): 1, "\ud800": math.nan, None: {1, 2}, "1st<&>": [{}]},
    "exception": ValueError("x\0"),
    "class": Formatted,
    **{f"text-{name}": text for name, text in TEXTS.items()},
}

CODES = sorted(code for code in webob.exc.status_map if code >= 400)


def webob_error(code: int) -> BaseException:
    """A webob error all of whose texts are hostile."""
    error = webob.exc.status_map[code](
        detail=f"{MARKUP}{CONTROLS}\ud800" if code < 500 else LEAK,
        headers=[("X-Own", "a\r\nSet-Cookie: b=1"), ("X-\r\nTwo", "2"), ("Content-Length", "5")],
        comment=f"--><b>{LEAK}",
        body_template="${nothing} ${detail} $",
    )
    return with_(error, explanation=MARKUP) if code < 500 else error


DECLARED: dict[str, tuple[int, Make]] = {
    "timeout": (504, lambda: TimeoutError(LEAK)),
    "eventlet-timeout": (503, lambda: Timeout(None, LEAK)),
    "safe": (503, lambda: Unavailable(path="/", password=SECRET)),
    "declared": (410, Declared),
    "declared-huge": (410, lambda: Declared(TEXTS["huge"])),
    "declared-unspeakable": (410, lambda: Declared(Unspeakable())),
    "error-map-fault": (404, lambda: Mapped(at("/"))),
    "error-map-webob": (409, lambda: Mapped(webob.exc.HTTPConflict(MARKUP))),
    "error-map-status": (451, lambda: Mapped(451)),
    "disguised": (404, lambda: HTTPExceptionDisguise(at("/"))),
    "disguised-twice": (404, lambda: HTTPExceptionDisguise(HTTPExceptionDisguise(at("/")))),
    "group": (404, lambda: ExceptionGroup(LEAK, [at(MARKUP)] * 10_000)),
    "group-deep": (404, lambda: nested(5_000, at("/"))),
    "code-lines": (404, lambda: with_(at("/"), code="a\r\nX: b\0\ud800<")),
    "code-none": (404, lambda: with_(at("/"), code=None)),
    "code-unspeakable": (404, lambda: with_(at("/"), code=Unspeakable())),
    "message-none": (404, lambda: with_(at("/"), message=None)),
    "message-number": (404, lambda: with_(at("/"), message=5)),
    "message-unspeakable": (404, lambda: with_(at("/"), message=Unspeakable())),
    "message-mimic": (404, lambda: with_(at("/"), message=Mimic("x"))),
    "message-ring": (404, lambda: with_(exc := at("/"), message=exc)),
    "message-nested": (404, lambda: NotFound(nested_message(50))),
    "errors-none": (404, lambda: with_(at("/"), errors=None)),
    "errors-odd": (404, lambda: with_(at("/"), errors=[5, None, "x"])),
    "params-none": (404, lambda: with_(at("/"), params=None)),
    "items": (404, lambda: NotFound(errors=[ErrorItem(MARKUP, CONTROLS, "\ud800")] * 10_000)),
    "items-odd": (404, lambda: NotFound(errors=[ErrorItem(5, None, Unspeakable())])),  # type: ignore[arg-type]
    "headers-none": (404, lambda: with_(at("/"), headers=None)),
    "headers-odd": (404, lambda: with_(at("/"), headers=[("a",), 5, (None, None)])),
    "headers-lines": (
        404,
        lambda: NotFound(
            path="/",
            headers=[
                ("X-A\r\nSet-Cookie", "c=1"),
                ("X-B", "a\r\nSet-Cookie: b=1\0"),
                ("X-C", "Ж\ud800"),
                ("", "e"),
                ("X:D", "d"),
                ("Ключ", "k"),
                ("Content-Length", "0"),
                ("Content-Type", "image/png"),
                ("Transfer-Encoding", "chunked"),
                ("Connection", "close"),
                ("Status", "200 OK"),
                ("X-Request-Id", "forged"),
            ],
        ),
    ),
    "headers-huge": (404, lambda: NotFound(path="/", headers={"X-A": TEXTS["huge"]})),
    "headers-many": (404, lambda: NotFound(path="/", headers=[("X-A", "a")] * 10_000)),
    **{f"param-{name}": (404, lambda value=value: at(value)) for name, value in PARAMS.items()},
    **{f"webob-{code}": (code, lambda code=code: webob_error(code)) for code in CODES},
}


def rows() -> Iterator[tuple[str, int, Make]]:
    """Every row: its name, its status, what makes the exception that is raised."""
    yield from ((name, 500, make) for name, make in UNDECLARED.items())
    yield from ((name, status, make) for name, (status, make) in DECLARED.items())
