"""The plugin's settings, which are read from the app's config and checked once, at start-up."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from click import ClickException
from cryptography.fernet import Fernet
from redis import Redis

from workroom_harvest.domain.errors import SettingsError

ID_URL = "https://id.getharvest.com"
API_URL = "https://api.harvestapp.com/v2"
QUEUE = "workroom-harvest"
LOOKBACK_DAYS = 60
KEEP_RUNS_DAYS = 400
MOST_DAYS = 36_500
"""The most days of a setting: a hundred years, more than anybody means.

Much larger numbers are outside of the calendar.
"""

URL_PREFIX = "/settings/integrations/harvest"
NEW_KEY = (
    "python -c 'from cryptography.fernet import Fernet; print(Fernet.generate_key().decode())'"
)
"""The shell command that prints a new key."""


class UnusableSettingError(SettingsError, ClickException):
    """A wrong setting, which `flask …` commands show as a sentence instead of a traceback."""


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
    url_prefix: str = URL_PREFIX
    night_lookback_days: int = LOOKBACK_DAYS
    keep_runs_days: int = KEEP_RUNS_DAYS

    @classmethod
    def read(cls, config: Mapping[str, Any]) -> "Settings":
        """Return the settings in a Flask config.

        Raise `SettingsError`, with the setting's name and the remedy, if one is missing or
        malformed.
        """
        revoke_url = _text(config, "HARVEST_REVOKE_URL", "")
        return cls(
            client_id=_text(config, "HARVEST_CLIENT_ID"),
            client_secret=_text(config, "HARVEST_CLIENT_SECRET"),
            token_keys=_keys(_text(config, "HARVEST_TOKEN_KEYS")),
            user_agent=_user_agent(_text(config, "HARVEST_USER_AGENT")),
            redis_url=_redis_url(_text(config, "HARVEST_REDIS_URL")),
            queue=_queue(_text(config, "HARVEST_QUEUE", QUEUE)),
            id_url=_web_url("HARVEST_ID_URL", _text(config, "HARVEST_ID_URL", ID_URL)),
            api_url=_web_url("HARVEST_API_URL", _text(config, "HARVEST_API_URL", API_URL)),
            revoke_url=_web_url("HARVEST_REVOKE_URL", revoke_url) if revoke_url else None,
            url_prefix=_prefix(_text(config, "HARVEST_URL_PREFIX", URL_PREFIX)),
            night_lookback_days=_days(config, "HARVEST_NIGHT_LOOKBACK_DAYS", LOOKBACK_DAYS),
            keep_runs_days=_days(config, "HARVEST_KEEP_RUNS_DAYS", KEEP_RUNS_DAYS),
        )


def _text(config: Mapping[str, Any], name: str, default: str | None = None) -> str:
    value = config.get(name)
    if value is None or (isinstance(value, str) and not value.strip()):
        if default is None:
            raise UnusableSettingError(name, "is missing. Set it in the app's config.")
        return default
    if not isinstance(value, str):
        raise UnusableSettingError(name, f"must be text, not {type(value).__name__}.")
    return value.strip()


def _keys(text: str) -> tuple[str, ...]:
    keys = tuple(key.strip() for key in text.split(",") if key.strip())
    for number, key in enumerate(keys, 1):
        try:
            Fernet(key)
        except ValueError:
            # The cause is dropped, because it would quote the key.
            raise UnusableSettingError(
                "HARVEST_TOKEN_KEYS", f"key {number} is no Fernet key. Make one with: {NEW_KEY}"
            ) from None
    if not keys:
        raise UnusableSettingError("HARVEST_TOKEN_KEYS", f"holds no key. Make one with: {NEW_KEY}")
    return keys


def _user_agent(text: str) -> str:
    if not text.isascii() or not text.isprintable():
        raise UnusableSettingError("HARVEST_USER_AGENT", "must be printable ASCII on one line.")
    return text


def _queue(text: str) -> str:
    if not re.fullmatch(r"[A-Za-z0-9_.-]{1,100}", text):
        raise UnusableSettingError(
            "HARVEST_QUEUE", "must be letters, digits, dots, dashes, underscores."
        )
    return text


def _prefix(text: str) -> str:
    if not re.fullmatch(r"(/[A-Za-z0-9_.~-]+)+", text):
        raise UnusableSettingError(
            "HARVEST_URL_PREFIX",
            f"must be a path such as {URL_PREFIX}, without a slash at its end.",
        )
    return text


def _days(config: Mapping[str, Any], name: str, default: int) -> int:
    """Return a number of days, which the config may hold as text or as a number."""
    value = config.get(name)
    text = str(value) if type(value) is int else _text(config, name, str(default))
    days = int(text) if re.fullmatch("[0-9]{1,5}", text) else 0
    if not 1 <= days <= MOST_DAYS:
        raise UnusableSettingError(name, f"must be a whole number of days, 1 to {MOST_DAYS}.")
    return days


def _url(name: str, text: str, schemes: tuple[str, ...]) -> str:
    try:
        parts = urlsplit(text)
        valid = parts.scheme in schemes and (bool(parts.netloc) or parts.scheme == "unix")
        _ = parts.port
    except ValueError:
        valid = False
    if not valid:
        raise UnusableSettingError(name, f"must be an address that starts with {schemes[0]}://.")
    return text


def _redis_url(text: str) -> str:
    url = _url("HARVEST_REDIS_URL", text, ("redis", "rediss", "unix"))
    try:
        # This makes a connection object without connecting.
        with Redis.from_url(url) as redis:
            redis.connection_pool.make_connection()
    except (ValueError, TypeError):
        # The cause is dropped, because it may quote a password.
        raise UnusableSettingError(
            "HARVEST_REDIS_URL", "has a database or an option that redis-py does not take."
        ) from None
    return url


def _web_url(name: str, text: str) -> str:
    url = _url(name, text.rstrip("/"), ("https", "http"))
    parts = urlsplit(url)
    if parts.username or parts.query or parts.fragment:
        raise UnusableSettingError(name, "must be a plain address: no user, no query, no fragment.")
    return url
