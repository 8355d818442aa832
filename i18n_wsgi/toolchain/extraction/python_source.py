"""What a Python source says of its texts, without running it: marks that can't work, errors and who raises them."""

from __future__ import annotations

import ast
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from i18n_wsgi.catalogs.po_file import Place
from i18n_wsgi.toolchain.checks.base import Finding, Rule
from i18n_wsgi.toolchain.extraction.python_comments import comments_of
from i18n_wsgi.toolchain.extraction.python_marks import (
    Key,
    Keywords,
    Text,
    aliases_in,
    find_wrong,
    keys_of,
    literal_of,
    name_of,
)
from i18n_wsgi.toolchain.extraction.python_types import Function, type_of, types_in

_READ = (ast.Call, ast.ClassDef, ast.ImportFrom)
_LEAVES = (ast.Constant, ast.Name, ast.expr_context, ast.operator, ast.cmpop, ast.alias)


@dataclass
class ErrorClass:
    """A class that may be an error.

    Attributes:
        name: what it is called.
        file: where it stands.
        bases: the names of its bases.
        declared: its attributes ``status`` and ``code``, as far as they are literals.
        message: the message that it declares.
        unmarked: where it declares a message without a mark.
    """

    name: str
    file: str
    bases: list[str]
    declared: dict[str, int | str] = field(default_factory=dict)
    message: Key | None = None
    unmarked: ast.expr | None = None


@dataclass
class Raised:
    """A call that may make an error: of what, with which message, and its parameters' types."""

    name: str
    message: Key | None
    unmarked: ast.expr | None
    types: dict[str, str]
    code: str = ""


@dataclass
class Source:
    """What a Python source says.

    Attributes:
        name: what the file is called in findings.
        lines: its text.
        texts: what is marked, in its order.
        classes, raised: see there.
        origins: where an imported name is from, and its own name there.
        findings: what is wrong with its marks.
        knows_us: whether it speaks of i18n_wsgi at all.
    """

    name: str
    lines: list[str]
    texts: list[Text] = field(default_factory=list)
    classes: list[ErrorClass] = field(default_factory=list)
    raised: list[Raised] = field(default_factory=list)
    origins: dict[str, tuple[str, str]] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    knows_us: bool = False

    def tell(self, rule: Rule, node: ast.expr, message: str, msgid: str = "") -> None:
        """Add a finding about what stands somewhere."""
        line = self.lines[node.lineno - 1] if node.lineno <= len(self.lines) else ""
        column = len(line.encode()[: node.col_offset].decode(errors="ignore"))
        end = node.end_col_offset if node.end_lineno == node.lineno else None
        piece = line.encode()[node.col_offset : end].decode(errors="ignore")
        place = Place(node.lineno, column + 1)
        self.findings.append(Finding(self.name, place, rule, msgid, message, piece))


