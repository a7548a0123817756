"""The views that connect Harvest and disconnect it."""

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from workroom_harvest.current import use_cases
from workroom_harvest.domain.connection import ConnectionChange
from workroom_harvest.domain.errors import AuthorizationRefused, HarvestError
from workroom_harvest.domain.pending_grant import PendingGrant
from workroom_harvest.domain.ports.host import Member
from workroom_harvest.domain.use_cases.connecting.finish_authorization import AuthorizationResponse
from workroom_harvest.domain.use_cases.connecting.open_connection import NewConnection
from workroom_harvest.domain.use_cases.connecting.show_overview import Overview
from workroom_harvest.web.browser_session import browser_secret, make_browser_secret
from workroom_harvest.web.forms import AccountForm, PlainForm
from workroom_harvest.web.notices import add_notice
from workroom_harvest.web.presenters import notices
from workroom_harvest.web.presenters.grant import sees_less
from workroom_harvest.web.views.answers import to_settings
from workroom_harvest.web.words import say


def connect() -> ResponseReturnValue:
    """Redirect to Harvest's consent screen."""
    member = use_cases().check_access()
    PlainForm().require_token()
    browser = make_browser_secret()
    return redirect(use_cases().start_authorization(member, browser, _callback_url()), 303)


def callback() -> ResponseReturnValue:
    """Handle the answer of Harvest's consent screen, and redirect to the settings page.

    The redirect keeps code and state out of the address that stays in the browser. Where another
    account would replace the connected one, the settings page asks.
    """
    member = use_cases().check_access()
    response = AuthorizationResponse(
        state=request.args.get("state"),
        code=request.args.get("code"),
        scope=request.args.get("scope"),
        error=request.args.get("error"),
    )
    before = use_cases().show_overview(member.studio_id)
    try:
        outcome = use_cases().finish_authorization(
            member, browser_secret(), _callback_url(), response
        )
    except (AuthorizationRefused, HarvestError) as error:
        current = use_cases().show_overview(member.studio_id).connection
        add_notice(notices.not_connected(error, current), kind="problem")
    else:
        if not isinstance(outcome, PendingGrant):
            _say_connected(outcome, member, before)
    return to_settings()


def confirm_account() -> ResponseReturnValue:
    """Let another Harvest account replace the connected one, and clear its mappings."""
    member = use_cases().check_access()
    form = AccountForm()
    form.require_token()
    before = use_cases().show_overview(member.studio_id)
    connected = use_cases().confirm_account(member, browser_secret(), form.account_id)
    _say_connected(connected, member, before)
    return to_settings()


def decline_account() -> ResponseReturnValue:
    """Go back to the connected Harvest account, and destroy the grant of the other one."""
    member = use_cases().check_access()
    PlainForm().require_token()
    is_revoked = use_cases().decline_account(member, browser_secret())
    add_notice(say(notices.ACCOUNT_DECLINED))
    if not is_revoked:
        add_notice(say(notices.DECLINED_NOT_REVOKED), kind="info")
    return to_settings()


def disconnect() -> ResponseReturnValue:
    """Disconnect Harvest, and say so if the grant could not be revoked there.

    A studio that left Pro may do so, too.
    """
    member = use_cases().check_access.to_look()
    PlainForm().require_token()
    is_revoked = use_cases().disconnect(member.studio_id, member.id)
    add_notice(say(notices.DISCONNECTED))
    if not is_revoked:
        add_notice(say(notices.NOT_REVOKED), kind="info")
    return to_settings()


def _say_connected(connected: NewConnection, member: Member, before: Overview) -> None:
    """Say what the new connection changed of what there was `before`."""
    connection, change = connected
    warning = notices.grant_sees_less(connection)
    former = before.connection
    if change is ConnectionChange.SAME_ACCOUNT and former and former.connected_by != member.id:
        add_notice(notices.person_changed(before.connected_by))
        if warning:
            add_notice(sees_less(connection), kind="problem")
    elif warning:
        add_notice(warning, kind="problem")
    else:
        add_notice(say(notices.CONNECTED[change]))


def _callback_url() -> str:
    return url_for("workroom_harvest.callback", _external=True)
