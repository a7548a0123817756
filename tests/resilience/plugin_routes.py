"""Every route of the plugin, and how each kind of visitor is refused."""

from flask import Flask

REFUSALS = {
    "elin@lindqvist.example": None,
    "jonas@lindqvist.example": None,
    "mira@lindqvist.example": 403,
    "nora@nordform.example": 403,
    "": 401,
}


def routes(app: Flask, run_id: str = "f" * 32) -> list[tuple[str, str]]:
    """Return every route of the plugin, from the URL map, as pairs of method and path."""
    found = []
    for rule in app.url_map.iter_rules():
        if rule.endpoint.startswith("workroom_harvest.") and "static" not in rule.endpoint:
            path = rule.rule.replace("<run_id>", run_id)
            found += [
                (method, path) for method in sorted((rule.methods or set()) & {"GET", "POST"})
            ]
    return found
