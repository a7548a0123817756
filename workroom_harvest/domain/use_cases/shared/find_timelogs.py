"""The look-up of timelogs in a host that offers it, with the answer checked."""

from collections.abc import Mapping, Sequence

from workroom_harvest.domain.entries import FoundTimelog
from workroom_harvest.domain.errors import HostMisbehaved
from workroom_harvest.domain.messages import Code
from workroom_harvest.domain.ports.correctable_timelogs import CorrectableTimelogs
from workroom_harvest.domain.ports.store import Transaction

FIND_MANY = "Timelogs.find_many"
"""The name by which errors call the host's method."""

MOST_LOOKED_UP = 2000
"""How many stamps a host is asked for at once."""


def find_timelogs(
    timelogs: CorrectableTimelogs,
    tx: Transaction,
    studio_id: str,
    entry_ids: Sequence[int],
    *,
    for_update: bool = False,
) -> Mapping[int, FoundTimelog]:
    """Return those of up to `MOST_LOOKED_UP` timelogs that stand in the host now, by stamp.

    If `for_update`, nobody else may change, lock or remove them before the transaction ends, which
    must have written something before. Raise `HostMisbehaved` for an answer that cannot be true.
    """
    if not entry_ids:
        return {}
    with tx.savepoint(), tx.host_writes(FIND_MANY, 0):
        answer: object = timelogs.find_many(studio_id, entry_ids, for_update)
    return _by_stamp(answer, set(entry_ids))


def _by_stamp(answer: object, asked: set[int]) -> Mapping[int, FoundTimelog]:
    if not isinstance(answer, Sequence) or not all(isinstance(one, FoundTimelog) for one in answer):
        raise HostMisbehaved(Code.HOST_FOUND_OTHERS, method=FIND_MANY)
    found = {one.entry_id: one for one in answer}
    if len(found) < len(answer) or not found.keys() <= asked:
        raise HostMisbehaved(Code.HOST_FOUND_OTHERS, method=FIND_MANY)
    return found
