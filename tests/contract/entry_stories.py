"""What the use cases rely on in `EntryStories`, whose events the ledger writes."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from tests.contract.stored import (
    HASH,
    NIGHT,
    OTHER,
    OTHER_RUN,
    RUN,
    STUDIO,
    imported,
    listed,
    record,
    record_imported,
    source,
)
from workroom_harvest.domain.decisions import Changed, Decision, Import, Skip, Unchanged
from workroom_harvest.domain.entries import UnreadableEntry
from workroom_harvest.domain.entry_record import EntryState
from workroom_harvest.domain.entry_story import Said, Standing, Written
from workroom_harvest.domain.errors import LeaseLost
from workroom_harvest.domain.fallback import Cause, FellBack
from workroom_harvest.domain.messages import Code, Message, quoted
from workroom_harvest.domain.ports.store import Store, Transaction
from workroom_harvest.domain.ports.store.ledger import Refusal
from workroom_harvest.domain.skipped import SkipReason

IN = Standing(EntryState.IMPORTED)
DIFFERS = Standing(EntryState.CHANGED)
UNMAPPED = Standing(EntryState.WAITING, SkipReason.PROJECT_NOT_MAPPED)
RUNS = Standing(EntryState.WAITING, SkipReason.TIMER_RUNNING)
REFUSED = Standing(EntryState.WAITING, SkipReason.SAVE_FAILED)
WHY = Refusal(quoted("the month is closed"), is_lasting=True)


def waits(number: int, reason: SkipReason = SkipReason.PROJECT_NOT_MAPPED) -> Skip:
    """Return the decision to let an entry wait."""
    return Skip(listed(number), reason)


def update(store: Store, *decisions: Decision, run_id: str = RUN) -> None:
    """Record what became of entries that were listed before, and commit."""
    with store.transaction() as tx:
        tx.ledger.update_many(source(decisions, run_id), decisions)
        tx.commit()


def changes(tx: Transaction, number: int) -> list[tuple[str, Standing, Standing]]:
    """Return the changes of an entry, each with its run."""
    events = tx.entry_stories.events(STUDIO, number)
    return [(event.run_id, event.before, event.after) for event in events]


class EntryStoriesContract:
    """Each entry is known with its values, and with what happened since its first listing."""

    def test_an_entry_is_known_with_what_harvest_said_and_what_was_written(
        self, store: Store
    ) -> None:
        """An imported entry has Harvest's last word, and its timelog with when and by whom."""
        decision = imported(listed(2**40))
        fell_back = replace(decision, fell_back=FellBack(1, "Mira", Cause.NO_MEMBER))
        with store.transaction() as tx:
            record(tx, fell_back)
            now = tx.now()
            found = tx.entry_stories.entry(STUDIO, 2**40)
            assert tx.entry_stories.entry(OTHER, 2**40) is None
            assert tx.entry_stories.entry(STUDIO, 7) is None
            assert tx.entry_stories.events(STUDIO, 2**40) == []
        assert found is not None
        assert found.written is not None
        assert abs(found.listed_at - now) < timedelta(seconds=1)
        assert (found.standing, found.cause, found.harvest_account_id) == (IN, None, 1)
        assert found.said == Said(NIGHT, 100, 60, 10, 20, 1)
        assert replace(found.written, at=now) == Written(
            RUN,
            now,
            "elin",
            "villa",
            "drawings",
            "elin",
            fell_back=True,
            spent_on=NIGHT,
            minutes=60,
            billable=True,
            title_hash=HASH(decision.timelog.title),
        )

    def test_an_entry_that_waits_has_no_timelog(self, store: Store) -> None:
        """What waits has a reason and its cause, and an unreadable one not even values."""
        problem = Message(Code.ENTRY_UNREADABLE, {"problem": "hours"})
        bad = Skip(UnreadableEntry(2, problem), SkipReason.HARVEST_API_ERROR, problem)
        with store.transaction() as tx:
            record(tx, waits(1), bad)
            one, other = (tx.entry_stories.entry(STUDIO, number) for number in (1, 2))
        assert one is not None
        assert other is not None
        assert (one.standing, one.written, one.cause) == (UNMAPPED, None, None)
        assert one.said is not None
        assert (other.said, other.cause) == (None, problem)

    def test_each_change_of_an_entry_is_an_event(self, store: Store) -> None:
        """A change of state or reason is an event with its run; new values alone are none."""
        more = listed(1, hours=Decimal(2))
        with store.transaction() as tx:
            record(tx, waits(1))
            tx.commit()
        decisions: list[Decision] = [
            waits(1, SkipReason.TIMER_RUNNING),
            Skip(more, SkipReason.TIMER_RUNNING),
            imported(listed(1)),
            Changed(more),
            Changed(listed(1, hours=Decimal(3))),
            Unchanged(listed(1)),
        ]
        runs = [letter * 32 for letter in "abcdef"]
        for run_id, decision in zip(runs, decisions, strict=True):
            update(store, decision, run_id=run_id)
        with store.transaction() as tx:
            assert changes(tx, 1) == [
                (runs[0], UNMAPPED, RUNS),
                (runs[2], RUNS, IN),
                (runs[3], IN, DIFFERS),
                (runs[5], DIFFERS, IN),
            ]

    def test_a_page_of_changes_writes_those_that_changed(self, store: Store) -> None:
        """Of two thousand entries each that changed has one event, and the others have none."""
        numbers = range(1, 2001)
        with store.transaction() as tx:
            record(tx, *map(waits, numbers))
            tx.commit()
        update(store, *(imported(listed(one)) if one % 2 else waits(one) for one in numbers))
        with store.transaction() as tx:
            assert changes(tx, 1) == changes(tx, 1999) == [(RUN, UNMAPPED, IN)]
            assert changes(tx, 2) == changes(tx, 2000) == []

    def test_what_the_host_refuses_was_never_imported(self, store: Store) -> None:
        """A refused entry goes from what it was to *Save failed*; a new one has no event."""
        with store.transaction() as tx:
            record(tx, waits(1), waits(2, SkipReason.SAVE_FAILED), waits(3))
            decisions: list[Decision] = [imported(listed(one)) for one in (1, 2, 3)]
            tx.ledger.update_many(source(decisions), decisions)
            record_imported(tx, 4)
            tx.ledger.refuse(STUDIO, OTHER_RUN, {3: WHY})
            tx.ledger.refuse(STUDIO, RUN, {1: WHY, 2: None, 4: WHY})
            assert changes(tx, 1) == [(RUN, UNMAPPED, REFUSED)]
            assert changes(tx, 2) == changes(tx, 4) == []
            assert changes(tx, 3) == [(RUN, UNMAPPED, IN)]

    def test_an_event_is_undone_with_its_page(self, store: Store) -> None:
        """Where a page is not committed, no event of it stays."""
        with store.transaction() as tx:
            record(tx, waits(1))
            record_imported(tx, 2)
            tx.commit()
        both = [imported(listed(1)), imported(listed(2))]
        with pytest.raises(LeaseLost), store.transaction() as tx:
            tx.ledger.update_many(source(both, OTHER_RUN), both)
        with store.transaction() as tx:
            assert changes(tx, 1) == changes(tx, 2) == []

    def test_the_entries_of_people_on_a_day_are_listed_by_id(self, store: Store) -> None:
        """Entries of these Harvest users and timelogs of these members are listed and counted."""
        mine: list[Import | Skip] = [waits(1), imported(listed(2, user_id=7)), waits(3)]
        theirs = Skip(listed(4, user_id=8), SkipReason.TIMER_RUNNING)
        nobodys = Skip(listed(5, user_id=None), SkipReason.TIMER_RUNNING)
        with store.transaction() as tx:
            record(tx, *mine, theirs, nobodys)
            record(tx, waits(1), studio_id=OTHER)
            stories = tx.entry_stories

            def ids(users: list[int], members: list[str], most: int = 9, after: int = 0) -> object:
                found = stories.of_people(STUDIO, NIGHT, users, members, most=most, after=after)
                return [one.id for one in found]

            assert ids([1], []) == [1, 3]
            assert ids([1], ["elin"]) == [1, 2, 3]
            assert ids([1], ["elin"], most=2) == [1, 2]
            assert ids([1], ["elin"], after=2) == [3]
            assert ids([], []) == []
            assert stories.users_on(STUDIO, NIGHT) == {1: {1, 7, 8}}
            assert stories.users_on(STUDIO, NIGHT + timedelta(days=1)) == {}
            assert stories.count_of_people(STUDIO, NIGHT, [1], ["elin"]) == 3
            assert stories.count_of_people(STUDIO, NIGHT, [8], []) == 1
            assert stories.count_of_people(STUDIO, NIGHT + timedelta(days=1), [8], []) == 0
