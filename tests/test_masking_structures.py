"""Real values with their secrets masked."""

from __future__ import annotations

from collections import OrderedDict
from typing import Any
from uuid import UUID

import pytest

from i18n_wsgi.masking import masked_row
from i18n_wsgi.masking.structures import masked_value


class Unprintable:
    def __repr__(self) -> str:
        raise RuntimeError


class HostileKey:
    """A key that can be put into one dict only."""

    is_hashable = True

    def __hash__(self) -> int:
        if not self.is_hashable:
            raise RuntimeError
        return 1


class HostileList(list[Any]):
    def __iter__(self) -> Any:
        raise RuntimeError


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("HTTP_AUTHORIZATION", "Basic b3Blbg==", "HTTP_AUTHORIZATION = ***"),
        ("Set-Cookie", "id=1", "Set-Cookie = ***"),
        ("QUERY_STRING", "a=1&token=x", "QUERY_STRING = 'a=1&token=***'"),
        ("a\n", "b\n", r"a\n = 'b\n'"),
        ("HTTP_HOST", "localhost", "HTTP_HOST = 'localhost'"),
        (
            "raw",
            (("X-Auth-Token", "a 'b'"), ("A", "b")),
            "raw = (('X-Auth-Token', '***'), ('A', 'b'))",
        ),
        ("raw", [(b"authorization", b"Basic x")], "raw = [(b'authorization', '***')]"),
        ("vars", {"api_key": "x", "key": "y"}, "vars = {'api_key': '***', 'key': 'y'}"),
        ("QUERY_STRING", "api-key=x&key=y", "QUERY_STRING = 'api-key=***&key=y'"),
        ("QUERY_STRING", "token=a'b&x=1", "QUERY_STRING = 'token=***&x=1'"),
        ("a", [{"name": "token", "value": UUID(int=5)}], "a = [{'name': 'token', 'value': '***'}]"),
        ("a", {b"token": 5}, "a = {b'token': '***'}"),
        ("a", b"token=b", "a = b'token=***'"),
        ("a", OrderedDict(token=5), "a = {'token': '***'}"),
        ("a", Unprintable(), "a = <Unprintable that can't be shown>"),
        ("a", [Unprintable()], "a = [<Unprintable that can't be shown>]"),
        ("a", HostileList(["token=x"]), "a = ['token=***']"),
        ("token=x", 5, "token=*** = ***"),
        ("URI", "/a?access_token=%41&b=c", "URI = '/a?access_token=***&b=c'"),
    ],
)
def test_masked_row(name: str, value: object, expected: str) -> None:
    """A value whose name is that of a secret is not shown."""
    assert masked_row(name, value) == expected


def test_masked_value() -> None:
    """What is no container stays the object that it is."""
    obj = object()

    assert masked_value({"a": [obj, 5, None], "token": obj}) == {
        "a": [obj, 5, None],
        "token": "***",
    }


def test_ring() -> None:
    """What holds itself, and what is very large, is shown as far as it goes."""
    ring: list[Any] = []
    ring.append(ring)

    assert masked_row("a", ring).count("[") == 8
    assert len(masked_row("a", [range(5)] * 1_000_000)) < 20_000


def test_widest_value() -> None:
    """Of what holds the same over and over as much is shown as of all else."""
    value: list[Any] = ["a"]
    for _ in range(7):
        value = [value] * 1_000

    assert len(masked_row("a", value)) < 200_000


def test_hostile_keys() -> None:
    """A dict with a secret whose keys raise is told by its class."""
    key = HostileKey()
    value = {key: 1, "token": 5}
    key.is_hashable = False

    assert masked_row("a", value) == "a = <dict that can't be shown>"


def test_same_value() -> None:
    """Without a secret in it a value is itself, of whatever class."""
    value = OrderedDict(a=(1, "b"))

    assert masked_value(value) is value


def test_long_value() -> None:
    """A container is cut after its thousandth item, for nothing behind it was looked at."""
    assert len(masked_value(dict.fromkeys(range(5_000), "a"))) == 1_000
    assert len(masked_value(["a"] * 5_000)) == 1_000
