"""The security headers of every answer of the plugin."""

from urllib.parse import urlsplit

from flask import Response

from workroom_harvest import current


def set_security_headers(response: Response) -> Response:
    """Return the response with headers that keep it out of caches, frames and foreign scripts.

    A header that the host has already set is left alone, except `Cache-Control`.
    """
    parts = urlsplit(current.settings().id_url)
    # Browsers apply a form's policy to its redirects, too, and Connect redirects to Harvest.
    policy = (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
        "font-src 'self'; connect-src 'self'; base-uri 'none'; frame-ancestors 'none'; "
        f"form-action 'self' {parts.scheme}://{parts.netloc}"
    )
    response.headers.setdefault("Content-Security-Policy", policy)
    response.headers.setdefault("X-Content-Type-Options", "nosniff")
    response.headers.setdefault("Referrer-Policy", "same-origin")
    response.headers.setdefault("X-Frame-Options", "DENY")
    if response.mimetype not in ("text/css", "text/javascript", "application/javascript"):
        response.headers["Cache-Control"] = "no-store"
    return response
