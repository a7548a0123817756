"""The view that switches the nightly import on and off."""

from flask import request
from flask.typing import ResponseReturnValue

from workroom_harvest.current import use_cases
from workroom_harvest.web.forms import PlainForm
from workroom_harvest.web.notices import add_notice
from workroom_harvest.web.presenters import notices
from workroom_harvest.web.views.answers import to_settings
from workroom_harvest.web.words import say


def automated_sync() -> ResponseReturnValue:
    """Switch the studio's nightly import on or off."""
    member = use_cases().check_access()
    PlainForm().require_token()
    on = request.form.get("on", "") not in ("", "0", "false", "off", "no")
    use_cases().set_automated_sync(member.studio_id, on, member.id)
    add_notice(say(notices.AUTOMATED_SYNC_ON if on else notices.AUTOMATED_SYNC_OFF))
    return to_settings()
