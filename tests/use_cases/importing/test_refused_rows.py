"""Timelogs that the host refuses are left out by name and cause, and all others land."""

from collections.abc import Sequence

import pytest

from tests.fakes.host import FakeWorkroom
from tests.fakes.plugin import FakedPlugin
from tests.use_cases.importing.helpers import result
from workroom_harvest.domain.entries import NewTimelog
from workroom_harvest.domain.errors import TimelogsRefused
from workroom_harvest.domain.messages import Code, Message, quoted
from workroom_harvest.domain.run_status import RunStatus
from workroom_harvest.domain.skipped import SkipReason


@pytest.mark.parametrize("names", [True, False])
@pytest.mark.parametrize("bad", [(), (0,), (7,), (2, 3), (0, 2, 4, 6), tuple(range(8))])
def test_exactly_what_the_host_refuses_is_left_out(
    plugin: FakedPlugin, names: bool, bad: tuple[int, ...]
) -> None:
    """Exactly the refused timelogs are left out with their cause, named by the host or not."""
    plugin.harvest.page_size = 8
    plugin.connect()
    plugin.map()
    entries = plugin.log(8)
    refused = {entries[number].id for number in bad}
    plugin.workroom.names_refusals = names
    plugin.workroom.refuses = dict.fromkeys(refused, "too old")
    run = plugin.import_days()
    assert result(run) == (
        RunStatus.FINISHED,
        8 - len(bad),
        {SkipReason.SAVE_FAILED: len(bad)} if bad else {},
    )
    assert {one.entry_id for one in plugin.skipped(run)} == refused
    cause = quoted("too old" if names else "something is wrong")
    assert [one.cause for one in plugin.skipped(run)] == [cause] * len(bad)
    assert plugin.timelogs().keys() == {one.id for one in entries} - refused


def test_what_was_refused_comes_in_once_the_host_takes_it(connected: FakedPlugin) -> None:
    """A refused timelog is not in the ledger, and comes in once the host takes it."""
    (one,) = connected.log()
    connected.workroom.refuses = {one.id: "too old"}
    connected.import_days()
    connected.workroom.refuses.clear()
    assert result(connected.import_days()) == (RunStatus.FINISHED, 1, {})


def test_a_refusal_that_will_be_the_next_time_too_is_marked(plugin: FakedPlugin) -> None:
    """A refusal by name or by a constraint is lasting, and one by an error is not."""
    plugin.connect()
    plugin.map()
    named, there = plugin.log(2)
    plugin.workroom.refuses = {named.id: "the month is closed"}
    assert [one.is_lasting for one in plugin.skipped(plugin.import_days())] == [True]
    with plugin.database.transaction():
        plugin.database.table("entries").clear()
        plugin.database.commit()
    plugin.workroom.names_refusals = False
    plugin.workroom.refuses = {named.id: "something"}
    run = plugin.import_days()
    assert {one.entry_id: one.is_lasting for one in plugin.skipped(run)} == {
        named.id: False,
        there.id: True,
    }


class ConfusedWorkroom(FakeWorkroom):
    """A host that refuses a timelog which it was not given."""

    def add_many(self, studio_id: str, timelogs: Sequence[NewTimelog]) -> int:
        raise TimelogsRefused({7: "a stranger"})


def test_a_host_that_refuses_a_stranger_takes_none_of_the_page(connected: FakedPlugin) -> None:
    """A host that refuses what it was not given takes none of the page, and the run finishes."""
    connected.log(2)
    run = connected.request()
    confused = connected.rewire(timelogs=ConfusedWorkroom(connected.database))
    confused.perform_import(run.id)
    ended = connected.shown(run)
    assert result(ended) == (RunStatus.FINISHED, 0, {SkipReason.SAVE_FAILED: 2})
    assert [one.cause for one in connected.skipped(ended)] == [
        Message(Code.REFUSED_WITHOUT_CAUSE)
    ] * 2
    assert connected.imported_ids() == set()
