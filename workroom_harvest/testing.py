"""A contract for a host's four objects, to be run by the host's own tests with pytest.

    from workroom_harvest.testing import Host, HostContract, Written

    class TestWorkroom(HostContract):
        @pytest.fixture
        def host(self, app):
            with app.app_context():
                yield Host(people=..., access=..., catalogue=..., timelogs=..., ...)

Each test claims what the plugin relies on, as the protocols' docstrings say it. The fixture gives a
fresh database, within an app context and outside of any request: that is how workers ask.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from zoneinfo import ZoneInfo

from workroom_harvest.domain.entries import Duration, NewTimelog
from workroom_harvest.domain.ports.host import (
    Access,
    ActivityType,
    Catalogue,
    Member,
    People,
    Project,
    Timelogs,
)

FULL_PAGE = 2000
"""As many timelogs come at once."""


@dataclass(frozen=True)
class Written:
    """A timelog as it stands in the host: `minutes` in all, `title` what a person reads first.

    `stamp` is the Harvest entry's id.
    """

    stamp: int
    project_id: str
    activity_type_id: str
    member_id: str
    spent_on: date
    minutes: int
    title: str
    billable: bool


@dataclass(frozen=True)
class Host:
    """A host with three studios: one to import into, another beside it, and one that is not Pro.

    The first, `studio_id`, is on Pro. It has a manager (an Admin or Designer) and a plain member,
    a former member who was a manager once, and of projects and of activity types one each that is
    in use and one that is archived. What is called `other_…` belongs to `other_account_id`, which
    is on Pro, too, and to no other studio. `written` reads the first studio's imported timelogs as
    the open transaction sees them; `rollback` ends that transaction without a trace. `begin` writes
    anything at all, as the plugin has by the time that it calls: on SQLite savepoints of the host's
    are within a transaction only then.
    """

    people: People
    access: Access
    catalogue: Catalogue
    timelogs: Timelogs
    studio_id: str
    manager_id: str
    plain_member_id: str
    former_manager_id: str
    project_id: str
    archived_project_id: str
    activity_type_id: str
    archived_activity_type_id: str
    other_account_id: str
    other_manager_id: str
    other_project_id: str
    other_activity_type_id: str
    account_id_without_pro: str
    written: Callable[[], Sequence[Written]]
    rollback: Callable[[], object]
    begin: Callable[[], object] = lambda: None

    def stamps(self) -> list[int]:
        """Of the first studio's timelogs, in order."""
        return sorted(one.stamp for one in self.written())

    def timelog(self, stamp: int, *, title: str = "Plans") -> NewTimelog:
        """One that the first studio must take."""
        return NewTimelog(
            entry_id=stamp,
            project_id=self.project_id,
            activity_type_id=self.activity_type_id,
            member_id=self.manager_id,
            spent_on=date(2026, 6, 1),
            duration=Duration(7, 59),
            title=title,
            billable=True,
        )


class PeopleContract:
    """Who is who."""

    def test_active_members_are_the_studios_own(self, host: Host) -> None:
        """Whatever they are labelled with: another studio's would own this one's hours."""
        members = host.people.active_members(host.studio_id)
        assert {host.manager_id, host.plain_member_id} <= _ids(members)
        assert host.other_manager_id not in _ids(members)
        assert {member.studio_id for member in members} == {host.studio_id}
        others = host.people.active_members(host.other_account_id)
        assert host.other_manager_id in _ids(others)
        assert not {host.manager_id, host.plain_member_id} & _ids(others)

    def test_a_former_member_is_no_longer_active(self, host: Host) -> None:
        """Nor found by id: nobody owns new hours who has left."""
        assert host.former_manager_id not in _ids(host.people.active_members(host.studio_id))
        assert host.people.member(host.studio_id, host.former_manager_id) is None

    def test_a_member_is_found_by_id_in_their_own_studio_only(self, host: Host) -> None:
        """The same as among the active ones."""
        found = host.people.member(host.studio_id, host.manager_id)
        assert found is not None
        assert found in host.people.active_members(host.studio_id)
        assert host.people.member(host.other_account_id, host.manager_id) is None
        assert host.people.member(host.studio_id, host.other_manager_id) is None

    def test_an_address_is_one_or_none(self, host: Host) -> None:
        """Owners are matched by e-mail."""
        for member in host.people.active_members(host.studio_id):
            assert not member.email or "@" in member.email

    def test_nobody_is_signed_in_outside_of_a_request(self, host: Host) -> None:
        """None, and no error: commands and workers ask, too."""
        assert host.people.current_member() is None

    def test_a_time_zone_has_an_iana_name_or_there_is_none(self, host: Host) -> None:
        """`Europe/Stockholm`; no offset, no folder of zones, no name of one's own."""
        for studio_id in (host.studio_id, host.other_account_id):
            zone = host.people.time_zone(studio_id)
            assert zone is None or ZoneInfo(zone).key == zone


