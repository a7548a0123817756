"""What the use cases rely on in a Store, whatever keeps the rows."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import date, timedelta
from typing import Protocol

import pytest

from tests.support.factories import NOON, connection, run
from workroom_harvest.domain.connection import (
    AuthorizationRequest,
    Connection,
    HarvestAccount,
    Sight,
    Tokens,
)
from workroom_harvest.domain.entries import Duration, NewTimelog, Period
from workroom_harvest.domain.errors import HostMisbehaved, LeaseLost, ReconnectNeeded, RowsRefused
from workroom_harvest.domain.fallback import Cause, FellBack
from workroom_harvest.domain.mapping import ProjectPair, TaskPair
from workroom_harvest.domain.ports.store import Lease, Store, Transaction
from workroom_harvest.domain.retry import RetryState
from workroom_harvest.domain.run import (
    ImportRun,
    PageResult,
    RunKind,
    RunStatus,
    SkippedEntry,
    SkipReason,
)

STUDIO, OTHER = "studio", "other"
METHOD = r"Timelogs\.add_many"
LATER = NOON + timedelta(minutes=5)
LIFETIME = timedelta(seconds=40)
Later = Callable[[float], None]
"""Lets so many seconds go by as the database sees it; within a transaction, in which they last."""

NIGHT = date(2026, 6, 15)


def tokens(name: str = "first") -> Tokens:
    """A pair of tokens, due in an hour."""
    return Tokens(f"access-{name}", f"refresh-{name}", NOON + timedelta(hours=1))


def timelog(stamp: int) -> NewTimelog:
    """A timelog of that stamp."""
    return NewTimelog(
        stamp, "villa", "drawings", "elin", NIGHT, Duration(1, 0), "Plans", billable=True
    )


def nightly(night: date = NIGHT, **changes: object) -> ImportRun:
    """A night's run."""
    return run(kind=RunKind.NIGHTLY, period=None, night=night, updated_since=NOON, **changes)


def connect(store: Store, held: Connection, name: str = "first") -> Connection:
    """Store a connection with tokens, for good."""
    with store.transaction() as tx:
        tx.connections.put(held)
        tx.connections.put_tokens(held, tokens(name), after=None)
        tx.commit()
    return held


def add(store: Store, *runs: ImportRun) -> list[bool]:
    """Add runs, for good; which of them went in."""
    with store.transaction() as tx:
        went_in = [tx.runs.add(one) for one in runs]
        tx.commit()
    return went_in


def lease(store: Store, studio_id: str = STUDIO) -> Lease:
    """The studio's lease, for good."""
    with store.transaction() as tx:
        found = tx.leases.acquire(studio_id, LIFETIME)
        tx.commit()
    assert found is not None
    return found


def broken(write: Callable[[], None]) -> None:
    """Write, and then something is wrong."""
    write()
    raise KeyError


class Borrower(Protocol):
    """What a host could do with a transaction: its database, or the session of its own."""

    def commit(self) -> None: ...
    def rollback(self) -> None: ...


def commit_all_the_same(borrower: Borrower) -> None:
    """And catch what is said of it."""
    with suppress(HostMisbehaved):
        borrower.commit()


def roll_back(borrower: Borrower, error: Exception | None) -> None:
    """And break, perhaps."""
    borrower.rollback()
    if error:
        raise error


@contextmanager
def host_writes(tx: Transaction, rows: int = 1) -> Iterator[None]:
    """The part of a page's transaction in which the host writes."""
    with tx.savepoint(), tx.host_writes("Timelogs.add_many", rows):
        yield


