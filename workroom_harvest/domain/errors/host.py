"""Errors of the host's methods and of what they write."""

from collections.abc import Mapping

from workroom_harvest.domain.errors.base import HarvestImportError
from workroom_harvest.domain.messages import Code, Datum


class TimelogsRefused(HarvestImportError):
    """The host accepts all timelogs but these.

    `causes` maps the Harvest entry id of each refused timelog to the cause, in the host's words.
    """

    def __init__(self, causes: Mapping[int, str]) -> None:
        super().__init__(Code.TIMELOGS_REFUSED, count=len(causes))
        self.causes = dict(causes)


class RowsRefused(HarvestImportError):
    """The database refuses what the host wrote, and will refuse it again.

    The reason is a constraint, a trigger or a value. `cause` is the first line of the database's
    message, without the statement and its values.
    """

    def __init__(self, cause: str) -> None:
        super().__init__(Code.QUOTED, said=cause)
        self.cause = cause


class HostMisbehaved(HarvestImportError):
    """A method of the host's broke its promise. Only whoever wrote that method can mend it.

    `method` names the method, the code says what it did. Nothing that it was asked for is marked as
    done.
    """

    def __init__(self, code: Code, /, *, method: str, **data: Datum) -> None:
        super().__init__(code, method=method, **data)
        self.method = method
