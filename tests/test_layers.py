"""Holds the direction of the house: who may import whom, and what is never imported as a module is loaded."""

from __future__ import annotations

import ast
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

PACKAGE = Path(__file__).parents[1] / "tracker"
BASE = frozenset({"words", "errors", "garbage", "written", "__init__"})
# What each part may import of ours; itself and BASE always.
MAY: dict[str, frozenset[str]] = {
    "words": frozenset(),
    "errors": frozenset(),
    "garbage": frozenset(),
    "written": frozenset(),
    "__init__": frozenset(),
    "__main__": frozenset({"cli"}),
    "result": frozenset(),
    "settings": frozenset({"rules"}),
    "rules": frozenset({"result"}),
    "store": frozenset({"rules"}),
    "sheets": frozenset({"rules"}),
    "services": frozenset({"store", "rules", "result"}),
    "render": frozenset({"result", "rules", "sheets"}),
    "commands": frozenset({"services", "store", "rules", "result", "settings", "render", "sheets"}),
    "cli": frozenset({"commands", "settings", "render", "result"}),
}
HOMES: dict[str, tuple[str, ...]] = {
    "sqlmodel": ("store",),
    "sqlalchemy": ("store",),
    "alembic": ("store",),
    "sqlite3": ("store",),
    "openpyxl": ("sheets",),
    "python_calamine": ("sheets",),
    "rich": ("render",),
    "prompt_toolkit": ("render",),
    "docx": ("render",),
    "typer": ("commands", "cli"),
    "click": (),
    "tomlkit": ("settings",),
    "pydantic": ("store",),
}
HEAVY = frozenset(
    {"sqlmodel", "sqlalchemy", "alembic", "openpyxl", "python_calamine", "rich", "pydantic", "prompt_toolkit", "docx"}
)


class Import(NamedTuple):
    """One import: the part and file that it stands in, what it imports, and how."""

    part: str
    file: str
    line: int
    target: str
    at_load: bool
    typing_only: bool


def part_of(path: Path) -> str:
    inside = path.relative_to(PACKAGE)
    return inside.parts[0] if len(inside.parts) > 1 else inside.stem


@cache
def modules() -> dict[Path, ast.Module]:
    """Every module of the package, parsed; when the tests run, for collecting them should cost nothing."""
    paths = (path for path in sorted(PACKAGE.rglob("*.py")) if "_migrations" not in path.parts)
    return {path: ast.parse(path.read_text(encoding="utf-8")) for path in paths}


@cache
def imports() -> list[Import]:
    return [each for path, tree in modules().items() for each in below(path, tree)]


def below(path: Path, node: ast.AST, inside: bool = False, unseen: bool = False) -> Iterator[Import]:
    """The imports below a node, which may stand inside a function, or where only type checkers look."""
    for target in targets(node):
        at_load = not inside and not unseen
        yield Import(part_of(path), str(path.relative_to(PACKAGE)), getattr(node, "lineno", 0), target, at_load, unseen)
    inside = inside or isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
    hidden = node.body if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test) else ()
    for child in ast.iter_child_nodes(node):
        if not isinstance(child, ast.expr):
            yield from below(path, child, inside, unseen or child in hidden)


def targets(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom):
        assert node.level == 0, "imports are written in full"
        if node.module == "tracker":
            return [f"tracker.{alias.name}" for alias in node.names]
        return [node.module or ""]
    return []


def test_every_part_has_its_place() -> None:
    assert {each.part for each in imports()} <= set(MAY)


@pytest.mark.parametrize("part", MAY)
def test_direction(part: str) -> None:
    allowed = MAY[part] | BASE | {part}
    wrong = [
        f"{each.file}:{each.line} imports {each.target}"
        for each in imports()
        if each.part == part and each.target.startswith("tracker.") and not each.typing_only
        if (name := each.target.split(".")[1]) not in allowed and not name.startswith("__")
    ]
    assert wrong == []


def test_no_modules_import_each_other_in_a_circle() -> None:
    """Not even for a type: what goes round has no beginning to read it from."""
    names = {".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts): tree for path, tree in modules().items()}
    imported = {
        name: {each for node in ast.walk(tree) for each in taken(node)} - {name} for name, tree in names.items()
    }
    TopologicalSorter(imported).prepare()  # raises CycleError, which tells the circle


def taken(node: ast.AST) -> set[str]:
    """What may be a module among the names that an import takes."""
    inside = (f"{node.module}.{alias.name}" for alias in node.names) if isinstance(node, ast.ImportFrom) else ()
    return {*targets(node), *inside}


def test_services_neither_print_nor_ask() -> None:
    """Not even for a type."""
    wrong = [
        each
        for each in imports()
        if each.part == "services" and each.target.startswith(("tracker.render", "tracker.commands", "tracker.sheets"))
    ]
    assert wrong == []


def test_sheets_and_store_do_not_know_each_other() -> None:
    pairs = {("sheets", "tracker.store"), ("store", "tracker.sheets")}
    assert [each for each in imports() if (each.part, ".".join(each.target.split(".")[:2])) in pairs] == []


@pytest.mark.parametrize("library", HOMES)
def test_each_library_has_one_home(library: str) -> None:
    wrong = [
        f"{each.file}:{each.line}"
        for each in imports()
        if each.target.split(".")[0] == library and each.part not in HOMES[library]
    ]
    assert wrong == []


def test_nothing_heavy_as_a_module_is_loaded() -> None:
    wrong = [
        f"{each.file}:{each.line} imports {each.target}"
        for each in imports()
        if each.at_load and each.target.split(".")[0] in HEAVY and each.file != "store/models.py"
    ]
    assert wrong == []


def test_the_models_are_loaded_by_nobody_at_load() -> None:
    wrong = [each for each in imports() if each.target == "tracker.store.models" and each.at_load]
    assert wrong == []


def test_only_the_door_writes_to_the_streams() -> None:
    """`print` is banned by the linter; this finds the streams themselves."""
    wrong = []
    for path in sorted(PACKAGE.rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        if ("sys.stdout" in text or "sys.stderr" in text) and part_of(path) not in ("render", "cli"):
            wrong.append(path.name)
    assert wrong == []


def test_only_settings_read_the_clock() -> None:
    wrong = []
    for path, tree in modules().items():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                named = node.func.attr in ("now", "today", "utcnow") and "date" in ast.dump(node.func.value)
                if named and path.name != "settings.py":
                    wrong.append(f"{path.name}:{node.lineno}")
    assert wrong == []
