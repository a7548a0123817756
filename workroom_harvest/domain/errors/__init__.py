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

from workroom_harvest.domain.errors.asking import (
    AuthorizationRefused,
    ConnectionChanged,
    InvalidGroup,
    InvalidMappings,
    InvalidPeriod,
    NotAllowed,
    NotConnected,
    NotFound,
    NothingToConfirm,
    NotPro,
    NotSignedIn,
    PairsGiveWay,
    PreviewUnusable,
    RoleRefused,
    RunClosed,
    RunUnreadable,
)
from workroom_harvest.domain.errors.base import (
    HarvestImportError,
)
from workroom_harvest.domain.errors.harvest import (
    Forbidden,
    GrantRevoked,
    HarvestError,
    HarvestUnavailable,
    MalformedResponse,
    ReconnectNeeded,
    RequestRejected,
    ResourceMissing,
    TokenRefused,
    TokensUnreadable,
    TransientHarvestError,
    UnusableList,
)
from workroom_harvest.domain.errors.host import (
    HostMisbehaved,
    RowsRefused,
    TimelogsRefused,
)
from workroom_harvest.domain.errors.operating import (
    LeaseLost,
    QueueUnavailable,
    SettingsError,
    StoreUnavailable,
    StoreUnfit,
)

__all__ = [
    "AuthorizationRefused",
    "ConnectionChanged",
    "Forbidden",
    "GrantRevoked",
    "HarvestError",
    "HarvestImportError",
    "HarvestUnavailable",
    "HostMisbehaved",
    "InvalidGroup",
    "InvalidMappings",
    "InvalidPeriod",
    "LeaseLost",
    "MalformedResponse",
    "NotAllowed",
    "NotConnected",
    "NotFound",
    "NotPro",
    "NotSignedIn",
    "NothingToConfirm",
    "PairsGiveWay",
    "PreviewUnusable",
    "QueueUnavailable",
    "ReconnectNeeded",
    "RequestRejected",
    "ResourceMissing",
    "RoleRefused",
    "RowsRefused",
    "RunClosed",
    "RunUnreadable",
    "SettingsError",
    "StoreUnavailable",
    "StoreUnfit",
    "TimelogsRefused",
    "TokenRefused",
    "TokensUnreadable",
    "TransientHarvestError",
    "UnusableList",
]
