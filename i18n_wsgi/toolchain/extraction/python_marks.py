"""Which texts the marks of a Python source say, and what is wrong with a mark."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from itertools import product
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
        choices = [_alternatives(given.get(_number(index))) for index in spec]
        for chosen in product(*choices):
            context = next(
                (
                    text
                    for index, text in zip(spec, chosen, strict=True)
                    if isinstance(index, tuple)
                ),
                None,
            )
            texts = [
                text for index, text in zip(spec, chosen, strict=True) if isinstance(index, int)
            ]
            if texts and texts[0] and None not in texts:
                yield (context, texts[0]), texts[1] if len(texts) > 1 else None


def aliases_in(tree: ast.AST, keywords: Keywords) -> Keywords:
    """The marks under other names: ``_n = marks.ngettext``, ``from gettext import gettext as tr``."""
    found: dict[str, Any] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            pairs = [(one.asname, one.name) for one in node.names if one.asname]
        elif isinstance(node, ast.Assign):
            pairs = [pair for target in node.targets for pair in _renamed(target, node.value)]
        else:
            continue
        found |= {name: keywords[mark] for name, mark in pairs if mark in keywords}
    return found


def _renamed(target: ast.expr, value: ast.expr) -> Iterator[tuple[str, str]]:
    if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
        for one, other in zip(target.elts, value.elts, strict=False):
            yield from _renamed(one, other)
    elif isinstance(target, ast.Name) and isinstance(value, ast.Attribute):
        yield target.id, value.attr


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
            if node is None or (isinstance(literal, str) and literal) or _is_choice(node):
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


def _alternatives(node: ast.expr | None) -> Sequence[str | None]:
    """The texts that may be meant: one, or those of the branches of a condition; None for what is no text."""
    if isinstance(node, ast.IfExp):
        return [*_alternatives(node.body), *_alternatives(node.orelse)]
    if isinstance(node, ast.BoolOp):
        return [text for one in node.values for text in _alternatives(one)]
    return ["".join(_pieces(node)) or None]


def _is_choice(node: ast.expr) -> bool:
    """Whether a condition chooses one of several texts."""
    if isinstance(node, ast.IfExp):
        return all(literal_of(one) or _is_choice(one) for one in (node.body, node.orelse))
    return False


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
