"""What the use cases rely on in `Pairs`."""

import pytest

from tests.contract.stored import OTHER, STUDIO
from workroom_harvest.domain.mapping import ProjectPair, TaskPair
from workroom_harvest.domain.ports.store import Store


class PairsContract:
    """Saved mappings are one to one."""

    VILLA, CABIN = ProjectPair(1, "Villa", "v"), ProjectPair(2, "Cabin", "c")

    def test_new_pairs_replace_all_of_the_studios(self, store: Store) -> None:
        """The new pairs replace all of the studio's, and are returned by name.

        Other studios keep theirs.
        """
        with store.transaction() as tx:
            tx.pairs.replace(STUDIO, [self.VILLA, self.CABIN], [TaskPair(1, "Plans", "p")])
            tx.pairs.replace(OTHER, [self.VILLA], [])
            assert tx.pairs.projects(STUDIO) == (self.CABIN, self.VILLA)
            assert tx.pairs.tasks(STUDIO) == (TaskPair(1, "Plans", "p"),)
            tx.pairs.replace(STUDIO, [self.CABIN], [])
            assert tx.pairs.projects(STUDIO) == (self.CABIN,)
            assert tx.pairs.tasks(STUDIO) == ()
            assert tx.pairs.projects(OTHER) == (self.VILLA,)

    def test_two_can_swap(self, store: Store) -> None:
        """Two projects may swap their targets, because deletes come before inserts."""
        swapped = (ProjectPair(2, "Cabin", "v"), ProjectPair(1, "Villa", "c"))
        with store.transaction() as tx:
            tx.pairs.replace(STUDIO, [self.VILLA, self.CABIN], [])
            tx.pairs.replace(STUDIO, swapped, [])
            assert tx.pairs.projects(STUDIO) == swapped

    @pytest.mark.parametrize("twice", [ProjectPair(1, "Other", "x"), ProjectPair(3, "Other", "v")])
    def test_no_side_occurs_twice(
        self, store: Store, refusal: type[Exception], twice: ProjectPair
    ) -> None:
        """Neither a Harvest item nor a target occurs twice; a unique key refuses each."""
        with pytest.raises(refusal), store.transaction() as tx:
            tx.pairs.replace(STUDIO, [self.VILLA, twice], [])
