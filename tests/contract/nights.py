"""What the use cases rely on in `Nights`."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from tests.contract.stored import LATER, OTHER, STUDIO, add, connect
from tests.support.factories import NIGHT, NOON, connection, finished, full_night, nightly, run
from workroom_harvest.domain.connection import Connection
from workroom_harvest.domain.messages import Code, Message
from workroom_harvest.domain.ports.store import Store
from workroom_harvest.domain.ports.store.nights import DueNight
from workroom_harvest.domain.progress import Progress
from workroom_harvest.domain.retry import RetryState
from workroom_harvest.domain.run import ImportRun
from workroom_harvest.domain.run_status import RunStatus
from workroom_harvest.domain.schedule import MOST_NIGHTS
from workroom_harvest.domain.skipped import SkipReason

DAY = timedelta(days=1)
SLOT = NOON + timedelta(hours=14)
STUDIOS = ["a", "b", "c"]


def switched_on(studio_id: str = STUDIO, **changes: Any) -> Connection:
    """Return a studio's connection whose nightly import was switched on at noon."""
    own: dict[str, Any] = {
        "id": f"{ord(studio_id[0]):032x}",
        "studio_id": studio_id,
        "automated_since": NOON,
    }
    return connection(**{**own, **changes})


def due(store: Store, before: datetime | None = SLOT, after: str = "", most: int = 9) -> list[str]:
    """Return the studios whose `NIGHT` is due."""
    with store.transaction() as tx:
        return list(tx.nights.due(NIGHT, before, after=after, most=most))


def take(store: Store, *studio_ids: str, before: datetime | None = SLOT) -> list[DueNight]:
    """Take the `NIGHT` of those studios and commit."""
    with store.transaction() as tx:
        found = tx.nights.take(studio_ids, NIGHT, before)
        tx.commit()
    return list(found)


def night_of(held: Connection, days: int, **changes: Any) -> ImportRun:
    """Return the connection's finished night of so many days ago, which began at that noon."""
    then = NOON - days * DAY
    own: dict[str, Any] = {
        "studio_id": held.studio_id,
        "connection_id": held.id,
        "created_at": then,
    }
    return replace(finished(nightly(NIGHT - days * DAY, **own), then), **changes)


INCOMPLETE: dict[str, Any] = {"progress": Progress(skipped={SkipReason.HARVEST_API_ERROR: 1})}
FAILED: dict[str, Any] = {"status": RunStatus.FAILED, "failure": Message(Code.IMPORT_BROKEN)}


