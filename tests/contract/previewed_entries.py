"""What the use cases rely on in `PreviewedEntries`."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

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
)
from workroom_harvest.domain.decisions import Import, Skip
from workroom_harvest.domain.difference import Difference, What
from workroom_harvest.domain.entries import Duration, HarvestStatus
from workroom_harvest.domain.fallback import Cause, FellBack
from workroom_harvest.domain.ports.store import Store, Transaction
from workroom_harvest.domain.previewed import OwnerSum, PreviewedEntry, PreviewSums, ProjectSum
from workroom_harvest.domain.skipped import SkippedEntry, SkipReason

PREVIEW = "c" * 32
NOT_MAPPED, TOO_OLD = SkipReason.PROJECT_NOT_MAPPED, SkipReason.TOO_OLD
BILLED = HarvestStatus(is_billed=True)
X = FellBack(3, "X", Cause.NO_MEMBER)


def wanted(number: int, *, fell_back: bool = False, **changes: Any) -> Import:
    """Return the decision to import an entry of an hour, with changes to its timelog."""
    one = imported(listed(number))
    log = replace(one.timelog, **changes)
    return replace(one, timelog=log, fell_back=X if fell_back else None)


def show(tx: Transaction, *decisions: Import, run_id: str = PREVIEW, studio: str = STUDIO) -> None:
    """Store entries that a preview shows as coming in."""
    tx.previewed_entries.add_many(studio, run_id, decisions, HASH)


def skip(tx: Transaction, run_id: str, *entries: SkippedEntry) -> None:
    """Store entries that a run or a preview skipped."""
    tx.skipped_entries.add_many(STUDIO, run_id, entries, {})


def skipped(number: int, reason: SkipReason = NOT_MAPPED) -> SkippedEntry:
    """Return an entry of an hour that was skipped."""
    return SkippedEntry.of(listed(number), reason)


def differences(tx: Transaction, studio_id: str = STUDIO) -> Sequence[Difference]:
    """Return how the run differs from its preview."""
    return list(tx.previewed_entries.differences(studio_id, PREVIEW, RUN))


class PreviewedEntriesContract:
    """Previewed entries are listed, summed up, and compared with what an import did."""

    def test_what_a_preview_shows_is_listed_by_id(self, store: Store) -> None:
        """All that is shown of an entry is stored, and listed in the order of ids, in parts."""
        invoiced = wanted(9, fell_back=True)
        invoiced = replace(invoiced, entry=listed(9, status=BILLED, notes="n" * 300))
        with store.transaction() as tx:
            show(tx, invoiced, wanted(4))
            show(tx, wanted(7))
            show(tx)
            show(tx, wanted(5), run_id=OTHER_RUN)
            first = tx.previewed_entries.first
            found = list(first(STUDIO, PREVIEW, 0, 9))
            assert found == [PreviewedEntry.of(one) for one in (wanted(4), wanted(7), invoiced)]
            assert (found[-1].is_billed, found[-1].fell_back, len(found[-1].note)) == (
                True,
                True,
                200,
            )
            assert list(first(STUDIO, PREVIEW, 4, 1)) == found[1:2]
            assert list(first(OTHER, PREVIEW, 0, 9)) == []

    def test_an_entry_is_stored_once_for_each_preview(
        self, store: Store, refusal: type[Exception]
    ) -> None:
        """A preview knows which entries it has, and cannot store one of them again."""
        with store.transaction() as tx:
            show(tx, wanted(1), wanted(2))
            known = tx.previewed_entries.known
            assert set(known(STUDIO, PREVIEW, [1, 2, 3])) == {1, 2}
            assert set(known(STUDIO, PREVIEW, [])) == set()
            assert set(known(STUDIO, OTHER_RUN, [1, 2])) == set()
            assert set(known(OTHER, PREVIEW, [1, 2])) == set()
            tx.commit()
        with store.transaction() as tx, pytest.raises(refusal):
            show(tx, wanted(2), wanted(3))

    def test_what_would_come_in_is_summed_up(self, store: Store) -> None:
        """Sums are by project and by owner, most hours first, with the invoiced part of all."""
        cabin = wanted(3, project_id="cabin", duration=Duration(5, 30), fell_back=True)
        billed = replace(wanted(2), entry=listed(2, status=BILLED))
        with store.transaction() as tx:
            assert tx.previewed_entries.sums(STUDIO, PREVIEW, 9) == PreviewSums(0, 0, 0, 0, [], [])
            show(tx, wanted(1), billed, cabin)
            show(tx, wanted(4), run_id=OTHER_RUN)
            assert tx.previewed_entries.sums(STUDIO, PREVIEW, 9) == PreviewSums(
                3,
                450,
                1,
                60,
                [ProjectSum("Villa", "cabin", 1, 330), ProjectSum("Villa", "villa", 2, 120)],
                [OwnerSum("Mira", "elin", True, 1, 330), OwnerSum("Mira", "elin", False, 2, 120)],
            )
            few = tx.previewed_entries.sums(STUDIO, PREVIEW, 1)
            assert (few.entries, len(few.projects), len(few.owners)) == (3, 1, 1)

    def test_an_import_that_did_what_was_shown_does_not_differ(self, store: Store) -> None:
        """Nothing differs where the same came in, with the same values, and the same did not."""
        with store.transaction() as tx:
            show(tx, wanted(1), wanted(2))
            skip(tx, PREVIEW, skipped(3))
            record(tx, wanted(1), wanted(2), Skip(listed(3), NOT_MAPPED), run_id=RUN)
            record(tx, wanted(8), run_id=OTHER_RUN)
            skip(tx, RUN, skipped(3))
            assert differences(tx) == []

    @pytest.mark.parametrize(
        ("what", "changes"),
        [
            (What.DAY, {"spent_on": NIGHT + timedelta(days=1)}),
            (What.PROJECT, {"project_id": "cabin"}),
            (What.TASK, {"activity_type_id": "plans"}),
            (What.OWNER, {"member_id": "mira"}),
            (What.NOTE, {"title": "Other plans"}),
            (What.BILLABLE, {"billable": False}),
        ],
    )
    def test_each_value_of_a_timelog_is_compared(
        self, store: Store, what: What, changes: dict[str, Any]
    ) -> None:
        """An entry that came in otherwise than shown is counted for each value that differs."""
        with store.transaction() as tx:
            show(tx, wanted(1), wanted(2), wanted(3))
            record(tx, wanted(1), wanted(2, **changes), wanted(3, **changes), run_id=RUN)
            assert differences(tx) == [Difference(what, 2, 120)]

    def test_other_hours_are_told_with_those_that_were_shown(self, store: Store) -> None:
        """Of other hours both are told, and an entry may differ in more than one respect."""
        with store.transaction() as tx:
            show(tx, wanted(1), wanted(2, duration=Duration(2, 0)))
            now = wanted(2, duration=Duration(0, 45), member_id="mira")
            record(tx, wanted(1), now, run_id=RUN)
            assert differences(tx) == [
                Difference(What.HOURS, 1, 45, shown_minutes=120),
                Difference(What.OWNER, 1, 45),
            ]

    def test_what_only_one_of_them_brings_in_is_told_with_the_reason(self, store: Store) -> None:
        """What stayed out is told by the reason now; without one Harvest does not list it now."""
        with store.transaction() as tx:
            show(tx, *(wanted(number) for number in (1, 2, 3, 4, 5)))
            skip(tx, PREVIEW, skipped(6))
            record(tx, wanted(1), wanted(6), wanted(7), run_id=RUN)
            record(tx, wanted(2), run_id=OTHER_RUN)
            record(tx, Skip(listed(3), NOT_MAPPED), Skip(listed(4), NOT_MAPPED))
            skip(tx, RUN, skipped(3), skipped(4))
            found = differences(tx)
            assert found[:2] == [
                Difference(What.CAME_IN, 2, 120),
                Difference(What.STAYED_OUT, 2, 120, NOT_MAPPED),
            ]
            assert {(one.entries, one.minutes, one.reason) for one in found[2:]} == {
                (1, 60, SkipReason.ALREADY_IMPORTED),
                (1, 60, None),
            }

    def test_what_was_skipped_otherwise_is_told(self, store: Store) -> None:
        """Entries count that neither brings in, if their reason or hours differ, but for timers."""
        timer = skipped(6, SkipReason.TIMER_RUNNING)
        longer = SkippedEntry.of(listed(4), TOO_OLD)
        longer = replace(longer, minutes=90)
        without_id = SkippedEntry(SkipReason.HARVEST_API_ERROR, None)
        with store.transaction() as tx:
            skip(tx, PREVIEW, skipped(1), skipped(2), skipped(3), skipped(4, TOO_OLD), without_id)
            skip(tx, PREVIEW, timer)
            skip(tx, RUN, replace(timer, minutes=61))
            record(tx, wanted(3), run_id=OTHER_RUN)
            skip(tx, RUN, skipped(1, TOO_OLD), longer, skipped(5, TOO_OLD), without_id)
            found = differences(tx)
            assert found[0] == Difference(What.SKIPPED_OTHERWISE, 3, 210, TOO_OLD)
            assert {(one.what, one.entries, one.minutes, one.reason) for one in found[1:]} == {
                (What.SKIPPED_OTHERWISE, 1, 60, None),
                (What.SKIPPED_OTHERWISE, 1, 60, SkipReason.ALREADY_IMPORTED),
            }
            assert differences(tx, OTHER) == []

    def test_names_and_notes_of_previewed_entries_can_be_forgotten(self, store: Store) -> None:
        """`forget_names` deletes names, notes and hashes of this studio, and nothing else."""
        with store.transaction() as tx:
            show(tx, wanted(1))
            show(tx, wanted(1), run_id=OTHER_RUN, studio=OTHER)
            tx.previewed_entries.forget_names(STUDIO)
            first, shown = tx.previewed_entries.first, PreviewedEntry.of(wanted(1))
            nameless = replace(shown, project="", task="", person="", note="")
            assert list(first(STUDIO, PREVIEW, 0, 9)) == [nameless]
            assert list(first(OTHER, OTHER_RUN, 0, 9)) == [shown]
            record(tx, wanted(1, title="Other plans"), run_id=RUN)
            assert differences(tx) == []