class TransactionContract:
    """All or nothing, and nothing unless `commit` is called."""

    def test_the_tables_are_there(self, store: Store) -> None:
        """So `ready` says."""
        assert store.ready()

    def test_leaving_without_a_commit_undoes(self, store: Store) -> None:
        """Nothing lasts by itself."""
        with store.transaction() as tx:
            tx.connections.put(connection())
        with store.transaction() as tx:
            assert tx.connections.for_studio(STUDIO) is None

    def test_an_error_undoes_and_goes_on(self, store: Store) -> None:
        """The caller sees it."""
        with pytest.raises(KeyError), store.transaction() as tx:
            broken(lambda: tx.connections.put(connection()))
        with store.transaction() as tx:
            assert tx.connections.for_studio(STUDIO) is None

    def test_a_commit_lasts_and_what_follows_it_does_not(self, store: Store) -> None:
        """Until the next commit."""
        with store.transaction() as tx:
            tx.connections.put(connection())
            tx.commit()
            tx.connections.drop(STUDIO)
        with store.transaction() as tx:
            assert tx.connections.for_studio(STUDIO) == connection()

    def test_a_transaction_sees_what_it_wrote(self, store: Store) -> None:
        """Before it commits."""
        with store.transaction() as tx:
            tx.connections.put(connection())
            assert tx.connections.for_studio(STUDIO) == connection()

    def test_a_savepoint_is_undone_when_its_body_raises(self, store: Store) -> None:
        """Alone: what was written before it stays, and the error goes on."""
        held = lease(store)
        with store.transaction() as tx:
            tx.leases.hold(held, LIFETIME)
            with pytest.raises(KeyError), tx.savepoint():
                broken(lambda: tx.ledger.add_many(STUDIO, "r" * 32, [timelog(1)]))
            with tx.savepoint():
                tx.ledger.add_many(STUDIO, "r" * 32, [timelog(2)])
            tx.commit()
        with store.transaction() as tx:
            assert tx.ledger.known(STUDIO, [1, 2]) == {2: "r" * 32}
            assert tx.leases.acquire(STUDIO, LIFETIME) is None

    def test_what_a_constraint_refuses_of_a_hosts_rows_has_a_cause(self, store: Store) -> None:
        """In the domain's words, of one line; it costs no more than the savepoint."""
        held = lease(store)
        with store.transaction() as tx:
            tx.leases.hold(held, LIFETIME)
            tx.ledger.add_many(STUDIO, "r" * 32, [timelog(1)])
            with pytest.raises(RowsRefused) as refused, host_writes(tx):
                tx.ledger.add_many(STUDIO, "s" * 32, [timelog(2), timelog(1)])
            tx.commit()
        assert refused.value.cause
        assert "\n" not in refused.value.cause
        with store.transaction() as tx:
            assert tx.ledger.known(STUDIO, [1, 2]) == {1: "r" * 32}

    def test_any_other_error_of_the_hosts_goes_on_as_it_is(self, store: Store) -> None:
        """It may pass."""
        held = lease(store)
        with store.transaction() as tx:
            tx.leases.hold(held, LIFETIME)
            with pytest.raises(KeyError), host_writes(tx):
                broken(lambda: tx.ledger.add_many(STUDIO, "r" * 32, [timelog(1)]))

    def test_a_host_may_not_commit_what_it_was_lent(self, store: Store, borrower: Borrower) -> None:
        """It is refused, whatever the host makes of that; nothing lasts."""
        held = lease(store)
        with store.transaction() as tx:
            tx.leases.hold(held, LIFETIME)
            tx.ledger.add_many(STUDIO, "r" * 32, [timelog(1)])
            with pytest.raises(HostMisbehaved, match=METHOD), host_writes(tx):
                commit_all_the_same(borrower)
        with store.transaction() as tx:
            assert tx.ledger.known(STUDIO, [1]) == {}

    @pytest.mark.parametrize("error", [None, KeyError("beside it")])
    def test_a_rollback_of_what_was_lent_is_noticed(
        self, store: Store, borrower: Borrower, error: Exception | None
    ) -> None:
        """Also where the host breaks besides."""
        held = lease(store)
        with store.transaction() as tx:
            tx.leases.hold(held, LIFETIME)
            with pytest.raises(HostMisbehaved, match=METHOD), host_writes(tx):
                roll_back(borrower, error)
        with store.transaction() as tx:
            assert tx.leases.acquire(STUDIO, LIFETIME) is None

    def test_a_host_that_wrote_nothing_is_noticed_at_the_commit(self, store: Store) -> None:
        """Whatever it said; nothing lasts."""
        held = lease(store)
        with store.transaction() as tx:
            tx.leases.hold(held, LIFETIME)
            with tx.savepoint():
                tx.ledger.add_many(STUDIO, "r" * 32, [timelog(1)])
                with tx.host_writes("Timelogs.add_many", 1):
                    pass
            with pytest.raises(HostMisbehaved, match=METHOD):
                tx.commit()
        with store.transaction() as tx:
            assert tx.ledger.known(STUDIO, [1]) == {}


