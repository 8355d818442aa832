"""What the documentation shows."""

from __future__ import annotations

import ast
import builtins
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import i18n_wsgi
from i18n_wsgi.settings import server_options
from i18n_wsgi.toolchain.extraction.rules import RULES
from tests.conftest import WriteCatalog, call

ROOT = Path(__file__).parent.parent
NAMED = (ast.ClassDef, ast.FunctionDef, ast.ExceptHandler)


def unbound_names(tree: ast.AST) -> set[str]:
    """What code uses by names that it takes from nowhere: those that a `*` brings."""
    nodes = list(ast.walk(tree))
    loaded = {it.id for it in nodes if isinstance(it, ast.Name) and isinstance(it.ctx, ast.Load)}
    bound = {it.id for it in nodes if isinstance(it, ast.Name) and isinstance(it.ctx, ast.Store)}
    bound |= {
        str(it.asname or it.name).partition(".")[0] for it in nodes if isinstance(it, ast.alias)
    }
    bound |= {str(it.name) for it in nodes if isinstance(it, NAMED)}
    bound |= {it.arg for it in nodes if isinstance(it, ast.arg)}
    return loaded - bound - set(dir(builtins))


def names_of_ours(tree: ast.AST) -> Iterator[str]:
    """What code takes from our package by name."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module == "i18n_wsgi":
            names = [alias.name for alias in node.names]
            yield from unbound_names(tree) if names == ["*"] else names
        elif isinstance(node, ast.Attribute) and ast.unparse(node.value) == "i18n_wsgi":
            yield node.attr


def examples_of(name: str) -> list[str]:
    """The Python code of a page."""
    text = (ROOT / name).read_text("utf-8")
    return re.findall(r"^```python\n(.*?)^```", text, re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("name", ["README.md", "docs/errors.md", "docs/heat.md", "docs/server.md"])
def test_names(name: str) -> None:
    """All that an example imports from us is there."""
    named = {found for example in examples_of(name) for found in names_of_ours(ast.parse(example))}

    assert named
    assert named <= set(i18n_wsgi.__all__)


def test_server_settings() -> None:
    """The server's page has each setting, with its default."""
    text = (ROOT / "docs/server.md").read_text("utf-8")
    rows = re.findall(r"^\| `(\w+)` \| (?:`(.*?)`)? ?\| ", text, re.MULTILINE)

    defaults = {
        opt.dest: "" if opt.default is None else str(opt.default) for opt in server_options()
    }

    assert dict(rows) == defaults | {"access_log": "false"}


def test_codes_of_extract() -> None:
    """The page for teams has each code that extract tells."""
    text = (ROOT / "docs/catalogs.md").read_text("utf-8")

    told = re.findall(r"^\| ([EW]6\d\d) \| ", text, re.MULTILINE)

    assert told == [rule.code for rule in RULES]


def test_first_steps(write_catalog: WriteCatalog, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first two pieces of the README's code are a file that runs, and with its catalog answers in French."""
    text = 'msgid "Book %(book)s was not found."\nmsgstr "Le livre %(book)s est introuvable."\n'
    monkeypatch.setenv("LIBRARY_LOCALEDIR", str(write_catalog("fr", text)))
    names: dict[str, Any] = {}

    exec("\n".join(examples_of("README.md")[:2]), names)
    told = call(names["application"], headers={"Accept-Language": "fr"}).json

    assert (told["code"], told["title"]) == (404, "Introuvable")
    assert told["error"]["message"] == "Le livre 999 est introuvable."
