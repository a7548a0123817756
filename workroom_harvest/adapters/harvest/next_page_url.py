"""Which of Harvest's links our token may follow."""

import httpx

from workroom_harvest.domain.errors import MalformedResponse

TRICKS = ("..", "%", "//", "#", "@")


def followed(link: str, api_url: httpx.URL) -> httpx.URL:
    """The address of a next page, if it has the scheme, host and port of `api_url`.

    Raises `MalformedResponse` for any other. Paths are looked at as they were written: httpx
    resolves dots and escapes on reading.
    """
    elsewhere = MalformedResponse("Harvest's next page leads elsewhere. It was not followed.")
    if not link.isascii() or not link.isprintable() or "\\" in link or " " in link:
        raise elsewhere
    try:
        url = httpx.URL(link)
    except (httpx.InvalidURL, ValueError) as error:
        raise elsewhere from error
    same = (url.scheme, url.host, url.port) == (api_url.scheme, api_url.host, api_url.port)
    path = link.partition("?")[0].partition("://")[2]
    if not same or url.userinfo or any(trick in path for trick in TRICKS):
        raise elsewhere
    return url
