"""Step 1 of the guide: how tokens are renewed, and how a studio connects again."""

import re
from dataclasses import replace
from datetime import date

from demo.harvest import Fault
from tests.guide.grants import revoke_grants
from tests.support.servers import LocalHarvest
from tests.support.studio import Studio, text_of

NEXT_NIGHT = re.compile(r"Next auto-sync (today|tomorrow) at 0[34]:00 ")
"""When the next night begins, at 02:00 UTC, in Stockholm."""


def test_tokens_are_refreshed_without_anyone_noticing(
    connected: Studio, harvest: LocalHarvest, today: date
) -> None:
    """An access token that Harvest no longer accepts is renewed during an import."""
    harvest.state.by_access.clear()
    run = connected.import_days(today, today)
    assert run["status"] == "finished"
    assert harvest.state.requests["refreshes"] == 1
    assert "Reconnect" not in connected.page()


def test_tokens_are_refreshed_before_they_run_out(elin: Studio, harvest: LocalHarvest) -> None:
    """A token that is about to expire is renewed before Harvest refuses it."""
    harvest.state.config.token_lifetime = 1
    elin.connect()
    harvest.state.config.token_lifetime = 1209600
    harvest.state.requests.clear()
    harvest.state.ahead = 0.6
    import time

    time.sleep(0.6)
    elin.let_lists_age()
    elin.page()
    assert harvest.state.requests["refreshes"] == 1


def test_a_revoked_grant_asks_to_reconnect_once_and_keeps_everything(
    connected: Studio, harvest: LocalHarvest, today: date
) -> None:
    """A revoked grant shows Reconnect with its reason; reconnecting keeps mappings and ledger."""
    before = connected.import_days(today, today)["imported"]
    revoke_grants(harvest)
    failed = connected.import_days(today, today)
    assert failed["status"] == "failed"
    page = text_of(connected.page())
    assert "Reconnect" in page
    assert "Harvest no longer accepts the connection" in page
    tried = harvest.state.requests["token"]
    connected.page()
    assert harvest.state.requests["token"] == tried, "Harvest is not asked again and again"

    connected.connect()
    again = connected.import_days(today, today)
    assert again["status"] == "finished"
    assert again["skipped"].get("Already imported", 0) == before


def test_another_account_asks_first_then_says_so_and_clears_the_pairs(
    connected: Studio, harvest: LocalHarvest
) -> None:
    """Connecting another account asks before it clears the first one's mappings."""
    asked = text_of(connected.connect_account("Atelier Moreau"))
    assert "Atelier Moreau instead of Studio Lindqvist: clear 11 mappings, or go back?" in asked
    page = connected.confirm_account()
    assert "Another Harvest account is connected now" in page
    assert "Atelier Moreau" in page
    assert connected.timelogs() == []


def test_another_accounts_result_is_not_shown_as_this_ones(
    connected: Studio, harvest: LocalHarvest, today: date
) -> None:
    """After another account was connected, the Sync card does not show the first one's result."""
    connected.import_days(today, today)
    assert "Imported" in text_of(connected.page())
    connected.connect_account("Atelier Moreau")
    connected.confirm_account()
    page = text_of(connected.page())
    assert "Nothing was imported over this connection yet. Timelogs from before are still" in page


def test_a_connection_that_needs_reconnecting_names_no_next_night(
    connected: Studio, harvest: LocalHarvest
) -> None:
    """A connection that has to be renewed announces no next night, and offers Reconnect."""
    connected.post("/automated-sync", {"on": "1"})
    assert NEXT_NIGHT.search(text_of(connected.page()))
    revoke_grants(harvest)
    connected.let_lists_age()
    first = connected.page()
    assert "Reconnect</button>" in first.partition('id="mappings"')[2]
    second = text_of(connected.page())
    assert "Next auto-sync After reconnecting" in second
    assert not NEXT_NIGHT.search(second)


def test_a_new_name_of_the_account_at_harvest_is_shown_without_reconnecting(
    connected: Studio, harvest: LocalHarvest
) -> None:
    """A renamed Harvest account is read when the page is opened, and shown on the next page."""
    for account in list(harvest.world.accounts.values()):
        if account.name == "Studio Lindqvist":
            harvest.world.accounts[account.id] = replace(account, name="Lindqvist & Döttrar")
    connected.let_lists_age()
    connected.page()
    assert "Lindqvist &amp; Döttrar" in connected.page()


def test_the_table_is_there_though_harvest_does_not_tell_the_name(
    connected: Studio, harvest: LocalHarvest
) -> None:
    """The mapping table is shown with the account's stored name if Harvest does not give it."""
    harvest.state.faults.append(Fault("accounts", 0, "500", times=-1))
    harvest.state.requests.clear()
    connected.let_lists_age()
    page = connected.page()
    assert "Save mappings" in page
    assert "Studio Lindqvist" in page
    assert harvest.state.requests["accounts"] == 1
