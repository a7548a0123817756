"""Every route of the plugin, and how each kind of visitor is refused."""

from flask import Flask

OFF_PRO = "nora@nordform.example"
"""The Admin of a studio that is not on Pro, who may look and disconnect."""

REFUSALS = {
    "elin@lindqvist.example": None,
    "jonas@lindqvist.example": None,
    "mira@lindqvist.example": 403,
    OFF_PRO: 403,
    "": 401,
}


def is_open_off_pro(method: str, path: str) -> bool:
    """Return whether a studio that is not on Pro may ask for this: pages, and Disconnect.

    The way back from Harvest is asked for like a page, and is none: it stores a connection.
    """
    return path.endswith("/disconnect" if method == "POST" else "") and "/callback" not in path


def routes(app: Flask, run_id: str = "f" * 32) -> list[tuple[str, str]]:
    """Return every route of the plugin, from the URL map, as pairs of method and path."""
    found = []
    for rule in app.url_map.iter_rules():
        if rule.endpoint.startswith("workroom_harvest.") and "static" not in rule.endpoint:
            path = rule.rule.replace("<run_id>", run_id).replace("<entry_id>", "1")
            found += [
                (method, path) for method in sorted((rule.methods or set()) & {"GET", "POST"})
            ]
    return found
