"""What the use cases rely on in Pairs."""

import pytest

from tests.contract.stored import OTHER, STUDIO
from workroom_harvest.domain.mapping import ProjectPair, TaskPair
from workroom_harvest.domain.ports.store import Store


class PairsContract:
    """Saved mappings, 1:1."""

    VILLA, CABIN = ProjectPair(1, "Villa", "v"), ProjectPair(2, "Cabin", "c")

    def test_what_is_put_is_all(self, store: Store) -> None:
        """In each studio by itself, by name."""
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
        """Deletes come before inserts."""
        swapped = (ProjectPair(2, "Cabin", "v"), ProjectPair(1, "Villa", "c"))
        with store.transaction() as tx:
            tx.pairs.replace(STUDIO, [self.VILLA, self.CABIN], [])
            tx.pairs.replace(STUDIO, swapped, [])
            assert tx.pairs.projects(STUDIO) == swapped

    @pytest.mark.parametrize("twice", [ProjectPair(1, "Other", "x"), ProjectPair(3, "Other", "v")])
    def test_no_side_occurs_twice(
        self, store: Store, refusal: type[Exception], twice: ProjectPair
    ) -> None:
        """Neither Harvest's nor the host's: a unique key each refuses it."""
        with pytest.raises(refusal), store.transaction() as tx:
            tx.pairs.replace(STUDIO, [self.VILLA, twice], [])
