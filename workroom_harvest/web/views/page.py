"""The view of the settings page."""

from flask.typing import ResponseReturnValue

from workroom_harvest.web.settings_page import settings_page
from workroom_harvest.web.views.access import viewer


def settings() -> ResponseReturnValue:
    """Return the cards and the mapping table, then what is new in Harvest's lists."""
    return settings_page(viewer())
