"""What becomes of a run at each kind of error."""

import pytest

from workroom_harvest.domain import errors
from workroom_harvest.domain.messages import Code, Message
from workroom_harvest.domain.use_cases.performing.outcomes import (
    Outcome,
    outcome,
    reason,
    retry_after,
)

TIMEOUT = errors.HarvestUnavailable(Code.HARVEST_TIMEOUT, retry_after=7.0)


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (TIMEOUT, Outcome.TRY_AGAIN),
        (errors.MalformedResponse(Code.HARVEST_MALFORMED), Outcome.TRY_AGAIN),
        (errors.UnusableList(Code.HARVEST_ENTRIES_ENDLESS), Outcome.FAIL_AT_HARVEST),
        (errors.Forbidden(status=403), Outcome.FAIL_AT_HARVEST),
        (errors.RequestRejected(status=422), Outcome.FAIL_AT_HARVEST),
        (errors.NotPro(), Outcome.STOP),
        (errors.NotConnected(), Outcome.STOP),
        (errors.ReconnectNeeded(Code.GRANT_REVOKED), Outcome.STOP),
        (errors.TokensUnreadable(), Outcome.STOP),
        (errors.HostMisbehaved(Code.HOST_COMMITTED, method="add_many"), Outcome.STOP),
        (errors.LeaseLost(fence=1), Outcome.RAISE),
        (errors.StoreUnavailable(), Outcome.RAISE),
        (KeyError("a defect"), Outcome.BREAK),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, Exception) else value.name,
)
def test_each_kind_of_error_has_its_outcome(error: Exception, expected: Outcome) -> None:
    """Each kind of error leads to its outcome, however special it is."""
    assert outcome(error) is expected


def test_a_failed_run_says_the_errors_own_reason() -> None:
    """A run says the error's own reason, and of an unexpected one only that something broke."""
    assert reason(TIMEOUT) == Message(Code.HARVEST_TIMEOUT)
    assert reason(KeyError("a secret")) == Message(Code.IMPORT_BROKEN)


def test_only_harvest_names_a_wait() -> None:
    """The wait that Harvest asked for is known for its transient errors alone."""
    assert retry_after(TIMEOUT) == 7.0
    assert retry_after(KeyError()) is None
