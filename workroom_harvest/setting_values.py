"""The values of settings: each function returns one as it is used, or says what is wrong with it.

Each raises `UnusableSettingError`, with the setting's name and the remedy, for a value that is
missing or malformed.
"""

import re
from collections.abc import Mapping
from enum import StrEnum
from typing import Any
from urllib.parse import urlsplit

from click import ClickException
from cryptography.fernet import Fernet
from redis import Redis

from workroom_harvest.domain.errors import SettingsError

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


class ContentPolicy(StrEnum):
    """How far the plugin's Content-Security-Policy goes on each of its pages."""

    STRICT = "strict"
    MINIMAL = "minimal"


def text(config: Mapping[str, Any], name: str, default: str | None = None) -> str:
    """Return the text of a setting, or the default for one that is absent or blank."""
    value = config.get(name)
    if value is None or (isinstance(value, str) and not value.strip()):
        if default is None:
            raise UnusableSettingError(name, "is missing. Set it in the app's config.")
        return default
    if not isinstance(value, str):
        raise UnusableSettingError(name, f"must be text, not {type(value).__name__}.")
    return value.strip()


def keys(given: str) -> tuple[str, ...]:
    """Return the Fernet keys in a text, of which there is at least one."""
    found = tuple(key.strip() for key in given.split(",") if key.strip())
    for number, key in enumerate(found, 1):
        try:
            Fernet(key)
        except ValueError:
            # The cause is dropped, because it would quote the key.
            raise UnusableSettingError(
                "HARVEST_TOKEN_KEYS", f"key {number} is no Fernet key. Make one with: {NEW_KEY}"
            ) from None
    if not found:
        raise UnusableSettingError("HARVEST_TOKEN_KEYS", f"holds no key. Make one with: {NEW_KEY}")
    return found


def user_agent(given: str) -> str:
    """Return a name that can be sent in a header."""
    if not given.isascii() or not given.isprintable():
        raise UnusableSettingError("HARVEST_USER_AGENT", "must be printable ASCII on one line.")
    return given


def queue(given: str) -> str:
    """Return the name of a queue."""
    if not re.fullmatch(r"[A-Za-z0-9_.-]{1,100}", given):
        raise UnusableSettingError(
            "HARVEST_QUEUE", "must be letters, digits, dots, dashes, underscores."
        )
    return given


def prefix(given: str) -> str:
    """Return the path of the settings page."""
    if not re.fullmatch(r"(/[A-Za-z0-9_.~-]+)+", given):
        raise UnusableSettingError(
            "HARVEST_URL_PREFIX",
            f"must be a path such as {URL_PREFIX}, without a slash at its end.",
        )
    return given


def days(config: Mapping[str, Any], name: str, default: int) -> int:
    """Return a number of days, which the config may hold as text or as a number."""
    value = config.get(name)
    given = str(value) if type(value) is int else text(config, name, str(default))
    found = int(given) if re.fullmatch("[0-9]{1,5}", given) else 0
    if not 1 <= found <= MOST_DAYS:
        raise UnusableSettingError(name, f"must be a whole number of days, 1 to {MOST_DAYS}.")
    return found


def content_policy(given: str) -> ContentPolicy | None:
    """Return the policy that is asked for, or None for an empty text."""
    if given and given not in set(ContentPolicy):
        raise UnusableSettingError(
            "HARVEST_CONTENT_SECURITY_POLICY",
            "must be strict or minimal. Without it the layout decides.",
        )
    return ContentPolicy(given) if given else None


def timelogs_url(given: str) -> str | None:
    """Return the address of the host's page of timelogs, or None for an empty text."""
    if not given:
        return None
    plain = given.replace("{from}", "").replace("{to}", "")
    is_address = re.fullmatch(r"(/(?!/)|https?://[^/])[!-~]*", plain)
    if not is_address or re.search(r"[{}\\]", plain):
        raise UnusableSettingError(
            "HARVEST_TIMELOGS_URL",
            "must be a path such as /timelogs?from={from}&to={to}, or an address with https://. "
            "Other braces are not known.",
        )
    return given


def _url(name: str, given: str, schemes: tuple[str, ...]) -> str:
    try:
        parts = urlsplit(given)
        valid = parts.scheme in schemes and (bool(parts.netloc) or parts.scheme == "unix")
        _ = parts.port
    except ValueError:
        valid = False
    if not valid:
        raise UnusableSettingError(name, f"must be an address that starts with {schemes[0]}://.")
    return given


def redis_url(given: str) -> str:
    """Return an address that redis-py takes."""
    url = _url("HARVEST_REDIS_URL", given, ("redis", "rediss", "unix"))
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


def web_url(name: str, given: str) -> str:
    """Return an address without a slash at its end."""
    url = _url(name, given.rstrip("/"), ("https", "http"))
    parts = urlsplit(url)
    if parts.username or parts.query or parts.fragment:
        raise UnusableSettingError(name, "must be a plain address: no user, no query, no fragment.")
    return url