class ConnectionsContract:
    """At most one connection per studio, with its tokens sealed."""

    def test_a_studio_sees_its_own_connection_alone(self, store: Store) -> None:
        """Or None."""
        mine = connect(store, connection(automated_since=NOON))
        theirs = connect(store, connection(id="d" * 32, studio_id=OTHER))
        with store.transaction() as tx:
            assert tx.connections.for_studio(STUDIO) == mine
            assert tx.connections.locked(OTHER) == theirs
            assert tx.connections.for_studio("nobody") is None
            assert tx.connections.locked("nobody") is None

    def test_any_connection_is_one_of_all(self, store: Store) -> None:
        """Or None without any."""
        with store.transaction() as tx:
            assert tx.connections.any() is None
        mine = connect(store, connection())
        theirs = connect(store, connection(id="d" * 32, studio_id=OTHER))
        with store.transaction() as tx:
            assert tx.connections.any() in (mine, theirs)

    def test_the_next_connection_takes_the_place_of_the_former(self, store: Store) -> None:
        """All of it."""
        connect(store, connection(automated_since=NOON))
        other = connection(id="d" * 32, harvest_account=HarvestAccount(2, "Ödåkra"))
        connect(store, other)
        with store.transaction() as tx:
            assert tx.connections.for_studio(STUDIO) == other

    def test_tokens_stay_as_they_are_when_the_connection_is_put(self, store: Store) -> None:
        """With their version."""
        held = connect(store, connection())
        with store.transaction() as tx:
            before = tx.connections.tokens(held)
            tx.connections.put(replace(held, connected_by="jonas"))
            assert tx.connections.tokens(held) == before
            assert before.tokens == tokens()

    def test_without_tokens_somebody_must_reconnect(self, store: Store) -> None:
        """None yet, another connection's, or no connection any more."""
        with store.transaction() as tx:
            tx.connections.put(connection())
            with pytest.raises(ReconnectNeeded):
                tx.connections.tokens(connection())
        held = connect(store, connection())
        with store.transaction() as tx:
            with pytest.raises(ReconnectNeeded):
                tx.connections.tokens(replace(held, id="d" * 32))
            tx.connections.drop(STUDIO)
            with pytest.raises(ReconnectNeeded):
                tx.connections.tokens(held)

    def test_each_new_pair_has_a_higher_version(self, store: Store) -> None:
        """So that two may be told apart."""
        held = connect(store, connection())
        with store.transaction() as tx:
            first = tx.connections.tokens(held)
            assert tx.connections.put_tokens(held, tokens("second"), after=first.version)
            second = tx.connections.tokens(held)
        assert second.version > first.version
        assert second.tokens == tokens("second")

    def test_a_pair_after_one_that_is_no_longer_the_last_is_refused(self, store: Store) -> None:
        """And so is one for a connection that gave way."""
        held = connect(store, connection())
        with store.transaction() as tx:
            version = tx.connections.tokens(held).version
            assert tx.connections.put_tokens(held, tokens("second"), after=None)
            assert not tx.connections.put_tokens(held, tokens("late"), after=version)
            stranger = replace(held, id="d" * 32)
            assert not tx.connections.put_tokens(stranger, tokens("late"), after=None)
            assert tx.connections.tokens(held).tokens == tokens("second")

    def test_one_at_a_time_refreshes_a_version(self, store: Store, later: Later) -> None:
        """Until the claim runs out, is given back, or is fulfilled."""
        held = connect(store, connection())
        with store.transaction() as tx:
            version = tx.connections.tokens(held).version
            claim = tx.connections.claim_refresh
            assert claim(held, version, LIFETIME)
            later(35)
            assert not claim(held, version, LIFETIME)
            later(10)
            assert claim(held, version, LIFETIME)
            tx.connections.release_refresh(held, version)
            assert claim(held, version, LIFETIME)
            tx.connections.put_tokens(held, tokens("second"), after=version)
            assert not claim(held, version, LIFETIME)
            assert claim(held, version + 1, LIFETIME)

    def test_a_claim_that_a_wrong_clock_wrote_blocks_nobody(self, store: Store) -> None:
        """Further away than twice as long as a claim lasts."""
        held = connect(store, connection())
        with store.transaction() as tx:
            version = tx.connections.tokens(held).version
            assert tx.connections.claim_refresh(held, version, timedelta(days=1))
            assert tx.connections.claim_refresh(held, version, LIFETIME)
            assert not tx.connections.claim_refresh(held, version, LIFETIME)

    def test_a_release_of_an_older_version_frees_nothing(self, store: Store) -> None:
        """The present claim is somebody else's."""
        held = connect(store, connection())
        with store.transaction() as tx:
            version = tx.connections.tokens(held).version
            tx.connections.put_tokens(held, tokens("second"), after=version)
            assert tx.connections.claim_refresh(held, version + 1, LIFETIME)
            tx.connections.release_refresh(held, version)
            assert not tx.connections.claim_refresh(held, version + 1, LIFETIME)

    def test_a_pair_that_lands_ends_the_need_to_reconnect(self, store: Store) -> None:
        """Whoever noted it asked with the pair before, which had been used up by then."""
        held = connect(store, connection())
        with store.transaction() as tx:
            version = tx.connections.tokens(held).version
            assert tx.connections.needs_reconnect(held, version, "Gone.")
            assert tx.connections.put_tokens(held, tokens("second"), after=version)
            assert tx.connections.for_studio(STUDIO) == held

    def test_the_need_to_reconnect_is_noted(self, store: Store) -> None:
        """Unless newer tokens arrived meanwhile."""
        held = connect(store, connection())
        with store.transaction() as tx:
            version = tx.connections.tokens(held).version
            assert not tx.connections.needs_reconnect(held, version - 1, "Too late.")
            assert tx.connections.for_studio(STUDIO) == held
            assert tx.connections.needs_reconnect(held, version, "Gone.")
            assert tx.connections.for_studio(STUDIO) == replace(held, reconnect_reason="Gone.")

    def test_automated_are_those_with_nights_on(self, store: Store) -> None:
        """Whoever they belong to."""
        mine = connect(store, connection())
        theirs = connect(store, connection(id="d" * 32, studio_id=OTHER, automated_since=NOON))
        with store.transaction() as tx:
            assert list(tx.connections.automated()) == [theirs]
            assert tx.connections.automate(STUDIO, NOON)
            assert tx.connections.for_studio(STUDIO) == replace(mine, automated_since=NOON)
            assert len(tx.connections.automated()) == 2
            assert tx.connections.automate(OTHER, None)
            assert [one.studio_id for one in tx.connections.automated()] == [STUDIO]
            assert not tx.connections.automate("nobody", NOON)

    def test_what_the_grant_sees_is_noted_for_that_grant(self, store: Store) -> None:
        """And not for the one that somebody gave meanwhile; all else stays as it is."""
        held = connect(store, connection())
        connect(store, connection(id="d" * 32, studio_id=OTHER))
        seeing = held.seeing(Sight.EVERYONE).seeing(Sight.TEAM)
        with store.transaction() as tx:
            tx.connections.automate(STUDIO, NOON)
            tx.connections.note_sight(seeing)
            found = tx.connections.for_studio(STUDIO)
            assert found == replace(seeing, automated_since=NOON)
            assert found is not None
            assert (found.sees, found.saw) == (Sight.TEAM, Sight.EVERYONE)
            tx.connections.put(replace(held, connected_at=LATER))
            tx.connections.note_sight(seeing)
            again = tx.connections.for_studio(STUDIO)
            assert again is not None
            assert (again.sees, again.saw) == (None, None)
            other = tx.connections.for_studio(OTHER)
            assert other is not None
            assert other.saw is None

    def test_a_new_name_is_kept_for_that_connection_alone(self, store: Store) -> None:
        """All else stays as it is, and so does a connection to another account."""
        held = connect(store, connection())
        theirs = connect(store, connection(id="d" * 32, studio_id=OTHER))
        named = HarvestAccount(held.harvest_account.id, "Renamed")
        with store.transaction() as tx:
            tx.connections.automate(STUDIO, NOON)
            tx.connections.rename(held, "Renamed")
            changed = replace(held, harvest_account=named, automated_since=NOON)
            assert tx.connections.for_studio(STUDIO) == changed
            assert tx.connections.tokens(held).tokens == tokens()
            assert tx.connections.for_studio(OTHER) == theirs
            another = replace(held, id="e" * 32)
            tx.connections.put(another)
            tx.connections.rename(held, "Renamed")
            tx.connections.rename(connection(studio_id="nobody"), "Renamed")
            assert tx.connections.for_studio(STUDIO) == another
            assert tx.connections.for_studio("nobody") is None

    def test_dropping_forgets_one_studio(self, store: Store) -> None:
        """A second time too."""
        connect(store, connection())
        theirs = connect(store, connection(id="d" * 32, studio_id=OTHER))
        with store.transaction() as tx:
            tx.connections.drop(STUDIO)
            tx.connections.drop(STUDIO)
            assert tx.connections.for_studio(STUDIO) is None
            assert tx.connections.for_studio(OTHER) == theirs

    def test_sealing_anew_changes_no_token(self, store: Store) -> None:
        """And says how many there were; a connection without tokens is left out."""
        held = connect(store, connection())
        with store.transaction() as tx:
            tx.connections.put(connection(id="d" * 32, studio_id=OTHER))
            before = tx.connections.tokens(held)
            resealed = tx.connections.reseal()
            assert (resealed.sealed, list(resealed.unreadable)) == (1, [])
            assert tx.connections.tokens(held) == before


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


