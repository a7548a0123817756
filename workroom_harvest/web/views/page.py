"""The view of the settings page."""

from flask.typing import ResponseReturnValue

from workroom_harvest.current import use_cases
from workroom_harvest.web.settings_page import settings_page


def settings() -> ResponseReturnValue:
    """Return both cards at once, then the mapping table when Harvest has answered."""
    return settings_page(use_cases().check_access())
