"""The views that connect Harvest and disconnect it."""

import secrets

from flask import redirect, request, session, url_for
from flask.typing import ResponseReturnValue

from workroom_harvest.current import use_cases
from workroom_harvest.domain.errors import AuthorizationRefused, HarvestError
from workroom_harvest.domain.use_cases.connecting.finish_authorization import AuthorizationResponse
from workroom_harvest.web.forms import PlainForm
from workroom_harvest.web.notices import add_notice
from workroom_harvest.web.presenters import notices
from workroom_harvest.web.views.answers import to_settings

BROWSER_KEY = "workroom_harvest_browser"
"""The session's key of the secret by which the browser session is recognised."""


def connect() -> ResponseReturnValue:
    """Redirect to Harvest's consent screen."""
    member = use_cases().check_access()
    PlainForm().require_token()
    browser = session.setdefault(BROWSER_KEY, secrets.token_urlsafe(32))
    return redirect(use_cases().start_authorization(member, browser, _callback_url()), 303)


def callback() -> ResponseReturnValue:
    """Handle the answer of Harvest's consent screen, and redirect to the settings page.

    The redirect keeps code and state out of the address that stays in the browser.
    """
    member = use_cases().check_access()
    response = AuthorizationResponse(
        state=request.args.get("state"),
        code=request.args.get("code"),
        scope=request.args.get("scope"),
        error=request.args.get("error"),
    )
    try:
        browser = session.get(BROWSER_KEY, "")
        connection, change = use_cases().finish_authorization(
            member, browser, _callback_url(), response
        )
    except (AuthorizationRefused, HarvestError) as error:
        current = use_cases().show_overview(member.studio_id).connection
        add_notice(notices.not_connected(error, current), kind="problem")
    else:
        warning = notices.grant_sees_less(connection)
        if warning:
            add_notice(warning, kind="problem")
        else:
            add_notice(notices.CONNECTED[change])
    return to_settings()


def disconnect() -> ResponseReturnValue:
    """Disconnect Harvest, and say so if the grant could not be revoked there.

    A studio that left Pro may do so, too.
    """
    member = use_cases().check_access.to_look()
    PlainForm().require_token()
    is_revoked = use_cases().disconnect(member.studio_id)
    add_notice(notices.DISCONNECTED)
    if not is_revoked:
        add_notice(notices.NOT_REVOKED, kind="info")
    return to_settings()


def _callback_url() -> str:
    return url_for("workroom_harvest.callback", _external=True)