class ConsentsContract:
    """One-time trips to the consent screen."""

    TRIP = AuthorizationRequest(STUDIO, "elin", "s" * 64)

    def test_a_trip_is_taken_once(self, store: Store) -> None:
        """None for the second who asks, and for an unknown state."""
        with store.transaction() as tx:
            tx.authorization_requests.put("a" * 64, self.TRIP, LIFETIME)
            tx.commit()
        with store.transaction() as tx:
            assert tx.authorization_requests.take("b" * 64) is None
            assert tx.authorization_requests.take("a" * 64) == self.TRIP
            tx.commit()
        with store.transaction() as tx:
            assert tx.authorization_requests.take("a" * 64) is None

    def test_one_that_expired_is_not_given_out(self, store: Store, later: Later) -> None:
        """And is gone once it was asked for."""
        with store.transaction() as tx:
            tx.authorization_requests.put("a" * 64, self.TRIP, LIFETIME)
            tx.authorization_requests.put("b" * 64, self.TRIP, 3 * LIFETIME)
            later(45)
            assert tx.authorization_requests.take("a" * 64) is None
            assert tx.authorization_requests.take("b" * 64) == self.TRIP

    def test_those_that_expired_are_forgotten(self, store: Store, later: Later) -> None:
        """With the next one that sets out; one that holds is not."""
        with store.transaction() as tx:
            tx.authorization_requests.put("a" * 64, self.TRIP, LIFETIME)
            tx.authorization_requests.put("b" * 64, self.TRIP, 3 * LIFETIME)
            later(45)
            tx.authorization_requests.put("c" * 64, self.TRIP, LIFETIME)
            later(-45)
            assert tx.authorization_requests.take("a" * 64) is None
            assert tx.authorization_requests.take("b" * 64) is not None


