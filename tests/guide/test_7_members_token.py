"""What a studio sees and imports where the connected Harvest user has few rights."""

from collections import Counter
from dataclasses import replace
from datetime import date
from html import unescape

from tests.support.studio import Studio, text_of

FIRST = "2026-01-01"
LESS = (
    "only the connected person's own time; before, it showed everyone's time. "
    "What Harvest does not show is not imported."
)


def read(page: str) -> str:
    """Return the text of a page as a person reads it."""
    return unescape(text_of(page))


def change_role(studio: Studio, email: str, role: str) -> None:
    """Give a Harvest user another role, as an administrator there can."""
    users = studio.harvest.world.users
    (user,) = (one for one in users.values() if one.email.lower() == email)
    users[user.id] = replace(user, role=role)


def test_a_members_token_maps_what_it_sees_and_the_result_says_who_owns(
    elin: Studio, today: date
) -> None:
    """A Member's grant maps the projects that it shows, and every entry goes to the designer."""
    page = read(elin.connect(user="Mira@Lindqvist.example").text)
    assert "the list may be incomplete" in page
    assert "Villa Sandhamn" in page
    assert "Sees Only the connected person's own time" in page
    elin.map()
    run = elin.import_days(FIRST, today)
    assert run["status"] == "finished"
    assert run["imported"] > 0
    (warning,) = run["warnings"]
    assert warning == (
        f"{run['imported']} entries went to the designer who connected: Mira Holm "
        f"{run['imported']} (Harvest does not show the connected user who that is)."
    )
    shown = read(elin.page(f"/imports/{run['id']}"))
    assert f"Mira Holm: {run['imported']} — Harvest does not show" in shown
    assert {log.member.email for log in elin.timelogs()} == {"elin@lindqvist.example"}


def test_whose_entries_fell_back_is_on_the_page(connected: Studio, today: date) -> None:
    """The page counts the entries that fell back to the designer; the others have own members."""
    run = connected.import_days(FIRST, today)
    owners = Counter(log.member.email for log in connected.timelogs())
    (warning,) = run["warnings"]
    assert "no Workroom user has their e-mail address" in warning
    assert int(warning.split()[0]) <= owners["elin@lindqvist.example"] < run["imported"]
    assert warning.split(" entries went")[0] in read(connected.page(f"/imports/{run['id']}"))


def test_a_role_that_shrinks_is_said_on_the_card_and_in_the_panel(
    connected: Studio, today: date
) -> None:
    """Card and panel say that a grant shows less than before, until the role is restored."""
    assert "Sees Everyone's time" in read(connected.page())
    whole = connected.import_days(FIRST, today)
    change_role(connected, "elin@lindqvist.example", "member")
    run = connected.import_days(FIRST, today)
    assert run["total"] < whole["total"]
    assert f"Harvest showed this import {LESS}" in run["warnings"][0]
    panel = read(connected.page(f"/imports/{run['id']}"))
    assert f"Harvest showed this import {LESS}" in panel
    assert f"Harvest shows {LESS}" in read(connected.page())
    change_role(connected, "elin@lindqvist.example", "administrator")
    assert connected.import_days(FIRST, today)["warnings"] == []
    assert "before, it showed" not in read(connected.page("/mappings"))


def test_a_reconnect_by_somebody_with_fewer_rights_is_no_plain_success(
    connected: Studio, today: date
) -> None:
    """Reconnecting with fewer rights says what is hidden now, instead of plain success."""
    connected.import_days(FIRST, today)
    page = read(connected.connect(user="Mira@Lindqvist.example").text)
    assert f"but it shows less: Harvest shows {LESS}" in page
    assert "Mappings and history are as they were." not in page
    page = read(connected.connect().text)
    assert "Mappings and history are as they were." in page
    assert "Sees Everyone's time" in page


def test_an_import_of_nothing_takes_two_requests_and_any_other_three(
    connected: Studio, today: date
) -> None:
    """An import asks for its rights and the entries, and for users only if something comes in."""
    requests = connected.harvest.state.requests
    requests.clear()
    run_id = connected.start_import(today, today)
    connected.work(run_id)
    imported = connected.run(run_id)["imported"]
    assert imported > 0
    assert dict(requests) == {"me": 1, "time_entries": 1, "users": 1}
    requests.clear()
    connected.work(connected.start_import(today, today))
    assert dict(requests) == {"me": 1, "time_entries": 1}
