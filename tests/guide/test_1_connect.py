"""Step 1 of the guide: Connect."""

from datetime import date
from urllib.parse import quote

import pytest

from tests.guide.grants import revoke_grants
from tests.support.servers import LocalHarvest
from tests.support.studio import Studio, text_of


def test_settings_integrations_harvest_leads_to_the_page(elin: Studio) -> None:
    """Settings → Integrations → Harvest leads to the plugin's page with Connect Harvest."""
    entry = elin.browser.get("/settings/integrations").text
    assert 'href="/settings/integrations/harvest"' in entry
    assert "Connect Harvest" in elin.page()


def test_the_marketplace_has_a_tile_with_integrate(elin: Studio) -> None:
    """The App marketplace has a Harvest tile with the button Integrate."""
    tile = text_of(elin.browser.get("/apps").text)
    assert "Integrate" in tile
    assert "Harvest" in tile


def test_connect_leads_to_the_consent_screen_and_back_to_settings(elin: Studio) -> None:
    """Authorize App leads back to the Settings page, at an address without code and state."""
    location = elin.consent()
    answer = elin.come_back(location)
    assert answer.status_code == 303
    assert answer.location.endswith("/settings/integrations/harvest")


def test_the_badge_the_accounts_name_and_the_date_are_shown(elin: Studio, today: date) -> None:
    """The page shows a green Connected badge, the Harvest account's name and the date."""
    page = elin.connect().text
    assert '<span class="wh-badge wh-good">Connected</span>' in page
    assert "Studio Lindqvist" in page
    assert str(today) in page


@pytest.mark.parametrize("works", [True, False])
def test_a_consent_that_fails_says_how_the_connection_stands(
    connected: Studio, harvest: LocalHarvest, works: bool
) -> None:
    """A failed consent leaves the connection as it is, and the page says whether it still works."""
    if not works:
        revoke_grants(harvest)
        connected.let_lists_age()
        connected.page()
    back = connected.consent(decision="deny")
    for _ in range(2):
        page = text_of(connected.come_back_to_the_page(back))
        assert "Nothing was stored." in page
        hint = "Harvest is connected as before." if works else "Choose Reconnect to try again."
        assert hint in page
        back = back.replace("error=access_denied", "code=again")


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("server_error", "Harvest has a problem just now (server_error)."),
        ("invalid_scope", "tell whoever runs Workroom: HARVEST_CLIENT_ID"),
        ("call 555-0100", "with an error that Workroom does not know."),
    ],
)
def test_an_error_of_the_consent_screen_is_no_denial(elin: Studio, code: str, words: str) -> None:
    """An error of the consent screen is told with its remedy, without repeating unknown words."""
    back = elin.consent(decision="deny").replace("error=access_denied", f"error={quote(code)}")
    page = text_of(elin.come_back_to_the_page(back))
    assert words in page
    assert "Nothing was stored." in page
    assert "denied" not in page
    assert "555-0100" not in page


def test_an_error_without_a_state_is_not_taken_for_harvests(elin: Studio) -> None:
    """An error without a state is not reported as Harvest's, since anybody may make such a link."""
    back = elin.consent(decision="deny").partition("&state=")[0]
    page = text_of(elin.come_back_to_the_page(back))
    assert "does not say whether it belongs to a connection that you started here" in page
    assert "denied" not in page


def test_a_forecast_account_that_is_listed_first_is_ignored(elin: Studio) -> None:
    """Only an account of the product Harvest is connected, even where another is listed first."""
    assert "Lindqvist Forecast" not in elin.connect().text


def test_a_sign_in_without_a_harvest_account_is_told(elin: Studio, harvest: LocalHarvest) -> None:
    """A sign-in without any Harvest account stores nothing, and the page says what to do."""
    location = elin.consent()
    for code in harvest.state.codes.values():
        code.account_ids = ()
    elin.come_back(location)
    page = text_of(elin.page())
    assert "has no Harvest account" in page
    assert "Connect Harvest" in page
    assert not harvest.state.by_refresh, "a grant that nobody can use is withdrawn"


def test_several_accounts_are_named_and_a_single_one_is_asked_for(
    elin: Studio, harvest: LocalHarvest
) -> None:
    """A grant for several accounts is withdrawn, and the page names them and asks for one."""
    location = elin.consent()
    both = tuple(one.id for one in harvest.world.accounts.values() if one.product == "harvest")
    for code in harvest.state.codes.values():
        code.account_ids = both
    elin.come_back(location.replace("scope=harvest%3A", "scope=all%3A"))
    page = text_of(elin.page())
    assert "several accounts: Studio Lindqvist, Atelier Moreau" in page
    assert "Connect Harvest" in page
    assert not harvest.state.by_refresh
