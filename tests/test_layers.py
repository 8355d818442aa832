"""The package is a flat ladder: a module imports only from rows below its own."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

import i18n_wsgi

PACKAGE = Path(__file__).parent.parent / "i18n_wsgi"

# The first part of a module's name behind `i18n_wsgi.`; the table of CONTRIBUTING.md.
ROWS = [
    {
        "calls",
        "cldr",
        "messages",
        "paths",
        "placeholders",
        "masking",
        "option_types",
        "references",
        "twins",
        "vary",
        "xml_text",
    },
    {"errors", "negotiation", "settings", "statuses"},
    {
        "catalogs",
        "faults",
        "parameters",
        "returned_errors",
        "paste_sections",
        "json_text",
        "twin_maker",
    },
    {
        "translation",
        "request",
        "error_headers",
        "metrics",
        "reporting",
        "response",
        "formats",
        "serializers",
    },
    {"middleware", "resource", "router", "paste"},
    {"fault_middleware", "service", "serving"},
    {"sample", "toolchain"},
    {"cli", "hooks", "wsgi", "__init__"},
    {"__main__"},
]
ROW_OF = {name: number for number, names in enumerate(ROWS) for name in names}
MODULES = sorted(path.relative_to(PACKAGE) for path in PACKAGE.rglob("*.py"))
# The server side and the language side don't know each other.
SERVING_MAY_IMPORT = {name for names in ROWS[:3] for name in names}


def room_of(module: Path) -> str:
    return module.parts[0].removesuffix(".py")


def imports_of(tree: ast.AST) -> Iterator[str]:
    """What a module imports, by full names; what it imports for type checking only left out."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            continue
        if isinstance(node, ast.ImportFrom):
            assert node.level == 0, "a relative import hides which room it enters"
            yield str(node.module)
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        yield from imports_of(node)


def name_of(module: Path) -> str:
    parts = [PACKAGE.name, *module.with_suffix("").parts]
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def rooms_imported_by(module: Path) -> set[str]:
    tree = ast.parse((PACKAGE / module).read_text("utf-8"))
    names = {name.split(".")[1] for name in imports_of(tree) if name.startswith("i18n_wsgi.")}
    # A public name is imported from the package, and comes from its home.
    rooms = {i18n_wsgi._HOME_OF.get(name, name) for name in names}
    assert rooms <= set(ROW_OF), f"these are no rooms: {rooms - set(ROW_OF)}"
    return rooms


def test_table_is_complete() -> None:
    """Every room of the package stands in the table, and nothing else does."""
    rooms = {room_of(module) for module in MODULES}

    assert rooms == set(ROW_OF)


@pytest.mark.parametrize("module", MODULES, ids=str)
def test_arrows_run_down(module: Path) -> None:
    """A module imports only from rows of a lower number, or inside its own folder."""
    own = room_of(module)

    wrong = {
        room for room in rooms_imported_by(module) if room != own and ROW_OF[room] >= ROW_OF[own]
    }

    assert wrong == set()


def test_no_circles() -> None:
    """Whichever module is imported first, no other is asked for what it does not have yet."""
    names = {name_of(module): module for module in MODULES}
    graph: dict[str, set[str]] = {}
    for name, module in names.items():
        imported = names.keys() & {*imports_of(ast.parse((PACKAGE / module).read_text("utf-8")))}
        # Importing a module runs the packages around it, but for those that run already.
        around = {".".join(one.split(".")[:depth]) for one in imported for depth in range(2, 9)}
        running = {".".join(name.split(".")[:depth]) for depth in range(1, 9)}
        graph[name] = (imported | (around & names.keys())) - running

    assert [*TopologicalSorter(graph).static_order()]


@pytest.mark.parametrize(
    "module", [module for module in MODULES if room_of(module) == "serving"], ids=str
)
def test_serving_knows_no_language(module: Path) -> None:
    """The server imports the lowest three rows only."""
    assert rooms_imported_by(module) <= SERVING_MAY_IMPORT | {"serving"}


@pytest.mark.parametrize(
    "module",
    [
        module
        for module in MODULES
        if room_of(module) in {"formats"} and module.stem not in {"__init__", "base", "labels"}
    ],
    ids=str,
)
def test_plugs_are_strangers(module: Path) -> None:
    """A format never imports another format."""
    tree = ast.parse((PACKAGE / module).read_text("utf-8"))
    shared = {"i18n_wsgi.formats.base", "i18n_wsgi.formats.labels"}

    siblings = {name for name in imports_of(tree) if name.startswith("i18n_wsgi.formats.")}

    assert {name for name in siblings if not name.startswith(tuple(shared))} == set()
