"""The domain needs the standard library alone, and its tests need neither Workroom nor a server."""

import ast
import subprocess
import sys
from pathlib import Path

import workroom_harvest.domain

DOMAIN = Path(workroom_harvest.domain.__file__).parent
ROOT = DOMAIN.parents[1]
OURS = ("tests/domain", "tests/use_cases")
# What the plugin depends on, by the names of the modules, and the demo. SQLAlchemy is not among
# them: factory-boy loads it by itself where it is installed.
HEAVY = (
    *("alembic", "authlib", "cryptography", "demo", "flask", "flask_sqlalchemy", "flask_wtf"),
    *("httpx", "msgspec", "psycopg", "redis", "rq", "rq_scheduler"),
)
LOADED = """
import pkgutil, sys
import workroom_harvest.domain as domain
for module in pkgutil.walk_packages(domain.__path__, domain.__name__ + "."):
    __import__(module.name)
public = {name.partition(".")[0] for name in sys.modules if not name.startswith("_")}
print(*sorted(public - sys.stdlib_module_names - {"workroom_harvest"}))
"""
COLLECTED = f"""
import pytest, sys
status = pytest.main(["--collect-only", "-qq", "-p", "no:cacheprovider", *{OURS}])
print(int(status), *sorted(set(sys.modules) & set({HEAVY})), file=sys.stderr)
"""


def test_the_domain_imports_the_standard_library_and_itself_alone() -> None:
    """No module of the domain imports Flask, SQLAlchemy, Redis, httpx or another package."""
    foreign = set()
    for file in DOMAIN.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text())):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            foreign |= {name for name in names if not name.startswith("workroom_harvest.domain")}
    assert {name.split(".")[0] for name in foreign} <= sys.stdlib_module_names


def test_importing_the_domain_loads_nothing_else() -> None:
    """Each module of the domain imports in a fresh interpreter without any installed package."""
    # -S leaves out site-packages, so that a module that needs one of them fails to import, too.
    shown = subprocess.run(
        [sys.executable, "-S", "-c", LOADED],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (shown.stdout.split(), shown.stderr) == ([], "")


def test_collecting_these_tests_loads_neither_flask_nor_workroom() -> None:
    """Neither the demo nor what the plugin depends on is loaded, in a fresh interpreter."""
    shown = subprocess.run(
        [sys.executable, "-c", COLLECTED], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert shown.stderr.split() == ["0"], shown.stdout
