"""The step that hands rows to a method of the host's, and finds out which ones it refuses."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from workroom_harvest.domain.errors import (
    HarvestImportError,
    HostMisbehaved,
    RowsRefused,
    TimelogsRefused,
)
from workroom_harvest.domain.messages import Code, Message, quoted
from workroom_harvest.domain.ports.store import Transaction
from workroom_harvest.domain.ports.store.ledger import Refusal

Row = TypeVar("Row")


@dataclass(frozen=True)
class HandOver(Generic[Row]):
    """Hand rows to a method of the host's, in the caller's transaction.

    `method` is the name by which errors call it. It is called with a studio and some rows, takes
    all of them or none, and returns how many it took; `stamp` returns the entry id of a row.
    """

    method: str
    call: Callable[[str, Sequence[Row]], object]
    stamp: Callable[[Row], int]

    def __call__(
        self, tx: Transaction, studio_id: str, rows: Sequence[Row], handed: set[int] | None = None
    ) -> Mapping[int, Refusal]:
        """Hand over what the host accepts, and return why it refuses the others, by entry id.

        `handed` receives the ids of those that the host has been given. If the host does not name
        what it refuses, it is searched for in parts: their size is halved with each refusal and
        doubled with each success. After a refused row it begins at half the number of those that
        were taken since the one before. So a few refused rows cost little, and a page of nothing
        else costs one try for each row.
        """
        handed = set() if handed is None else handed
        refusals: dict[int, Refusal] = {}
        rest, size, taken = rows, len(rows), 0
        while rest:
            part = rest[:size]
            tried = set(map(self.stamp, part))
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
                rest = [row for row in rest if self.stamp(row) not in refused]
        return refusals

    def _refused(
        self, tx: Transaction, studio_id: str, rows: Sequence[Row]
    ) -> Mapping[int, Refusal] | None:
        """Hand over all rows or none, and return the causes of the refused ones by entry id.

        Return None if it is not known which ones are refused.
        """
        asked = list(map(self.stamp, rows))
        try:
            with tx.savepoint(), tx.host_writes(self.method, len(rows)):
                self._demand_all(self.call(studio_id, rows), len(rows))
        except TimelogsRefused as refused:
            named = {
                one: Refusal(quoted(refused.causes[one]), True)
                for one in asked
                if one in refused.causes
            }
            return named or dict.fromkeys(asked, Refusal(Message(Code.REFUSED_WITHOUT_CAUSE), True))
        except RowsRefused as refused:
            return None if len(rows) > 1 else {asked[0]: Refusal(refused.detail, True)}
        except HarvestImportError:
            raise
        except Exception as error:
            return None if len(rows) > 1 else {asked[0]: Refusal(quoted(first_line(error)), False)}
        return {}

    def _demand_all(self, taken: object, asked: int) -> None:
        """Raise `HostMisbehaved` unless the host says that it took as many as it was given."""
        if taken is None:
            raise HostMisbehaved(Code.HOST_DID_NOT_COUNT, method=self.method)
        if type(taken) is not int:
            raise HostMisbehaved(Code.HOST_COUNTED_ODDLY, method=self.method)
        if taken != asked:
            raise HostMisbehaved(
                Code.HOST_COUNT_DIFFERS, method=self.method, asked=asked, added=taken
            )


def first_line(error: Exception) -> str:
    """Return the first line of the host's message, since values may stand below it.

    It has at most 200 characters.
    """
    lines = str(error).strip().splitlines()
    return lines[0][:200] if lines else type(error).__name__
