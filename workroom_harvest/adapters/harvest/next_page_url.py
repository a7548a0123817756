"""The check of Harvest's links to a next page, which the access token may follow."""

import httpx

from workroom_harvest.domain.errors import MalformedResponse
from workroom_harvest.domain.messages import Code

FORBIDDEN_IN_PATH = ("..", "%", "//", "#", "@")
"""What the path of a link must not contain."""


def next_page_url(url: str, api_url: httpx.URL) -> httpx.URL:
    """Return the address of a next page, which must have the origin of `api_url`.

    Raise `MalformedResponse` for any other. Paths are checked as they were written, because httpx
    resolves dots and escapes when it reads them.
    """
    elsewhere = MalformedResponse(Code.HARVEST_NEXT_PAGE_ELSEWHERE)
    if not url.isascii() or not url.isprintable() or "\\" in url or " " in url:
        raise elsewhere
    try:
        parsed = httpx.URL(url)
    except (httpx.InvalidURL, ValueError) as error:
        raise elsewhere from error
    same = (parsed.scheme, parsed.host, parsed.port) == (api_url.scheme, api_url.host, api_url.port)
    path = url.partition("?")[0].partition("://")[2]
    if not same or parsed.userinfo or any(part in path for part in FORBIDDEN_IN_PATH):
        raise elsewhere
    return parsed
