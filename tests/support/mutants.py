"""Mutation tests of the domain: small changes to its code, each of which some test must notice.

`make mutants`, or `make mutants MODULES="gone hours"` for some modules alone. mutmut makes and
tries its own mutants. Each of those that it does not make (`other_mutants.py`) is tried by
`tests/domain` in a process of its own, which imports the changed source: by the tests of its
module, and by all others if these notice nothing. docs/mutants.md has the survivors.
"""

import os
import resource
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from contextlib import redirect_stdout
from importlib import import_module
from importlib.abc import InspectLoader, MetaPathFinder
from importlib.machinery import ModuleSpec
from importlib.util import spec_from_loader
from io import StringIO
from pathlib import Path

import pytest
from mutmut.mutation.data import SourceFileMutationData
from mutmut.mutation.diff_apply import get_diff_for_mutant
from mutmut.stats import status_by_exit_code

from tests.support.other_mutants import Mutant, left_out

LEAST = 95
"""The percentage of all mutants that must be killed."""

LONGEST = 120
"""The seconds of computing after which a mutant counts as killed, because it does not end."""

WORKERS = os.cpu_count() or 2
FOLDER = Path("workroom_harvest/domain")
UNTRIED = frozenset({"ports", "use_cases", "__init__.py"})
"""Folders and files of the domain that are not changed. A package only hands names on."""
TESTS = ("tests/domain", "--ignore=tests/domain/test_purity.py")
PLUGINS = ("-p", "no:randomly", "-p", "no:cacheprovider", "--hypothesis-profile=unshrunk")
OPTIONS = ("-x", "-q", *PLUGINS)


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
    resource.setrlimit(resource.RLIMIT_CPU, (LONGEST, LONGEST))
    for stream in (1, 2):
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream)
    # The conftest of the tests has imported parts of the domain, which would stay as they are.
    for name in [one for one in sys.modules if one.startswith(("workroom_harvest", "tests."))]:
        del sys.modules[name]
    sys.meta_path.insert(0, Replaced(mutant))
    own = f"tests/domain/test_{mutant.module.partition('.')[0]}.py"
    if not Path(own).exists():
        os._exit(int(pytest.main([*OPTIONS, *TESTS])))
    status = pytest.main([*OPTIONS, own])
    os._exit(int(status or pytest.main([*OPTIONS, *TESTS, f"--ignore={own}"])))


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


def made_by_mutmut(modules: Collection[str]) -> None:
    """Let mutmut make its mutants and try those of the modules; exit if it cannot."""
    shutil.rmtree("mutants", ignore_errors=True)
    names = [f"workroom_harvest.domain.{module}.*" for module in modules]
    command = [sys.executable, "-m", "mutmut", "run", "--max-children", str(WORKERS), *names]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    if run.returncode and "nothing matches" not in run.stderr:
        sys.exit(f"{run.stdout[-5000:]}\n{run.stderr[-5000:]}")


def module_of(path: Path) -> str:
    """Return the name of a module below the domain."""
    return ".".join(path.relative_to(FOLDER).with_suffix("").parts)


def sources(modules: Collection[str]) -> Sequence[Path]:
    """Return the files of the domain that are changed, or those of these modules and packages."""
    found = [one for one in sorted(FOLDER.rglob("*.py")) if UNTRIED.isdisjoint(one.parts)]
    return [
        path
        for path in found
        if not modules or not {module_of(path), path.parent.name}.isdisjoint(modules)
    ]


def results(paths: Sequence[Path]) -> Iterator[tuple[str, str, bool]]:
    """Yield of each mutant its module, how it is shown, and whether it was killed."""
    for path in paths:
        data = SourceFileMutationData(path=path)
        data.load()
        for name, code in data.exit_code_by_key.items():
            killed = status_by_exit_code[code] in ("killed", "timeout")
            shown = "" if killed else get_diff_for_mutant(name, path=path)
            yield module_of(path), shown, killed
    for mutant, status in tried(one for path in paths for one in left_out(path, module_of(path))):
        yield mutant.module, mutant.change, status != 0


def main(modules: Collection[str]) -> int:
    """Try all mutants, or those of the modules; print the survivors and a table.

    Return 0 if enough were killed.
    """
    paths = sources(modules)
    warm()
    unchanged = Mutant("text", (FOLDER / "text.py").read_text(), "")
    if any(status for _, status in tried(iter([unchanged]))):
        sys.exit("The tests fail without any change: run make unit first.")
    made_by_mutmut(modules)
    made, killed = Counter[str](), Counter[str]()
    for module, shown, was_killed in results(paths):
        made[module] += 1
        killed[module] += was_killed
        if not was_killed:
            print(f"{module}: {shown}\n", flush=True)
    print(f"{'module':<18}{'mutants':>8}{'killed':>8}")
    for module in sorted(made):
        print(f"{module:<18}{made[module]:>8}{killed[module]:>8}")
    share = 100 * killed.total() / made.total()
    print(f"{'all':<18}{made.total():>8}{killed.total():>8}  {share:.1f} % of at least {LEAST}")
    return 0 if share >= LEAST else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
