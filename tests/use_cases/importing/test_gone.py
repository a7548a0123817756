"""What Harvest no longer finds is gone, where that can be known."""

from dataclasses import replace

import pytest

from tests.fakes.plugin import CABIN, DRAWINGS, STUDIO, FakedPlugin
from tests.use_cases.importing.helpers import result
from tests.use_cases.importing.waiting import AT_CABIN, codes, states, wait_at_cabin
from workroom_harvest.domain.connection import Sight
from workroom_harvest.domain.entry_record import EntryState
from workroom_harvest.domain.errors import NotFound
from workroom_harvest.domain.messages import Code, Message
from workroom_harvest.domain.ports.store.harvest_items import ItemKind
from workroom_harvest.domain.run_status import RunStatus
from workroom_harvest.domain.skipped import SkipReason

DONE, GONE = RunStatus.FINISHED, SkipReason.GONE


def learn_names(unmapped: FakedPlugin) -> None:
    """Let the names of the cabin, the drawings and Mira be known."""
    names = {(ItemKind.PROJECT, CABIN): "Cabin", (ItemKind.TASK, DRAWINGS): "Drawings"}
    with unmapped.store.transaction() as tx:
        tx.harvest_items.learn(STUDIO, unmapped.account.id, {**names, (ItemKind.PERSON, 1): "Mira"})
        tx.commit()


def test_what_was_deleted_is_gone_and_says_so(unmapped: FakedPlugin) -> None:
    """An entry that Harvest does not find is gone, has a line of its own, and does not wait."""
    kept, lost = wait_at_cabin(unmapped, 2)
    learn_names(unmapped)
    unmapped.account.remove(lost.id)
    done = unmapped.import_waiting(AT_CABIN)
    assert result(done) == (DONE, 1, {GONE: 1})
    assert (done.is_sure_of_gone, done.warnings) == (True, ())
    (line,) = unmapped.skipped(done)
    assert (line.entry_id, line.spent_on, line.minutes) == (lost.id, lost.spent_on, 60)
    assert (line.project, line.task, line.person, line.note) == (
        "Cabin",
        "Drawings",
        "Mira",
        "Plans",
    )
    assert states(unmapped) == {kept.id: EntryState.IMPORTED, lost.id: EntryState.GONE}
    with pytest.raises(NotFound):
        unmapped.request_waiting(AT_CABIN)


def test_what_was_gone_comes_back_if_harvest_lists_it(unmapped: FakedPlugin) -> None:
    """An entry that was gone is imported, or waits again, once Harvest lists it."""
    one, other = wait_at_cabin(unmapped, 2)
    for entry in (one, other):
        unmapped.account.remove(entry.id)
    unmapped.import_waiting(AT_CABIN)
    assert set(states(unmapped).values()) == {EntryState.GONE}
    unmapped.account.put(one)
    unmapped.account.put(replace(other, is_running=True))
    unmapped.import_days()
    assert states(unmapped) == {one.id: EntryState.IMPORTED, other.id: EntryState.WAITING}
    assert unmapped.timelogs().keys() == {one.id}


@pytest.mark.parametrize("sees", [Sight.TEAM, Sight.SELF, None])
def test_without_everyone_in_sight_nothing_is_gone(
    unmapped: FakedPlugin, sees: Sight | None
) -> None:
    """If the grant does not show everyone's entries, what is not found waits on, with a warning."""
    (lost,) = wait_at_cabin(unmapped, 1)
    unmapped.account.remove(lost.id)
    unmapped.harvest.role = sees
    done = unmapped.import_waiting(AT_CABIN)
    assert result(done) == (DONE, 0, {GONE: 1})
    assert (codes(done), done.is_sure_of_gone) == ([Code.GONE_OR_HIDDEN], False)
    assert states(unmapped) == {lost.id: EntryState.WAITING}


def test_the_sight_that_counts_is_that_at_the_end(unmapped: FakedPlugin) -> None:
    """If the grant sees less at the end of the run than at its beginning, nothing is gone."""
    (lost,) = wait_at_cabin(unmapped, 1)
    unmapped.account.remove(lost.id)

    def demote() -> None:
        unmapped.harvest.role = Sight.SELF

    unmapped.once("asked entry", demote)
    assert codes(unmapped.import_waiting(AT_CABIN)) == [Code.GONE_OR_HIDDEN]
    assert states(unmapped) == {lost.id: EntryState.WAITING}


def test_too_many_at_once_are_not_gone(unmapped: FakedPlugin) -> None:
    """Where twenty and more than a fifth seem gone, all of them wait on, and a warning says so."""
    entries = wait_at_cabin(unmapped, 99)
    for lost in entries[:20]:
        unmapped.account.remove(lost.id)
    done = unmapped.import_waiting(AT_CABIN)
    assert result(done) == (DONE, 79, {GONE: 20})
    assert done.warnings == (Message(Code.GONE_TOO_MANY, {"missing": 20, "wanted": 99}),)
    assert EntryState.GONE not in states(unmapped).values()


def test_a_fifth_may_be_gone(unmapped: FakedPlugin) -> None:
    """Where no more than a fifth is not found, it is gone, however many those are."""
    for lost in wait_at_cabin(unmapped, 100)[:20]:
        unmapped.account.remove(lost.id)
    done = unmapped.import_waiting(AT_CABIN)
    assert (done.warnings, list(states(unmapped).values()).count(EntryState.GONE)) == ((), 20)
