"""What errors say to whoever reads a log or a terminal."""

from collections.abc import Callable

import pytest

from workroom_harvest.domain.errors import (
    HarvestImportError,
    HostMisbehaved,
    InvalidMappings,
    LeaseLost,
    PairsGiveWay,
    RowsRefused,
    SettingsError,
    TimelogsRefused,
)
from workroom_harvest.domain.messages import Code, Message


def test_a_setting_that_is_wrong_says_its_name_and_the_remedy() -> None:
    """The text of the error is for whoever writes the host's configuration."""
    error = SettingsError("HARVEST_QUEUE", "must be text.")
    assert str(error) == "HARVEST_QUEUE: must be text."
    data = {"name": "HARVEST_QUEUE", "remedy": "must be text."}
    assert error.detail == Message(Code.SETTING, data)


@pytest.mark.parametrize(
    ("made", "detail"),
    [
        (LeaseLost, Message(Code.LEASE_LOST)),
        (lambda: InvalidMappings({}), Message(Code.MAPPINGS_INVALID)),
        (lambda: PairsGiveWay({"a": "b"}), Message(Code.PAIRS_GIVE_WAY, {"count": 1})),
        (lambda: TimelogsRefused({7: "a", 8: "b"}), Message(Code.TIMELOGS_REFUSED, {"count": 2})),
        (lambda: RowsRefused("too long"), Message(Code.QUOTED, {"said": "too long"})),
        (
            lambda: HostMisbehaved(Code.HOST_COUNT_DIFFERS, method="add_many", asked=3, added=2),
            Message(Code.HOST_COUNT_DIFFERS, {"method": "add_many", "asked": 3, "added": 2}),
        ),
    ],
)
def test_an_error_has_its_message_which_its_text_and_its_repr_tell(
    made: Callable[[], HarvestImportError], detail: Message
) -> None:
    """An error has a message of a code and data, which its text and its repr show to a log."""
    error = made()
    assert error.detail == detail
    assert str(error) == str(detail)
    assert repr(error) == f"{type(error).__name__}({str(detail)!r})"


def test_an_error_keeps_what_whoever_catches_it_needs() -> None:
    """An error keeps the values by which whoever catches it goes on."""
    assert InvalidMappings({"task-1": Code.TARGET_GONE}).problems == {"task-1": Code.TARGET_GONE}
    assert PairsGiveWay({"task-1": "task-2"}).given == {"task-1": "task-2"}
    assert TimelogsRefused({7: "closed"}).causes == {7: "closed"}
    assert RowsRefused("too long").cause == "too long"
    assert HostMisbehaved(Code.HOST_COMMITTED, method="add_many").method == "add_many"
