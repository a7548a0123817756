"""The use case that lists a studio's imports."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from workroom_harvest.domain.ports.host import People
from workroom_harvest.domain.ports.store import Store
from workroom_harvest.domain.ports.store.runs import RunPlace
from workroom_harvest.domain.run import ImportRun

RUNS_LISTED = 50
"""How many runs a page of the history has."""


@dataclass(frozen=True, slots=True)
class RunHistory:
    """A page of a studio's runs, newest first; `next` is where the next page begins, or None.

    `names` are those of the members who started them, by id. Who is no member any more has none.
    """

    runs: Sequence[ImportRun]
    names: Mapping[str, str]
    next: RunPlace | None


@dataclass(frozen=True)
class ListRuns:
    """List the runs of a studio, whichever connection they belong to."""

    store: Store
    people: People

    def __call__(self, studio_id: str, after: RunPlace | None = None) -> RunHistory:
        """Return the newest runs behind the place `after`."""
        with self.store.transaction() as tx:
            page = tx.runs.page(studio_id, most=RUNS_LISTED, after=after)
        return RunHistory(page.runs, self.names(studio_id, page.runs), page.next)

    def names(self, studio_id: str, runs: Sequence[ImportRun]) -> Mapping[str, str]:
        """Return the names of the members who started the studio's runs, by id."""
        started_by = {run.request.started_by for run in runs if run.request.started_by}
        members = (self.people.member(studio_id, member_id) for member_id in started_by)
        return {member.id: member.name for member in members if member}
