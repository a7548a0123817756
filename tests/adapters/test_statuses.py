"""What the statuses and headers of Harvest's replies mean."""

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
    """A refusal in Harvest's own form, recorded or worded differently, raises its own error."""
    forms = OWN[status]
    with pytest.raises(error) as caught:
        read(api_client(lambda _: forms[form % len(forms)]()))
    assert type(caught.value) is error


@pytest.mark.parametrize("status", STATUSES)
@pytest.mark.parametrize("form", FOREIGN)
def test_a_refusal_in_anothers_form_is_transient(status: int, form: str) -> None:
    """A reply that is not in Harvest's own form raises a transient error, whatever its status.

    Owners of timelogs, the grant's sight and the connection itself depend on it.
    """
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
def test_a_refusal_in_anothers_form_on_one_page_makes_no_partial_list(
    path: str, status: int
) -> None:
    """A foreign refusal on the third page of one list makes that whole list fail."""

    refused: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked, page = request.url.path, int(request.url.params.get("page", 1))
        name = asked.rsplit("/", 1)[1]
        if name == path and page == 3:
            refused.append(name)
            return httpx.Response(status, json={"message": "Forbidden"})
        if path == "project_assignments" and name != path:
            # A Member's own assignments are asked for where Harvest itself refuses the lists.
            return OWN[403][0]()
        onward = f"https://api.example{asked}?page={page + 1}" if page < 3 else None
        member = {"id": page, "name": "one", "email": "a@b.example"}
        member |= {"project": {"id": page, "name": "one"}, "task_assignments": []}
        return httpx.Response(200, json={name: [member], "links": {"next": onward}})

    one = api_client(answer)
    with pytest.raises(TransientHarvestError):
        _ = one.emails(KEY, lambda: None) if path == "users" else one.lists(KEY)
    assert set(refused) == {path}
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
def test_the_wait_that_harvest_asks_for_is_handed_on(
    status: int, header: str | None, wait: float | None
) -> None:
    """The wait of `Retry-After` is at most 900 seconds; a 429 without it means 15 seconds.

    Those 15 seconds are Harvest's window for 100 requests.
    """
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
    """`Retry-After` is read as whole seconds or as an HTTP date, and anything else as None."""
    assert retry_after(header, NOON) == seconds


def test_a_web_page_asks_harvest_twice_and_a_worker_once() -> None:
    """A web page asks Harvest twice, and a worker once, since its run counts the tries."""
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
    """A redirect is a transient error, and its address is not even parsed."""
    with pytest.raises(HarvestUnavailable, match="302"):
        read(api_client(lambda _: httpx.Response(302, headers={"Location": where})))
