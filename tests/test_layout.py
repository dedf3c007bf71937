"""The house keeps its directions: who may import whom, and that the rule language knows no Chinese."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[1] / "src" / "extract"

FLOORS = (
    {"collector", "datafiles", "digests", "patterns"},
    {"errors", "spans"},
    {"messages", "models"},
    {"packages", "text"},
    {"mentions"},
    {"rules"},
    {"records", "workers"},
    {"pipeline"},
    {"examples", "tables"},
    {"coverage", "diff", "explain", "output", "remarks"},
    {"exports", "runs"},
    {"batch"},
    {"engines"},
    {"cli"},
)
"""A module imports from its own part and from floors below; parts of one floor do not know each other."""

ONLY = {
    "errors": set(),
    "spans": {"patterns"},
    "models": set(),
    "messages": {"datafiles", "errors"},
    "rules": {"digests", "errors", "patterns", "spans"},
}
"""What the parts may import that are held tighter than their floor."""

OPEN = {"__init__", "__main__"}
HAN = re.compile("[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
PARTICLE = "的"
"""The one Chinese word in the rule language: it joins a modifier to its noun, so `noun` has to know it."""
LONGEST = 450

MODULES = sorted(SOURCE.rglob("*.py"))


def part_of(path: Path) -> str:
    return path.relative_to(SOURCE).parts[0].removesuffix(".py")


def parts_imported(path: Path) -> set[str]:
    """The parts of the package that a module imports, wherever in the module it does."""
    parts = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        elif isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        else:
            continue
        parts |= {name.split(".")[1] for name in names if name.startswith("extract.")}
    return parts - {"__version__"}


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_imports_point_down(path: Path) -> None:
    part = part_of(path)
    if part in OPEN:
        return
    below: set[str] = set()
    for floor in FLOORS:
        if part in floor:
            break
        below |= floor
    else:
        pytest.fail(f"{part} stands on no floor")
    wrong = parts_imported(path) - {part} - ONLY.get(part, below)
    assert not wrong, f"{path.name} imports {sorted(wrong)}"


def test_models_are_imported_once_the_work_is_done() -> None:
    early = [
        path
        for path in MODULES
        if part_of(path) in {"text", "mentions", "rules", "records"} and "models" in parts_imported(path)
    ]
    assert not early


def test_rule_language_holds_no_chinese_word() -> None:
    """Docstrings and comments show Chinese; names and strings that run do not."""
    for path in (SOURCE / "rules").rglob("*.py"):
        tree = ast.parse(path.read_text("utf-8"))
        told = {
            id(node.body[0].value)
            for node in ast.walk(tree)
            if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
            and node.body
            and isinstance(node.body[0], ast.Expr)
        }
        told |= {
            id(following.value)
            for node in ast.walk(tree)
            if isinstance(node, ast.Module | ast.ClassDef)
            for following in node.body
            if isinstance(following, ast.Expr)
        }
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in told:
                assert node.value == PARTICLE or not HAN.search(node.value), (
                    f"{path.name}:{node.lineno}: {node.value!r}"
                )


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_file_is_short_enough_to_read(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) <= LONGEST


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_module_says_what_it_holds(path: Path) -> None:
    assert ast.get_docstring(ast.parse(path.read_text("utf-8"))), f"{path} has no docstring"
