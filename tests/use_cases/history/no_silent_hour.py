"""No hour is silent: each entry that Harvest ever listed is in one state, and the hours add up."""

from collections.abc import Mapping
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
from workroom_harvest.domain.waiting import GroupKind, Tally, WaitingGroup
from workroom_harvest.domain.window import Days


class NoSilentHour(HistoryModel):
    """Row, story, waiting list and hours tell the same of every entry, for ever.

    `looked_at` is the ledger as it was when it was looked at last, and `told` how many events each
    entry had then.
    """

    def __init__(self) -> None:
        super().__init__()
        self.looked_at: Mapping[int, LedgerRow] = {}
        self.told: dict[int, int] = {}
        self.period = WHOLE

    @rule(period=periods)
    def look_at_hours(self, period: Days) -> None:
        """Somebody looks at the hours of other days from now on."""
        self.period = period

    @invariant()
    def each_entry_is_in_one_state(self) -> None:
        """Every entry that was ever listed keeps its row, which is in one state."""
        rows, timelogs = self.plugin.lasting.ledger(), self.plugin.timelogs()
        assert self.looked_at.keys() <= rows.keys()
        assert timelogs.keys() <= rows.keys() <= self.words.keys()
        for number, row in rows.items():
            demand_one_state(row, timelogs.get(number))
            if row != self.looked_at.get(number):
                self._has_its_story(number, row)
                self._is_harvests_word(number, row)
        self.looked_at = rows

    @invariant()
    def what_waits_is_listed_once(self) -> None:
        """The waiting list has all that waits of the connected account, and what is left out."""
        assert self.plugin.lasting.left_out() == self.left_out
        account_id = self._held()
        if account_id is None:
            return
        waiting = {
            number: row
            for number, row in self.plugin.lasting.ledger().items()
            if row.record.state is EntryState.WAITING and row.known.harvest_account_id == account_id
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

    @invariant()
    def hours_add_up(self) -> None:
        """Harvest's hours are Workroom's and the differences by name, for any days."""
        account_id = self._held()
        if account_id is None:
            return
        catalogue, people = self.plugin.workroom, self.plugin.workroom
        world = World(
            self.plugin.lasting.ledger(),
            self.plugin.timelogs(),
            account_id,
            self._is_left_out,
            {one.id: one.name for one in catalogue.projects(STUDIO)},
            {one.id: one.name for one in people.active_members(STUDIO)},
        )
        for days in (WHOLE, self.period):
            demand_balance(self.plugin.use.show_hours(STUDIO, days), world)

    def _has_its_story(self, number: int, row: LedgerRow) -> None:
        story = self.plugin.use.show_entry(STUDIO, number)
        assert story.entry == row.known
        assert story.is_frozen is (row.known.harvest_account_id != self._held())
        waits_on_purpose = not story.is_frozen and self._is_left_out(row)
        assert story.is_left_out is waits_on_purpose
        demand_story(story.events, self.looked_at.get(number), row, self.told.get(number, 0))
        self.told[number] = len(story.events)

    def _is_harvests_word(self, number: int, row: LedgerRow) -> None:
        """Demand that Harvest once had the entry as the ledger has it."""
        with self.plugin.ports.store.transaction() as tx:
            key = tx.ledger.hash_key(STUDIO)
        assert key is not None
        keyed_hash = KeyedHash(key)
        assert (row.known.said, row.record.said) in [
            (said_of(one), fingerprint(one, keyed_hash)) for one in self.words[number]
        ]

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


def _tally(rows: Mapping[int, LedgerRow], numbers: set[int]) -> Tally:
    """Return the tally of those of the rows."""
    found = [rows[number].known.said for number in numbers]
    tallies = [Tally(1, one.minutes, one.spent_on) if one else Tally(1) for one in found]
    return sum(tallies, Tally())
