"""Faults of proxies, which answer in the place of Harvest or replace its answer."""

from flask import Flask, Response, g, request

from demo.harvest.api.paging import requested_slice
from demo.harvest.bodies import parse_id
from demo.harvest.errors import RefusedError
from demo.harvest.faults import Place
from demo.harvest.proxies import Proxy
from demo.harvest.state import current_state


def install_proxies(app: Flask) -> None:
    """Let faults of proxies strike at every address of the app except /_control."""
    app.before_request(_answer_instead)
    app.after_request(_replace_answer)


def endpoint_name() -> str:
    """Return the name of the endpoint in faults, such as `users`; empty for an unknown address."""
    return (request.endpoint or "").rpartition(".")[2].partition("__")[0]


def _answer_instead() -> Response | None:
    proxy = _proxy_at(Place.BEFORE)
    if proxy is None:
        return None
    current_state().count_swallowed(endpoint_name())
    g.proxy = proxy
    # Any answer ends the request here; `_replace_answer` has the last word on what is sent.
    return Response()


def _replace_answer(response: Response) -> Response:
    proxy: Proxy | None = g.pop("proxy", None) or _proxy_at(Place.AFTER)
    return response if proxy is None else proxy.answer()


def _proxy_at(place: Place) -> Proxy | None:
    if request.path.startswith("/_control"):
        return None
    account = request.headers.get("Harvest-Account-Id") or request.args.get("account_id")
    fault = current_state().take_fault(endpoint_name(), _page(), parse_id(account), place)
    return fault.proxy if fault else None


def _page() -> int:
    """Return the requested page of a list; 1 for all else, also where Harvest would refuse it."""
    try:
        return 1 if request.view_args else requested_slice().page
    except RefusedError:
        return 1
