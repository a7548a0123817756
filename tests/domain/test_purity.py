"""The domain needs the standard library only."""

import ast
import subprocess
import sys
from pathlib import Path

import workroom_harvest
import workroom_harvest.domain

ROOT = Path(workroom_harvest.domain.__file__).parent
LOADED = """
import pkgutil, sys
import workroom_harvest.domain as domain
for module in pkgutil.walk_packages(domain.__path__, domain.__name__ + "."):
    __import__(module.name)
public = {name.partition(".")[0] for name in sys.modules if not name.startswith("_")}
print(*sorted(public - sys.stdlib_module_names - {"workroom_harvest"}))
"""


def test_the_domain_imports_the_standard_library_and_itself_alone() -> None:
    """No module of the domain imports Flask, SQLAlchemy, Redis, httpx or another package."""
    foreign = set()
    for file in ROOT.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text())):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            foreign |= {name for name in names if not name.startswith("workroom_harvest.domain")}
    assert {name.split(".")[0] for name in foreign} <= sys.stdlib_module_names


def test_importing_the_domain_loads_nothing_else() -> None:
    """Every module of the domain loads in an interpreter that has no installed packages."""
    # -S leaves out site-packages, so that a module that needs one of them fails to import, too.
    shown = subprocess.run(
        [sys.executable, "-S", "-c", LOADED],
        cwd=Path(workroom_harvest.__file__).parents[1],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (shown.stdout.split(), shown.stderr) == ([], "")


def test_every_public_name_is_there() -> None:
    """Every public name of the package loads, and an unknown one is an attribute error."""
    assert [getattr(workroom_harvest, name).__name__ for name in workroom_harvest.__all__] == (
        workroom_harvest.__all__
    )
    assert set(workroom_harvest.__all__) <= set(dir(workroom_harvest))
    assert not hasattr(workroom_harvest, "Nobody")
