"""The view of the settings page."""

from flask.typing import ResponseReturnValue

from workroom_harvest.web.settings_page import settings_page
from workroom_harvest.web.views.access import viewer


def settings() -> ResponseReturnValue:
    """Return both cards at once, then the mapping table when Harvest has answered."""
    return settings_page(viewer())