class RunsContract:
    """Imports, past and present."""

    def test_a_run_comes_back_as_it_was_saved(self, store: Store) -> None:
        """Every field, and to its own studio or a worker only."""
        skipped = SkippedEntry(SkipReason.SAVE_FAILED, 7, "an entry", "too long", is_lasting=True)
        whose = (FellBack(7, "Ana", Cause.UNKNOWN, 2), FellBack(None, "", Cause.NO_MEMBER))
        queued = run(started_by="elin", reach=Period(NIGHT - timedelta(days=60), NIGHT))
        one = queued.start(NOON)
        page = PageResult(4, (skipped,), whose)
        one = one.expect(pages=3, entries=5000).add(page, cursor="next")
        one = replace(one, attempts=2, retry_state=RetryState(2, NOON, LATER))
        one = replace(one, sees=Sight.SELF, saw=Sight.EVERYONE, remark="Something broke.")
        assert add(store, queued) == [True]
        with store.transaction() as tx:
            assert tx.runs.by_id(one.id) == queued
            tx.runs.save(one)
            tx.commit()
        with store.transaction() as tx:
            assert tx.runs.by_id(one.id) == tx.runs.of(STUDIO, one.id) == one
            assert tx.runs.of(OTHER, one.id) is None
            assert tx.runs.by_id("f" * 32) is None

    def test_a_studio_has_one_live_run(self, store: Store) -> None:
        """Another is refused until that one is over, whatever its kind; other studios do not care.

        The refusal leaves the transaction usable."""
        first, second = run(), run()
        with store.transaction() as tx:
            assert tx.runs.add(first)
            assert not tx.runs.add(second)
            assert not tx.runs.add(nightly())
            assert tx.runs.add(run(studio_id=OTHER))
            assert tx.runs.live(STUDIO) == first
            tx.runs.save(first.finish(NOON))
            assert tx.runs.live(STUDIO) is None
            assert tx.runs.add(second)
            tx.commit()
        with store.transaction() as tx:
            assert tx.runs.live(STUDIO) == second

    def test_a_night_that_rests_leaves_the_studio_free(self, store: Store) -> None:
        """It comes back as it was saved, and holds the studio again once it wakes."""
        resting = nightly().start(NOON).rest(RetryState(3, NOON, LATER))
        by_hand = run()
        assert add(store, resting, by_hand) == [True, True]
        with store.transaction() as tx:
            assert tx.runs.by_id(resting.id) == resting
            assert tx.runs.live(STUDIO) == by_hand
            assert tx.runs.is_busy(STUDIO)
            tx.runs.save(by_hand.finish(NOON))
            assert tx.runs.live(STUDIO) is None
            assert not tx.runs.is_busy(STUDIO)
            tx.runs.save(resting.wake())
            assert tx.runs.live(STUDIO) == resting.wake()
            assert not tx.runs.add(run())

    def test_a_night_cannot_wake_beside_a_live_run(
        self, store: Store, refusal: type[Exception]
    ) -> None:
        """A unique key refuses it."""
        resting = nightly().start(NOON).rest(RetryState(3, NOON, LATER))
        add(store, resting, run())
        with pytest.raises(refusal), store.transaction() as tx:
            tx.runs.save(resting.wake())

    def test_a_night_that_rests_is_stopped_like_any_other(self, store: Store) -> None:
        """And then it no longer rests."""
        resting = nightly().start(NOON).rest(RetryState(3, NOON, LATER))
        add(store, resting)
        with store.transaction() as tx:
            tx.runs.stop(STUDIO, "No more.", LATER)
            found = tx.runs.by_id(resting.id)
            assert found is not None
            assert (found.status, found.is_resting) == (RunStatus.FAILED, False)

    def test_a_connection_has_each_night_once(self, store: Store) -> None:
        """Also after its run is over; another night and another connection are free."""
        first = nightly()
        with store.transaction() as tx:
            assert tx.runs.add(first)
            tx.runs.save(first.fail("No.", NOON))
            assert tx.runs.had_night(first.connection_id, NIGHT)
            assert not tx.runs.add(nightly())
            assert not tx.runs.had_night(first.connection_id, NIGHT + timedelta(days=1))
            assert not tx.runs.had_night("d" * 32, NIGHT)
            tomorrow = nightly(NIGHT + timedelta(days=1))
            assert tx.runs.add(tomorrow)
            tx.runs.save(tomorrow.finish(NOON))
            assert tx.runs.add(nightly(connection_id="d" * 32))

    def test_the_latest_is_the_newest_of_the_studio(self, store: Store) -> None:
        """Whoever started it."""
        older, newer = run(), nightly(created_at=LATER)
        with store.transaction() as tx:
            assert tx.runs.latest(STUDIO) is None
            tx.runs.add(newer)
            tx.runs.save(newer.finish(LATER))
            tx.runs.add(older)
            tx.runs.add(run(studio_id=OTHER, created_at=LATER + timedelta(days=1)))
            found = tx.runs.latest(STUDIO)
        assert found is not None
        assert found.id == newer.id

    def test_the_latest_night_is_of_the_present_connection(self, store: Store) -> None:
        """A former connection's nights are not shown."""
        connect(store, connection())
        former = nightly(connection_id="d" * 32, created_at=LATER).finish(LATER)
        mine = nightly().fail("No.", NOON)
        add(store, former, mine, run(created_at=LATER).finish(LATER))
        with store.transaction() as tx:
            assert tx.runs.latest_nightly(STUDIO) == mine
            assert tx.runs.latest_nightly(OTHER) is None

    def test_finished_nights_are_the_connections_last(self, store: Store) -> None:
        """Newest first, as many as wanted; failed ones and imports by hand do not count."""
        days = [timedelta(days=number) for number in range(4)]
        good = [nightly(NIGHT + day, created_at=NOON + day).finish(LATER) for day in days]
        good[1] = replace(good[1], status=RunStatus.FAILED)
        by_hand = run(created_at=LATER).finish(LATER)
        other = nightly(connection_id="d" * 32).finish(LATER)
        assert all(add(store, *good, by_hand, other))
        with store.transaction() as tx:
            found = tx.runs.finished_nights
            assert list(found(good[0].connection_id, 9)) == [good[3], good[2], good[0]]
            assert list(found(good[0].connection_id, 2)) == [good[3], good[2]]
            assert list(found("e" * 32, 9)) == []

    @pytest.mark.parametrize(
        ("lease_ends", "handed", "lies"),
        [
            (None, None, True),
            (None, -45, True),
            (None, -35, False),
            (+5, None, False),
            (+5, -300, False),
            (0, None, True),
            (-5, -10, True),
            (-10, -5, False),
            (-60, -45, True),
            (None, +35, False),
            (None, +45, True),
            (+75, None, False),
            (+85, None, True),
        ],
    )
    def test_left_lying_is_a_live_run_that_nobody_works_at(
        self, store: Store, later: Later, lease_ends: int | None, handed: int | None, lies: bool
    ) -> None:
        """A killed worker's at once, one that the queue may still have after a while.

        Seconds from now: when the lease ends (None was given back), when it was handed over. What
        lies too far ahead was written by a wrong clock.
        """
        one = run()
        add(store, one, run(studio_id=OTHER).finish(NOON))
        with store.transaction() as tx:
            if handed is not None:
                tx.runs.mark_enqueued(one.id)
                later(-handed)
            if lease_ends is not None:
                tx.leases.acquire(STUDIO, timedelta(seconds=lease_ends))
            tx.commit()
        with store.transaction() as tx:
            found = tx.runs.stalled(LIFETIME)
            assert [each.id for each in found] == ([one.id] if lies else [])

    @pytest.mark.parametrize("rests", [True, False])
    @pytest.mark.parametrize(
        ("seconds", "lies"),
        [(-60, True), (-1, True), (20, False), (86_300, False), (86_500, True)],
    )
    def test_a_run_that_waits_is_left_lying_once_it_is_time(
        self, store: Store, rests: bool, seconds: int, lies: bool
    ) -> None:
        """Seconds until its next try; what lies too far ahead was written by a wrong clock."""
        one = nightly().start(NOON)
        with store.transaction() as tx:
            then = tx.now() + timedelta(seconds=seconds)
            waiting = one.rest(RetryState(3, NOON, then))
            tx.runs.add(waiting if rests else waiting.wake())
            tx.runs.add(run(studio_id=OTHER).fail("No.", NOON))
            tx.commit()
        with store.transaction() as tx:
            found = tx.runs.stalled(LIFETIME)
            assert [each.id for each in found] == ([one.id] if lies else [])

    def test_saving_keeps_when_it_was_handed_over(self, store: Store, later: Later) -> None:
        """And the oldest lies in front."""
        first, second = run(created_at=LATER), run(studio_id=OTHER)
        add(store, first, second)
        with store.transaction() as tx:
            tx.runs.mark_enqueued(first.id)
            tx.runs.save(first.start(NOON))
            assert [one.id for one in tx.runs.stalled(LIFETIME)] == [second.id]
            later(45)
            lying = tx.runs.stalled(LIFETIME)
            assert [one.id for one in lying] == [second.id, first.id]


