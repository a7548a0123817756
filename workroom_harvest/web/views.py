"""Each view: admit, read the form, call a use case, answer."""

import secrets
from datetime import UTC, datetime

from flask import jsonify, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from workroom_harvest.current import use_cases
from workroom_harvest.domain.connection import Connection, ConnectionChange
from workroom_harvest.domain.errors import (
    AuthorizationRefused,
    HarvestError,
    InvalidMappings,
    InvalidPeriod,
    NotConnected,
    ReconnectNeeded,
    TokensUnreadable,
)
from workroom_harvest.domain.use_cases.connecting.finish_authorization import AuthorizationResponse
from workroom_harvest.web import presenters
from workroom_harvest.web.forms import ImportForm, PlainForm, changed_mappings, flattened
from workroom_harvest.web.notices import said, say
from workroom_harvest.web.settings_page import mapping_table, settings_page
from workroom_harvest.web.who import sees_less

BROWSER = "workroom_harvest_browser"
INVALID = 422
CONNECTED_AGAIN = "Harvest is connected again, and mappings are as they were, but it shows less:"
WELCOME = {
    ConnectionChange.NEW: "Harvest is connected. Map your projects and tasks, then import.",
    ConnectionChange.SAME_ACCOUNT: (
        "Harvest is connected again. Mappings and history are as they were."
    ),
    ConnectionChange.OTHER_ACCOUNT: (
        "Another Harvest account is connected now, so the mappings were cleared. "
        "Imported timelogs stay."
    ),
}


def settings() -> ResponseReturnValue:
    """The page: both cards at once, then the mapping table when Harvest has answered."""
    return settings_page(use_cases().check_access())


def mappings() -> ResponseReturnValue:
    """The mapping table by itself: another page of its rows, or with whole dropdowns."""
    member = use_cases().check_access()
    if use_cases().show_overview(member.studio_id).connection is None:
        raise NotConnected
    return render_template(
        "workroom_harvest/mappings.html", table=mapping_table(member, {}), notices=said()
    )


def save_mappings() -> ResponseReturnValue:
    """Save both tables' changed rows, and say by name what gave way."""
    member = use_cases().check_access()
    PlainForm().demand_token()
    try:
        saved = use_cases().save_mappings(member.studio_id, changed_mappings(request.form))
    except InvalidMappings as error:
        say(str(error), kind="problem")
        return settings_page(member, problems=error.problems, status=INVALID)
    except (HarvestError, ReconnectNeeded, TokensUnreadable) as error:
        say(f"Nothing was saved: {error}", kind="problem")
        return _back_to_the_table()
    say("Mappings saved.")
    if saved.cleared:
        names = [pair.harvest_name for pair in saved.cleared]
        say(
            "Mapped 1:1, so these Harvest projects and tasks gave way and are not mapped any more:",
            kind="info",
            names=names,
        )
    return _back_to_the_table()


def connect() -> ResponseReturnValue:
    """Off to Harvest's consent screen."""
    member = use_cases().check_access()
    PlainForm().demand_token()
    browser = session.setdefault(BROWSER, secrets.token_urlsafe(32))
    return redirect(use_cases().start_authorization(member, browser, _callback_url()), 303)


def callback() -> ResponseReturnValue:
    """Back from Harvest's consent screen, to a clean Settings page."""
    member = use_cases().check_access()
    came = AuthorizationResponse(
        state=request.args.get("state"),
        code=request.args.get("code"),
        scope=request.args.get("scope"),
        error=request.args.get("error"),
    )
    try:
        browser = session.get(BROWSER, "")
        connection, change = use_cases().finish_authorization(
            member, browser, _callback_url(), came
        )
    except (AuthorizationRefused, HarvestError) as error:
        current = use_cases().show_overview(member.studio_id).connection
        say(f"{error} {_as_before(current)}", kind="problem")
    else:
        less = sees_less(connection)
        if less:
            say(f"{CONNECTED_AGAIN} {less}", kind="problem")
        else:
            say(WELCOME[change])
    return _home()


def _as_before(current: Connection | None) -> str:
    if current is None:
        return "Choose Connect Harvest to try again."
    if current.works:
        return "Harvest is connected as before."
    return "Choose Reconnect to try again."


def start_import() -> ResponseReturnValue:
    """Start an import, or lead to the one that is alive."""
    member = use_cases().check_access()
    form = ImportForm()
    form.demand_token()
    if not form.validate():
        return settings_page(member, problems=flattened(form.errors), status=INVALID)
    try:
        requested = use_cases().request_import(member.studio_id, member.id, form.period())
    except InvalidPeriod as error:
        return settings_page(member, problems={error.field: str(error)}, status=INVALID)
    except ReconnectNeeded as error:
        say(str(error), kind="problem")
        return _home()
    if requested.waits:
        say(
            "The import is kept, but Redis does not answer just now. It starts when Redis is back.",
            kind="problem",
        )
    elif not requested.is_new:
        say("An import was on its way already: here it is.")
    return redirect(url_for("workroom_harvest.run", run_id=requested.run.id), 303)


def run(run_id: str) -> ResponseReturnValue:
    """A run: as JSON for scripts, else the page with its panel."""
    member = use_cases().check_access()
    found = use_cases().show_run(member.studio_id, run_id)
    accepts = request.accept_mimetypes
    if accepts.best_match(["text/html", "application/json"]) == "application/json":
        panel = presenters.panel(found, datetime.now(UTC))
        html = render_template("workroom_harvest/_panel.html", panel=panel)
        response = jsonify(presenters.as_json(found, html))
        response.vary.add("Accept")
        return response
    return settings_page(member, run=found)


def automated_sync() -> ResponseReturnValue:
    """Switch the nights on or off."""
    member = use_cases().check_access()
    PlainForm().demand_token()
    on = request.form.get("on", "") not in ("", "0", "false", "off", "no")
    use_cases().set_automated_sync(member.studio_id, on)
    say("Automated sync is on: every night at 2am UTC." if on else "Automated sync is off.")
    return _home()


def disconnect() -> ResponseReturnValue:
    """Leave Harvest."""
    member = use_cases().check_access()
    PlainForm().demand_token()
    told = use_cases().disconnect(member.studio_id)
    say("Harvest is disconnected: tokens and mappings are gone, imported timelogs stay.")
    if not told:
        say(
            "At Harvest itself the access could not be withdrawn from here. To remove it there "
            "too, open your Harvest ID profile and remove this app under its authorized apps.",
            kind="info",
        )
    return _home()


def _callback_url() -> str:
    return url_for("workroom_harvest.callback", _external=True)


def _back_to_the_table() -> ResponseReturnValue:
    """To the page of rows that the form was on."""
    page, plain = request.args.get("page"), request.args.get("plain")
    if page is None and plain is None:
        return _home()
    return redirect(url_for("workroom_harvest.mappings", page=page, plain=plain), 303)


def _home() -> ResponseReturnValue:
    return redirect(url_for("workroom_harvest.settings"), 303)
