"""1. Connect."""

from dataclasses import replace
from datetime import date
from urllib.parse import quote

import pytest

from demo.harvest import Fault
from tests.support.servers import LocalHarvest
from tests.support.studio import Studio, text_of


def test_settings_integrations_harvest_leads_to_the_page(elin: Studio) -> None:
    """Settings → Integrations → Harvest."""
    entry = elin.browser.get("/settings/integrations").text
    assert 'href="/settings/integrations/harvest"' in entry
    assert "Connect Harvest" in elin.page()


def test_the_marketplace_has_a_tile_with_integrate(elin: Studio) -> None:
    """The App marketplace: the Harvest tile, Integrate."""
    tile = text_of(elin.browser.get("/apps").text)
    assert "Integrate" in tile
    assert "Harvest" in tile


def test_connect_leads_to_the_consent_screen_and_back_to_settings(elin: Studio) -> None:
    """Authorize App leads back to the Settings page, with a clean address."""
    location = elin.consent()
    answer = elin.come_back(location)
    assert answer.status_code == 303
    assert answer.location.endswith("/settings/integrations/harvest")


def test_the_badge_the_accounts_name_and_the_date_are_shown(elin: Studio, today: date) -> None:
    """A green Connected badge with the Harvest account's name and when it was connected."""
    page = elin.connect().text
    assert '<span class="wh-badge wh-good">Connected</span>' in page
    assert "Studio Lindqvist" in page
    assert str(today) in page


def test_tokens_are_refreshed_without_anyone_noticing(
    connected: Studio, harvest: LocalHarvest, today: date
) -> None:
    """An access token that died is renewed on the way; nobody has to reconnect."""
    harvest.state.by_access.clear()
    run = connected.import_days(today, today)
    assert run["status"] == "finished"
    assert harvest.state.requests["refreshes"] == 1
    assert "Reconnect" not in connected.page()


def test_tokens_are_refreshed_before_they_run_out(elin: Studio, harvest: LocalHarvest) -> None:
    """A token at the end of its life is renewed before Harvest refuses it."""
    harvest.state.config.token_lifetime = 1
    elin.connect()
    harvest.state.config.token_lifetime = 1209600
    harvest.state.requests.clear()
    harvest.state.ahead = 0.6
    import time

    time.sleep(0.6)
    elin.page()
    assert harvest.state.requests["refreshes"] == 1


def forget(harvest: LocalHarvest) -> None:
    """Somebody withdraws every grant, in their Harvest profile."""
    harvest.state.by_access.clear()
    harvest.state.by_refresh.clear()


def test_a_grant_that_is_gone_asks_to_reconnect_once_and_keeps_everything(
    connected: Studio, harvest: LocalHarvest, today: date
) -> None:
    """Reconnect is shown with the reason; the mappings stay, and reconnecting goes on."""
    before = connected.import_days(today, today)["imported"]
    forget(harvest)
    failed = connected.import_days(today, today)
    assert failed["status"] == "failed"
    page = text_of(connected.page())
    assert "Reconnect" in page
    assert "Harvest no longer accepts the connection" in page
    tried = harvest.state.requests["token"]
    connected.page()
    assert harvest.state.requests["token"] == tried, "Harvest is not hammered"

    connected.connect()
    again = connected.import_days(today, today)
    assert again["status"] == "finished"
    assert again["skipped"].get("Already imported", 0) == before


def test_another_account_says_so_and_clears_the_pairs(
    connected: Studio, harvest: LocalHarvest
) -> None:
    """Pairs would point to strangers' projects."""
    moreau = next(a for a in harvest.world.accounts.values() if a.name == "Atelier Moreau")
    page = connected.connect(user="claire@moreau.example", account=str(moreau.id)).text
    assert "Another Harvest account is connected now" in page
    assert "Atelier Moreau" in page
    assert connected.timelogs() == []