class AccessContract:
    """What plans and roles allow."""

    def test_pro_is_said_of_studios_on_pro_alone(self, host: Host) -> None:
        """True or False, and nothing that passes for one of them."""
        assert host.access.is_pro(host.studio_id) is True
        assert host.access.is_pro(host.other_account_id) is True
        assert host.access.is_pro(host.account_id_without_pro) is False

    def test_managers_manage_their_own_studio_alone(self, host: Host) -> None:
        """Admin and Designer; no plain member, no former one, no other studio's."""
        may = host.access.may_manage_integrations
        assert may(host.studio_id, host.manager_id) is True
        assert may(host.other_account_id, host.other_manager_id) is True
        assert may(host.studio_id, host.plain_member_id) is False
        assert may(host.studio_id, host.former_manager_id) is False
        assert may(host.studio_id, host.other_manager_id) is False
        assert may(host.other_account_id, host.manager_id) is False


class CatalogueContract:
    """What a mapping can point to."""

    def test_projects_are_the_studios_own(self, host: Host) -> None:
        """Another studio's would be offered in a dropdown."""
        ours = host.catalogue.projects(host.studio_id)
        assert host.project_id in _ids(ours)
        assert host.other_project_id not in _ids(ours)
        others = host.catalogue.projects(host.other_account_id)
        assert host.other_project_id in _ids(others)
        assert not {host.project_id, host.archived_project_id} & _ids(others)

    def test_activity_types_are_the_studios_own(self, host: Host) -> None:
        """Another studio's would bring its rates along."""
        ours = host.catalogue.activity_types(host.studio_id)
        assert host.activity_type_id in _ids(ours)
        assert host.other_activity_type_id not in _ids(ours)
        others = host.catalogue.activity_types(host.other_account_id)
        assert host.other_activity_type_id in _ids(others)
        assert not {host.activity_type_id, host.archived_activity_type_id} & _ids(others)

    def test_archived_projects_are_there_and_flagged(self, host: Host) -> None:
        """Mappings outlive them; a dropdown does not offer them anew."""
        archived = {one.id: one.is_archived for one in host.catalogue.projects(host.studio_id)}
        assert archived[host.archived_project_id] is True
        assert archived[host.project_id] is False

    def test_archived_activity_types_are_there_and_flagged(self, host: Host) -> None:
        """As with projects."""
        types = host.catalogue.activity_types(host.studio_id)
        archived = {one.id: one.is_archived for one in types}
        assert archived[host.archived_activity_type_id] is True
        assert archived[host.activity_type_id] is False

    def test_rates_are_exact(self, host: Host) -> None:
        """A Decimal: money is no binary float. Billable is True or False."""
        for kind in host.catalogue.activity_types(host.studio_id):
            assert isinstance(kind.hourly_rate, Decimal)
            assert kind.hourly_rate.is_finite()
            assert isinstance(kind.is_billable, bool)

    def test_ids_are_short_text(self, host: Host) -> None:
        """Opaque, each once, and no longer than our columns."""
        for things in (
            host.catalogue.projects(host.studio_id),
            host.catalogue.activity_types(host.studio_id),
            host.people.active_members(host.studio_id),
        ):
            ids = [one.id for one in things]
            assert all(isinstance(one, str) and 0 < len(one) <= 64 for one in ids)
            assert len(set(ids)) == len(ids)
            assert all(isinstance(one.name, str) and one.name for one in things)


