"""Messages as codes with data, as logs print them, and whose failure a code tells of."""

import json

import pytest

from workroom_harvest.domain.errors import (
    AuthorizationRefused,
    GrantRevoked,
    HarvestUnavailable,
    MalformedResponse,
    RequestRejected,
    TokenRefused,
)
from workroom_harvest.domain.messages import Code, Message, quoted


def test_a_message_prints_its_code_and_its_data() -> None:
    """A message without data prints its code alone, and one with data prints that behind it."""
    assert str(Message(Code.DISCONNECTED)) == "disconnected"
    told = Message(Code.ENTRIES_MISSING, {"announced": 8, "sent": 6})
    assert str(told) == "entries_missing (announced=8, sent=6)"


def test_each_code_is_stored_by_its_name() -> None:
    """Each code is stored by its name in lower case, which no later version may change."""
    assert [code.value for code in Code] == [code.name.lower() for code in Code]


def test_a_quotation_keeps_what_was_said() -> None:
    """A quotation keeps the words of a host, a database or Harvest as they are."""
    assert quoted("too {old}") == Message(Code.QUOTED, {"said": "too {old}"})


def test_an_error_has_a_message_that_can_be_stored() -> None:
    """An error has its code and data as a message, which can be written as JSON."""
    names = ["Studio A", "Studio B"]
    error = AuthorizationRefused(Code.SEVERAL_HARVEST_ACCOUNTS, names=names)
    assert error.detail == Message(Code.SEVERAL_HARVEST_ACCOUNTS, {"names": names})
    assert str(error) == "several_harvest_accounts (names=['Studio A', 'Studio B'])"
    assert json.loads(json.dumps(error.detail.data)) == {"names": names}


def test_a_wait_that_harvest_named_is_no_part_of_the_message() -> None:
    """The seconds that Harvest named are kept beside the message of an error."""
    error = HarvestUnavailable(Code.HARVEST_SERVER_ERROR, retry_after=15.0, status=503)
    assert error.retry_after == 15.0
    assert error.detail == Message(Code.HARVEST_SERVER_ERROR, {"status": 503})


@pytest.mark.parametrize("kind", [GrantRevoked, MalformedResponse, RequestRejected, TokenRefused])
def test_the_codes_of_harvests_failures_are_told_from_others(kind: type) -> None:
    """An error of Harvest's has a code of Harvest's, unlike a connection that is gone."""
    assert kind().detail.code.is_of_harvest
    assert not Code.NOT_CONNECTED.is_of_harvest
    assert not Code.NO_HARVEST_ACCOUNT.is_of_harvest
