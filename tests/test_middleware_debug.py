"""The printer for debugging: what it shows, and what it never does."""

from __future__ import annotations

import io
import sys
from typing import Any

import pytest

from i18n_wsgi import Debug, Request, debug_filter
from i18n_wsgi.settings import SettingsError
from tests.conftest import Body, answering, call


class Unprintable:
    """A value of the environ that can't be shown."""

    def __repr__(self) -> str:
        raise RuntimeError


def test_debug_prints(capsys: pytest.CaptureFixture[str]) -> None:
    """The printer shows the request, the response's headers and the body."""
    app = Debug(answering(["é".encode(), b"\xff\n"], ("X-One", "1")))

    call(app, "/books")

    printed = capsys.readouterr().out
    assert "PATH_INFO = '/books'\n" in printed
    assert "X-One = '1'\n" in printed
    assert "BODY\né\n\\xff\\n\n" in printed


def test_debug_changes_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    """The printer passes on headers and body as they are."""
    headers = [("Content-Type", "text/plain"), ("Content-Length", "4")]
    begun: list[object] = []

    app = Debug(answering(Body(b"a", b"", b" \xff\n"), *headers))
    body = app(Request.blank("/").environ, lambda *arguments: begun.extend(arguments))

    assert (begun, list(body)) == (["200 OK", headers], [b"a", b"", b" \xff\n"])


def test_debug_streams(capsys: pytest.CaptureFixture[str]) -> None:
    """A chunk is printed when it passes, not before."""
    body = Body(b"first", b"second")

    next(iter(Debug(answering(body))(Request.blank("/").environ, lambda *_: None)))

    printed = capsys.readouterr().out
    assert "first" in printed
    assert "second" not in printed


