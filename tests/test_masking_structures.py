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
