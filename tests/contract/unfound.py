"""What the use cases rely on in `Unfound`."""

from tests.contract.stored import OTHER, OTHER_RUN, RUN, STUDIO
from tests.support.factories import NOON, run
from workroom_harvest.domain.ports.store import Store
from workroom_harvest.domain.ports.store.unfound import Where

LISTED, HARVEST, WORKROOM = Where.LISTED, Where.IN_HARVEST, Where.IN_WORKROOM
BIG = 2**40


class UnfoundContract:
    """What a run has not found is kept for it, by place, until it is settled or cleared."""

    def test_what_was_not_found_is_kept_once_for_each_place(self, store: Store) -> None:
        """An entry is kept once a place, however often it is missed, and read in pages by id."""
        with store.transaction() as tx:
            tx.unfound.add_many(STUDIO, RUN, WORKROOM, [3, BIG, 1])
            tx.unfound.add_many(STUDIO, RUN, WORKROOM, [2, 3])
            tx.unfound.add_many(STUDIO, RUN, LISTED, [3])
            tx.unfound.add_many(STUDIO, RUN, LISTED, [])
            assert tx.unfound.first(STUDIO, RUN, WORKROOM, most=3) == [1, 2, 3]
            assert tx.unfound.first(STUDIO, RUN, WORKROOM, most=3, after=3) == [BIG]
            assert tx.unfound.count(STUDIO, RUN, WORKROOM) == 4
            assert tx.unfound.count(STUDIO, RUN, LISTED) == 1

    def test_each_run_of_each_studio_has_its_own(self, store: Store) -> None:
        """What one run missed is not another's, and clearing it leaves that of others."""
        with store.transaction() as tx:
            tx.unfound.add_many(STUDIO, RUN, WORKROOM, [1])
            tx.unfound.add_many(STUDIO, RUN, LISTED, [2])
            tx.unfound.add_many(STUDIO, OTHER_RUN, WORKROOM, [1])
            tx.unfound.clear(OTHER, RUN)
            assert tx.unfound.count(OTHER, RUN, WORKROOM) == 0
            assert tx.unfound.count(STUDIO, RUN, WORKROOM) == 1
            tx.unfound.clear(STUDIO, RUN)
            assert tx.unfound.first(STUDIO, RUN, WORKROOM, most=9) == []
            assert tx.unfound.first(STUDIO, RUN, LISTED, most=9) == []
            assert tx.unfound.count(STUDIO, OTHER_RUN, WORKROOM) == 1

    def test_what_harvest_was_asked_for_is_settled(self, store: Store) -> None:
        """Asked entries are to be asked no more; those that Harvest did not find are kept so."""
        with store.transaction() as tx:
            tx.unfound.add_many(STUDIO, RUN, LISTED, [1, 2, 3])
            tx.unfound.add_many(STUDIO, RUN, WORKROOM, [1])
            tx.unfound.settle(STUDIO, RUN, [1, 2], [2])
            assert tx.unfound.first(STUDIO, RUN, LISTED, most=9) == [3]
            assert tx.unfound.first(STUDIO, RUN, HARVEST, most=9) == [2]
            assert tx.unfound.count(STUDIO, RUN, WORKROOM) == 1

    def test_it_goes_with_its_run(self, store: Store) -> None:
        """A run that is deleted leaves nothing behind of what it counted or missed."""
        one = run(ended_at=NOON)
        with store.transaction() as tx:
            tx.runs.add(one)
            tx.unfound.add_many(STUDIO, one.id, LISTED, [1])
            tx.listed_days.add(STUDIO, one.id, {NOON.date(): 1})
            tx.runs.remove(one.id)
            assert tx.unfound.count(STUDIO, one.id, LISTED) == 0
            assert tx.listed_days.of(STUDIO, one.id) == {}
