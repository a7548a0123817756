"""Mutation tests of the domain: small changes to its code, each of which some test must notice.

`make mutants`. mutmut changes the bodies of plain functions, and leaves out what is decorated
(properties, cached functions) and what stands outside functions, where tables and limits are. These
are changed here by mutmut's own operators, and by leaving out each element of a table; each such
mutant is tried by `tests/domain` in a process of its own, which imports the changed source.

Left out are changes that only break an import, as `None` for a constant does, and those of the
case of a text. docs/mutants.md has the survivors with their reasons.
"""

import os
import re
import shutil
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import redirect_stdout
from dataclasses import dataclass
from importlib import import_module
from importlib.abc import InspectLoader, MetaPathFinder
from importlib.machinery import ModuleSpec
from importlib.util import spec_from_loader
from io import StringIO
from pathlib import Path

import libcst
import pytest
from mutmut.mutation.data import SourceFileMutationData
from mutmut.mutation.diff_apply import get_diff_for_mutant
from mutmut.mutation.file_mutation import create_mutations
from mutmut.stats import status_by_exit_code

LEAST = 95
"""The percentage of all mutants that must be killed."""

LONGEST = 120
"""The seconds after which a mutant counts as killed, because it does not end."""

WORKERS = os.cpu_count() or 2
FOLDER = Path("workroom_harvest/domain")
DECORATED = re.compile(r"(?m)^( *)@(property|lru_cache\(.*\))$")
TESTS = ("tests/domain", "--ignore=tests/domain/test_purity.py")
OPTIONS = ("-x", "-q", "-p", "no:randomly", "-p", "no:cacheprovider", "--hypothesis-profile=short")
Table = libcst.Tuple | libcst.List | libcst.Set | libcst.Dict


@dataclass(frozen=True, slots=True)
class Mutant:
    """A module of the domain with one change, and how that is shown."""

    module: str
    source: str
    change: str


class Replaced(MetaPathFinder, InspectLoader):
    """An import of a mutant in place of its module."""

    def __init__(self, mutant: Mutant) -> None:
        self.name = f"workroom_harvest.domain.{mutant.module}"
        self.source = mutant.source

    def find_spec(self, fullname: str, path: object, target: object = None) -> ModuleSpec | None:
        """Return the mutant's spec, or None for any other module."""
        return spec_from_loader(fullname, self) if fullname == self.name else None

    def get_source(self, fullname: str) -> str:
        """Return the changed source."""
        return self.source


class Tables(libcst.CSTVisitor):
    """The tables of a module: tuples, lists, sets and dicts in brackets, outermost only."""

    def __init__(self) -> None:
        self.found: list[Table] = []

    def on_visit(self, node: libcst.CSTNode) -> bool:
        """Take a table as a whole, and look into everything else but annotations."""
        if isinstance(node, libcst.Tuple | libcst.List | libcst.Set | libcst.Dict):
            if not isinstance(node, libcst.Tuple) or node.lpar:
                self.found.append(node)
            return False
        return not isinstance(node, libcst.Annotation)


def left_out(path: Path) -> Iterator[Mutant]:
    """Yield the mutants of a module that mutmut does not make."""
    # What is decorated is mutated as if it were not: a comment keeps its place.
    plain = DECORATED.sub(r"\1# @\2", path.read_text())
    module, mutations, _, _ = create_mutations(str(path), plain)
    changes: list[tuple[libcst.CSTNode, libcst.CSTNode]] = []
    for one in mutations:
        function, new = one.contained_by_top_level_function, one.mutated_node
        if isinstance(function, libcst.FunctionDef):
            wanted = "# @" in module.code_for_node(function).partition("def ")[0]
        else:
            wanted = not isinstance(new, libcst.Assign | libcst.AnnAssign)
            wanted = wanted and (not isinstance(new, libcst.SimpleString) or "XX" in new.value)
        if wanted:
            changes.append((one.original_node, new))
    tables = Tables()
    module.visit(tables)
    for table in tables.found:
        rest = [one.with_changes(comma=libcst.Comma()) for one in table.elements]
        for at in range(len(rest)):
            changes.append((table, table.with_changes(elements=[*rest[:at], *rest[at + 1 :]])))
    for old, new in changes:
        code = libcst.ensure_type(module.deep_replace(old, new), libcst.Module).code
        before, after = (" ".join(module.code_for_node(node).split()) for node in (old, new))
        yield Mutant(path.stem, code.replace("# @", "@"), f"{before} → {after}")


