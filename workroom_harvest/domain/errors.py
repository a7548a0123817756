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
    ├── ConsentRefused           the way back from Harvest's consent screen did not hold
    ├── HarvestError             Harvest could not serve us
    │   ├── HarvestTrouble       may be better at the next try
    │   │   ├── HarvestUnavailable   time-outs, 429, 5xx, broken connections
    │   │   └── HarvestNonsense      an answer that nobody can read
    │   ├── HarvestRefuses       400, 422: asking again does not help
    │   │   ├── HarvestForbids       403: this user may not see that
    │   │   └── HarvestMisses        404: not there, or not for this user
    │   ├── TokenRefused         401 on the access token
    │   └── GrantGone            Harvest knows the grant no longer: reconnect
    ├── ReconnectNeeded          the connection waits for a person
    ├── TokensUnreadable         stored tokens do not open with the keys at hand
    ├── LeaseLost                another worker writes for this studio now
    ├── TimelogsRefused          the host takes all but these timelogs
    ├── RowsRefused              a constraint or a trigger of the host's database says no
    ├── HostMisbehaved           a method of the host's broke what it promised
    ├── StoreUnavailable         the database does not answer
    │   └── StoreUnfit           it answers, and cannot be worked with as it is
    └── QueueUnavailable         Redis does not answer

Messages are sentences for a person: what happened and what to do next. They hold no secret.
"""

from collections.abc import Mapping


class HarvestImportError(Exception):
    """The root: catch this to catch all that the plugin raises on purpose."""


class SettingsError(HarvestImportError):
    """A setting is missing or malformed; says its name and the remedy."""

    def __init__(self, name: str, remedy: str) -> None:
        super().__init__(f"{name}: {remedy}")
        self.name = name


class NotAllowed(HarvestImportError):
    """The asker may not do this; the message says why and what to do."""


class NotSignedIn(NotAllowed):
    """Nobody is signed in to Workroom."""


class NotPro(NotAllowed):
    """The studio's plan does not include the Harvest integration."""


class RoleRefused(NotAllowed):
    """The member is neither Admin nor Designer."""


class NotFound(HarvestImportError):
    """Nothing of that id belongs to the asker's studio."""


class NotConnected(HarvestImportError):
    """The studio has no connection to Harvest."""

    def __init__(self) -> None:
        super().__init__("Harvest is not connected. Connect Harvest first.")


class ConnectionChanged(HarvestImportError):
    """Another Harvest account was connected while the asker was at it."""

    def __init__(self) -> None:
        super().__init__(
            "Another Harvest account was connected meanwhile, so nothing was saved. "
            "Go back, reload the page and map its projects and tasks."
        )


class RunUnreadable(HarvestImportError):
    """The studio's place for an import is taken by a row that this version cannot read."""

    def __init__(self) -> None:
        super().__init__(
            "An import that a newer version of the Harvest plugin began is still open, so none was "
            "started. Ask whoever runs Workroom to install that version again; or disconnect and "
            "connect again, which ends it."
        )


class InvalidPeriod(HarvestImportError):
    """Dates that make no window; `field` is the form's field, `from` or `to`."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(sentence)
        self.field = field


class InvalidMappings(HarvestImportError):
    """Rows that cannot be saved: form field to sentence. Nothing was changed."""

    def __init__(self, problems: Mapping[str, str]) -> None:
        super().__init__("Some mappings could not be saved. Nothing was changed.")
        self.problems = dict(problems)


class AuthorizationRefused(HarvestImportError):
    """The callback cannot be believed, or the person said no. Nothing was stored."""


class HarvestError(HarvestImportError):
    """Harvest could not serve us."""


class TransientHarvestError(HarvestError):
    """What may be better at the next try; `retry_after` are the seconds that Harvest named."""

    def __init__(self, sentence: str, retry_after: float | None = None) -> None:
        super().__init__(sentence)
        self.retry_after = retry_after


class HarvestUnavailable(TransientHarvestError):
    """A time-out, 429, 5xx or a broken connection."""


class MalformedResponse(TransientHarvestError):
    """Harvest answered with something that cannot be read as what was asked for."""


class RequestRejected(HarvestError):
    """A 4xx in Harvest's own form: asking again in the same way does not help."""


class Forbidden(RequestRejected):
    """403: the connected Harvest user may not see this."""


class ResourceMissing(RequestRejected):
    """404: a stale address, a wrong account, or something that Harvest hides from this user."""


class TokenRefused(HarvestError):
    """401: the access token is expired or revoked."""


class GrantRevoked(HarvestError):
    """Harvest no longer knows the grant behind the refresh token."""


class ReconnectNeeded(HarvestImportError):
    """The connection cannot be used until somebody reconnects; says why."""


class TokensUnreadable(HarvestImportError):
    """Stored tokens do not open: another key, another row, or a flipped bit."""


class LeaseLost(HarvestImportError):
    """Another worker took over this studio: nothing more may be written here."""


class TimelogsRefused(HarvestImportError):
    """The host takes all but these: Harvest entry id to the cause, in the host's words."""

    def __init__(self, causes: Mapping[int, str]) -> None:
        super().__init__(f"{len(causes)} timelogs refused")
        self.causes = dict(causes)


class RowsRefused(HarvestImportError):
    """The database refuses what the host wrote, and will again: a constraint, a trigger, a value.

    `cause` is the first line of what the database said, without statement and values.
    """

    def __init__(self, cause: str) -> None:
        super().__init__(cause)
        self.cause = cause


class HostMisbehaved(HarvestImportError):
    """A method of the host's broke what it promised: `method` names it, `deed` says what it did.

    Nothing of what it was asked for is marked as done. Only who wrote the method can mend it.
    """

    def __init__(self, method: str, deed: str) -> None:
        super().__init__(
            f"Workroom's own {method} {deed}. The import was stopped there; what is counted as "
            "imported stays. Trying again does not help: tell whoever runs Workroom."
        )
        self.method = method
        self.deed = deed


class StoreUnavailable(HarvestImportError):
    """The database does not answer; what was committed stays."""


class StoreUnfit(StoreUnavailable):
    """The database answers, but somebody has to set it up in another way first; says how."""


class QueueUnavailable(HarvestImportError):
    """Redis does not answer; runs wait in the database."""
