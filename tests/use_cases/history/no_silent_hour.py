"""No hour is silent: each entry that Harvest ever listed is in one state, and the hours add up."""

from collections.abc import Collection, Mapping
from itertools import chain

from hypothesis.stateful import invariant, rule

from tests.fakes.lasting import LedgerRow
from tests.fakes.plugin import STUDIO
from tests.use_cases.history.balance import World, demand_balance
from tests.use_cases.history.model import HistoryModel
from tests.use_cases.history.states import demand_one_state, demand_story
from tests.use_cases.history.strategies import WHOLE, periods
from tests.use_cases.history.words import said_of
from workroom_harvest.domain.entry_record import EntryState, fingerprint
from workroom_harvest.domain.keyed_hash import KeyedHash
from workroom_harvest.domain.skipped import SkipReason
from workroom_harvest.domain.waiting import GroupKind, Tally, WaitingGroup
from workroom_harvest.domain.window import Days


class NoSilentHour(HistoryModel):
    """Row, story, waiting list and hours tell the same of every entry, for ever.

    `has_news` says that something was committed since the last look; a rule that changes the host
    in another way says so, too. `looked_at` is the ledger as it was then, and `told` how many
    events each entry had.
    """

    def __init__(self) -> None:
        super().__init__()
        self.has_news = True
        self.looked_at: dict[int, LedgerRow] = {}
        self.told: dict[int, int] = {}
        self.period = WHOLE
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
        self._each_entry_is_in_one_state(world)
        if world.account_id is not None:
            self._what_waits_is_listed_once(world)
            for days in (WHOLE, self.period, *_apart(world)):
                demand_balance(self.plugin.use.show_hours(STUDIO, days), world)

    def every_story_is_told(self) -> None:
        """Look at all that there is, and at each story."""
        self.has_news = True
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
            demand_one_state(row, world.timelogs.get(number))
            if row != self.looked_at.get(number):
                self._is_harvests_word(number, row)
                self._has_its_story(number, row, world)

    def _has_its_story(self, number: int, row: LedgerRow, world: World) -> None:
        story = self.plugin.use.show_entry(STUDIO, number)
        assert story.entry == row.known
        assert story.is_frozen is (row.known.harvest_account_id != world.account_id)
        waits_on_purpose = not story.is_frozen and self._is_left_out(row)
        assert story.is_left_out is waits_on_purpose
        demand_story(story.events, self.looked_at.get(number), row, self.told.get(number, 0))
        self.told[number], self.looked_at[number] = len(story.events), row

    def _is_harvests_word(self, number: int, row: LedgerRow) -> None:
        """Demand that Harvest once had the entry as the ledger has it."""
        with self.plugin.ports.store.transaction() as tx:
            key = tx.ledger.hash_key(STUDIO)
        assert key is not None
        keyed_hash = KeyedHash(key)
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
        assert shown.total == _tally(waiting, waiting.keys() - left_out)
        told = sum((one.counted.tally for one in shown.left_out), Tally())
        assert told == _tally(waiting, left_out)
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


def _tally(rows: Mapping[int, LedgerRow], numbers: Collection[int]) -> Tally:
    """Return the tally of those of the rows."""
    return sum((_tally_of(rows[number]) for number in numbers), Tally())


def _tally_of(row: LedgerRow) -> Tally:
    """Return the tally of a row that waits; what Workroom refuses, it refuses for good."""
    said, lasting = row.known.said, int(row.record.reason is SkipReason.SAVE_FAILED)
    return Tally(1, said.minutes if said else 0, said.spent_on if said else None, lasting)