def warm() -> None:
    """Import what each process needs but the domain, so that it need not do it by itself."""
    with redirect_stdout(StringIO()):
        pytest.main(["--collect-only", "-qq", *OPTIONS, "tests/domain/test_purity.py"])
    # Not before pytest does, which wants to import the plugin of Faker by itself.
    import_module("factory")


def begun(mutant: Mutant) -> int:
    """Return the id of a new process that tries the mutant; it exits with 0 if no test fails."""
    pid = os.fork()
    if pid:
        return pid
    signal.alarm(LONGEST)
    for stream in (1, 2):
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream)
    # The conftest of the tests has imported parts of the domain, which would stay as they are.
    for name in [one for one in sys.modules if one.startswith(("workroom_harvest", "tests."))]:
        del sys.modules[name]
    sys.meta_path.insert(0, Replaced(mutant))
    own = Path(f"tests/domain/test_{mutant.module}.py")
    first = (str(own),) if own.exists() else ()
    os._exit(int(pytest.main([*OPTIONS, *first, *TESTS])))


def tried(mutants: Iterator[Mutant]) -> Iterator[tuple[Mutant, int]]:
    """Yield each mutant with the status of its process, as many at once as there are cores."""
    running: dict[int, Mutant] = {}
    for mutant in mutants:
        if len(running) >= WORKERS:
            yield _ended(running)
        running[begun(mutant)] = mutant
    while running:
        yield _ended(running)


def _ended(running: dict[int, Mutant]) -> tuple[Mutant, int]:
    pid, status = os.wait()
    return running.pop(pid), status


def made_by_mutmut() -> None:
    """Let mutmut make and try its mutants, from the start; exit if it cannot."""
    shutil.rmtree("mutants", ignore_errors=True)
    command = [sys.executable, "-m", "mutmut", "run", "--max-children", str(WORKERS)]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    if run.returncode:
        sys.exit(f"{run.stdout[-5000:]}\n{run.stderr[-5000:]}")


def results() -> Iterator[tuple[str, str, bool]]:
    """Yield of each mutant its module, how it is shown, and whether it was killed."""
    paths = sorted(FOLDER.glob("*.py"))
    for path in paths:
        data = SourceFileMutationData(path=path)
        data.load()
        for name, code in data.exit_code_by_key.items():
            killed = status_by_exit_code[code] in ("killed", "timeout")
            yield path.stem, "" if killed else get_diff_for_mutant(name, path=path), killed
    for mutant, status in tried(one for path in paths for one in left_out(path)):
        yield mutant.module, mutant.change, status != 0


def main() -> int:
    """Try all mutants, print the survivors and a table; return 0 if enough were killed."""
    warm()
    unchanged = Mutant("text", (FOLDER / "text.py").read_text(), "")
    if any(status for _, status in tried(iter([unchanged]))):
        sys.exit("The tests fail without any change: run make unit first.")
    made_by_mutmut()
    made, killed = Counter[str](), Counter[str]()
    for module, shown, was_killed in results():
        made[module] += 1
        killed[module] += was_killed
        if not was_killed:
            print(f"{module}: {shown}\n")
    print(f"{'module':<14}{'mutants':>8}{'killed':>8}")
    for module in sorted(made):
        print(f"{module:<14}{made[module]:>8}{killed[module]:>8}")
    share = 100 * killed.total() / made.total()
    print(f"{'all':<14}{made.total():>8}{killed.total():>8}  {share:.1f} % of at least {LEAST}")
    return 0 if share >= LEAST else 1


if __name__ == "__main__":
    sys.exit(main())
