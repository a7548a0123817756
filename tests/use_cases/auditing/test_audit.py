"""Each thing that somebody does leaves one record, in the transaction that does it."""

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta

import pytest

from tests.fakes.plugin import JUNE, STUDIO, VILLA, FakedPlugin
from workroom_harvest.domain.audit import AuditCode, AuditDatum, AuditRecord
from workroom_harvest.domain.errors import HarvestImportError, StoreUnavailable
from workroom_harvest.domain.ports.store.harvest_items import ItemKind
from workroom_harvest.domain.use_cases.auditing.list_audit import RECORDS_LISTED
from workroom_harvest.domain.use_cases.mapping.save_mappings import Choice, MappingChanges
from workroom_harvest.domain.waiting import GroupKind, WaitingGroup

JONAS = "jonas"
HOUSE = WaitingGroup(GroupKind.PROJECT, 99)
UNMAP = MappingChanges((Choice(VILLA, None),), ())


def records(plugin: FakedPlugin) -> list[AuditRecord]:
    """Return what is recorded of the studio, the oldest first."""
    with plugin.store.transaction() as tx:
        return list(tx.audit.page(STUDIO, most=99))[::-1]


def last(plugin: FakedPlugin) -> tuple[str | None, AuditCode | None, dict[str, AuditDatum]]:
    """Return who did what last, and with which data."""
    one = records(plugin)[-1]
    return one.member_id, one.code, dict(one.data)


def codes(plugin: FakedPlugin) -> list[AuditCode | None]:
    """Return what was done, the oldest first."""
    return [one.code for one in records(plugin)]


def test_connections_are_recorded_with_their_account(plugin: FakedPlugin) -> None:
    """A first connection, a new grant, another person, another account and Disconnect are told."""
    account, other, elin = plugin.account.id, 2, plugin.elin.id
    jonas = plugin.workroom.studio(STUDIO).members[JONAS]
    plugin.connect()
    plugin.connect()
    plugin.connect(member=jonas)
    plugin.map()
    plugin.harvest.account(other, "Berg")
    plugin.connect(other, member=jonas)
    plugin.use.disconnect(STUDIO, elin)
    found = [(one.member_id, one.code, dict(one.data)) for one in records(plugin)]
    assert found == [
        (elin, AuditCode.CONNECTED, {"account": account}),
        (elin, AuditCode.RECONNECTED, {"account": account}),
        (jonas.id, AuditCode.PERSON_CHANGED, {"account": account, "former": elin}),
        (None, AuditCode.MAPPED, {"set": 4, "cleared": 0}),
        (jonas.id, AuditCode.ACCOUNT_CHANGED, {"account": other, "cleared": 4}),
        (elin, AuditCode.DISCONNECTED, {"account": other, "cleared": 0}),
    ]


def test_a_save_is_recorded_once_and_only_if_it_changes_anything(connected: FakedPlugin) -> None:
    """A save has the number of what it set and cleared; the same save again is no news."""
    before = len(records(connected))
    connected.use.save_mappings(STUDIO, UNMAP, JONAS)
    assert last(connected) == (JONAS, AuditCode.MAPPED, {"set": 0, "cleared": 1})
    connected.use.save_mappings(STUDIO, UNMAP, JONAS)
    assert len(records(connected)) == before + 1


def test_what_is_left_out_and_taken_back_is_recorded_once(connected: FakedPlugin) -> None:
    """A project that is left out, and taken back, has a record each; a second click has none."""
    connected.log(project_id=99)
    connected.import_days()
    before = len(records(connected))
    for _ in range(2):
        connected.use.leave_out(STUDIO, JONAS, HOUSE)
        assert last(connected) == (JONAS, AuditCode.LEFT_OUT, {"kind": "project", "id": 99})
    for _ in range(2):
        connected.use.take_back(STUDIO, HOUSE, JONAS)
        assert last(connected) == (JONAS, AuditCode.TAKEN_BACK, {"kind": "project", "id": 99})
    assert len(records(connected)) == before + 2


def test_the_switch_is_recorded_when_it_is_turned(connected: FakedPlugin) -> None:
    """Automated sync on and off have a record each; on again while it is on has none."""
    for on in (True, True, False, False):
        connected.use.set_automated_sync(STUDIO, on, JONAS)
    assert [(one.member_id, one.code) for one in records(connected)[-2:]] == [
        (JONAS, AuditCode.AUTOMATED_SYNC_ON),
        (JONAS, AuditCode.AUTOMATED_SYNC_OFF),
    ]
    assert codes(connected).count(AuditCode.AUTOMATED_SYNC_ON) == 1


def test_runs_are_recorded_by_whoever_started_cancelled_or_continued_them(
    connected: FakedPlugin,
) -> None:
    """An import, a preview, an import of what waits, Cancel and Continue name the run."""
    elin = connected.elin.id
    run = connected.request()
    connected.request()
    connected.use.cancel_import(STUDIO, run.id, JONAS)
    connected.use.continue_import(STUDIO, run.id, JONAS)
    connected.work()
    preview = connected.preview_days()
    connected.log(project_id=99)
    connected.import_days()
    waiting = connected.import_waiting(HOUSE)
    ids = [run.id, run.id, run.id, preview.id, waiting.id]
    found = [one for one in records(connected) if one.data.get("run") in ids]
    assert [(one.member_id, one.code, one.data["run"]) for one in found] == [
        (elin, AuditCode.IMPORT_STARTED, run.id),
        (JONAS, AuditCode.RUN_CANCELLED, run.id),
        (JONAS, AuditCode.RUN_CONTINUED, run.id),
        (elin, AuditCode.PREVIEW_STARTED, preview.id),
        (elin, AuditCode.WAITING_IMPORT_STARTED, waiting.id),
    ]


