"""What stands before Harvest: proxies that answer in its place, or hide its answer."""

from flask import Flask, Response, g, request

from demo.harvest.bodies import whole
from demo.harvest.errors import RefusedError
from demo.harvest.faults import Place
from demo.harvest.paging import asked
from demo.harvest.proxies import Proxy
from demo.harvest.state import state


def stand_before(app: Flask) -> None:
    """Let faults of a proxy's kind strike at every address but those of the tests' own."""
    app.before_request(_before)
    app.after_request(_after)


def endpoint_name() -> str:
    """The endpoint as faults call it, such as `users` or `token`; empty for an unknown address."""
    return (request.endpoint or "").rpartition(".")[2].partition("__")[0]


def _before() -> Response | None:
    proxy = _struck(Place.BEFORE)
    if proxy is None:
        return None
    state().note_swallowed(endpoint_name())
    g.proxy = proxy
    # Anything: what is sent is put together below, after all that Harvest adds to its answers.
    return Response()


def _after(response: Response) -> Response:
    proxy: Proxy | None = g.pop("proxy", None) or _struck(Place.AFTER)
    return response if proxy is None else proxy.answer()


def _struck(place: Place) -> Proxy | None:
    if request.path.startswith("/_control"):
        return None
    account = request.headers.get("Harvest-Account-Id") or request.args.get("account_id")
    fault = state().struck(endpoint_name(), _page(), whole(account), place)
    return fault.proxy if fault else None


def _page() -> int:
    """Which page of a list is asked for; 1 for all else, also for what Harvest would refuse."""
    try:
        return 1 if request.view_args else asked().page
    except RefusedError:
        return 1
