"""A contract for a host's four objects, to be run by the host's own tests with pytest.

    from workroom_harvest.testing import Host, HostContract

    class TestWorkroom(HostContract):
        @pytest.fixture
        def host(self, app):
            with app.app_context():
                yield Host(people=..., access=..., catalogue=..., timelogs=..., ...)

Each test claims what the plugin relies on, as the protocols' docstrings say it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

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


@dataclass(frozen=True)
class Host:
    """A host with a Pro studio that has a manager, a plain member, a project and a type.

    `stamps` returns the stamps of the studio's timelogs as the open transaction sees them;
    `rollback` ends that transaction without a trace. `other_account_id` is another studio.
    """

    people: People
    access: Access
    catalogue: Catalogue
    timelogs: Timelogs
    account_id: str
    other_account_id: str
    manager_id: str
    plain_member_id: str
    stamps: Callable[[], list[int]]
    rollback: Callable[[], None]


class HostContract:
    """What the plugin relies on."""

    def test_members_are_found_in_their_own_studio_only(self, host: Host) -> None:
        """By id, and among the active ones."""
        found = host.people.member(host.account_id, host.manager_id)
        assert found is not None
        assert found in host.people.active_members(host.account_id)
        assert host.people.member(host.other_account_id, host.manager_id) is None

    def test_every_member_has_the_studios_id_and_an_address_or_none(self, host: Host) -> None:
        """Owners are matched by e-mail."""
        for member in host.people.active_members(host.account_id):
            assert not member.email or "@" in member.email
            assert member.account_id == host.account_id

    def test_roles_decide_who_may_manage(self, host: Host) -> None:
        """Admin and Designer may, a plain member and a stranger may not."""
        assert host.access.is_pro(host.account_id)
        assert host.access.may_manage_integrations(host.account_id, host.manager_id)
        assert not host.access.may_manage_integrations(host.account_id, host.plain_member_id)
        assert not host.access.may_manage_integrations(host.other_account_id, host.manager_id)

    def test_ids_are_short_text(self, host: Host) -> None:
        """Opaque, and no longer than our columns."""
        things: list[Project | ActivityType | Member] = [
            *host.catalogue.projects(host.account_id),
            *host.catalogue.activity_types(host.account_id),
            *host.people.active_members(host.account_id),
        ]
        assert things
        ids = [host.account_id, host.manager_id, *(thing.id for thing in things)]
        assert all(isinstance(one, str) and 0 < len(one) <= 64 for one in ids)

    def test_timelogs_are_added_in_the_callers_transaction(self, host: Host) -> None:
        """Many at once, and gone with its rollback: the host does not commit."""
        before = host.stamps()
        added = [self._timelog(host, stamp) for stamp in (2**40 + 1, 2**40 + 2)]
        host.timelogs.add_many(host.account_id, added)
        assert set(host.stamps()) - set(before) == {2**40 + 1, 2**40 + 2}
        host.rollback()
        assert host.stamps() == before

    def test_a_long_title_with_line_breaks_is_taken(self, host: Host) -> None:
        """The host says how long a title may be and keeps the rest."""
        host.timelogs.add_many(
            host.account_id, [self._timelog(host, 2**40 + 3, "a line\n" * 10_000)]
        )
        assert 2**40 + 3 in host.stamps()
        host.rollback()

    @staticmethod
    def _timelog(host: Host, stamp: int, title: str = "Plans") -> NewTimelog:
        return NewTimelog(
            entry_id=stamp,
            project_id=host.catalogue.projects(host.account_id)[0].id,
            activity_type_id=host.catalogue.activity_types(host.account_id)[0].id,
            member_id=host.manager_id,
            spent_on=date(2026, 6, 1),
            duration=Duration(7, 59),
            title=title,
            billable=True,
        )
