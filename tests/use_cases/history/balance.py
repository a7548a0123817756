"""The hours of some days as the host and the ledger have them, to be held against what is shown."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from tests.fakes.lasting import LedgerRow
from workroom_harvest.domain.entries import NewTimelog
from workroom_harvest.domain.hours import Amount, Balance, Difference
from workroom_harvest.domain.skipped import SkipReason
from workroom_harvest.domain.use_cases.auditing.show_hours import HoursOfDays, NamedBalance
from workroom_harvest.domain.window import Days

LeftOut = Callable[[LedgerRow], bool]
"""Whether an entry that waits is left out."""


@dataclass(frozen=True)
class World:
    """What there is: the ledger, and the timelogs in the host with their stamps.

    `account_id` is the connected Harvest account, or None. `projects` and `people` are the names in
    the host by id.
    """

    ledger: Mapping[int, LedgerRow]
    timelogs: Mapping[int, NewTimelog]
    account_id: int | None
    is_left_out: LeftOut
    projects: Mapping[str, str]
    people: Mapping[str, str]


def demand_balance(shown: HoursOfDays, world: World) -> None:
    """Raise `AssertionError` unless Harvest's hours are Workroom's and the named differences."""
    days, total = shown.days, shown.total
    said = [row for row in _mine(world) if _is_said(row, days)]
    logs = _logs(world, days)
    assert total.harvest_minutes == _minutes(said)
    assert total.harvest_hundredths == sum(
        row.known.said.hundredths for row in said if row.known.said
    )
    assert total.workroom_minutes == sum(log.duration.total_minutes for log in logs)
    _demand_sides(shown.projects, total, logs, lambda log: world.projects[log.project_id])
    _demand_sides(shown.people, total, logs, lambda log: world.people[log.member_id])
    for one in (total, *(named.balance for named in (*shown.projects, *shown.people))):
        named = sum(amount.minutes for amount in one.differences.values())
        assert one.harvest_minutes == one.workroom_minutes + named
    _demand_names(total, [row for row in said if row.record.reason], world)
    frozen = [row for row in _of_others(world) if _is_said(row, days)]
    assert shown.frozen == Amount(len(frozen), _minutes(frozen))


def _demand_sides(
    balances: Iterable[NamedBalance],
    total: Balance,
    logs: Iterable[NewTimelog],
    name: Callable[[NewTimelog], str],
) -> None:
    """Demand that the parts make the whole, and that each has the timelogs that are its own."""
    listed = list(balances)
    assert sum(one.balance.harvest_minutes for one in listed) == total.harvest_minutes
    assert sum(one.balance.harvest_hundredths for one in listed) == total.harvest_hundredths
    ours: Counter[str] = Counter()
    for one in listed:
        # Two may have the same name, if one is Harvest's alone.
        ours[one.name] += one.balance.workroom_minutes
    theirs: Counter[str] = Counter()
    for log in logs:
        theirs[name(log)] += log.duration.total_minutes
    assert +ours == +theirs


def _demand_names(total: Balance, waiting: list[LedgerRow], world: World) -> None:
    """Demand that each hour that waits is named, and that those left out are told apart."""
    left_out = [row for row in waiting if world.is_left_out(row)]
    told = total.differences.get(Difference.LEFT_OUT, Amount())
    assert told == Amount(len(left_out), _minutes(left_out))
    reasons = [one for why, one in total.differences.items() if isinstance(why, SkipReason)]
    assert sum(one.entries for one in reasons) == len(waiting) - len(left_out)
    assert sum(one.minutes for one in reasons) == _minutes(waiting) - _minutes(left_out)


def _mine(world: World) -> list[LedgerRow]:
    rows = world.ledger.values()
    return [row for row in rows if row.known.harvest_account_id == world.account_id]


def _of_others(world: World) -> list[LedgerRow]:
    rows = world.ledger.values()
    return [row for row in rows if row.known.harvest_account_id != world.account_id]


def _logs(world: World, days: Days) -> list[NewTimelog]:
    """Return the connected account's timelogs that were written on the days, and still are there.

    What the ledger has as deleted is not looked up, and what was moved here is not known.
    """
    return [
        log
        for stamp, log in world.timelogs.items()
        if world.ledger[stamp].known.harvest_account_id == world.account_id
        and world.ledger[stamp].record.state.has_timelog
        and _was_written(world.ledger[stamp], days)
        and days.first <= log.spent_on <= days.last
    ]


def _was_written(row: LedgerRow, days: Days) -> bool:
    written = row.known.written
    return written is not None and days.first <= written.spent_on <= days.last


def _is_said(row: LedgerRow, days: Days) -> bool:
    """Return whether Harvest has the entry on one of the days, as far as it said."""
    said = row.known.said
    is_there = row.record.state.is_in_harvest
    return is_there and said is not None and days.first <= said.spent_on <= days.last


def _minutes(rows: Iterable[LedgerRow]) -> int:
    return sum(row.known.said.minutes for row in rows if row.known.said)
