"""JSON as strangers send it: what is read, what is refused, and where it is wrong."""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from i18n_wsgi import errors
from i18n_wsgi.json_text import JSONReader

READ = JSONReader(2).read
LONG = "k" * 99
ENCODINGS = ["utf-8", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"]


# Encodings: RFC 8259, section 8.1, and RFC 4627, section 3


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("mark", ["", "\ufeff"], ids=["plain", "marked"])
@pytest.mark.parametrize("text", ["{}", '"日"', "7", " \r\n\t[null]", '{"é": ["\U0001f600"]}'])
def test_encoding(text: str, mark: str, encoding: str) -> None:
    """A text may be in any Unicode encoding, with a byte order mark or without."""
    assert READ((mark + text).encode(encoding)) == json.loads(text)


@pytest.mark.parametrize(
    ("data", "encoding", "position", "line", "column"),
    [
        (b'"\xff"', "UTF-8", 2, 1, 2),
        (b'\xef\xbb\xbf"\xff"', "UTF-8", 5, 1, 2),  # the mark is a byte, and no character
        (b'"\xed\xa0\x80"', "UTF-8", 2, 1, 2),  # half a surrogate pair
        (b'"\xc0\xaf"', "UTF-8", 2, 1, 2),  # a slash in too many bytes
        ('["é",\n"é'.encode() + b"\xe9", "UTF-8", 11, 2, 3),
        ("[1,\n2".encode("utf-16-be") + b"\xdc\x00\x00]", "UTF-16", 11, 2, 2),
        ("\ufeff[1]".encode("utf-16-le") + b"\x20", "UTF-16", 9, 1, 4),
        ("[1]".encode("utf-32-le") + b"\xff" * 4, "UTF-32", 13, 1, 4),
    ],
)
def test_invalid_encoding(
    data: bytes, encoding: str, position: int, line: int, column: int
) -> None:
    """Bytes that are no text are refused with their place in it."""
    with pytest.raises(errors.InvalidEncoding) as refused:
        READ(data)

    assert refused.value.params == {
        "encoding": encoding,
        "position": position,
        "line": line,
        "column": column,
    }


# What is no JSON


@pytest.mark.parametrize(
    ("data", "line", "column"),
    [
        (b"", 1, 1),
        (b"\x00", 1, 1),
        (b"\n ", 2, 2),
        (b"[]x", 1, 3),
        (b'{\n"a": }', 2, 6),
        ('["é", }'.encode(), 1, 7),
        ('[\n"é", }'.encode("utf-16"), 2, 6),
        (b'{"a": [1, 2', 1, 12),  # cut off
        (b'{"a": "xyz', 1, 7),  # cut off, where the string begins
        (b'"[[[', 1, 1),
        (b'"\t"', 1, 2),
        (b"01", 1, 2),
        (b"\xef\xbb\xbf\xef\xbb\xbf1", 1, 1),  # a second mark is none
        (b"nan", 1, 1),
    ],
)
def test_invalid_json(data: bytes, line: int, column: int) -> None:
    """What is no JSON is refused with the line and the column where reading failed."""
    with pytest.raises(errors.InvalidJSON) as refused:
        READ(data)

    assert refused.value.params == {"line": line, "column": column}


# Depth


def test_depth() -> None:
    """Brackets in strings are no levels."""
    assert READ(rb'{"a[[[{": ["]\"[[[", "\\"]}') == {"a[[[{": ['"'.join(["]", "[[["]), "\\"]}


@pytest.mark.parametrize(
    "data",
    [
        b"[[[]]]",
        b'{"a": [{}]}',
        b'["]]]", {"a": []}]',
        rb'["\"]\"", [[]]]',
        b"[" * 10**6,
    ],
)
def test_too_deep(data: bytes) -> None:
    """A text that is nested deeper than allowed is refused before its values are made."""
    with pytest.raises(errors.JSONTooDeep, match="2 levels"):
        READ(data)


def test_bottomless() -> None:
    """Where any depth is allowed, one that would exhaust the stack is refused."""
    with pytest.raises(errors.JSONTooDeep):
        JSONReader(10**9).read(b"[" * 10**6)


# Numbers: RFC 8259, section 6


@pytest.mark.parametrize(
    ("data", "received", "line", "column"),
    [
        (b"NaN", "NaN", 1, 1),
        (b'{"NaN": "NaN",\n "a": -Infinity}', "-Infinity", 2, 7),
        (b"[1e308, 1e999x", "1e999", 1, 9),
        (b"-1.5E+400", "-1.5E+400", 1, 1),
        (b"[" + b"-" + b"9" * 4300 + b",\nNaNNaN]", "NaN", 2, 1),
        (b'["1", 1.0,\n' + b"1" * 5000 + b"]", "1" * 60 + "…", 2, 1),
    ],
)
def test_unreadable_number(data: bytes, received: str, line: int, column: int) -> None:
    """A number that is infinite, none or too long is refused with its place."""
    with pytest.raises(errors.UnreadableNumber) as refused:
        READ(data)

    assert refused.value.params == {"received": received, "line": line, "column": column}


def test_nan_allowed() -> None:
    """NaN and what is infinite may be allowed."""
    not_a_number, *infinite = JSONReader(2, allow_nan=True).read(b"[NaN, Infinity, 1e999]")

    assert math.isnan(not_a_number)
    assert infinite == [math.inf, math.inf]


def test_long_number_after_nan() -> None:
    """A number that is too long is refused though NaN is allowed."""
    with pytest.raises(errors.UnreadableNumber) as refused:
        JSONReader(2, allow_nan=True).read(b"[NaN, 1e999, " + b"1" * 5000 + b"]")

    assert refused.value.params["column"] == 14


@pytest.fixture
def any_length() -> Iterator[None]:
    """A Python that converts numbers of any length."""
    digits = sys.get_int_max_str_digits()
    sys.set_int_max_str_digits(0)
    yield
    sys.set_int_max_str_digits(digits)


@pytest.mark.usefixtures("any_length")
def test_number_of_any_length() -> None:
    """No number is too long where Python has no limit: what is refused is the one behind it."""
    long = b"1" * 5000
    with pytest.raises(errors.UnreadableNumber) as refused:
        READ(b"[" + long + b",\n1e999]")

    assert READ(long) == int(long)
    assert refused.value.params == {"received": "1e999", "line": 2, "column": 1}


# Duplicate keys: RFC 8259, section 4


@pytest.mark.parametrize(
    ("text", "key", "line", "column"),
    [
        ('{"a": 1, "a": 1}', "a", 1, 10),
        ('{"": {}, "b": {"c": 1,\n"c": 2}}', "c", 2, 1),
        (r'{"é": 1, "\u00e9": 2}', "é", 1, 10),
        (r'[{":": ":"}, {"\"": [1], "\u0022": 1}]', '"', 1, 26),
        ('{"a": ["a", "a"], "a": 2}', "a", 1, 19),
        (f'{{"{LONG}": 1, "{LONG}": 2}}', LONG[:60] + "…", 1, 108),
    ],
)
@pytest.mark.parametrize("encoding", ENCODINGS)
def test_duplicate_key(text: str, key: str, line: int, column: int, encoding: str) -> None:
    """A key that an object has twice is refused with the place of the second."""
    with pytest.raises(errors.DuplicateKey) as refused:
        JSONReader(3).read(text.encode(encoding))

    assert refused.value.params == {"key": key, "line": line, "column": column}


def test_same_key_elsewhere() -> None:
    """Two objects may have the same key."""
    assert READ(b'{"a": {"a": 1}, "b": {"a": 1}}') == {"a": {"a": 1}, "b": {"a": 1}}


def test_duplicate_keys_allowed() -> None:
    """Duplicate keys may be allowed; the last one counts."""
    assert JSONReader(2, allow_duplicate_keys=True).read(b'{"a": 1, "a": 2}') == {"a": 2}


# Surrogates: RFC 8259, section 8.2


@pytest.mark.parametrize(
    ("data", "expected"),
    [(rb'"\ud83d\uDE00"', "\U0001f600"), (rb'"\\ud800"', r"\ud800"), (rb'"\u00e9"', "é")],
)
def test_surrogate_pair(data: bytes, expected: str) -> None:
    """An escaped surrogate pair is one character, and an escaped backslash starts no escape."""
    assert READ(data) == expected


@pytest.mark.parametrize(
    ("data", "received", "line", "column"),
    [
        (rb'"\ud800"', r"\ud800", 1, 2),
        (rb'"a\uDC00"', r"\uDC00", 1, 3),
        (rb'"\ud800\u0041"', r"\ud800", 1, 2),
        (rb'"\ud83d\uD83D\ude00"', r"\ud83d", 1, 2),
        (b'{"\\ud83d\\ude00":\n"\\\\\\udfff"}', r"\udfff", 2, 4),
    ],
)
def test_lone_surrogate(data: bytes, received: str, line: int, column: int) -> None:
    """Half a surrogate pair, which no UTF-8 text can hold, is refused with its place."""
    with pytest.raises(errors.LoneSurrogate) as refused:
        READ(data)

    assert refused.value.params == {"received": received, "line": line, "column": column}


@pytest.mark.parametrize("data", [rb'"\ud800"', b'"\xed\xa0\x80"', b'"\0\0\xd8"\0'])
def test_lone_surrogates_allowed(data: bytes) -> None:
    """Half a surrogate pair may be allowed, escaped or not."""
    assert JSONReader(2, allow_lone_surrogates=True).read(data) == "\ud800"


# Whatever comes

VALUES: st.SearchStrategy[Any] = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    # Any text that UTF-8 can hold.
    | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=10,
)

