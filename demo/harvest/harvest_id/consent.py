"""The consent screen, where a person chooses who they are, an account, and yes or no."""

import secrets
from urllib.parse import urlencode, urlsplit

from flask import Response, make_response, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from demo.harvest.bodies import parse_id
from demo.harvest.fault_injection import answer_with_faults
from demo.harvest.models import User
from demo.harvest.state import Code, State, current_state


def authorize() -> Response:
    """Answer the consent screen, or redirect to the app with what the person decided."""
    current_state().count("authorize", request.headers)
    return answer_with_faults("authorize", lambda: make_response(_show_or_decide(current_state())))


def _show_or_decide(state: State) -> AnyResponse | str | tuple[str, int]:
    registered = state.config.redirect_url
    redirect_uri = request.args.get("redirect_uri", registered)
    if request.args.get("client_id") != state.config.client_id:
        return _error_page("This app is not known to Harvest.")
    # As observed, Harvest compares the beginnings, and takes http and https only.
    if not redirect_uri.startswith(registered) or not _is_web_address(redirect_uri):
        return _error_page(
            "The redirect URI does not start with the app's registered Redirect URL."
        )
    if request.args.get("response_type") not in ("code", "token"):
        return _redirect_back(redirect_uri, {"error": "unsupported_response_type"})
    if request.method == "GET":
        world = state.world
        people = [user for user in world.users.values() if user.is_active]
        return render_template(
            "local_harvest/consent.html",
            users={user.email.lower(): user for user in people}.values(),
            accounts=[one for one in world.accounts.values() if one.product == "harvest"],
        )
    return _decide(state, redirect_uri)


def _is_web_address(address: str) -> bool:
    """Return whether a browser can be redirected to the address."""
    try:
        parts = urlsplit(address)
        # Reading the port raises ValueError where it is not a number.
        return parts.scheme in ("http", "https") and parts.port != 0 and address.isprintable()
    except ValueError:
        return False


def _decide(state: State, redirect_uri: str) -> AnyResponse | tuple[str, int]:
    if request.form.get("decision") != "authorize":
        return _redirect_back(
            redirect_uri,
            {
                "error": "access_denied",
                "error_description": "The end-user or authorization server denied the request.",
            },
        )
    user = _active_user(state, request.form.get("user", ""))
    if user is None:
        return _error_page("Nobody of that e-mail address is here.")
    chosen = [parse_id(text) for text in request.form.getlist("account") if text]
    theirs = _account_ids_of(state, user)
    allowed = tuple(account for account in theirs if account in chosen)
    if chosen and not allowed:
        return _error_page(
            "This person is not in that account. Go back and choose another account or person."
        )
    scope = {"scope": " ".join(f"harvest:{account}" for account in allowed) or "all"}
    accounts = allowed or theirs
    if request.args["response_type"] == "token":
        return _redirect_back(redirect_uri, _issue_implicit_token(state, user, accounts) | scope)
    code = secrets.token_urlsafe(24)
    state.codes[code] = Code(user, accounts, redirect_uri, state.now().timestamp() + 600)
    return _redirect_back(redirect_uri, {"code": code} | scope)


def _issue_implicit_token(state: State, user: User, account_ids: tuple[int, ...]) -> dict[str, str]:
    """Return an access token for the query: observed there, though documented for the fragment."""
    with state.lock:
        grant = state.issue(user, account_ids, refreshable=False)
    lifetime = str(state.config.token_lifetime)
    return {"access_token": grant.access, "expires_in": lifetime, "token_type": "bearer"}


def _active_user(state: State, email: str) -> User | None:
    users = state.world.users.values()
    return next(
        (one for one in users if one.is_active and one.email.lower() == email.lower()), None
    )


def _account_ids_of(state: State, user: User) -> tuple[int, ...]:
    email = user.email.lower()
    return tuple(
        dict.fromkeys(
            one.account_id for one in state.world.users.values() if one.email.lower() == email
        )
    )


def _redirect_back(redirect_uri: str, answer: dict[str, str]) -> AnyResponse:
    if "state" in request.args:
        answer["state"] = request.args["state"]
    address = urlsplit(redirect_uri)
    query = "&".join(part for part in (address.query, urlencode(answer)) if part)
    return redirect(address._replace(query=query).geturl())


def _error_page(sentence: str) -> tuple[str, int]:
    return render_template("local_harvest/refused.html", sentence=sentence), 400