class LeasesContract:
    """One writer per studio."""

    def test_one_at_a_time_has_the_lease(self, store: Store, later: Later) -> None:
        """Until it runs out; each new holder has a higher fence, each studio its own."""
        first = lease(store)
        with store.transaction() as tx:
            later(35)
            assert tx.leases.acquire(STUDIO, LIFETIME) is None
            assert tx.leases.acquire(OTHER, LIFETIME) is not None
            later(10)
            second = tx.leases.acquire(STUDIO, LIFETIME)
        assert second is not None
        assert second.fence > first.fence

    def test_whoever_was_passed_may_not_hold(self, store: Store, later: Later) -> None:
        """The stale writer's next page is refused."""
        first = lease(store)
        with store.transaction() as tx:
            later(45)
            second = tx.leases.acquire(STUDIO, LIFETIME)
            assert second is not None
            with pytest.raises(LeaseLost):
                tx.leases.hold(first, LIFETIME)
            tx.leases.hold(second, LIFETIME)

    def test_holding_renews(self, store: Store, later: Later) -> None:
        """Also one that ran out, if nobody came."""
        first = lease(store)
        with store.transaction() as tx:
            later(35)
            tx.leases.hold(first, LIFETIME)
            later(35)
            assert tx.leases.acquire(STUDIO, LIFETIME) is None
            later(35)
            tx.leases.hold(first, LIFETIME)
            assert tx.leases.acquire(STUDIO, LIFETIME) is None

    def test_an_end_that_a_wrong_clock_wrote_blocks_nobody(self, store: Store) -> None:
        """Further away than twice as long as a lease lasts; the fence keeps that writer out."""
        first = lease(store)
        with store.transaction() as tx:
            tx.leases.hold(first, timedelta(seconds=75))
            assert tx.leases.acquire(STUDIO, LIFETIME) is None
            tx.leases.hold(first, timedelta(seconds=85))
            assert tx.leases.acquire(STUDIO, LIFETIME) is not None
            with pytest.raises(LeaseLost):
                tx.leases.hold(first, LIFETIME)

    def test_release_lets_the_next_one_in_at_once(self, store: Store) -> None:
        """And does nothing if the lease was lost."""
        first = lease(store)
        with store.transaction() as tx:
            tx.leases.release(first)
            second = tx.leases.acquire(STUDIO, LIFETIME)
            assert second is not None
            tx.leases.release(first)
            assert tx.leases.acquire(STUDIO, LIFETIME) is None

    def test_revoke_stops_whoever_writes(self, store: Store) -> None:
        """And lets the next one in; nothing where nobody ever wrote."""
        first = lease(store)
        with store.transaction() as tx:
            tx.leases.revoke(STUDIO)
            tx.leases.revoke("nobody")
            with pytest.raises(LeaseLost):
                tx.leases.hold(first, LIFETIME)
            assert tx.leases.acquire(STUDIO, LIFETIME) is not None


