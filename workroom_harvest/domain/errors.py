"""Everything that the domain raises on purpose, and the root of what web and adapters do.

    HarvestImportError
    ├── SettingsError            a setting is missing or malformed
    ├── NotAllowed               the asker may not do this: NotSignedIn, NotPro, RoleRefused
    ├── NotFound                 nothing of that id in the asker's studio
    ├── NotConnected             the studio has no connection to Harvest
    ├── ConnectionChanged        another Harvest account was connected meanwhile
    ├── RunUnreadable            what is under way was begun by another version of the plugin
    ├── InvalidPeriod            dates that make no window
    ├── InvalidMappings          a mapping to something that is not there
    ├── AuthorizationRefused     the way back from Harvest's consent screen did not hold
    ├── HarvestError             Harvest could not serve us
    │   ├── TransientHarvestError    may be better at the next try
    │   │   ├── HarvestUnavailable       time-outs, 429, 5xx, broken connections
    │   │   └── MalformedResponse        an answer that nobody can read
    │   ├── RequestRejected          400, 422: asking again does not help
    │   │   ├── Forbidden                403: this user may not see that
    │   │   └── ResourceMissing          404: not there, or not for this user
    │   ├── TokenRefused             401 on the access token
    │   └── GrantRevoked             Harvest knows the grant no longer: reconnect
    ├── ReconnectNeeded          the connection waits for a person
    ├── TokensUnreadable         stored tokens do not open with the keys at hand
    ├── LeaseLost                another worker writes for this studio now
    ├── TimelogsRefused          the host takes all but these timelogs
    ├── RowsRefused              a constraint or a trigger of the host's database says no
    ├── HostMisbehaved           a method of the host's broke what it promised
    ├── StoreUnavailable         the database does not answer
    │   └── StoreUnfit               it answers, and cannot be worked with as it is
    └── QueueUnavailable         Redis does not answer

Each carries a `Message`: a code and data, which hold no secret. The sentences are in
`web/presenters`; what `str` gives is for logs.
"""

from collections.abc import Mapping
from typing import ClassVar

from workroom_harvest.domain.messages import Code, Datum, Message


class HarvestImportError(Exception):
    """The root: catch this to catch all that the plugin raises on purpose.

    `code` may be left out where the class has only one.
    """

    only_code: ClassVar[Code]

    def __init__(self, code: Code | None = None, /, **data: Datum) -> None:
        self.detail = Message(code or self.only_code, data)
        super().__init__(str(self))

    def __str__(self) -> str:
        return str(self.detail)


class SettingsError(HarvestImportError):
    """A setting is missing or malformed; its text says its name and the remedy, in English.

    It is for whoever writes the host's configuration, and comes before any page is there.
    """

    def __init__(self, name: str, remedy: str) -> None:
        self.name = name
        self.remedy = remedy
        super().__init__(Code.SETTING, name=name, remedy=remedy)

    def __str__(self) -> str:
        return f"{self.name}: {self.remedy}"


class NotAllowed(HarvestImportError):
    """The asker may not do this; the code says why."""


class NotSignedIn(NotAllowed):
    """Nobody is signed in to Workroom."""

    only_code = Code.NOT_SIGNED_IN


class NotPro(NotAllowed):
    """The studio's plan does not include the Harvest integration."""

    only_code = Code.NOT_PRO


class RoleRefused(NotAllowed):
    """The member is neither Admin nor Designer."""

    only_code = Code.ROLE_REFUSED


class NotFound(HarvestImportError):
    """Nothing of that id belongs to the asker's studio."""

    only_code = Code.RUN_NOT_FOUND


class NotConnected(HarvestImportError):
    """The studio has no connection to Harvest."""

    only_code = Code.NOT_CONNECTED


class ConnectionChanged(HarvestImportError):
    """Another Harvest account was connected while the asker was at it; nothing was saved."""

    only_code = Code.CONNECTION_CHANGED


