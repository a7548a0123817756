"""No hour is silent: each entry that Harvest ever listed is in one state, and the hours add up."""

from itertools import chain

from hypothesis.stateful import invariant, rule

from tests.fakes.lasting import LedgerRow
from tests.fakes.plugin import STUDIO
from tests.use_cases.history.balance import World, demand_balance
from tests.use_cases.history.model import HistoryModel
from tests.use_cases.history.states import There, demand_one_state, demand_story
from tests.use_cases.history.strategies import WHOLE, periods
from tests.use_cases.history.touches import plain
from tests.use_cases.history.words import said_of, tally
from workroom_harvest.domain.correction import KINDS
from workroom_harvest.domain.entry_record import EntryState, fingerprint
from workroom_harvest.domain.waiting import GroupKind, Tally, WaitingGroup
from workroom_harvest.domain.window import Days


class NoSilentHour(HistoryModel):
    """Row, story, waiting list and hours tell the same of every entry, for ever.

    `has_news` says that something was committed since the last look; a rule that changes the host
    in another way says so, too. `looked_at` is the ledger as it was then, `told` how many events
    each entry had, and `shown_of` what pages were made of.
    """

    def __init__(self) -> None:
        super().__init__()
        self.has_news = True
        self.looked_at: dict[int, LedgerRow] = {}
        self.told: dict[int, int] = {}
        self.period = WHOLE
        self.shown_of: tuple[object, ...] = ()
        self.plugin.moments.watchers.append(self._note_commit)

    def _note_commit(self, moment: str) -> None:
        self.has_news |= moment == "committed"

    @rule(period=periods)
    def look_at_hours(self, period: Days) -> None:
        """Somebody looks at the hours of other days from now on."""
        self.period, self.has_news = period, True

    @invariant()
    def no_hour_is_silent(self) -> None:
        """Every entry ever listed is in one state, waits by name, and its hours add up."""
        if not self.has_news:
            return
        self.has_news = False
        world = self._world()
        now = self._all_that_is_looked_at(world)
        if now == self.shown_of:
            return
        self.shown_of = now
        fault, self.host.fault = self.host.fault, None
        self._each_entry_is_in_one_state(world)
        if world.account_id is not None:
            self._what_waits_is_listed_once(world)
            for days in (WHOLE, self.period, *_apart(world)):
                demand_balance(self.plugin.use.show_hours(STUDIO, days), world)
            self._corrections_are_listed(world)
        self.host.fault = fault

    def _corrections_are_listed(self, world: World) -> None:
        """Demand that what differs is listed, but for what was dismissed, and what is protected."""
        shown = {
            one.differing.entry_id: one
            for one in self.plugin.use.list_corrections(STUDIO, 1000).corrections
        }
        differing = {
            number
            for number, row in world.ledger.items()
            if row.record.state in KINDS
            and row.known.harvest_account_id == world.account_id
            and self.dismissed.get(number) != (row.record.state, row.record.said)
        }
        named = {number for number, one in shown.items() if one.differing.kind in KINDS.values()}
        assert named == differing
        for number, one in shown.items():
            log, state = world.timelogs.get(number), world.ledger[number].record.state
            assert (one.before is not None) is (log is not None)
            is_theirs = log is None or number in self.locked or plain(log) != self.written[number]
            is_kept = log is not None if state is EntryState.DELETED else is_theirs
            assert one.locked is not None or not is_kept

    def _all_that_is_looked_at(self, world: World) -> tuple[object, ...]:
        """Return what pages and rows are made of; most commits change nothing of it."""
        held = world.account_id, dict(self.plugin.pairs()), set(self.left_out), self.period
        theirs = set(self.locked), dict(self.dismissed)
        return dict(world.ledger), dict(world.timelogs), *held, *theirs

    def every_story_is_told(self) -> None:
        """Look at all that there is, and at each story."""
        self.has_news, self.shown_of = True, ()
        self.no_hour_is_silent()
        world = self._world()
        for number, row in world.ledger.items():
            self._has_its_story(number, row, world)

    def _world(self) -> World:
        lasting, workroom = self.plugin.lasting, self.plugin.workroom
        assert lasting.left_out() == self.left_out
        return World(
            lasting.ledger(),
            lasting.timelogs(),
            self._held(),
            self._is_left_out,
            {one.id: one.name for one in workroom.projects(STUDIO)},
            {one.id: one.name for one in workroom.active_members(STUDIO)},
        )

    def _each_entry_is_in_one_state(self, world: World) -> None:
        """Demand that what was ever listed keeps its row, in one state that its story tells."""
        rows = world.ledger
        assert self.looked_at.keys() <= rows.keys()
        assert world.timelogs.keys() <= rows.keys() <= self.words.keys()
        for number, row in rows.items():
            demand_one_state(row, self._there(number, world))
            if row != self.looked_at.get(number):
                self._is_harvests_word(number, row)
                self._has_its_story(number, row, world)

    def _there(self, number: int, world: World) -> There:
        return There(
            world.timelogs.get(number),
            self.written.get(number),
            number in self.deleted,
            number in self.back,
            number in self.hidden,
        )

    def _has_its_story(self, number: int, row: LedgerRow, world: World) -> None:
        story = self.plugin.use.show_entry(STUDIO, number)
        assert story.entry == row.known
        assert story.is_frozen is (row.known.harvest_account_id != world.account_id)
        waits_on_purpose = not story.is_frozen and self._is_left_out(row)
        assert story.is_left_out is waits_on_purpose
        kinds = {run.id: run.request.kind for run in self.plugin.runs()}
        demand_story(story.events, self.looked_at.get(number), row, self.told.get(number, 0), kinds)
        self.told[number], self.looked_at[number] = len(story.events), row

    def _is_harvests_word(self, number: int, row: LedgerRow) -> None:
        """Demand that Harvest once had the entry as the ledger has it."""
        keyed_hash = self._keyed_hash()
        assert (row.known.said, row.record.said) in [
            (said_of(one), fingerprint(one, keyed_hash)) for one in self.words[number]
        ]

    def _what_waits_is_listed_once(self, world: World) -> None:
        """Demand that the waiting list has all that waits, and tells what is left out."""
        waiting = {
            number: row
            for number, row in world.ledger.items()
            if row.record.state is EntryState.WAITING
            and row.known.harvest_account_id == world.account_id
        }
        left_out = {number for number, row in waiting.items() if self._is_left_out(row)}
        shown = self.plugin.use.show_waiting(STUDIO)
        assert shown.total == tally(waiting, waiting.keys() - left_out)
        told = sum((one.counted.tally for one in shown.left_out), Tally())
        assert told == tally(waiting, left_out)
        groups = [*shown.groups, *shown.left_out]
        listed = [self._listed_in(one.counted.group) for one in groups]
        assert [len(ids) for ids in listed] == [one.counted.tally.entries for one in groups]
        assert sorted(chain.from_iterable(listed)) == sorted(waiting)

    def _is_left_out(self, row: LedgerRow) -> bool:
        """Return whether an entry waits because its project or task was left out."""
        said, account_id = row.known.said, row.known.harvest_account_id
        if said is None or row.record.state is not EntryState.WAITING:
            return False
        sides = (GroupKind.PROJECT, said.project_id), (GroupKind.TASK, said.task_id)
        return any((account_id, WaitingGroup(*side)) in self.left_out for side in sides)

    def _listed_in(self, group: WaitingGroup) -> list[int]:
        page = self.plugin.use.list_waiting(STUDIO, group, 1000)
        assert page.total == len(page.entries)
        return [one.entry.entry_id for one in page.entries]


def _apart(world: World) -> list[Days]:
    """Return a day or two on which a timelog stands, and its entry does not."""
    logs, words = world.timelogs, (row.known for row in world.ledger.values())
    apart = {
        logs[known.id].spent_on
        for known in words
        if known.id in logs and known.said and known.said.spent_on != logs[known.id].spent_on
    }
    return [Days(day, day) for day in sorted(apart)[:2]]