class LedgerContract:
    """Which Harvest entries a studio has imported."""

    def test_known_are_those_that_were_imported_with_their_run(self, store: Store) -> None:
        """By this studio; ids past 32 bits, two thousand at once."""
        ids = [2**40 + number for number in range(2000)]
        with store.transaction() as tx:
            tx.ledger.add_many(STUDIO, "r" * 32, [timelog(one) for one in ids[:-1]])
            tx.ledger.add_many(OTHER, "s" * 32, [timelog(ids[-1])])
            assert tx.ledger.known(STUDIO, ids) == dict.fromkeys(ids[:-1], "r" * 32)
            assert tx.ledger.known(OTHER, ids) == {ids[-1]: "s" * 32}
            assert tx.ledger.known(STUDIO, []) == {}

    def test_what_a_run_did_not_import_after_all_is_taken_out(self, store: Store) -> None:
        """Of what it entered itself."""
        with store.transaction() as tx:
            tx.ledger.add_many(STUDIO, "r" * 32, [timelog(1), timelog(2)])
            tx.ledger.add_many(STUDIO, "s" * 32, [timelog(3)])
            tx.ledger.add_many(OTHER, "r" * 32, [timelog(1)])
            tx.ledger.remove(STUDIO, "r" * 32, [1, 3, 4])
            tx.ledger.remove(STUDIO, "r" * 32, [])
            assert tx.ledger.known(STUDIO, [1, 2, 3]) == {2: "r" * 32, 3: "s" * 32}
            assert tx.ledger.known(OTHER, [1]) == {1: "r" * 32}

    def test_what_a_run_imported_is_counted(self, store: Store) -> None:
        """Of this studio, by this run."""
        with store.transaction() as tx:
            tx.ledger.add_many(STUDIO, "r" * 32, [timelog(1), timelog(2)])
            tx.ledger.add_many(STUDIO, "s" * 32, [timelog(3)])
            tx.ledger.add_many(OTHER, "r" * 32, [timelog(1)])
            assert tx.ledger.count(STUDIO, "r" * 32) == 2
            assert tx.ledger.count(STUDIO, "t" * 32) == 0

    def test_a_second_time_is_refused(self, store: Store, refusal: type[Exception]) -> None:
        """Even with others beside it; none of them is in then."""
        held = lease(store)
        with store.transaction() as tx:
            tx.leases.hold(held, LIFETIME)
            tx.ledger.add_many(STUDIO, "r" * 32, [timelog(1)])
            with pytest.raises(refusal), tx.savepoint():
                tx.ledger.add_many(STUDIO, "s" * 32, [timelog(2), timelog(1), timelog(3)])
            tx.commit()
        with store.transaction() as tx:
            assert tx.ledger.known(STUDIO, [1, 2, 3]) == {1: "r" * 32}

    def test_nothing_to_add_is_fine(self, store: Store) -> None:
        """A page may be all skipped."""
        with store.transaction() as tx:
            tx.ledger.add_many(STUDIO, "r" * 32, [])
            assert tx.ledger.known(STUDIO, [1]) == {}


class StoreContract(
    TransactionContract,
    ConnectionsContract,
    PairsContract,
    ConsentsContract,
    RunsContract,
    LeasesContract,
    LedgerContract,
):
    """All of it. `store` is empty; `refusal` is what a unique key raises."""
