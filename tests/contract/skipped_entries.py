"""What the use cases rely on in `SkippedEntries`."""

from dataclasses import replace

from tests.contract.stored import OTHER, OTHER_RUN, RUN, STUDIO, listed
from workroom_harvest.domain.entries import UnreadableEntry
from workroom_harvest.domain.messages import Code, Message, quoted
from workroom_harvest.domain.ports.store import Store
from workroom_harvest.domain.ports.store.skipped_entries import SkippedPage, SkippedPlace
from workroom_harvest.domain.skipped import SkippedEntry, SkipReason

NOT_MAPPED, FAILED = SkipReason.PROJECT_NOT_MAPPED, SkipReason.SAVE_FAILED
NAMED = SkippedEntry.of(listed(7), FAILED, quoted("too long"), is_lasting=True)
KNOWN = SkippedEntry.of(listed(8), SkipReason.ALREADY_IMPORTED)
PROBLEM = Message(Code.ENTRY_UNREADABLE, {"where": "hours"})
UNREADABLE = SkippedEntry.of(UnreadableEntry(None, PROBLEM), SkipReason.HARVEST_API_ERROR, PROBLEM)


class SkippedEntriesContract:
    """Skipped entries are listed by run and reason, in their order."""

    def test_a_skipped_entry_comes_back_as_it_was_stored(self, store: Store) -> None:
        """All that is known of a skipped entry is stored, and listed for its reason alone."""
        with store.transaction() as tx:
            tx.skipped_entries.add_many(STUDIO, RUN, [NAMED, UNREADABLE], {})
            first = tx.skipped_entries.first
            assert list(first(STUDIO, RUN, FAILED, 9)) == [NAMED]
            assert list(first(STUDIO, RUN, SkipReason.HARVEST_API_ERROR, 9)) == [UNREADABLE]
            assert list(first(STUDIO, RUN, NOT_MAPPED, 9)) == []
            assert list(first(OTHER, RUN, FAILED, 9)) == []
            assert list(first(STUDIO, OTHER_RUN, FAILED, 9)) == []

    def test_entries_keep_the_order_of_the_pages(self, store: Store) -> None:
        """Entries are listed in the order in which the run read them, up to the given number."""
        entries = [SkippedEntry.of(listed(number), NOT_MAPPED) for number in (5, 3, 4)]
        with store.transaction() as tx:
            tx.skipped_entries.add_many(STUDIO, RUN, [entries[0], NAMED, entries[1]], {})
            tx.skipped_entries.add_many(STUDIO, RUN, [entries[2]], {NOT_MAPPED: 2, FAILED: 1})
            tx.skipped_entries.add_many(STUDIO, RUN, [], {NOT_MAPPED: 3})
            first = tx.skipped_entries.first
            assert list(first(STUDIO, RUN, NOT_MAPPED, 9)) == entries
            assert list(first(STUDIO, RUN, NOT_MAPPED, 2)) == entries[:2]

    def test_all_that_a_run_skipped_is_read_page_by_page(self, store: Store) -> None:
        """`page` lists each entry once, those of one reason or all, reason by reason.

        Each page says where the next one begins, and `count` is how many there are in all. What
        was imported before is listed by that reason alone.
        """
        mapped = [SkippedEntry.of(listed(number), NOT_MAPPED) for number in (5, 3, 4)]
        with store.transaction() as tx:
            table = tx.skipped_entries
            table.add_many(STUDIO, RUN, [mapped[0], NAMED, mapped[1], UNREADABLE, mapped[2]], {})
            table.add_many(STUDIO, OTHER_RUN, [NAMED], {})
            table.add_many(STUDIO, RUN, [KNOWN], {})
            first = table.page(STUDIO, RUN, NOT_MAPPED, most=2)
            assert first == SkippedPage(mapped[:2], SkippedPlace(NOT_MAPPED, 1))
            rest = table.page(STUDIO, RUN, NOT_MAPPED, most=2, after=first.next)
            assert rest == SkippedPage(mapped[2:], None)
            every: list[SkippedEntry] = []
            place = None
            while True:
                page = table.page(STUDIO, RUN, None, most=2, after=place)
                every += page.entries
                place = page.next
                if place is None:
                    break
            assert every == [UNREADABLE, *mapped, NAMED]
            assert table.page(OTHER, RUN, None, most=2) == SkippedPage([], None)
            assert table.page(STUDIO, RUN, KNOWN.reason, most=2) == SkippedPage([KNOWN], None)
            kinds = (None, NOT_MAPPED, FAILED, KNOWN.reason)
            assert [table.count(STUDIO, RUN, one) for one in kinds] == [5, 3, 1, 1]
            assert table.count(OTHER, RUN, None) == 0

    def test_a_run_that_begins_again_forgets_what_it_skipped(self, store: Store) -> None:
        """`remove` deletes what this run skipped, and nothing of another run."""
        with store.transaction() as tx:
            tx.skipped_entries.add_many(STUDIO, RUN, [NAMED], {})
            tx.skipped_entries.add_many(STUDIO, OTHER_RUN, [NAMED], {})
            tx.skipped_entries.remove(STUDIO, RUN)
            first = tx.skipped_entries.first
            assert list(first(STUDIO, RUN, FAILED, 9)) == []
            assert list(first(STUDIO, OTHER_RUN, FAILED, 9)) == [NAMED]

    def test_names_and_notes_of_a_studio_can_be_forgotten(self, store: Store) -> None:
        """`forget_names` deletes the names and notes of this studio, and nothing else."""
        with store.transaction() as tx:
            tx.skipped_entries.add_many(STUDIO, RUN, [NAMED], {})
            tx.skipped_entries.add_many(OTHER, OTHER_RUN, [NAMED], {})
            tx.skipped_entries.forget_names(STUDIO)
            nameless = replace(NAMED, project="", task="", person="", note="")
            assert list(tx.skipped_entries.first(STUDIO, RUN, FAILED, 9)) == [nameless]
            assert list(tx.skipped_entries.first(OTHER, OTHER_RUN, FAILED, 9)) == [NAMED]
