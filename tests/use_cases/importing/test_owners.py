"""Whose timelogs an import makes, and whose entries fell back to the one who connected."""

import pytest

from tests.fakes.crash_points import Crash
from tests.fakes.plugin import JUNE, STUDIO, FakedPlugin
from tests.use_cases.importing.helpers import result
from workroom_harvest.domain.connection import Sight
from workroom_harvest.domain.fallback import MOST_PEOPLE, Cause, FellBack
from workroom_harvest.domain.ports.host import Member
from workroom_harvest.domain.run_status import RunStatus
from workroom_harvest.domain.skipped import SkipReason


@pytest.mark.parametrize(("user_id", "owner"), [(1, "mira"), (2, "elin"), (3, "elin"), (4, "elin")])
def test_the_owner_is_the_member_of_that_address(
    connected: FakedPlugin, user_id: int, owner: str
) -> None:
    """The owner is the member with the entry's address, else whoever connected."""
    (one,) = connected.log(user_id=user_id)
    connected.import_days()
    assert connected.timelogs()[one.id].member_id == owner


def test_of_two_members_with_one_address_the_first_owns(connected: FakedPlugin) -> None:
    """Of two members with one address the first owns, and one without any owns nothing."""
    members = connected.workroom.studio(STUDIO).members
    members["nobody"] = Member("nobody", STUDIO, "Nobody", None)
    members["mira2"] = Member("mira2", STUDIO, "Mira 2", "MIRA@studio.example")
    (one,) = connected.log(user_id=1)
    connected.import_days()
    assert connected.timelogs()[one.id].member_id == "mira"


def test_without_a_fallback_owner_matched_entries_still_come_in(connected: FakedPlugin) -> None:
    """Once the designer who connected has left, only entries without another owner are skipped."""
    connected.log(user_id=1)
    connected.log(user_id=3)
    del connected.workroom.studio(STUDIO).members["elin"]
    run = connected.use.request_import(STUDIO, "jonas", JUNE).run
    connected.work()
    assert result(connected.shown(run)) == (
        RunStatus.FINISHED,
        1,
        {SkipReason.NO_FALLBACK_OWNER: 1},
    )


def test_where_addresses_are_forbidden_the_designer_owns_all(connected: FakedPlugin) -> None:
    """Without addresses the designer owns all entries, and the run tells whose they may be."""
    connected.log(2, user_id=1, user_name="Mira")
    connected.log(1, user_id=2, user_name="Elin")
    connected.harvest.role = Sight.SELF
    run = connected.import_days()
    assert run.progress.imported == 3
    assert run.progress.fell_back == (
        FellBack(2, "Elin", Cause.UNKNOWN, 1),
        FellBack(1, "Mira", Cause.UNKNOWN, 2),
    )
    assert {log.member_id for log in connected.timelogs().values()} == {"elin"}


def test_whose_entries_fell_back_is_said_by_name_and_cause(connected: FakedPlugin) -> None:
    """Who fell back is told by name, and whether they are no member or not known."""
    connected.log(2, user_id=1, user_name="Mira")
    connected.log(4, user_id=3, user_name="Ana Lima")
    connected.log(1, user_id=9, user_name="Ben")
    connected.log(1, user_id=None, user_name="")
    run = connected.import_days()
    assert run.progress.imported == 8
    assert set(run.progress.fell_back) == {
        FellBack(3, "Ana Lima", Cause.NO_MEMBER, 4),
        FellBack(9, "Ben", Cause.UNKNOWN, 1),
        FellBack(None, "", Cause.UNKNOWN, 1),
    }


def test_only_what_came_in_fell_back(connected: FakedPlugin) -> None:
    """Only imported entries count as fallen back, and once each if the run begins again."""
    first, *_ = connected.log(5, user_id=3, user_name="Ana")
    connected.workroom.refuses = {first.id: "closed"}
    run = connected.request()
    connected.moments.kill("asked entries", after=1)
    with pytest.raises(Crash):
        connected.work()
    connected.moments.revive()
    connected.harvest.forget_links()
    connected.settle()
    assert connected.shown(run).progress.fell_back == (FellBack(3, "Ana", Cause.NO_MEMBER, 4),)
    assert connected.import_days().progress.fell_back == ()


def test_people_who_fell_back_have_an_end(connected: FakedPlugin) -> None:
    """The first hundred people are named, and the others are counted together."""
    connected.harvest.page_size = 2000
    for number in range(130):
        connected.log(2, user_id=1000 + number, user_name=f"Person {number}")
    run = connected.import_days()
    assert len(run.progress.fell_back) == MOST_PEOPLE + 1
    assert run.progress.fell_back[-1] == FellBack(None, "", Cause.OTHERS, 60)
    assert sum(one.entries for one in run.progress.fell_back) == 260


def test_addresses_are_asked_for_once_and_only_if_need_be(busy: FakedPlugin) -> None:
    """Addresses are asked for once in a run, and not at all if nothing is to be imported."""
    busy.import_days()
    assert busy.harvest.calls["emails"] == 1
    busy.import_days()
    assert busy.harvest.calls["emails"] == 1