@pytest.mark.parametrize(
    "name", ["X-Auth-Token", "X-Password", "Authorization", "Cookie", "X-Api-Key"]
)
def test_debug_masks(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    """A header that is named like a secret is printed masked."""
    call(Debug(answering([], (name, "opensesame"))), headers={name: "opensesame"})

    assert "opensesame" not in capsys.readouterr().out


def test_debug_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing that passes can forge a line or steer the terminal."""
    call(Debug(answering([b"\x1b[2J\r\nHTTP_HOST = 'evil'"])), "/%0A%1B")

    printed = capsys.readouterr().out
    assert "\x1b" not in printed
    assert "\nHTTP_HOST = 'evil'" not in printed


def test_print_generator(capsys: pytest.CaptureFixture[str]) -> None:
    """A body's chunks come out of the generator unchanged."""
    assert list(Debug.print_generator([b"a", b"", b"\xff"])) == [b"a", b"", b"\xff"]


@pytest.mark.parametrize(
    "parts",
    [
        [b'{"password": "opensesame"}'],
        [b'{"password": "open', b'sesame"}'],
        [b'{"pass', b'word": "opensesame"}'],
        [b'{"p', b'assword":', b' "open', b'sesame"', b"}"],
        [b"a\nb\ntoken=open", b"sesame\n", b"c"],
        ['{"password": "open', 'sesame"}'],
    ],
)
def test_split_secrets(parts: list[Any], capsys: pytest.CaptureFixture[str]) -> None:
    """A secret in a body is printed masked, wherever a chunk ends."""
    assert list(Debug.print_generator(parts)) == parts

    printed = capsys.readouterr().out
    assert "open" not in printed
    assert "sesame" not in printed
    assert "***" in printed


def test_split_character(capsys: pytest.CaptureFixture[str]) -> None:
    """A character that is split over two chunks is printed whole."""
    list(Debug.print_generator([b"\xc3", b"\xa9"]))

    assert "é" in capsys.readouterr().out


@pytest.mark.parametrize("charset", ["utf-16", "UTF-16LE", "latin-1"])
def test_charset(charset: str, capsys: pytest.CaptureFixture[str]) -> None:
    """A body is read by the charset of its response."""
    body = "token=opensesame é\n".encode(charset)
    headers = ("Content-Type", f"text/plain; charset={charset}")

    call(Debug(answering([body[:5], body[5:]], headers)))

    assert "=*** é\\n" in capsys.readouterr().out


@pytest.mark.parametrize("charset", ["x", "zlib", "rot13", "idna", "punycode", "undefined", "\0"])
def test_unknown_charset(charset: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Where the charset is none, it is read as UTF-8."""
    assert list(Debug.print_generator([b"\xc3", b"\xa9 a"], charset=charset)) == [
        b"\xc3",
        b"\xa9 a",
    ]

    assert "é a" in capsys.readouterr().out


@pytest.mark.parametrize("value", ["?token=a'opensesame&x=1", "https://u:a'opensesame@host"])
def test_quotes(value: str, capsys: pytest.CaptureFixture[str]) -> None:
    """A quote in a secret of the environ doesn't end it."""
    call(Debug(answering([])), environ={"RAW_URI": value})

    assert "opensesame" not in capsys.readouterr().out


def test_early_close(capsys: pytest.CaptureFixture[str]) -> None:
    """What went to a client that left early is printed, and the body closed."""
    body = Body(b"token=", b"never asked for")
    chunks = Debug(answering(body))(Request.blank("/").environ, lambda *_: None)

    next(iter(chunks))
    chunks.close()

    assert body.close_count == 1
    assert "token=" in capsys.readouterr().out


def test_stream_that_breaks_off(capsys: pytest.CaptureFixture[str]) -> None:
    """The error of a body passes through the printer."""
    with pytest.raises(KeyError):
        call(Debug(answering(Body(b"a", then=KeyError()))))


def test_unprintable_value(capsys: pytest.CaptureFixture[str]) -> None:
    """A value of the environ that can't be shown is told by its class."""
    call(Debug(answering([])), environ={"library.shelf": Unprintable()})

    assert "library.shelf = <Unprintable that can't be shown>\n" in capsys.readouterr().out


def test_stream_of_choice(capsys: pytest.CaptureFixture[str]) -> None:
    """All of it is printed to the stream that is chosen."""
    stream = io.StringIO()

    call(Debug(answering([b"chunk"]), stream=stream))

    assert [name in stream.getvalue() for name in ("ENVIRON", "HEADERS", "chunk")] == [True] * 3
    assert capsys.readouterr().out == ""


def test_ascii_stream() -> None:
    """A stream that does not know a letter gets its escape."""
    raw = io.BytesIO()
    stream = io.TextIOWrapper(raw, "ascii")

    list(Debug.print_generator(["é".encode()], stream=stream))

    assert b"\\xe9" in raw.getvalue()


def test_closed_stream() -> None:
    """A stream that is closed costs no request."""
    stream = io.StringIO()
    stream.close()

    assert call(Debug(answering([b"chunk"]), stream=stream)).body == b"chunk"


def test_no_stream(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nor does a process that has no stdout."""
    monkeypatch.setattr(sys, "stdout", None)

    assert call(Debug(answering([b"chunk"]))).body == b"chunk"


class Odd(io.StringIO):
    """A stream that is not made as it should be."""

    def __init__(self, encoding: Any, failure: BaseException | None = None) -> None:
        super().__init__()
        self.named = encoding
        self.failure = failure

    @property
    def encoding(self) -> Any:  # type: ignore[override]  # that is what is odd
        return self.named

    def flush(self) -> None:
        if self.failure is not None:
            raise self.failure


class Writer:
    """As little of a stream as can be."""

    def __init__(self) -> None:
        self.text = ""

    def write(self, text: str) -> None:
        self.text += text


@pytest.mark.parametrize(
    "stream",
    [
        object(),
        Writer(),
        io.BytesIO(),
        Odd("klingon"),
        Odd("base64"),
        Odd("utf\0"),
        Odd(8),
        Odd("utf-8", RuntimeError("a bug")),
    ],
    ids=lambda stream: type(stream).__name__,
)
def test_odd_stream(stream: Any) -> None:
    """A stream that can't be printed to costs no request."""
    assert call(Debug(answering(Body(b"chunk")), stream=stream)).body == b"chunk"


@pytest.mark.parametrize(
    "stream", [Writer(), Odd("klingon"), Odd(8)], ids=["no flush", "unknown", "no text"]
)
def test_odd_stream_is_printed_to(stream: Any) -> None:
    """One that takes text is printed to, whatever else it lacks."""
    call(Debug(answering(["é".encode()]), stream=stream))

    assert "é" in (stream.text if isinstance(stream, Writer) else stream.getvalue())


def test_interrupt() -> None:
    """Who interrupts the printer interrupts the request."""
    with pytest.raises(KeyboardInterrupt):
        call(Debug(answering([]), stream=Odd("utf-8", KeyboardInterrupt())))


def test_odd_environ(capsys: pytest.CaptureFixture[str]) -> None:
    """Nor does an environ fail to be printed that has a key which is no text, or grows meanwhile."""

    class Growing:
        def __repr__(self) -> str:
            environ["library.seen"] = True
            return "seen"

    environ: dict[Any, object] = {
        **Request.blank("/").environ,
        5: "five",
        "library.shelf": Growing(),
    }
    Debug(answering([]))(environ, lambda *_: None)

    printed = capsys.readouterr().out
    assert "\n5 = 'five'\n" in printed
    assert "library.shelf = seen\n" in printed


def test_bad_length(capsys: pytest.CaptureFixture[str]) -> None:
    """A Content-Length that is no number passes as it is."""
    headers = [("Content-Length", "many")]
    begun: list[object] = []

    Debug(answering(Body(b"a"), *headers))(Request.blank("/").environ, lambda *it: begun.extend(it))

    assert begun == ["200 OK", headers]


def test_debug_filter() -> None:
    """As a paste filter the printer takes an application and a ConfigOpts."""
    application = answering([])

    made = debug_filter(application, None)

    assert isinstance(made, Debug)
    assert made.application is application


def test_debug_filter_stream(capsys: pytest.CaptureFixture[str]) -> None:
    """The key `stream` chooses between stdout and stderr."""
    call(debug_filter(answering([b"chunk"]), None, stream="stderr"))

    assert "chunk" in capsys.readouterr().err


def test_debug_filter_bad_stream() -> None:
    """Another stream is refused with those that there are."""
    with pytest.raises(SettingsError, match=r"^stream is 'stdlog'; allowed: stdout, stderr$"):
        debug_filter(answering([]), None, stream="stdlog")


def test_debug_filter_unknown_key() -> None:
    """Another key is refused, for nothing would come of it."""
    with pytest.raises(SettingsError, match=r"^steam, verbose: no such key; there is stream$"):
        debug_filter(answering([]), None, verbose="yes", steam="stderr")
