"""Every error that the domain raises, and the base class of those of the web and the adapters.

    HarvestImportError
    ├── SettingsError            a setting is missing or malformed
    ├── NotAllowed               the asker may not do this: NotSignedIn, NotPro, RoleRefused
    ├── NotFound                 the asker's studio has nothing of that id
    ├── NotConnected             the studio has no connection to Harvest
    ├── ConnectionChanged        another Harvest account was connected meanwhile
    ├── NothingToConfirm         no other Harvest account waits to be confirmed
    ├── RunUnreadable            the run under way was begun by another version of the plugin
    ├── PreviewUnusable          an import cannot be started from this preview
    ├── RunClosed                the run cannot be cancelled, be continued, or be undone
    ├── InvalidPeriod            the dates form no period
    ├── InvalidMappings          a mapping names something that does not exist
    ├── PairsGiveWay             a save would clear mappings of which nobody was told yet
    ├── InvalidGroup             a group of waiting entries cannot be used so
    ├── AuthorizationRefused     the answer from Harvest's consent screen was not accepted
    ├── HarvestError             Harvest could not serve us
    │   ├── TransientHarvestError    the next try may succeed
    │   │   ├── HarvestUnavailable       a time-out, 429, 5xx or a broken connection
    │   │   └── MalformedResponse        an answer that cannot be read
    │   ├── UnusableList             a list that never ends, or ends too soon each time
    │   ├── RequestRejected          400 or 422: asking again does not help
    │   │   ├── Forbidden                403: the connected user may not see that
    │   │   └── ResourceMissing          404: not there, or not for this user
    │   ├── TokenRefused             401 on the access token
    │   └── GrantRevoked             Harvest no longer knows the grant: reconnect
    ├── ReconnectNeeded          the connection cannot be used until a person reconnects
    ├── TokensUnreadable         no configured key opens the stored tokens
    ├── LeaseLost                another worker writes for this studio now
    ├── TimelogsRefused          the host accepts all timelogs but these
    ├── RowsRefused              a constraint or a trigger of the host's database refuses a row
    ├── HostMisbehaved           a method of the host's broke what it promised
    ├── StoreUnavailable         the database does not answer
    │   └── StoreUnfit               the database answers, but is not set up as it must be
    └── QueueUnavailable         Redis does not answer

Each error carries a `Message`: a code and data, neither of which holds a secret. The sentences for
people are in `web/presenters`; `str(error)` is meant for logs.
"""

from collections.abc import Mapping
from typing import ClassVar

from workroom_harvest.domain.messages import Code, Datum, Message


class HarvestImportError(Exception):
    """The base class of every error that the plugin raises on purpose.

    `code` may be left out where the class has only one; `data` are the values that the message's
    sentence needs. `detail` is the resulting `Message`.
    """

    only_code: ClassVar[Code]

    def __init__(self, code: Code | None = None, /, **data: Datum) -> None:
        self.detail = Message(code or self.only_code, data)
        super().__init__(str(self))

    def __str__(self) -> str:
        return str(self.detail)


class SettingsError(HarvestImportError):
    """A setting is missing or malformed. The text names the setting and the remedy, in English.

    It is raised at start-up, for whoever writes the host's configuration, before any page exists.
    """

    def __init__(self, name: str, remedy: str) -> None:
        self.name = name
        self.remedy = remedy
        super().__init__(Code.SETTING, name=name, remedy=remedy)

    def __str__(self) -> str:
        return f"{self.name}: {self.remedy}"


class NotAllowed(HarvestImportError):
    """The asker may not do this. The code says why."""


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
    """The asker's studio has nothing of that id. Whether another studio has it is not told."""

    only_code = Code.RUN_NOT_FOUND


class NotConnected(HarvestImportError):
    """The studio has no connection to Harvest."""

    only_code = Code.NOT_CONNECTED


class ConnectionChanged(HarvestImportError):
    """Another Harvest account was connected while the asker filled in a form. Nothing was saved."""

    only_code = Code.CONNECTION_CHANGED


class NothingToConfirm(HarvestImportError):
    """No grant of the member and of the browser session waits to be confirmed as they were asked.

    Nothing was changed.
    """

    only_code = Code.NOTHING_TO_CONFIRM


