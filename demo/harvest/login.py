"""Harvest ID: the consent screen, tokens, accounts, and an end for a grant."""

import secrets
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlencode, urlsplit

from flask import (
    Blueprint,
    Response,
    jsonify,
    make_response,
    redirect,
    render_template,
    request,
)
from werkzeug.wrappers import Response as AnyResponse

from demo.harvest.access import granted, named
from demo.harvest.bodies import given, whole
from demo.harvest.errors import RefusedError, bare
from demo.harvest.misbehaviour import misbehave
from demo.harvest.models import User
from demo.harvest.state import Code, Grant, State, state

INVALID_CLIENT = (
    "The client identifier provided is invalid, the client failed to authenticate, the client did "
    "not include its credentials, provided multiple client credentials, or used unsupported "
    "credentials type."
)
INVALID_GRANT = (
    "The provided access grant is invalid, expired, or revoked (e.g. invalid assertion, expired "
    "authorization token, bad end-user password credentials, or mismatching authorization code "
    "and redirection URI)."
)


def blueprint() -> Blueprint:
    """The routes of Harvest ID."""
    pages = Blueprint("id", __name__, template_folder="templates")
    pages.add_url_rule("/oauth2/authorize", "authorize", authorize, methods=["GET", "POST"])
    for version in ("v1", "v2"):
        pages.add_url_rule(
            f"/api/{version}/oauth2/token", f"token__{version}", token, methods=["POST"]
        )
        pages.add_url_rule(f"/api/{version}/accounts", f"accounts__{version}", accounts)
    pages.add_url_rule("/oauth2/revoke", "revoke", revoke, methods=["POST"])
    return pages


def _answered(endpoint: str, answer: Callable[[], Response]) -> Response:
    """The answer, or what the fault whose turn it is makes of it."""
    held = state()
    fault = held.struck(endpoint, 1)
    if fault is None:
        return answer()
    return misbehave(fault.kind, answer, bare, held.config.hang_seconds)


def authorize() -> Response:
    """The consent screen: who are you, which account, yes or no."""
    state().count("authorize", request.headers)
    return _answered("authorize", lambda: make_response(_consent(state())))


def _consent(held: State) -> AnyResponse | str | tuple[str, int]:
    registered = held.config.redirect_url
    wanted = request.args.get("redirect_uri", registered)
    if request.args.get("client_id") != held.config.client_id:
        return _refused("This app is not known to Harvest.")
    # Harvest compares beginnings, and takes http and https only.
    if not wanted.startswith(registered) or not _is_web(wanted):
        return _refused("The redirect URI does not start with the app's registered Redirect URL.")
    if request.args.get("response_type") not in ("code", "token"):
        return _back(wanted, {"error": "unsupported_response_type"})
    if request.method == "GET":
        world = held.world
        people = [user for user in world.users.values() if user.is_active]
        return render_template(
            "local_harvest/consent.html",
            users={user.email.lower(): user for user in people}.values(),
            accounts=[one for one in world.accounts.values() if one.product == "harvest"],
        )
    return _decided(held, wanted)


def _is_web(address: str) -> bool:
    """Whether a browser can be sent there."""
    try:
        parts = urlsplit(address)
        # Reading the port is what finds out that it is none.
        return parts.scheme in ("http", "https") and parts.port != 0 and address.isprintable()
    except ValueError:
        return False


def _decided(held: State, wanted: str) -> AnyResponse | tuple[str, int]:
    if request.form.get("decision") != "authorize":
        return _back(
            wanted,
            {
                "error": "access_denied",
                "error_description": ("The end-user or authorization server denied the request."),
            },
        )
    user = _by_email(held, request.form.get("user", ""))
    if user is None:
        return _refused("Nobody of that e-mail address is here.")
    chosen = [whole(text) for text in request.form.getlist("account") if text]
    theirs = _accounts_of(held, user)
    allowed = tuple(account for account in theirs if account in chosen)
    if chosen and not allowed:
        return _refused(
            "This person is not in that account. Go back and choose another account or person."
        )
    scope = {"scope": " ".join(f"harvest:{account}" for account in allowed) or "all"}
    accounts = allowed or theirs
    if request.args["response_type"] == "token":
        return _back(wanted, _implicit(held, user, accounts) | scope)
    code = secrets.token_urlsafe(24)
    held.codes[code] = Code(user, accounts, wanted, held.now().timestamp() + 600)
    return _back(wanted, {"code": code} | scope)


