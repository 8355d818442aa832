"""What kind of value a Python source gives for a placeholder, in words for translators."""

from __future__ import annotations

import ast
import contextlib
from collections.abc import Iterator, Sequence
from typing import TypeAlias

from i18n_wsgi.toolchain.extraction.python_marks import literal_of, name_of

Function: TypeAlias = "ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda | None"
_NUMBER, _TEXT, _LIST = "whole number", "text", "list"
_TYPES = {
    "int": _NUMBER, "len": _NUMBER, "float": "number", "Decimal": "number", "str": _TEXT, "repr": _TEXT,
    "list": _LIST, "tuple": _LIST, "set": _LIST, "sorted": _LIST, "Sequence": _LIST, "frozenset": _LIST,
    "date": "date", "datetime": "date and time", "time": "time", "timedelta": "span of time",
}  # fmt: skip
_WRAPPERS = {"Optional", "Union"}
_LITERALS = (
    (ast.JoinedStr, _TEXT),
    ((ast.List, ast.Tuple, ast.Set, ast.ListComp, ast.SetComp), _LIST),
)


def type_of(node: ast.expr, function: Function) -> str:
    """What kind of value it is, for translators; empty where that is not known."""
    if isinstance(node, ast.Name) and function is not None:
        return _annotated(node.id, function.args)
    if isinstance(node, ast.Call):
        return _TYPES.get(name_of(node.func), "")
    if isinstance(node, ast.Constant):
        return _TYPES.get(type(node.value).__name__, "")
    return next((kind for nodes, kind in _LITERALS if isinstance(node, nodes)), "")


def _annotated(name: str, arguments: ast.arguments) -> str:
    for one in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs):
        if one.arg == name and one.annotation is not None:
            kinds = set(_kinds_in(one.annotation))
            return kinds.pop() if len(kinds) == 1 else ""
    return ""


def _kinds_in(annotation: ast.expr) -> Iterator[str]:
    """The kind of each type that an annotation names; None is of none."""
    if isinstance(annotation, ast.Constant) and isinstance(annotation.value, str):
        with contextlib.suppress(SyntaxError, ValueError):
            yield from _kinds_in(ast.parse(annotation.value, mode="eval").body)
    elif isinstance(annotation, ast.BinOp):
        yield from (*_kinds_in(annotation.left), *_kinds_in(annotation.right))
    elif isinstance(annotation, ast.Subscript) and name_of(annotation.value) in _WRAPPERS:
        inner = annotation.slice
        for one in inner.elts if isinstance(inner, ast.Tuple) else [inner]:
            yield from _kinds_in(one)
    elif isinstance(annotation, ast.Subscript):
        yield from _kinds_in(annotation.value)
    elif not isinstance(annotation, ast.Constant):
        yield _TYPES.get(name_of(annotation), "")


def types_in(node: ast.Dict, function: Function) -> dict[str, str]:
    """What kind of value each key of a literal dictionary has."""
    pairs: Sequence[tuple[ast.expr | None, ast.expr]] = [*zip(node.keys, node.values, strict=True)]
    return {str(literal_of(key)): type_of(value, function) for key, value in pairs}
