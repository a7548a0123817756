"""What errors say to whoever reads a log or a terminal."""

from workroom_harvest.domain.errors import SettingsError
from workroom_harvest.domain.messages import Code, Message


def test_a_setting_that_is_wrong_says_its_name_and_the_remedy() -> None:
    """The text of the error is for whoever writes the host's configuration."""
    error = SettingsError("HARVEST_QUEUE", "must be text.")
    assert str(error) == "HARVEST_QUEUE: must be text."
    data = {"name": "HARVEST_QUEUE", "remedy": "must be text."}
    assert error.detail == Message(Code.SETTING, data)
