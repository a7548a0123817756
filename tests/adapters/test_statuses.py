"""What the statuses and headers of a reply mean."""

from functools import partial

import httpx
import pytest

from tests.adapters.api import FOREIGN, KEY, NOON, OWN, STATUSES, WINDOW, api_client, read
from workroom_harvest.adapters.harvest.retries import BACKGROUND, INTERACTIVE, retry_after
from workroom_harvest.domain.errors import (
    Forbidden,
    HarvestError,
    HarvestUnavailable,
    RequestRejected,
    ResourceMissing,
    TokenRefused,
    TransientHarvestError,
)


@pytest.mark.parametrize(
    ("status", "error"),
    [
        (400, RequestRejected),
        (401, TokenRefused),
        (403, Forbidden),
        (404, ResourceMissing),
        (422, RequestRejected),
    ],
)
@pytest.mark.parametrize("form", range(3))
def test_a_refusal_in_harvests_own_form_has_its_error(
    status: int, error: type[HarvestError], form: int
) -> None:
    """As recorded, and as it may be worded today."""
    forms = OWN[status]
    with pytest.raises(error) as caught:
        read(api_client(lambda _: forms[form % len(forms)]()))
    assert type(caught.value) is error


@pytest.mark.parametrize("status", STATUSES)
@pytest.mark.parametrize("form", FOREIGN)
def test_whatever_else_answers_is_no_verdict(status: int, form: str) -> None:
    """Whose timelog it is, who may see what, and whether the grant lives, depends on it."""
    answer = partial(FOREIGN[form], status)
    one = api_client(lambda _: answer())
    asked = (
        partial(one.entries, KEY, WINDOW, None, lambda: None),
        partial(one.emails, KEY, lambda: None),
        partial(one.sight, KEY, lambda: None),
        partial(one.lists, KEY),
    )
    for ask in asked:
        with pytest.raises(TransientHarvestError):
            ask()
    one.close()


@pytest.mark.parametrize("path", ["users", "projects", "tasks", "project_assignments"])
@pytest.mark.parametrize("status", STATUSES)
def test_a_verdict_in_anothers_form_on_one_list_makes_no_partial_one(
    path: str, status: int
) -> None:
    """Each list by itself, the others being well; it is the third page of it that is struck."""

    def answer(request: httpx.Request) -> httpx.Response:
        asked, page = request.url.path, int(request.url.params.get("page", 1))
        name = asked.rsplit("/", 1)[1]
        if name == path and page == 3:
            return httpx.Response(status, json={"message": "Forbidden"})
        onward = f"https://api.example{asked}?page={page + 1}" if page < 3 else None
        member = {"id": page, "name": "one", "email": "a@b.example"}
        return httpx.Response(200, json={name: [member], "links": {"next": onward}})

    one = api_client(answer)
    if path == "users":
        with pytest.raises(TransientHarvestError):
            one.emails(KEY, lambda: None)
    elif path != "project_assignments":
        with pytest.raises(TransientHarvestError):
            one.lists(KEY)
    one.close()


@pytest.mark.parametrize(
    ("status", "header", "wait"),
    [
        (429, None, 15.0),
        (429, "7", 7.0),
        (429, "soon", 15.0),
        (503, None, None),
        (503, "30", 30.0),
        (503, "86400", 900.0),
        (429, "9" * 40, 900.0),
    ],
)
def test_a_wait_that_harvest_named_is_handed_on(
    status: int, header: str | None, wait: float | None
) -> None:
    """A 429 without one is as long as Harvest's window of 100 requests."""
    headers = {"Retry-After": header} if header else {}
    with pytest.raises(HarvestUnavailable) as caught:
        read(api_client(lambda _: httpx.Response(status, headers=headers)))
    assert caught.value.retry_after == wait


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("0", 0.0),
        (" 12 ", 12.0),
        ("9" * 40, 999_999_999.0),
        ("Mon, 15 Jun 2026 12:00:20 GMT", 20.0),
        ("Mon, 15 Jun 2026 11:00:00 GMT", 0.0),
        ("-3", None),
        ("1.5", None),
        ("٣", None),
        ("", None),
        (None, None),
    ],
)
def test_retry_after_is_a_number_a_date_or_nothing(
    header: str | None, seconds: float | None
) -> None:
    """In each of its forms."""
    assert retry_after(header, NOON) == seconds


def test_a_page_is_tried_twice_and_a_worker_once() -> None:
    """The run remembers its tries, the page does not."""
    for policy, tries in ((INTERACTIVE, 2), (BACKGROUND, 1)):
        asked: list[str] = []

        def answer(request: httpx.Request, asked: list[str] = asked) -> httpx.Response:
            asked.append(str(request.url))
            return httpx.Response(500)

        with pytest.raises(HarvestUnavailable):
            read(api_client(answer, policy))
        assert len(asked) == tries


@pytest.mark.parametrize("where", ["javascript:alert(1)", "login.example:8443/x", "http://["])
def test_a_redirect_is_no_answer_wherever_it_leads(where: str) -> None:
    """None is followed, so nobody reads the address."""
    with pytest.raises(HarvestUnavailable, match="302"):
        read(api_client(lambda _: httpx.Response(302, headers={"Location": where})))