def test_a_night_and_the_command_line_are_told_apart(connected: FakedPlugin) -> None:
    """An import from the command line is recorded without a member, and a night not at all."""
    connected.use.set_automated_sync(STUDIO, True, JONAS)
    connected.tick(timedelta(days=1))
    connected.settle()
    assert last(connected)[1] is AuditCode.AUTOMATED_SYNC_ON
    run = connected.use.request_import(STUDIO, None, JUNE).run
    assert last(connected) == (None, AuditCode.IMPORT_STARTED, {"run": run.id})


DEEDS: dict[str, Callable[[FakedPlugin], object]] = {
    "map": lambda plugin: plugin.use.save_mappings(STUDIO, UNMAP, JONAS),
    "switch": lambda plugin: plugin.use.set_automated_sync(STUDIO, True, JONAS),
    "import": lambda plugin: plugin.request(),
    "preview": lambda plugin: plugin.use.request_preview(STUDIO, JONAS, JUNE),
    "disconnect": lambda plugin: plugin.use.disconnect(STUDIO, JONAS),
    "reconnect": lambda plugin: plugin.connect(),
}


@pytest.mark.parametrize("moment", ["commit", "committed"])
@pytest.mark.parametrize("deed", DEEDS.values(), ids=DEEDS)
def test_what_is_killed_at_its_commit_is_recorded_if_and_only_if_it_was_done(
    connected: FakedPlugin, deed: Callable[[FakedPlugin], object], moment: str
) -> None:
    """A deed whose commit fails leaves no record, and one whose answer alone is lost leaves one."""
    before = len(records(connected))
    others = everything_else(connected)
    # A trip to Harvest commits twice before it connects.
    connected.lose(moment, after=2 if deed is DEEDS["reconnect"] else 0)
    with suppress(StoreUnavailable):
        deed(connected)
    connected.moments.watchers.clear()
    was_done = everything_else(connected) != others
    assert was_done is (moment == "committed")
    assert len(records(connected)) - before == was_done


def everything_else(plugin: FakedPlugin) -> dict[str, object]:
    """Return all that people change, but for the record of it and for trips to Harvest."""
    kept = ("connections", "project_pairs", "task_pairs", "runs", "left_out")
    return {name: dict(plugin.database.committed(name)) for name in kept}


def test_what_people_did_outlives_disconnect_until_it_is_old(connected: FakedPlugin) -> None:
    """Disconnect deletes no record; a tick deletes those that are older than results are kept."""
    use = connected.rewire(keep_runs_days=30)
    before = len(records(connected))
    use.disconnect(STUDIO, JONAS)
    assert len(records(connected)) == before + 1
    connected.clock.advance(timedelta(days=30))
    assert use.forget_old_runs() == 0
    assert len(records(connected)) == before + 1
    connected.clock.advance(timedelta(seconds=1))
    use.forget_old_runs()
    assert records(connected) == []


def test_a_refused_deed_leaves_no_record(connected: FakedPlugin) -> None:
    """What is refused changes nothing, and so it is not recorded."""
    run = connected.import_days()
    before = records(connected)
    for refused in (
        lambda: connected.use.cancel_import(STUDIO, run.id, JONAS),
        lambda: connected.use.continue_import(STUDIO, run.id, JONAS),
        lambda: connected.use.take_back(STUDIO, HOUSE, JONAS),
        lambda: connected.use.save_mappings(
            STUDIO, MappingChanges((Choice(VILLA, "nowhere"),), ()), JONAS
        ),
    ):
        with pytest.raises(HarvestImportError):
            refused()
    assert records(connected) == before


def test_the_list_names_people_and_has_a_page_behind_it(connected: FakedPlugin) -> None:
    """A page has the newest records and the names of members, and the next one the others."""
    jonas = connected.workroom.studio(STUDIO).members[JONAS]
    connected.connect(member=jonas)
    first = connected.use.list_audit(STUDIO)
    assert first.names.members == {connected.elin.id: connected.elin.name, JONAS: jonas.name}
    assert (len(first.records), first.next) == (3, None)
    for number in range(RECORDS_LISTED - 1):
        connected.use.set_automated_sync(STUDIO, number % 2 == 0, "somebody who left")
    newest = connected.use.list_audit(STUDIO)
    assert newest.names.members == {connected.elin.id: connected.elin.name, JONAS: jonas.name}
    assert newest.next == newest.records[-1].number
    rest = connected.use.list_audit(STUDIO, newest.next)
    assert (list(rest.records), rest.next) == (list(first.records[-2:]), None)


def test_the_list_names_what_is_of_the_connected_account(connected: FakedPlugin) -> None:
    """Projects, tasks and the account have the names that are known, until Disconnect."""
    connected.log(project_id=99)
    connected.import_days()
    connected.use.leave_out(STUDIO, JONAS, HOUSE)
    with connected.store.transaction() as tx:
        known = tx.harvest_items.names(STUDIO, connected.account.id, ItemKind.PROJECT, [99])
    names = connected.use.list_audit(STUDIO).names
    assert names.items == {(ItemKind.PROJECT, 99): known[99]}
    assert names.accounts == {connected.account.id: connected.account.name}
    connected.use.disconnect(STUDIO, JONAS)
    after = connected.use.list_audit(STUDIO).names
    assert (after.items, after.accounts) == ({}, {})
