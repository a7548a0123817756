"""What the contracts of finding, changing and removing timelogs have in common."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date

import pytest

from workroom_harvest.domain.entries import Duration, FoundTimelog, NewTimelog
from workroom_harvest.domain.ports.correctable_timelogs import (
    CorrectableTimelogs,
    correctable,
)
from workroom_harvest.testing.host import Host

FIRST = 2**40 + 1
"""The stamp of the first timelog that a test adds; it has more than 32 bits, as Harvest's may."""

NEVER_LOCKED = "No timelog of this host is ever locked."
"""Why a test of locked timelogs is skipped for a host without `Host.lock`."""


def offered(host: Host) -> CorrectableTimelogs:
    """Return the host's timelogs, or skip the test if the host does not offer corrections."""
    found = correctable(host.timelogs)
    if found is None:
        pytest.skip("This host's Timelogs has no find_many, change_many and remove_many.")
    return found


def several(host: Host) -> list[NewTimelog]:
    """Return timelogs that differ from each other in every field."""
    first = host.timelog(FIRST)
    return [
        first,
        replace(first, entry_id=FIRST + 1, duration=Duration(0, 1), title="Möten på plats "),
        replace(first, entry_id=FIRST + 2, duration=Duration(26, 30), billable=False),
        replace(first, entry_id=FIRST + 3, title=" 7:59 <b>& more</b>\nand a line\n\n"),
        replace(
            first,
            entry_id=FIRST + 4,
            member_id=host.plain_member_id,
            project_id=host.archived_project_id,
            activity_type_id=host.archived_activity_type_id,
            spent_on=date(2024, 2, 29),
            duration=Duration(0, 0),
            title="a long line, and another\n" * 2_000,
        ),
    ]


def many(host: Host, count: int) -> list[NewTimelog]:
    """Return so many timelogs, of consecutive stamps."""
    return [host.timelog(FIRST + number) for number in range(count)]


def many_others(host: Host, count: int) -> list[NewTimelog]:
    """Return so many timelogs of the other studio, of the same stamps as the first studio's."""
    return [host.other_timelog(FIRST + number) for number in range(count)]


def stamps(logs: Sequence[NewTimelog]) -> list[int]:
    """Return the stamps of the timelogs."""
    return [log.entry_id for log in logs]


def found(host: Host, entry_ids: Sequence[int], studio_id: str | None = None) -> list[FoundTimelog]:
    """Return what the host finds of these stamps, in their order; in the first studio, or another.

    What is found for update is the same.
    """
    timelogs, studio = offered(host), studio_id or host.studio_id
    held = list(timelogs.find_many(studio, entry_ids, True))
    assert _in_order(timelogs.find_many(studio, entry_ids, False)) == _in_order(held)
    return _in_order(held)


def as_found(log: NewTimelog) -> FoundTimelog:
    """Return the timelog as it is found, not locked, where it stands as it was given."""
    return FoundTimelog(
        log.entry_id,
        log.project_id,
        log.activity_type_id,
        log.member_id,
        log.spent_on,
        log.duration,
        log.title,
        log.billable,
        None,
    )


def all_as_found(logs: Sequence[NewTimelog]) -> list[FoundTimelog]:
    """Return the timelogs as they are found."""
    return [as_found(log) for log in logs]


def refused(method: Callable[..., object], *arguments: object) -> bool:
    """Return whether the host's method refuses its arguments, which any exception says."""
    with suppress(Exception):
        method(*arguments)
        return False
    return True


def says(answer: object, count: int) -> bool:
    """Return whether the answer is that number, and no `True`, which equals 1 in Python."""
    return type(answer) is int and answer == count


def _in_order(timelogs: Sequence[FoundTimelog]) -> list[FoundTimelog]:
    return sorted(timelogs, key=lambda one: one.entry_id)