def read_source(name: str, text: str, keywords: Keywords, tags: Sequence[str]) -> Source:
    """What a Python source says.

    Args:
        name: what it is called.
        text: the source.
        keywords: the marks.
        tags: how a comment begins that is for translators.

    Raises:
        SyntaxError, ValueError, RecursionError, MemoryError: it is no Python that this Python knows.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what a source does beside its texts is not our business
        tree = ast.parse(text)
    source = Source(name, text.split("\n"), knows_us="i18n_wsgi" in text)
    if "gettext" in text:
        keywords = {**keywords, **aliases_in(tree, keywords)}
    reader = _Reader(source, keywords)
    pending: list[tuple[ast.AST, Function, str]] = [(tree, None, "")]
    while pending:
        node, function, owner = pending.pop()
        if isinstance(node, _READ):
            reader.read(node, function, owner)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            function = node
        elif isinstance(node, ast.ClassDef):
            owner = node.name
        children = ast.iter_child_nodes(node)
        pending += [(one, function, owner) for one in children if not isinstance(one, _LEAVES)]
    source.findings.sort(key=lambda finding: finding.place)
    marks = sorted(reader.marks, key=lambda call: (call.func.end_lineno, call.func.end_col_offset))
    for mark, comments in zip(marks, comments_of(text, tree, marks, tags), strict=True):
        for key, plural in keys_of(mark, keywords):
            line = min(one.lineno for one in [*mark.args, *(one.value for one in mark.keywords)])
            source.texts.append(Text(key, plural, name, line, comments))
    return source


class _Reader:
    def __init__(self, source: Source, keywords: Keywords) -> None:
        self._source = source
        self._keywords = keywords
        self.marks: list[ast.Call] = []

    def read(self, node: ast.AST, function: Function, owner: str) -> None:
        """Take what a node says that stands in a function and in a class of that name."""
        if isinstance(node, ast.ClassDef):
            self._source.classes.append(self._class_of(node))
        elif isinstance(node, ast.ImportFrom):
            for alias in node.names:
                self._source.origins[alias.asname or alias.name] = (node.module or "", alias.name)
        elif isinstance(node, ast.Call):
            name = owner if _is_super_init(node.func) else name_of(node.func)
            if name in self._keywords:
                self.marks.append(node)
                if getattr(function, "name", None) not in self._keywords:
                    self._check_mark(node)
            elif name[:1].isupper():
                self._source.raised += self._raised(node, name, function)

    def _check_mark(self, call: ast.Call) -> None:
        wrong = find_wrong(call, self._keywords)
        if wrong is not None:
            self._source.tell(*wrong)

    def _class_of(self, node: ast.ClassDef) -> ErrorClass:
        found = ErrorClass(node.name, self._source.name, [name_of(base) for base in node.bases])
        for name, value in _assignments(node):
            if name == "message":
                found.message = self._key_of(value)
                found.unmarked = value if _is_text(value) else None
            elif name in {"status", "code"}:
                literal = literal_of(value)
                if isinstance(literal, int | str):
                    found.declared[name] = literal
        return found

    def _raised(self, call: ast.Call, name: str, function: Function) -> Iterator[Raised]:
        """What a call makes, once for each text that it may be given."""
        given = {one.arg: one.value for one in call.keywords if one.arg}
        types = {key: type_of(value, function) for key, value in given.items()}
        position = 2 if name == "ErrorItem" else 0
        text = call.args[position] if len(call.args) > position else None
        code = ""
        if name == "ErrorItem":
            text = given.get("message", text)
            given_code = given.get("code", call.args[1] if len(call.args) > 1 else None)
            code = str(literal_of(given_code) or "")
            types = {}
        elif isinstance(text, ast.BinOp) and isinstance(text.right, ast.Dict):
            types |= types_in(text.right, function)
        for one in _choices(text):
            yield Raised(name, self._key_of(one), one if _is_text(one) else None, types, code)

    def _key_of(self, node: ast.expr | None) -> Key | None:
        """The message that a mark makes, filled or not."""
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mod):
            node = node.left
        if not isinstance(node, ast.Call):
            return None
        return next((key for key, _plural in keys_of(node, self._keywords)), None)


def _assignments(node: ast.ClassDef) -> Iterator[tuple[str, ast.expr]]:
    for statement in node.body:
        if isinstance(statement, ast.Assign):
            for target in statement.targets:
                yield name_of(target), statement.value
        elif isinstance(statement, ast.AnnAssign) and statement.value is not None:
            yield name_of(statement.target), statement.value


def _is_text(node: ast.expr | None) -> bool:
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mod):
        node = node.left
    if isinstance(node, ast.Call) and name_of(node.func) == "format":
        node = node.func.value if isinstance(node.func, ast.Attribute) else None
    if isinstance(node, ast.JoinedStr):
        return True
    return isinstance(literal := literal_of(node), str) and any(map(str.isalpha, literal))


def _is_super_init(node: ast.expr) -> bool:
    if not isinstance(node, ast.Attribute) or node.attr != "__init__":
        return False
    return isinstance(node.value, ast.Call) and name_of(node.value.func) == "super"


def _choices(node: ast.expr | None) -> list[ast.expr | None]:
    """What may be given: one thing, or the branches of a condition."""
    if isinstance(node, ast.IfExp):
        return [*_choices(node.body), *_choices(node.orelse)]
    if isinstance(node, ast.BoolOp):
        return [one for value in node.values for one in _choices(value)]
    return [node]
