"""The health check of the host's objects: it calls each method, and reports those that fail."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from workroom_harvest.domain.connection import Connection
from workroom_harvest.domain.entries import FoundTimelog
from workroom_harvest.domain.errors import StoreUnavailable
from workroom_harvest.domain.messages import Code, Message
from workroom_harvest.domain.ports.correctable_timelogs import CorrectableTimelogs
from workroom_harvest.domain.ports.host import (
    Access,
    ActivityType,
    Catalogue,
    Member,
    People,
    Project,
)
from workroom_harvest.domain.ports.store import Store

Call = tuple[str, Callable[[], object], Callable[[object], bool]]
"""A method's name, the call, and the check of its answer."""


@dataclass(frozen=True)
class CheckHost:
    """Call the host's methods for a connected studio, as an import and a page do.

    What they write is undone. Methods that add, change or remove timelogs are not called;
    `correctable` is None for a host without `find_many`.
    """

    store: Store
    people: People
    access: Access
    catalogue: Catalogue
    correctable: CorrectableTimelogs | None

    @property
    def limits(self) -> Sequence[Message]:
        """Return a message for each thing that the host cannot offer, which is no fault."""
        return [] if self.correctable else [Message(Code.CHECK_NOT_CORRECTABLE)]

    def __call__(self) -> tuple[str | None, Sequence[Message]]:
        """Return the id of the studio that was asked for, and a message for each fault.

        The id is None if no studio is connected; then only `People.current_member` is called. Raise
        `StoreUnavailable` if the database does not answer.
        """
        with self.store.transaction() as tx:
            connection = tx.connections.any()
        calls: list[Call] = [
            ("People.current_member", self.people.current_member, _is_member_or_none)
        ]
        if connection is not None:
            calls += self._calls(connection)
        problems = [problem for problem in map(self._problem, calls) if problem]
        return connection.studio_id if connection else None, problems

    def _calls(self, connection: Connection) -> Iterator[Call]:
        studio, member = connection.studio_id, connection.connected_by
        people, access, catalogue = self.people, self.access, self.catalogue
        yield "People.active_members", lambda: people.active_members(studio), _are(Member)
        yield "People.member", lambda: people.member(studio, member), _is_member_or_none
        yield "People.time_zone", lambda: people.time_zone(studio), _is_zone_or_none
        yield "Access.is_pro", lambda: access.is_pro(studio), _is_bool
        yield (
            "Access.may_manage_integrations",
            lambda: access.may_manage_integrations(studio, member),
            _is_bool,
        )
        yield "Catalogue.projects", lambda: catalogue.projects(studio), _are(Project)
        yield (
            "Catalogue.activity_types",
            lambda: catalogue.activity_types(studio),
            _are(ActivityType),
        )
        found = self.correctable
        if found is not None:
            yield (
                "Timelogs.find_many",
                lambda: found.find_many(studio, [1], False),
                _are(FoundTimelog),
            )

    def _problem(self, call: Call) -> Message | None:
        name, ask, is_right = call
        try:
            with self.store.transaction():
                answer = ask()
                return (
                    None if is_right(answer) else Message(Code.HOST_ANSWERS_ODDLY, {"method": name})
                )
        except StoreUnavailable:
            raise
        except Exception as error:
            lines = str(error).strip().splitlines()
            said = {"error": type(error).__name__, "said": lines[0][:200] if lines else ""}
            return Message(Code.HOST_FAILS, {"method": name, **said})


def _is_bool(answer: object) -> bool:
    return isinstance(answer, bool)


def _is_member_or_none(answer: object) -> bool:
    return answer is None or isinstance(answer, Member)


def _is_zone_or_none(answer: object) -> bool:
    """Return whether the answer is None or names a time zone.

    Raise `LookupError`, `ValueError` or `OSError` for a name that no zone has.
    """
    return answer is None or (isinstance(answer, str) and ZoneInfo(answer) is not None)


def _are(kind: type) -> Callable[[object], bool]:
    def are(answer: object) -> bool:
        return isinstance(answer, Sequence) and all(isinstance(one, kind) for one in answer)

    return are
