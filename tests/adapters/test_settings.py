"""Settings are checked when the app starts."""

import pytest
from cryptography.fernet import Fernet

from workroom_harvest import SettingsError
from workroom_harvest.settings import Settings

KEY = Fernet.generate_key().decode()
GOOD = {
    "HARVEST_CLIENT_ID": "id",
    "HARVEST_CLIENT_SECRET": "the-secret",
    "HARVEST_TOKEN_KEYS": KEY,
    "HARVEST_USER_AGENT": "Workroom (support@workroom.example)",
    "HARVEST_REDIS_URL": "redis://127.0.0.1:6379/0",
}


def test_the_rest_has_defaults() -> None:
    """Settings that are not given have defaults:

    Harvest's own addresses and the page's usual path.
    """
    settings = Settings.read(GOOD)
    assert settings.id_url == "https://id.getharvest.com"
    assert settings.api_url == "https://api.harvestapp.com/v2"
    assert settings.url_prefix == "/settings/integrations/harvest"
    assert settings.revoke_url is None
    assert settings.night_lookback_days == 60
    assert settings.keep_runs_days == 400
    assert settings.content_policy is None


@pytest.mark.parametrize("days", ["90", " 90 ", 90])
def test_a_number_of_days_may_be_text_or_a_number(days: object) -> None:
    """A number of days is text from the environment, or a number from a config in Python."""
    given = {"HARVEST_NIGHT_LOOKBACK_DAYS": days, "HARVEST_KEEP_RUNS_DAYS": days}
    settings = Settings.read({**GOOD, **given})
    assert (settings.night_lookback_days, settings.keep_runs_days) == (90, 90)


@pytest.mark.parametrize("name", GOOD)
@pytest.mark.parametrize("value", [None, "", "  ", 7])
def test_what_is_missing_is_named(name: str, value: object) -> None:
    """A required setting that is absent, blank or not text is named in a `SettingsError`."""
    with pytest.raises(SettingsError, match=name):
        Settings.read({**GOOD, name: value})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("HARVEST_TOKEN_KEYS", "short"),
        ("HARVEST_TOKEN_KEYS", "nonsense-key"),
        ("HARVEST_REDIS_URL", "127.0.0.1:6379"),
        ("HARVEST_REDIS_URL", "redis://host:port"),
        ("HARVEST_REDIS_URL", "redis://host?socket_timeout=abc"),
        ("HARVEST_REDIS_URL", "redis://host?nosuch=1"),
        ("HARVEST_TOKEN_KEYS", ","),
        ("HARVEST_ID_URL", "id.getharvest.com"),
        ("HARVEST_API_URL", "https://user:pass@api.example"),
        ("HARVEST_API_URL", "https://api.example/v2?x=1"),
        ("HARVEST_URL_PREFIX", "settings"),
        ("HARVEST_URL_PREFIX", "/settings/"),
        ("HARVEST_QUEUE", "two words"),
        *(
            (name, days)
            for name in ("HARVEST_NIGHT_LOOKBACK_DAYS", "HARVEST_KEEP_RUNS_DAYS")
            for days in ("0", "-1", "1.5", "sixty", "36501", "९", "9" * 5000, 0, -1, True, 1.5)
        ),
        ("HARVEST_USER_AGENT", "Workroom\nX: y"),
        *(
            ("HARVEST_CONTENT_SECURITY_POLICY", policy)
            for policy in ("Strict", "off", "default-src *")
        ),
        *(
            ("HARVEST_TIMELOGS_URL", address)
            for address in (
                "timelogs",
                "//evil.example",
                "/t?{day}",
                "/a b",
                "javascript:x",
                "/\\x",
            )
        ),
    ],
)
def test_what_is_malformed_is_named_and_no_secret_is_quoted(name: str, value: object) -> None:
    """A malformed setting raises a `SettingsError` that names it and quotes no key."""
    with pytest.raises(SettingsError, match=name) as caught:
        Settings.read({**GOOD, name: value})
    assert "nonsense-key" not in str(caught.value)


@pytest.mark.parametrize(
    "address", ["/timelogs", "/timelogs?from={from}&to={to}", "https://workroom.example/t#{from}"]
)
def test_the_page_of_timelogs_has_an_address_or_none(address: str) -> None:
    """A path or a whole address is kept as it is, and without one there is no link."""
    assert Settings.read({**GOOD, "HARVEST_TIMELOGS_URL": address}).timelogs_url == address
    assert Settings.read(GOOD).timelogs_url is None


def test_secrets_stay_out_of_the_repr() -> None:
    """The repr of the settings has no secret, since settings may be logged."""
    shown = repr(Settings.read(GOOD))
    assert "the-secret" not in shown
    assert KEY not in shown
