"""Which texts the marks of a Python source say, and what is wrong with a mark."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, TypeAlias

from i18n_wsgi.toolchain.checks.base import Rule
from i18n_wsgi.toolchain.extraction import rules

Key: TypeAlias = tuple[str | None, str]
# What of a call is a text and what its context, by the number of the argument from 1, as Babel has it.
Keywords: TypeAlias = Mapping[str, Any]  # Babel has no public name for it
_Spec: TypeAlias = Sequence[int | tuple[int, str]]
# What the first and the second text are called by us, gettext, Django, Flask-Babel and WTForms.
_TEXT_NAMES = (
    ("msgid", "message", "singular", "msgid1", "string", "text"),
    ("plural", "msgid2"),
)


@dataclass(frozen=True)
class Text:
    """A text as it stands in a source: its key, its plural, and the comments above it."""

    key: Key
    plural: str | None
    file: str
    line: int
    comments: Sequence[str]


def name_of(node: ast.expr) -> str:
    """The last part of a dotted name; empty for what is none."""
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def literal_of(node: ast.expr | None) -> object:
    """What stands there: a constant, texts in a sum, or a status by its name; None for all else."""
    if isinstance(node, ast.Constant):
        return node.value
    if isinstance(node, ast.JoinedStr):
        parts = [literal_of(one) for one in node.values]
        return "".join(map(str, parts)) if all(isinstance(one, str) for one in parts) else None
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        left, right = literal_of(node.left), literal_of(node.right)
        return left + right if isinstance(left, str) and isinstance(right, str) else None
    if isinstance(node, ast.Attribute) and name_of(node.value) == "HTTPStatus":
        return int(HTTPStatus[node.attr]) if node.attr in HTTPStatus.__members__ else None
    return None


def keys_of(call: ast.Call, keywords: Keywords) -> Iterator[tuple[Key, str | None]]:
    """The texts that a mark says, each with its plural if it has one."""
    for spec in _specs_of(call, keywords):
        given = _arguments_of(call, spec)
        context: str | None = None
        texts: list[str | None] = []
        for index in spec:
            text = "".join(pieces) if (pieces := _pieces(given.get(_number(index)))) else None
            if isinstance(index, tuple):
                context = text
            else:
                texts.append(text)
        if texts and texts[0] and None not in texts:
            yield (context, texts[0]), texts[1] if len(texts) > 1 else None


def find_wrong(call: ast.Call, keywords: Keywords) -> tuple[Rule, ast.expr, str] | None:
    """The first thing that is wrong with a mark: the rule, what it is told of, and the words."""
    name = name_of(call.func)
    for spec in _specs_of(call, keywords):
        given = _arguments_of(call, spec)
        for index in spec:
            number = _number(index)
            if any(isinstance(arg, ast.Starred) for arg in call.args[:number]):
                break  # a pair that was marked elsewhere
            literal = literal_of(node := given.get(number))
            if node is None or (isinstance(literal, str) and literal):
                continue
            if isinstance(literal, str):
                return rules.EMPTY, node, f"{name} marks an empty text"
            rule, what = _problem(node)
            return rule, node, f"{what} inside of {name}(...)"
    return None


def _specs_of(call: ast.Call, keywords: Keywords) -> Iterator[_Spec]:
    name = name_of(call.func)
    if name not in keywords:
        return
    specs = keywords[name]
    by_count = specs if isinstance(specs, Mapping) else {None: specs}
    for arity in (None, len(call.args) + len(call.keywords)):
        if arity in by_count:
            yield by_count[arity] or (1,)


def _number(index: int | tuple[int, str]) -> int:
    return index[0] if isinstance(index, tuple) else index


def _arguments_of(call: ast.Call, spec: _Spec) -> dict[int, ast.expr]:
    """What is given, by its number; a text whose name says nothing counts by its place, as Babel has it."""
    contexts = (("context", index[0]) for index in spec if isinstance(index, tuple))
    texts = (index for index in spec if isinstance(index, int))
    numbers = dict(contexts)
    for index, names in zip(texts, _TEXT_NAMES, strict=False):
        numbers |= dict.fromkeys(names, index)
    by_place: dict[int, ast.expr] = {}
    by_name: dict[int, ast.expr] = {}
    for place, keyword in enumerate(call.keywords, len(call.args) + 1):
        if keyword.arg in numbers:
            by_name[numbers[keyword.arg]] = keyword.value
        elif isinstance(literal_of(keyword.value), str):
            by_place[place] = keyword.value
    return by_place | by_name | dict(enumerate(call.args, 1))


def _pieces(node: ast.expr | None) -> list[str]:
    """The texts that are written in what is marked: all of it, or what Babel finds of what is computed."""
    literal = literal_of(node)
    if isinstance(literal, str):
        return [literal]
    inner: list[ast.expr] = []
    if isinstance(node, ast.BinOp):
        inner = [node.left] if isinstance(node.op, ast.Mod) else [node.left, node.right]
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        inner = [node.func.value]
    elif isinstance(node, ast.IfExp):
        inner = [node.body, node.orelse]
    elif isinstance(node, ast.BoolOp):
        inner = node.values
    return [piece for one in inner for piece in _pieces(one)]


def _problem(node: ast.expr) -> tuple[Rule, str]:
    """What is wrong with something that is marked and is no text."""
    if isinstance(node, ast.JoinedStr):
        return rules.F_STRING, "There is an f-string"
    if isinstance(node, ast.Constant) and isinstance(node.value, bytes):
        return rules.BYTES, "There are bytes"
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mod):
        return rules.PERCENT, "A text is filled by %"
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        return rules.SUM, "A text is put together by +"
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        if node.func.attr in {"format", "format_map"}:
            return rules.FORMAT, f"A text is formatted by .{node.func.attr}"
    return rules.NO_LITERAL, "There is no text but what the program computes"