class RunUnreadable(HarvestImportError):
    """The studio has a run under way in a row that this version of the plugin cannot read."""

    only_code = Code.RUN_UNREADABLE


class RunClosed(HarvestImportError):
    """The run cannot be cancelled, be continued, or be undone. The code says why."""


class PreviewUnusable(HarvestImportError):
    """An import cannot be started from this preview. The code says why; nothing was started."""


class InvalidPeriod(HarvestImportError):
    """The two dates form no period. `field` is the form's field that is wrong, `from` or `to`."""

    def __init__(self, field: str, code: Code) -> None:
        super().__init__(code)
        self.field = field


class InvalidMappings(HarvestImportError):
    """Some rows of the mapping table cannot be saved. Nothing was changed.

    `problems` maps each form field (`project-<Harvest id>` or `task-<Harvest id>`) to the code of
    what is wrong with it.
    """

    def __init__(self, problems: Mapping[str, Code]) -> None:
        super().__init__(Code.MAPPINGS_INVALID)
        self.problems = dict(problems)


class PairsGiveWay(HarvestImportError):
    """A save would clear mappings of which the person was not told yet. Nothing was changed.

    `given` maps the form field of each of them to that of the row that takes its target.
    """

    def __init__(self, given: Mapping[str, str]) -> None:
        super().__init__(Code.PAIRS_GIVE_WAY, count=len(given))
        self.given = dict(given)


class InvalidGroup(HarvestImportError):
    """Nothing was changed: a group of waiting entries cannot be used so. The code says why."""

    only_code = Code.GROUP_NOT_NAMED


class AuthorizationRefused(HarvestImportError):
    """The answer from the consent screen cannot be trusted, or the person said no.

    Nothing was stored.
    """


class HarvestError(HarvestImportError):
    """Harvest could not serve a request."""


class TransientHarvestError(HarvestError):
    """A failure at Harvest that may be over at the next try.

    `retry_after` is the number of seconds that Harvest asked to wait, or None where it named none.
    """

    def __init__(
        self, code: Code | None = None, /, *, retry_after: float | None = None, **data: Datum
    ) -> None:
        super().__init__(code, **data)
        self.retry_after = retry_after


class HarvestUnavailable(TransientHarvestError):
    """Harvest did not answer in time, or answered with 429 or 5xx, or somebody else answered."""


class MalformedResponse(TransientHarvestError):
    """Harvest's answer cannot be read as what was asked for."""

    only_code = Code.HARVEST_MALFORMED


class UnusableList(HarvestError):
    """Harvest's list never ends, or ends too soon each time: asking again does not help."""


class RequestRejected(HarvestError):
    """Harvest answered 400 or 422 in its own form. The same request will be rejected again."""

    only_code = Code.HARVEST_REQUEST_REJECTED


class Forbidden(RequestRejected):
    """Harvest answered 403: the connected Harvest user may not see this."""


class ResourceMissing(RequestRejected):
    """Harvest answered 404: a stale address, a wrong account, or an object hidden from the user."""


class TokenRefused(HarvestError):
    """Harvest answered 401: the access token is expired or revoked."""

    only_code = Code.HARVEST_TOKEN_REFUSED


class GrantRevoked(HarvestError):
    """Harvest no longer knows the grant behind a refresh token or an authorization code."""

    only_code = Code.HARVEST_GRANT_UNKNOWN


class ReconnectNeeded(HarvestImportError):
    """The connection cannot be used until a person reconnects. The code says why."""


class TokensUnreadable(HarvestImportError):
    """The stored tokens cannot be decrypted: another key, another row, or a changed bit."""

    only_code = Code.TOKENS_UNREADABLE


class LeaseLost(HarvestImportError):
    """Another worker took over this studio, so nothing more may be written here."""

    only_code = Code.LEASE_LOST


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


class StoreUnavailable(HarvestImportError):
    """The database does not answer. What was committed before stays."""

    only_code = Code.STORE_UNAVAILABLE


class StoreUnfit(StoreUnavailable):
    """The database answers, but has to be set up differently before it can be used."""


class QueueUnavailable(HarvestImportError):
    """Redis does not answer, or refuses the command. Runs wait in the database meanwhile."""

    only_code = Code.QUEUE_UNAVAILABLE
