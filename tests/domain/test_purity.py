"""The domain is standard library only."""

import ast
import sys
from pathlib import Path

import workroom_harvest.domain

ROOT = Path(workroom_harvest.domain.__file__).parent


def test_the_domain_imports_the_standard_library_and_itself_alone() -> None:
    """No Flask, no SQL, no Redis, no HTTP."""
    foreign = set()
    for file in ROOT.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text())):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            foreign |= {name for name in names if not name.startswith("workroom_harvest.domain")}
    assert {name.split(".")[0] for name in foreign} <= sys.stdlib_module_names