def _implicit(held: State, user: User, account_ids: tuple[int, ...]) -> dict[str, str]:
    """A token at once, in the query; documented for the fragment, but observed so."""
    with held.lock:
        grant = held.issue(user, account_ids, refreshable=False)
    lifetime = str(held.config.token_lifetime)
    return {"access_token": grant.access, "expires_in": lifetime, "token_type": "bearer"}


def _by_email(held: State, email: str) -> User | None:
    users = held.world.users.values()
    return next(
        (one for one in users if one.is_active and one.email.lower() == email.lower()), None
    )


def _accounts_of(held: State, user: User) -> tuple[int, ...]:
    email = user.email.lower()
    return tuple(
        dict.fromkeys(
            one.account_id for one in held.world.users.values() if one.email.lower() == email
        )
    )


def _back(wanted: str, answer: dict[str, str]) -> AnyResponse:
    if "state" in request.args:
        answer["state"] = request.args["state"]
    address = urlsplit(wanted)
    query = "&".join(part for part in (address.query, urlencode(answer)) if part)
    return redirect(address._replace(query=query).geturl())


def _refused(sentence: str) -> tuple[str, int]:
    return render_template("local_harvest/refused.html", sentence=sentence), 400


def token() -> Response:
    """Exchange and refresh; the secret is in the body, as form or JSON, never in a header."""
    held = state()
    held.count("token", request.headers)
    try:
        named()
    except RefusedError as refused:
        return refused.response
    return _answered("token", _issued)


def _issued() -> Response:
    held, fields = state(), given()
    if not _is_the_client(fields):
        return _error(401, "invalid_client", INVALID_CLIENT)
    with held.lock:
        if fields.get("grant_type") == "authorization_code":
            grant = _exchanged(held, fields)
        elif fields.get("grant_type") == "refresh_token":
            grant = _refreshed(held, fields)
        else:
            return _error(400, "unsupported_grant_type", "The grant type is not supported.")
    if grant is None:
        return _error(400, "invalid_grant", INVALID_GRANT)
    return jsonify(
        access_token=grant.access,
        refresh_token=grant.refresh,
        token_type="bearer",
        expires_in=held.config.token_lifetime,
    )


def _is_the_client(fields: Mapping[str, Any]) -> bool:
    config = state().config
    known = (fields.get("client_id"), fields.get("client_secret"))
    return known == (config.client_id, config.client_secret)


def _exchanged(held: State, fields: Mapping[str, Any]) -> Grant | None:
    code = held.codes.pop(str(fields.get("code")), None)
    if code is None or code.expires_at <= held.now().timestamp():
        return None
    if fields.get("redirect_uri", code.redirect_uri) != code.redirect_uri:
        return None
    return held.issue(code.user, code.account_ids)


def _refreshed(held: State, fields: Mapping[str, Any]) -> Grant | None:
    old = held.by_refresh.get(str(fields.get("refresh_token")))
    if old is None:
        return None
    held.requests["refreshes"] += 1
    if held.config.single_use_refresh:
        held.forget(old)
    return held.issue(old.user, old.account_ids)


def _error(status: int, error: str, description: str) -> Response:
    response = jsonify(error=error, error_description=description)
    response.status_code = status
    return response


def accounts() -> Response:
    """The accounts that the token opens, those of Forecast too. Wants no account header."""
    held = state()
    held.count("accounts", request.headers)
    try:
        named()
        grant = granted()
    except RefusedError as refused:
        return refused.response
    return _answered("accounts", lambda: _accounts(held, grant))


def _accounts(held: State, grant: Grant) -> Response:
    world = held.world
    shown = [one for one in world.accounts.values() if one.product == "forecast"]
    shown += [world.accounts[one] for one in grant.account_ids]
    person = {
        "id": grant.user.id + 1_000_000,
        "first_name": grant.user.first_name,
        "last_name": grant.user.last_name,
        "email": grant.user.email,
    }
    listed = [{"id": one.id, "name": one.name, "product": one.product} for one in shown]
    return jsonify(user=person, accounts=listed)


def revoke() -> Response:
    """RFC 7009: an end for the grant of either token. The real Harvest has no such address."""
    held = state()
    held.count("revoke", request.headers)
    if not held.config.revocation:
        return Response(status=404)
    return _answered("revoke", _revoked)


def _revoked() -> Response:
    held, fields = state(), given()
    if not _is_the_client(fields):
        return _error(401, "invalid_client", INVALID_CLIENT)
    wanted = str(fields.get("token"))
    grant = held.by_refresh.get(wanted) or held.by_access.get(wanted)
    if grant is not None:
        held.forget(grant)
    return Response(status=200)
