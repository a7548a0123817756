"""The step that finds what is gone of days that a run has read in full."""

import logging
from collections.abc import Container, Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice

from workroom_harvest.domain.completeness import Announced
from workroom_harvest.domain.connection import Sight
from workroom_harvest.domain.decisions import Decision, decide_elsewhere
from workroom_harvest.domain.entries import HarvestEntry
from workroom_harvest.domain.errors import HarvestError, TransientHarvestError
from workroom_harvest.domain.gone import MOST_ASKED
from workroom_harvest.domain.ports.clock import Clock
from workroom_harvest.domain.ports.store import Store
from workroom_harvest.domain.ports.store.unfound import Where
from workroom_harvest.domain.run import ImportRun
from workroom_harvest.domain.use_cases.importing.ask_by_id import Answers
from workroom_harvest.domain.use_cases.importing.decide_page import Decided, DecidePage
from workroom_harvest.domain.use_cases.importing.finish_run import FinishRun
from workroom_harvest.domain.use_cases.importing.turn import Turn
from workroom_harvest.domain.use_cases.importing.write_page import WritePage
from workroom_harvest.domain.use_cases.shared.harvest_session import HarvestSession
from workroom_harvest.domain.use_cases.shared.learn_sight import LearnSight
from workroom_harvest.domain.window import Days

ENOUGH_TRIES = 3
"""How often Harvest is tried for what is gone. All else is imported by then, and may end well."""

NOTHING_MISSING = Announced(entries=0)
"""What was announced on the last page does not count any more: the run got all of it."""

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class FindGone:
    """List again the days of which Harvest lacks known entries, and ask for those by their ids.

    At most `MOST_ASKED` days and entries are asked for in a run, of which each step is stored with
    the run, so that another worker can go on. What Harvest does not find is gone only at the end.
    """

    store: Store
    decide: DecidePage
    write: WritePage
    learn_sight: LearnSight
    finish: FinishRun
    clock: Clock

    def __call__(self, run: ImportRun, turn: Turn) -> ImportRun:
        """Return the run after one more day or some more questions, or finished.

        Questions are asked until `turn.ends`, and at least one. Raise what
        `HarvestSession` raises, unless Harvest fails for good: then the run finishes without the
        rest. Raise `LeaseLost` if another worker took over.
        """
        with self.store.transaction() as tx:
            days = tx.listed_days.of(run.studio_id, run.id)
            ids = tx.unfound.first(run.studio_id, run.id, Where.LISTED, most=MOST_ASKED)
        room = MOST_ASKED - run.progress.asked
        try:
            if days and len(ids) < room:
                return self._list_again(run, turn, days, room - len(ids))
            if ids and room > 0:
                answers = Answers.of(turn.harvest, ids[:room], self.clock, turn.ends)
                decided = self._decide(run, turn, answers)
                return self.write(run, turn.lease, decided, None, set())
        except HarvestError as error:
            if _may_pass(error, run):
                raise
            log.warning("import %s: what is gone was not found out: %s", run.id, error)
        return self._finish(run, turn)

    def _list_again(
        self, run: ImportRun, turn: Turn, days: Mapping[date, int], room: int
    ) -> ImportRun:
        """Store up to `room` of the entries that the latest of the days lacks."""
        day, lacks = next(iter(days.items()))
        seen = _listed_ids(turn.harvest, Days(day, day))
        with self.store.transaction() as tx:
            turn.lease.renew(tx)
            known = tx.listed_days.known_on(run.studio_id, turn.account_id, day)
            lost = sorted(set(known) - seen)
            tx.unfound.add_many(run.studio_id, run.id, Where.LISTED, lost[:room])
            tx.listed_days.replace(run.studio_id, run.id, dict(islice(days.items(), 1, None)))
            unlisted = (run.progress.unlisted or 0) - lacks + len(lost)
            after = replace(run, progress=replace(run.progress, unlisted=unlisted))
            tx.runs.save(after)
            tx.commit()
        return after

    def _decide(self, run: ImportRun, turn: Turn, answers: Answers) -> Decided:
        """Return what becomes of the entries that Harvest found by their ids."""
        page = replace(answers.page(), unreadable=())
        decided = self.decide(run, turn, page, frozenset())
        moved = {one.id for one in answers.entries if not _is_on_days(one, run)}
        missing = answers.missing
        unreadable = (one.id for one in answers.unreadable if one.id is not None)
        found = (one.id for one in answers.entries)
        return replace(
            decided,
            decisions=[_elsewhere(one, moved) for one in decided.decisions],
            listed=0,
            days={},
            asked=answers.count,
            answered=[*found, *unreadable, *missing, *answers.rejected],
            missing=missing,
            elsewhere=moved,
        )

    def _finish(self, run: ImportRun, turn: Turn) -> ImportRun:
        with self.store.transaction() as tx:
            missing = tx.unfound.count(run.studio_id, run.id, Where.IN_HARVEST)
        if missing:
            # The role may have changed since the run began, and then nobody knows who is hidden.
            run = replace(run, progress=replace(run.progress, sees=self._sees(run, turn.harvest)))
        return self.finish(run, turn.lease, turn.connection, NOTHING_MISSING)

    def _sees(self, run: ImportRun, harvest: HarvestSession) -> Sight | None:
        try:
            return self.learn_sight(harvest).sees
        except HarvestError as error:
            if _may_pass(error, run):
                raise
            return None


def _may_pass(error: HarvestError, run: ImportRun) -> bool:
    tries = run.retry_state.tries if run.retry_state else 0
    return isinstance(error, TransientHarvestError) and tries < ENOUGH_TRIES


def _listed_ids(harvest: HarvestSession, days: Days) -> set[int]:
    """Return the ids of all that Harvest lists of some days, readable or not."""
    ids: set[int] = set()
    cursor: str | None = None
    pages = 0
    while True:
        page = harvest.entries(days, cursor).read()
        ids |= {one.id for one in page.entries}
        ids |= {one.id for one in page.unreadable if one.id is not None}
        pages += 1
        if page.next_cursor in (None, cursor) or pages >= page.announced.most_pages:
            return ids
        cursor = page.next_cursor


def _is_on_days(entry: HarvestEntry, run: ImportRun) -> bool:
    days = run.request.window
    return isinstance(days, Days) and days.first <= entry.spent_on <= days.last


def _elsewhere(decision: Decision, moved: Container[int | None]) -> Decision:
    return decide_elsewhere(decision) if decision.entry.id in moved else decision
