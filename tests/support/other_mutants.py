"""The mutants of the domain that mutmut does not make, by its own operators and of tables.

mutmut changes the bodies of plain functions, and leaves out what is decorated (properties, cached
functions) and what stands outside functions, where tables and limits are. These are changed here,
and each element of a table is left out once.

Not made are changes that only break an import, as `None` for a constant does, and those of the case
of a text.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import libcst
from mutmut.mutation.file_mutation import create_mutations

DECORATED = re.compile(r"(?m)^( *)@(property|lru_cache\(.*\))$")
Table = libcst.Tuple | libcst.List | libcst.Set | libcst.Dict


@dataclass(frozen=True, slots=True)
class Mutant:
    """A module of the domain with one change, and how that is shown."""

    module: str
    source: str
    change: str


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


def left_out(path: Path, module_name: str) -> Iterator[Mutant]:
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
        yield Mutant(module_name, code.replace("# @", "@"), f"{before} → {after}")