def test_another_accounts_result_is_not_shown_as_this_ones(
    connected: Studio, harvest: LocalHarvest, today: date
) -> None:
    """The Sync card begins anew, as the Connection card does."""
    connected.import_days(today, today)
    assert "Imported" in text_of(connected.page())
    moreau = next(a for a in harvest.world.accounts.values() if a.name == "Atelier Moreau")
    connected.connect(user="claire@moreau.example", account=str(moreau.id))
    page = text_of(connected.page())
    assert "Nothing was imported over this connection yet. Timelogs from before are still" in page


@pytest.mark.parametrize("works", [True, False])
def test_a_consent_that_fails_says_how_the_connection_stands(
    connected: Studio, harvest: LocalHarvest, works: bool
) -> None:
    """It is as it was; the button that is named is there."""
    if not works:
        forget(harvest)
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
    """It says what to do; words that nobody knows are not repeated."""
    back = elin.consent(decision="deny").replace("error=access_denied", f"error={quote(code)}")
    page = text_of(elin.come_back_to_the_page(back))
    assert words in page
    assert "Nothing was stored." in page
    assert "denied" not in page
    assert "555-0100" not in page


def test_an_error_that_bears_no_state_is_not_taken_for_harvests(elin: Studio) -> None:
    """Whoever made up the link gets no denial told in Harvest's name."""
    back = elin.consent(decision="deny").partition("&state=")[0]
    page = text_of(elin.come_back_to_the_page(back))
    assert "does not say whether it belongs to a connection that you started here" in page
    assert "denied" not in page


def test_a_connection_that_waits_names_no_next_night(
    connected: Studio, harvest: LocalHarvest
) -> None:
    """None runs before somebody reconnects; the button is at hand wherever one looks."""
    connected.post("/automated-sync", {"on": "1"})
    assert "02:00 UTC" in text_of(connected.page())
    forget(harvest)
    first = connected.page()
    assert "Reconnect</button>" in first.partition('id="mappings"')[2]
    second = text_of(connected.page())
    assert "Next After reconnecting" in second
    assert "02:00 UTC" not in second


def test_a_forecast_account_listed_first_is_left_alone(elin: Studio) -> None:
    """Only accounts of the product Harvest count."""
    assert "Lindqvist Forecast" not in elin.connect().text


def test_no_harvest_account_at_all_is_said(elin: Studio, harvest: LocalHarvest) -> None:
    """A sign-in without any account stores nothing and says what to do."""
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
    """Nothing is stored, and the grant is withdrawn."""
    location = elin.consent()
    both = tuple(one.id for one in harvest.world.accounts.values() if one.product == "harvest")
    for code in harvest.state.codes.values():
        code.account_ids = both
    elin.come_back(location.replace("scope=harvest%3A", "scope=all%3A"))
    page = text_of(elin.page())
    assert "several accounts: Studio Lindqvist, Atelier Moreau" in page
    assert "Connect Harvest" in page
    assert not harvest.state.by_refresh


def test_a_new_name_of_the_account_at_harvest_is_shown_without_reconnecting(
    connected: Studio, harvest: LocalHarvest
) -> None:
    """Whoever opens the page asks Harvest; the next page has it."""
    for account in list(harvest.world.accounts.values()):
        if account.name == "Studio Lindqvist":
            harvest.world.accounts[account.id] = replace(account, name="Lindqvist & Döttrar")
    connected.page()
    assert "Lindqvist &amp; Döttrar" in connected.page()


def test_the_table_is_there_though_harvest_does_not_tell_the_name(
    connected: Studio, harvest: LocalHarvest
) -> None:
    """Its name is not what anybody came for."""
    harvest.state.faults.append(Fault("accounts", 0, "500", times=-1))
    harvest.state.requests.clear()
    page = connected.page()
    assert "Save mappings" in page
    assert "Studio Lindqvist" in page
    assert harvest.state.requests["accounts"] == 1