class NightsContract:
    """A night is due once for each connection that works, with the nightly import on."""

    def test_the_due_studios_come_in_batches(self, store: Store) -> None:
        """`due` returns at most so many studios in the order of their ids, behind a given one."""
        for studio_id in reversed(STUDIOS):
            connect(store, switched_on(studio_id))
        assert due(store) == STUDIOS
        assert due(store, most=2) == STUDIOS[:2]
        assert due(store, after="a", most=1) == ["b"]
        assert due(store, after="c") == []

    @pytest.mark.parametrize(
        ("changes", "is_due"),
        [
            ({}, True),
            ({"automated_since": None}, False),
            ({"automated_since": SLOT - timedelta(seconds=1)}, True),
            ({"automated_since": SLOT}, False),
            ({"reconnect_reason": Code.GRANT_REVOKED}, False),
            ({"last_night": NIGHT}, False),
            ({"last_night": NIGHT - DAY}, True),
            ({"last_night": NIGHT + DAY}, True),
        ],
    )
    def test_a_night_is_due_where_it_may_begin(
        self, store: Store, changes: dict[str, Any], is_due: bool
    ) -> None:
        """A night is due if it is on since before the slot, and the connection works and lacks it.

        A later night, from a clock that was wrong, does not count as this one.
        """
        connect(store, switched_on())
        with store.transaction() as tx:
            tx.connections.put(switched_on(**changes))
            tx.commit()
        expected = [STUDIO] if is_due else []
        assert due(store) == expected
        assert [one.studio_id for one in take(store, STUDIO)] == expected

    def test_without_an_instant_it_does_not_matter_since_when_it_is_on(self, store: Store) -> None:
        """Without `before` a night is due wherever the nightly import is on."""
        connect(store, switched_on(automated_since=SLOT + DAY))
        connect(store, switched_on(OTHER, automated_since=None))
        assert due(store, before=None) == [STUDIO]
        assert [one.studio_id for one in take(store, STUDIO, OTHER, before=None)] == [STUDIO]

    def test_no_night_is_due_beside_a_live_run(self, store: Store) -> None:
        """A studio with a live run has its night later; one whose last night rests has it now."""
        connect(store, switched_on())
        connect(store, switched_on(OTHER))
        resting = nightly(NIGHT - DAY, studio_id=OTHER).start(NOON)
        live = run()
        add(store, live, resting.rest(RetryState(3, NOON, LATER)))
        assert due(store) == [OTHER]
        assert [one.studio_id for one in take(store, STUDIO, OTHER)] == [OTHER]
        with store.transaction() as tx:
            tx.runs.save(finished(live))
            tx.commit()
        assert due(store) == [STUDIO]

    def test_a_night_is_taken_once(self, store: Store) -> None:
        """A night that was taken is due no more, and the next one is; other fields stay."""
        held = connect(store, switched_on())
        assert take(store, STUDIO, "nobody") == [DueNight(STUDIO, held.id, NOON, NOON)]
        assert take(store, STUDIO) == []
        assert due(store) == []
        with store.transaction() as tx:
            assert tx.connections.for_studio(STUDIO) == replace(held, last_night=NIGHT)
            assert list(tx.nights.due(NIGHT + DAY, None, after="", most=9)) == [STUDIO]

    def test_nobody_is_taken_where_nobody_is_named(self, store: Store) -> None:
        """Taking the night of no studio does nothing."""
        connect(store, switched_on())
        assert take(store) == []
        assert due(store) == [STUDIO]

    def test_it_tells_when_the_last_complete_night_began(self, store: Store) -> None:
        """The last complete night counts, and not one that failed or left something out.

        Nor do imports by hand count, or the nights of another connection.
        """
        held, other = connect(store, switched_on()), connect(store, switched_on(OTHER))
        nights = [
            night_of(held, 4),
            night_of(held, 3),
            night_of(held, 2, **INCOMPLETE),
            night_of(held, 1, **FAILED),
            night_of(other, 1, **INCOMPLETE),
            finished(run(created_at=LATER), LATER),
            finished(nightly(connection_id="d" * 32), LATER),
        ]
        assert all(add(store, *nights))
        found = {one.studio_id: one for one in take(store, STUDIO, OTHER)}
        assert found[STUDIO].complete_start == NOON - 3 * DAY
        assert (found[OTHER].complete_start, found[OTHER].oldest_start) == (None, None)

    @pytest.mark.parametrize(
        ("complete", "is_found"), [(MOST_NIGHTS + 1, False), (MOST_NIGHTS, True)]
    )
    def test_it_looks_back_as_many_finished_nights_as_is_said(
        self, store: Store, complete: int, is_found: bool
    ) -> None:
        """A complete night is found among the last `MOST_NIGHTS` finished ones.

        Failed nights are not counted. When the oldest of them began is told as well.
        """
        held = connect(store, switched_on())
        days = range(2, MOST_NIGHTS + 4)
        finished = [night_of(held, day, **INCOMPLETE) for day in days if day != complete + 1]
        good = night_of(held, complete + 1)
        add(store, *finished, good, night_of(held, 1, **FAILED))
        (found,) = take(store, STUDIO)
        assert found.oldest_start == NOON - (MOST_NIGHTS + 1) * DAY
        assert found.complete_start == (good.started_at if is_found else None)

    def test_a_night_that_read_all_is_not_the_last_complete_one(self, store: Store) -> None:
        """It did not ask for what was changed outside of its days, so an earlier night counts.

        The last night that read all is told as well.
        """
        held = connect(store, switched_on(full_night=NIGHT - DAY))
        then = NOON - DAY
        full = full_night(NIGHT - DAY, connection_id=held.id, created_at=then)
        assert all(add(store, night_of(held, 2), finished(full, then)))
        (found,) = take(store, STUDIO)
        assert (found.complete_start, found.full_night) == (NOON - 2 * DAY, NIGHT - DAY)

    def test_with_fewer_nights_there_is_no_oldest(self, store: Store) -> None:
        """Where fewer nights than `MOST_NIGHTS` finished, all are searched for a complete one."""
        held = connect(store, switched_on())
        nights = [night_of(held, day, **INCOMPLETE) for day in range(1, MOST_NIGHTS - 1)]
        add(store, *nights, night_of(held, 300))
        (found,) = take(store, STUDIO)
        assert (found.complete_start, found.oldest_start) == (NOON - 300 * DAY, None)
