"""The step that hands timelogs to the host, and finds out which ones it refuses."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from workroom_harvest.domain.entries import NewTimelog
from workroom_harvest.domain.errors import (
    HarvestImportError,
    HostMisbehaved,
    RowsRefused,
    TimelogsRefused,
)
from workroom_harvest.domain.messages import Code, Message, quoted
from workroom_harvest.domain.ports.host import Timelogs
from workroom_harvest.domain.ports.store import Transaction
from workroom_harvest.domain.ports.store.ledger import Refusal

ADD_MANY = "Timelogs.add_many"
"""The name by which errors call the host's method."""


@dataclass(frozen=True)
class AddTimelogs:
    """Add timelogs to the host, in the caller's transaction."""

    timelogs: Timelogs

    def __call__(
        self,
        tx: Transaction,
        studio_id: str,
        logs: Sequence[NewTimelog],
        handed: set[int],
    ) -> Mapping[int, Refusal]:
        """Add what the host accepts, and return why it refuses the others, by entry id.

        `handed` receives the ids of those that the host has been given. If the host does not name
        what it refuses, it is searched for in parts: their size is halved with each refusal and
        doubled with each success. After a refused timelog it begins at half the number of those
        that were added since the one before. So a few refused timelogs cost little, and a page of
        nothing else costs one try for each row.
        """
        refusals: dict[int, Refusal] = {}
        rest, size, taken = logs, len(logs), 0
        while rest:
            part = rest[:size]
            tried = {log.entry_id for log in part}
            handed |= tried
            refused = self._refused(tx, studio_id, part)
            if refused != {}:
                handed -= tried
            if refused is None:
                size = len(part) // 2
                continue
            refusals |= refused
            if not refused:
                rest, size, taken = rest[len(part) :], 2 * size, taken + len(part)
            elif len(refused) == len(part):
                rest, size, taken = rest[len(part) :], max(1, taken // 2), 0
            else:
                rest = [log for log in rest if log.entry_id not in refused]
        return refusals

    def _refused(
        self, tx: Transaction, studio_id: str, logs: Sequence[NewTimelog]
    ) -> Mapping[int, Refusal] | None:
        """Add all timelogs or none, and return the causes of the refused ones by entry id.

        Return None if it is not known which ones are refused.
        """
        try:
            with tx.savepoint(), tx.host_writes(ADD_MANY, len(logs)):
                demand_all(self.timelogs.add_many(studio_id, logs), len(logs))
        except TimelogsRefused as refused:
            asked = [log.entry_id for log in logs]
            named = {
                one: Refusal(quoted(refused.causes[one]), True)
                for one in asked
                if one in refused.causes
            }
            return named or dict.fromkeys(asked, Refusal(Message(Code.REFUSED_WITHOUT_CAUSE), True))
        except RowsRefused as refused:
            return None if len(logs) > 1 else {logs[0].entry_id: Refusal(refused.detail, True)}
        except HarvestImportError:
            raise
        except Exception as error:
            return (
                None
                if len(logs) > 1
                else {logs[0].entry_id: Refusal(quoted(first_line(error)), False)}
            )
        return {}


def demand_all(added: object, asked: int) -> None:
    """Raise `HostMisbehaved` unless the host says that it added as many as it was given."""
    if added is None:
        raise HostMisbehaved(Code.HOST_DID_NOT_COUNT, method=ADD_MANY)
    if type(added) is not int:
        raise HostMisbehaved(Code.HOST_COUNTED_ODDLY, method=ADD_MANY)
    if added != asked:
        raise HostMisbehaved(Code.HOST_COUNT_DIFFERS, method=ADD_MANY, asked=asked, added=added)


def first_line(error: Exception) -> str:
    """Return the first line of the host's message, since values may stand below it.

    It has at most 200 characters.
    """
    lines = str(error).strip().splitlines()
    return lines[0][:200] if lines else type(error).__name__