class RunUnreadable(HarvestImportError):
    """The studio's place for an import is taken by a row that this version cannot read."""

    only_code = Code.RUN_UNREADABLE


class InvalidPeriod(HarvestImportError):
    """Dates that make no window; `field` is the form's field, `from` or `to`."""

    def __init__(self, field: str, code: Code) -> None:
        super().__init__(code)
        self.field = field


class InvalidMappings(HarvestImportError):
    """Rows that cannot be saved: form field to the code of what is wrong. Nothing was changed."""

    def __init__(self, problems: Mapping[str, Code]) -> None:
        super().__init__(Code.MAPPINGS_INVALID)
        self.problems = dict(problems)


class AuthorizationRefused(HarvestImportError):
    """The answer from the consent screen cannot be believed, or the person said no.

    Nothing was stored.
    """


class HarvestError(HarvestImportError):
    """Harvest could not serve us."""


class TransientHarvestError(HarvestError):
    """What may be better at the next try; `retry_after` are the seconds that Harvest named."""

    def __init__(
        self, code: Code | None = None, /, *, retry_after: float | None = None, **data: Datum
    ) -> None:
        super().__init__(code, **data)
        self.retry_after = retry_after


class HarvestUnavailable(TransientHarvestError):
    """A time-out, 429, 5xx or a broken connection."""


class MalformedResponse(TransientHarvestError):
    """Harvest answered with something that cannot be read as what was asked for."""

    only_code = Code.HARVEST_MALFORMED


class RequestRejected(HarvestError):
    """A 4xx in Harvest's own form: asking again in the same way does not help."""

    only_code = Code.HARVEST_REQUEST_REJECTED


class Forbidden(RequestRejected):
    """403: the connected Harvest user may not see this."""


class ResourceMissing(RequestRejected):
    """404: a stale address, a wrong account, or something that Harvest hides from this user."""


class TokenRefused(HarvestError):
    """401: the access token is expired or revoked."""

    only_code = Code.HARVEST_TOKEN_REFUSED


class GrantRevoked(HarvestError):
    """Harvest no longer knows the grant behind the refresh token."""

    only_code = Code.HARVEST_GRANT_UNKNOWN


class ReconnectNeeded(HarvestImportError):
    """The connection cannot be used until somebody reconnects; the code says why."""


class TokensUnreadable(HarvestImportError):
    """Stored tokens do not open: another key, another row, or a flipped bit."""

    only_code = Code.TOKENS_UNREADABLE


class LeaseLost(HarvestImportError):
    """Another worker took over this studio: nothing more may be written here."""

    only_code = Code.LEASE_LOST


class TimelogsRefused(HarvestImportError):
    """The host takes all but these: Harvest entry id to the cause, in the host's words."""

    def __init__(self, causes: Mapping[int, str]) -> None:
        super().__init__(Code.TIMELOGS_REFUSED, count=len(causes))
        self.causes = dict(causes)


class RowsRefused(HarvestImportError):
    """The database refuses what the host wrote, and will again: a constraint, a trigger, a value.

    `cause` is the first line of what the database said, without statement and values.
    """

    def __init__(self, cause: str) -> None:
        super().__init__(Code.QUOTED, said=cause)
        self.cause = cause


class HostMisbehaved(HarvestImportError):
    """A method of the host's broke what it promised: `method` names it, the code says how.

    Nothing of what it was asked for is marked as done. Only who wrote the method can mend it.
    """

    def __init__(self, code: Code, /, *, method: str, **data: Datum) -> None:
        super().__init__(code, method=method, **data)
        self.method = method


class StoreUnavailable(HarvestImportError):
    """The database does not answer; what was committed stays."""

    only_code = Code.STORE_UNAVAILABLE


class StoreUnfit(StoreUnavailable):
    """The database answers, but somebody has to set it up in another way first."""


class QueueUnavailable(HarvestImportError):
    """Redis does not answer, or refuses; runs wait in the database."""

    only_code = Code.QUEUE_UNAVAILABLE
