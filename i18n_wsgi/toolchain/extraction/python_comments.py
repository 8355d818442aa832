"""The comments for translators that a Python source has above its marks, or inside of them."""

from __future__ import annotations

import ast
import io
import tokenize
from collections import deque
from collections.abc import Iterator, Sequence


def comments_of(
    text: str, tree: ast.AST, marks: Sequence[ast.Call], tags: Sequence[str]
) -> list[list[str]]:
    """The comments of each mark: those inside of it, and those that end above it or above what it is in.

    Args:
        text: the source.
        tree: its tree.
        marks: calls, in the order of the source.
        tags: how a comment begins that is for translators; the lines below it belong to it.
    """
    if not any(tag in text for tag in tags):
        return [[] for _mark in marks]
    comments = deque(_comments_in(text, tags))
    parents = {child: node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}
    found = []
    for mark in marks:
        start = mark.func.end_lineno or 0
        above = _taken(comments, start)
        if above and not {above[-1][0], above[-1][0] + 1} & {start, *_lines_above(mark, parents)}:
            above = []
        inside = _taken(comments, mark.end_lineno or 0)
        found.append([comment for _line, comment in (*above, *inside)])
    return found


def _comments_in(text: str, tags: Sequence[str]) -> Iterator[tuple[int, str]]:
    """The comments with a tag and the lines that go on from them, with the number of each line."""
    last = -1
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type != tokenize.COMMENT:
            continue
        line, column = token.start
        comment = token.string[1:].strip()
        goes_on = last == line - 1 and not token.line[:column].strip()
        if goes_on or comment.startswith(tuple(tags)):
            last = line
            yield line, comment


def _taken(comments: deque[tuple[int, str]], line: int) -> list[tuple[int, str]]:
    taken = []
    while comments and comments[0][0] < line:
        taken.append(comments.popleft())
    return taken


def _lines_above(node: ast.AST, parents: dict[ast.AST, ast.AST]) -> Iterator[int]:
    """Where the expressions that a node is in begin, up to its statement."""
    while not isinstance(node, ast.stmt) and node in parents:
        node = parents[node]
        if isinstance(node, ast.expr | ast.stmt | ast.keyword):
            yield node.lineno
