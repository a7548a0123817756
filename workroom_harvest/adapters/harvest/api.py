"""The Reader port over Harvest's API v2."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import TypeVar

import httpx

from workroom_harvest.adapters.harvest import payloads
from workroom_harvest.adapters.harvest.list_decoder import LATER, NONSENSE
from workroom_harvest.adapters.harvest.next_page_url import followed
from workroom_harvest.adapters.harvest.payloads import Part
from workroom_harvest.adapters.harvest.rate_limiter import LocalRateLimiter, RateLimiter
from workroom_harvest.adapters.harvest.reach import NOBODYS, reach
from workroom_harvest.adapters.harvest.retries import Retries, RetryPolicy, named_wait
from workroom_harvest.adapters.harvest.secrecy import without_frames
from workroom_harvest.adapters.harvest.transport import MOST_BYTES, BoundedTransport, released
from workroom_harvest.adapters.harvest.verdicts import NOT_HARVEST, is_harvests_own
from workroom_harvest.domain.connection import Sight
from workroom_harvest.domain.entries import Period
from workroom_harvest.domain.errors import (
    Forbidden,
    HarvestError,
    HarvestUnavailable,
    MalformedResponse,
    RequestRejected,
    ResourceMissing,
    TokenRefused,
)
from workroom_harvest.domain.ports.clock import Clock, Random
from workroom_harvest.domain.ports.harvest import (
    Credentials,
    EntryPage,
    HarvestCatalogue,
    HarvestItem,
    Reach,
)

T = TypeVar("T")

PER_PAGE = 2000
"""The most that Harvest hands out at once, and its default."""

MOST_LIST_PAGES = 50
MOST_LIST_BYTES = 2 * MOST_BYTES
"""Of one list, all its pages together: some 40,000 users or projects."""

LIST_SECONDS = 10.0
"""For all lists behind a page that somebody looks at."""

USERS_SECONDS = 30.0
"""For the list of users, while the other studios wait for the worker."""

TRANSIENT = (httpx.codes.REQUEST_TIMEOUT, httpx.codes.TOO_EARLY)
REFUSALS: Mapping[int, type[RequestRejected]] = {403: Forbidden, 404: ResourceMissing}


class HttpHarvestApi:
    """Reads Harvest within the bounds of its `policy`."""

    def __init__(
        self,
        *,
        api_url: str,
        user_agent: str,
        clock: Clock,
        random: Random,
        policy: RetryPolicy,
        rate_limiter: RateLimiter | None = None,
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        self._api_url = httpx.URL(api_url)
        self._clock = clock
        self._pace = rate_limiter or LocalRateLimiter()
        self._retries = Retries(clock, random, policy)
        self._client = httpx.Client(
            transport=BoundedTransport(policy.per_try, transport),
            timeout=policy.per_try,
            follow_redirects=False,
            headers={"User-Agent": user_agent, "Accept-Encoding": "gzip"},
        )

    @without_frames
    def entries(
        self,
        key: Credentials,
        window: Period | datetime,
        cursor: str | None,
        keep_alive: Callable[[], None],
    ) -> EntryPage:
        """See the port. Order is Harvest's own: newest day first."""
        url = self._first(window) if cursor is None else self._followed(cursor)

        def read(body: bytes) -> EntryPage:
            page = payloads.entry_page(body)
            if cursor is None and not (page.entries or page.unreadable) and page.total_entries:
                raise MalformedResponse("Harvest announced entries and sent none. " + LATER)
            if page.next_cursor is not None:
                # Before the page is believed: a wrong link may be right the next time.
                self._followed(page.next_cursor)
            return page

        return self._get(key, url, read, keep_alive)

    @without_frames
    def sight(self, key: Credentials, keep_alive: Callable[[], None]) -> Sight | None:
        """Whose entries the grant sees. Source: /v2/users/me, which anybody may ask."""
        return self._get(key, self._at("users/me", {}), payloads.sight, keep_alive)

    @without_frames
    def emails(self, key: Credentials, keep_alive: Callable[[], None]) -> Mapping[int, str]:
        """See the port. Source: /v2/users; a Member's token gets 403 there."""
        in_time = self._hourglass(USERS_SECONDS, keep_alive)
        pages = self._pages(key, "users", {}, payloads.users, in_time)
        found = {user_id: email for page in pages for user_id, email in page.items()}
        if not found:
            # Whoever asks is a user themselves: nobody at all is not Harvest's list.
            raise MalformedResponse(f"Harvest listed no user at all. {LATER}")
        return found

    @without_frames
    def lists(self, key: Credentials) -> HarvestCatalogue:
        """See the port. Source of the partial ones: /v2/users/me/project_assignments."""
        active = {"is_active": "true"}
        in_time = self._hourglass(LIST_SECONDS)
        projects = self._allowed(key, "projects", active, payloads.projects, in_time)
        tasks = self._allowed(key, "tasks", active, payloads.tasks, in_time)
        if projects is not None and tasks is not None:
            return HarvestCatalogue(projects, tasks)
        pages = self._pages(key, "users/me/project_assignments", {}, payloads.assignments, in_time)
        own = [pair for page in pages for pair in page]
        if projects is None:
            projects = _unique(project for project, _ in own)
        if tasks is None:
            tasks = _unique(task for _, found in own for task in found)
        return HarvestCatalogue(projects, tasks, partial=True)

    def reach(self) -> Reach:
        """Who is there. Harvest refuses a token that nobody has."""
        headers = _headers(Credentials(1, NOBODYS))
        return reach(lambda: self._client.get(self._at("users/me", {}), headers=headers))

    def close(self) -> None:
        """Close idle connections."""
        self._client.close()

    def _allowed(
        self,
        key: Credentials,
        path: str,
        params: Mapping[str, str],
        read: Callable[[bytes], Part[list[HarvestItem]]],
        in_time: Callable[[], None],
    ) -> list[HarvestItem] | None:
        try:
            pages = self._pages(key, path, params, read, in_time)
        except (Forbidden, ResourceMissing):
            return None
        return _unique(item for page in pages for item in page)

    def _hourglass(
        self, seconds: float, keep_alive: Callable[[], None] = lambda: None
    ) -> Callable[[], None]:
        """Called before each attempt: raises once the lists have taken too long together."""
        ends = self._clock.monotonic() + seconds

        def in_time() -> None:
            keep_alive()
            if self._clock.monotonic() >= ends:
                raise HarvestUnavailable(f"Harvest takes too long to list what it has. {LATER}")

        return in_time

    def _pages(
        self,
        key: Credentials,
        path: str,
        params: Mapping[str, str],
        read: Callable[[bytes], Part[T]],
        keep_alive: Callable[[], None],
    ) -> list[T]:
        url = self._at(path, {**params, "per_page": str(PER_PAGE)})
        found: list[Part[T]] = []
        size = 0

        def measured(body: bytes) -> Part[T]:
            nonlocal size
            size += len(body)
            return read(body)

        for _ in range(MOST_LIST_PAGES):
            page = self._get(key, url, measured, keep_alive)
            found.append(page)
            if size > MOST_LIST_BYTES:
                break
            if page.next_cursor is None:
                return _whole(path, found)
            following = self._followed(page.next_cursor)
            if following == url:
                break
            url = following
        raise MalformedResponse(f"Harvest's list of {path} does not end.")

    def _first(self, window: Period | datetime) -> httpx.URL:
        if isinstance(window, Period):
            # Harvest ignores dates that it cannot read and returns the whole account; ISO holds.
            params = {"from": window.first.isoformat(), "to": window.last.isoformat()}
        else:
            # Harvest takes the letter T between date and time only, and whole seconds.
            params = {"updated_since": window.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")}
        return self._at("time_entries", {**params, "per_page": str(PER_PAGE)})

    def _at(self, path: str, params: Mapping[str, str]) -> httpx.URL:
        return self._api_url.copy_with(
            path=f"{self._api_url.path.rstrip('/')}/{path}", params=dict(params)
        )

    def _followed(self, cursor: str) -> httpx.URL:
        return followed(cursor, self._api_url)

    def _get(
        self,
        key: Credentials,
        url: httpx.URL,
        read: Callable[[bytes], T],
        keep_alive: Callable[[], None],
    ) -> T:
        def attempt() -> T:
            keep_alive()
            response = self._sent(key, url)
            if response.status_code != httpx.codes.OK:
                raise self._refusal(response)
            return read(response.content)

        return self._retries.call(attempt)

    def _sent(self, key: Credentials, url: httpx.URL) -> httpx.Response:
        """The answer, unless the limit is reached or nobody answers: `HarvestUnavailable`."""
        pause = self._pace.wait(str(key.harvest_account_id))
        if pause > 0:
            raise HarvestUnavailable(f"Harvest's limit of requests is reached. {LATER}", pause)
        try:
            return released(self._client.get(url, headers=_headers(key)))
        except httpx.TimeoutException as error:
            raise HarvestUnavailable(f"Harvest did not answer in time. {LATER}") from error
        except httpx.DecodingError as error:
            raise MalformedResponse(NONSENSE) from error
        except httpx.HTTPError as error:
            raise HarvestUnavailable(f"Harvest could not be reached. {LATER}") from error

    def _refusal(self, response: httpx.Response) -> HarvestError:
        status = response.status_code
        wait = named_wait(response, self._clock.now())
        if status == httpx.codes.TOO_MANY_REQUESTS:
            return HarvestUnavailable(
                f"Harvest asks to wait: too many requests (429). {LATER}", wait
            )
        if status >= httpx.codes.INTERNAL_SERVER_ERROR or status in TRANSIENT:
            return HarvestUnavailable(f"Harvest has a problem ({status}). {LATER}", wait)
        if not is_harvests_own(response):
            return HarvestUnavailable(f"{NOT_HARVEST.format(status)} {LATER}", wait)
        if status == httpx.codes.UNAUTHORIZED:
            return TokenRefused("Harvest no longer accepts the access token.")
        kind = REFUSALS.get(status, RequestRejected)
        return kind(
            f"Harvest refused the request ({status}). Check that the Harvest user who "
            "connected may still see the account's time entries."
        )


def _headers(key: Credentials) -> dict[str, str]:
    return {
        "Authorization": f"Bearer {key.access_token}",
        "Harvest-Account-Id": str(key.harvest_account_id),
    }


def _whole(path: str, pages: Sequence[Part[T]]) -> list[T]:
    """What the pages hold, if it is all of the list.

    Whoever is left out of the users would lose their entries to the one who connected, for good.
    """
    expected = [page.expected for page in pages if page.expected is not None]
    if expected and sum(page.count for page in pages) < min(expected):
        what = path.rpartition("/")[2].replace("_", " ")
        raise MalformedResponse(f"Harvest announced more {what} than it listed. {LATER}")
    return [page.items for page in pages]


def _unique(items: Iterable[HarvestItem]) -> list[HarvestItem]:
    """Each project or task once."""
    return list({item.id: item for item in items}.values())
