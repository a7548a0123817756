"""The plugin's settings, which are read from the app's config and checked once, at start-up."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from workroom_harvest import setting_values as values
from workroom_harvest.setting_values import ContentPolicy

ID_URL = "https://id.getharvest.com"
API_URL = "https://api.harvestapp.com/v2"
QUEUE = "workroom-harvest"
LOOKBACK_DAYS = 60
KEEP_RUNS_DAYS = 400


@dataclass(frozen=True, slots=True)
class Settings:
    """The checked settings; secrets are left out of the repr.

    They are read from `app.config`, and are text unless something else is said:

    `HARVEST_CLIENT_ID`, `HARVEST_CLIENT_SECRET`
        The credentials of the application, registered at https://id.getharvest.com/developers.
    `HARVEST_TOKEN_KEYS`
        Fernet keys that seal the tokens, separated by commas. The first seals, all of them open.
    `HARVEST_USER_AGENT`
        The name of the application with a link or an e-mail address in brackets, which Harvest
        demands: https://help.getharvest.com/api-v2/introduction/overview/general/. It is printable
        ASCII.
    `HARVEST_REDIS_URL`
        The URL of the Redis for RQ and for the rate limit.
    `HARVEST_QUEUE`
        The name of the RQ queue (`workroom-harvest`). Workrooms that share a Redis need one each.
    `HARVEST_ID_URL`, `HARVEST_API_URL`
        The addresses of Harvest's OAuth service and API, if they are not Harvest's own.
    `HARVEST_REVOKE_URL`
        The address of an RFC 7009 endpoint, if there is one. Harvest documents none.
    `HARVEST_URL_PREFIX`
        The path of the settings page (`/settings/integrations/harvest`).
    `HARVEST_NIGHT_LOOKBACK_DAYS`
        How many days back an entry may be dated for a night to import it (60). A number, or text.
    `HARVEST_KEEP_RUNS_DAYS`
        How many days the result of an import is kept after its end (400). A number, or text.
    `HARVEST_CONTENT_SECURITY_POLICY`
        `strict` or `minimal`, for all of the plugin's pages. Unless it is set, pages in a layout of
        the host's have the minimal policy, and all else the strict one.
    `HARVEST_TIMELOGS_URL`
        The address of Workroom's own page of timelogs, to which results lead: a path, or a whole
        address. `{from}` and `{to}` in it stand for the days of an import.
    """

    client_id: str
    client_secret: str = field(repr=False)
    token_keys: tuple[str, ...] = field(repr=False)
    user_agent: str
    redis_url: str = field(repr=False)
    queue: str = QUEUE
    id_url: str = ID_URL
    api_url: str = API_URL
    revoke_url: str | None = None
    url_prefix: str = values.URL_PREFIX
    night_lookback_days: int = LOOKBACK_DAYS
    keep_runs_days: int = KEEP_RUNS_DAYS
    content_policy: ContentPolicy | None = None
    timelogs_url: str | None = None

    @classmethod
    def read(cls, config: Mapping[str, Any]) -> "Settings":
        """Return the settings in a Flask config.

        Raise `SettingsError`, with the setting's name and the remedy, if one is missing or
        malformed.
        """

        def text(name: str, default: str | None = None) -> str:
            return values.text(config, name, default)

        revoke_url = text("HARVEST_REVOKE_URL", "")
        return cls(
            client_id=text("HARVEST_CLIENT_ID"),
            client_secret=text("HARVEST_CLIENT_SECRET"),
            token_keys=values.keys(text("HARVEST_TOKEN_KEYS")),
            user_agent=values.user_agent(text("HARVEST_USER_AGENT")),
            redis_url=values.redis_url(text("HARVEST_REDIS_URL")),
            queue=values.queue(text("HARVEST_QUEUE", QUEUE)),
            id_url=values.web_url("HARVEST_ID_URL", text("HARVEST_ID_URL", ID_URL)),
            api_url=values.web_url("HARVEST_API_URL", text("HARVEST_API_URL", API_URL)),
            revoke_url=values.web_url("HARVEST_REVOKE_URL", revoke_url) if revoke_url else None,
            url_prefix=values.prefix(text("HARVEST_URL_PREFIX", values.URL_PREFIX)),
            night_lookback_days=values.days(config, "HARVEST_NIGHT_LOOKBACK_DAYS", LOOKBACK_DAYS),
            keep_runs_days=values.days(config, "HARVEST_KEEP_RUNS_DAYS", KEEP_RUNS_DAYS),
            content_policy=values.content_policy(text("HARVEST_CONTENT_SECURITY_POLICY", "")),
            timelogs_url=values.timelogs_url(text("HARVEST_TIMELOGS_URL", "")),
        )