# Values whose strings look like their structure.
STRINGS = st.text('[]{}"\\,:a', max_size=4)
BRACKETS = st.lists(
    st.recursive(
        STRINGS, lambda inner: st.lists(inner) | st.dictionaries(STRINGS, inner), max_leaves=5
    ),
    max_size=3,
)


@given(VALUES, st.sampled_from(ENCODINGS), st.booleans())
@settings(deadline=None, max_examples=200)
def test_any_value(value: Any, encoding: str, is_ascii: bool) -> None:
    """Whatever a client writes as JSON is read as it was meant."""
    text = json.dumps(value, ensure_ascii=is_ascii)

    assert JSONReader(64).read(text.encode(encoding)) == value


def depth_of(value: object) -> int:
    if isinstance(value, dict):
        value = list(value.values())
    return 1 + max(map(depth_of, value), default=0) if isinstance(value, list) else 0


@given(BRACKETS)
@settings(deadline=None, max_examples=300)
def test_any_depth(value: Any) -> None:
    """A value is read where its depth is allowed, and refused where that is one too many."""
    data, depth = json.dumps(value).encode(), depth_of(value)

    assert JSONReader(depth).read(data) == value
    with pytest.raises(errors.JSONTooDeep):
        JSONReader(depth - 1).read(data)


@given(st.lists(st.sampled_from(['"', "\\", "[", "]", "{", "}", ":", ",", '"a"', "\\u", "d800"])))
@example(["{", '"a"', ":", "[", '"', "\\", '"', "]", '"', "]", "}"])
@settings(deadline=None, max_examples=300)
def test_any_text(parts: list[str]) -> None:
    """Whatever a text is made of, it is read or refused as the client's error."""
    with suppress(errors.InvalidRequest):
        READ("".join(parts).encode())