class TimelogsContract:
    """Where imported entries end up."""

    def test_what_is_added_is_there_field_by_field(self, host: Host) -> None:
        """Each under its stamp: whose it is, when, how long, what, and whether it is billable."""
        first = host.timelog(2**40 + 1)
        added = [
            first,
            replace(first, entry_id=2**40 + 2, duration=Duration(0, 1), title="Möten på plats"),
            replace(first, entry_id=2**40 + 3, duration=Duration(26, 30), billable=False),
            replace(first, entry_id=2**40 + 4, duration=Duration(0, 0), title="7:59 <b>& more</b>"),
            replace(
                first,
                entry_id=2**40 + 5,
                member_id=host.plain_member_id,
                project_id=host.archived_project_id,
                activity_type_id=host.archived_activity_type_id,
                spent_on=date(2024, 2, 29),
            ),
        ]
        before = list(host.written())
        host.begin()
        assert host.timelogs.add_many(host.studio_id, added) == len(added)
        after = [one for one in host.written() if one not in before]
        assert sorted(after, key=lambda one: one.stamp) == [_as_written(log) for log in added]
        host.rollback()

    def test_it_says_how_many_it_added(self, host: Host) -> None:
        """A number, and the right one: the plugin stops an import where it is another."""
        host.begin()
        for count in (1, 3):
            logs = [host.timelog(2**40 + 10 * count + number) for number in range(count)]
            added = host.timelogs.add_many(host.studio_id, logs)
            assert type(added) is int
            assert added == count
        host.rollback()

    def test_it_leaves_the_callers_transaction_open(self, host: Host) -> None:
        """No commit, no rollback, no other session: what was added is gone when the caller says so.

        And what the caller wrote before is there still.
        """
        before = host.stamps()
        host.begin()
        host.timelogs.add_many(host.studio_id, [host.timelog(2**40 + 1)])
        host.timelogs.add_many(host.studio_id, [host.timelog(2**40 + 2)])
        assert host.stamps() == sorted([*before, 2**40 + 1, 2**40 + 2])
        host.rollback()
        assert host.stamps() == before

    def test_it_adds_all_or_raises(self, host: Host) -> None:
        """Where one of them cannot be written, none is left out without a word.

        A host without such constraints may take them: then all are there.
        """
        good, bad = host.timelog(2**40 + 1), host.timelog(2**40 + 2)
        for odd in (
            replace(bad, project_id="0"),
            replace(bad, activity_type_id="0"),
            replace(bad, member_id="0"),
            good,
        ):
            before = host.stamps()
            host.begin()
            try:
                added = host.timelogs.add_many(host.studio_id, [good, odd])
                there = host.stamps()
            except Exception:  # noqa: S112 because whatever it raises, it has spoken
                continue
            finally:
                host.rollback()
            assert added == 2
            assert there == sorted([*before, good.entry_id, odd.entry_id])

    def test_a_full_page_is_taken_at_once(self, host: Host) -> None:
        """Two thousand."""
        logs = [host.timelog(2**40 + number) for number in range(FULL_PAGE)]
        before = host.stamps()
        host.begin()
        assert host.timelogs.add_many(host.studio_id, logs) == FULL_PAGE
        assert host.stamps() == sorted([*before, *(log.entry_id for log in logs)])
        host.rollback()

    def test_a_long_title_with_line_breaks_is_taken(self, host: Host) -> None:
        """The host says how long a title may be and keeps the rest."""
        long = host.timelog(2**40 + 1, title="a line\n" * 10_000)
        host.begin()
        assert host.timelogs.add_many(host.studio_id, [long]) == 1
        (written,) = [one for one in host.written() if one.stamp == long.entry_id]
        assert written.title.startswith("a line")
        host.rollback()


class HostContract(PeopleContract, AccessContract, CatalogueContract, TimelogsContract):
    """What the plugin relies on."""


def _ids(things: Sequence[Member] | Sequence[Project] | Sequence[ActivityType]) -> set[str]:
    return {one.id for one in things}


def _as_written(log: NewTimelog) -> Written:
    return Written(
        log.entry_id,
        log.project_id,
        log.activity_type_id,
        log.member_id,
        log.spent_on,
        log.duration.hours * 60 + log.duration.minutes,
        log.title,
        log.billable,
    )
