"""The undoing of imports in a history."""

from hypothesis.stateful import precondition, rule

from tests.fakes.plugin import STUDIO
from tests.use_cases.history.process_rules import ProcessRules
from tests.use_cases.history.strategies import few, moments, numbers
from workroom_harvest.domain.errors import HarvestImportError
from workroom_harvest.domain.run import ImportRun
from workroom_harvest.domain.run_status import RunStatus


class UndoRules(ProcessRules):
    """People undo imports, which may be continued after they were."""

    @precondition(lambda self: self._imports())
    @rule(number=numbers, at=moments, after=few)
    def undo(self, number: int, at: str | None, after: int) -> None:
        """Somebody undoes an import, which is refused for one that is under way."""
        run, elin = self._import(number), self.plugin.elin.id
        self._done(at, after, lambda: self.plugin.use.request_undo(STUDIO, elin, run.id))

    @precondition(lambda self: self._imports())
    @rule(number=numbers, at=moments, after=few)
    def undo_and_work(self, number: int, at: str | None, after: int) -> None:
        """Somebody undoes an import once nothing else runs, and the worker may be killed at it."""
        self.settle()
        self.undo(number, None, 0)
        self.work(at, after)

    @precondition(lambda self: self._imports())
    @rule(number=numbers)
    def undo_as_shown(self, number: int) -> None:
        """What an undo removes and keeps is what its counts have shown."""
        self.settle()
        run = self._import(number)
        try:
            shown = self.plugin.use.show_undo(STUDIO, run.id)
            asked = self.plugin.use.request_undo(STUDIO, self.plugin.elin.id, run.id)
        except HarvestImportError:
            return
        self.settle()
        done = self._run(asked.run.id)
        if done.status is RunStatus.FINISHED:
            assert (done.progress.imported, done.progress.minutes) == (
                shown.would_remove,
                shown.minutes,
            )
            assert done.progress.skipped == shown.would_keep

    def _import(self, number: int) -> ImportRun:
        imports = self._imports()
        return imports[number % len(imports)]

    def _imports(self) -> list[ImportRun]:
        return [run for run in self.plugin.runs() if run.is_import]
