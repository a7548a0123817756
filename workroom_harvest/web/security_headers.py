"""The security headers of every answer below the plugin's prefix, and how far they go.

A Content-Security-Policy that the host sets itself is never changed. Where it sets none, a page in
the host's own layout gets the minimal one, which leaves the layout's scripts and styles alone; all
else gets the strict one, by which nothing runs or is loaded but the plugin's own files.
"""

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, Response, current_app, request
from flask.signals import request_finished

from workroom_harvest import current
from workroom_harvest.setting_values import ContentPolicy

LAYOUT = "workroom_harvest/layout.html"
"""The template that a host puts in place of the plugin's own."""

OWN_LAYOUT = Path(__file__).parent / "templates" / LAYOUT
NOTHING_FOREIGN = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; base-uri 'none'"
)
"""What the strict policy has and the minimal one has not."""


def register(app: Flask, url_prefix: str) -> None:
    """Set the headers of every answer of the app below the prefix, also where no route matched.

    The policy is filled in last, when whatever the host does after a request is done.
    """

    def is_ours() -> bool:
        return request.path == url_prefix or request.path.startswith(f"{url_prefix}/")

    def secure_unrouted(response: Response) -> Response:
        return set_security_headers(response) if is_ours() else response

    def fill_in_policy(_app: Flask, response: Response, **_: Any) -> None:
        if is_ours() and "Content-Security-Policy" not in response.headers:
            policy = _minimal() if _is_in_a_hosts_layout(response) else _strict()
            response.headers["Content-Security-Policy"] = policy

    app.after_request(secure_unrouted)
    request_finished.connect(fill_in_policy, app, weak=False)


def set_security_headers(response: Response) -> Response:
    """Return the response with headers that keep it out of caches, frames and foreign addresses.

    A header that the host has already set is left alone, except `Cache-Control`. A strict policy
    that the settings ask for is set here, so that a host's default for all pages does not replace
    it.
    """
    if current.settings().content_policy is ContentPolicy.STRICT:
        response.headers.setdefault("Content-Security-Policy", _strict())
    response.headers.setdefault("X-Content-Type-Options", "nosniff")
    response.headers.setdefault("Referrer-Policy", "same-origin")
    response.headers.setdefault("X-Frame-Options", "DENY")
    if response.mimetype not in ("text/css", "text/javascript", "application/javascript"):
        response.headers["Cache-Control"] = "no-store"
    return response


def _is_in_a_hosts_layout(response: Response) -> bool:
    """Return whether an answer is a page that may have scripts of the host's own."""
    if response.mimetype != "text/html":
        return False
    if current.settings().content_policy is ContentPolicy.MINIMAL:
        return True
    is_the_hosts = request.blueprint != "workroom_harvest"
    found = current_app.jinja_env.get_template(LAYOUT).filename
    return is_the_hosts or found is None or Path(found).resolve() != OWN_LAYOUT.resolve()


def _strict() -> str:
    return f"{NOTHING_FOREIGN}; {_forms_and_frames()}"


def _minimal() -> str:
    return f"base-uri 'self'; {_forms_and_frames()}"


def _forms_and_frames() -> str:
    parts = urlsplit(current.settings().id_url)
    # Browsers apply a form's policy to its redirects, too, and Connect redirects to Harvest.
    return f"frame-ancestors 'none'; form-action 'self' {parts.scheme}://{parts.netloc}"
