"""Notices are kept in the session's cookie, which browsers drop where it is too long."""

from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from flask.sessions import SecureCookieSession, SessionInterface
from hypothesis import given
from hypothesis import strategies as st

from tests.support.servers import LocalHarvest
from tests.support.studio import Studio, text_of
from tests.web.notices import MOST_BYTES, Pages, cjk, host, noise, notices_shown


@pytest.mark.parametrize("length", [20, 60, 200])
def test_ten_chinese_names_reach_the_next_page(length: int) -> None:
    """Long names are cut or counted, so that the notice reaches the next page."""
    names = [cjk(length, seed) for seed in range(10)]
    ((sentence, shown, more),), browser = notices_shown([("Gave way:", names)])
    assert sentence == "Gave way:"
    assert shown[0][:20] == names[0][:20]
    assert len(shown) + more == 10
    assert browser.longest <= MOST_BYTES


def test_the_newest_sentence_outlives_the_older_ones() -> None:
    """A full cookie drops older names first, then older notices, then names of the newest."""
    many = [(f"Sentence {n}:", [cjk(60, 10 * n + k) for k in range(10)]) for n in range(6)]
    shown, browser = notices_shown(many)
    assert shown[-1][0] == "Sentence 5:"
    assert len(shown[-1][1]) + shown[-1][2] == 10
    assert browser.longest <= MOST_BYTES


@pytest.mark.parametrize("host_bytes", [0, 1000, 2000, 3000, 3500])
def test_what_the_host_keeps_in_the_session_counts_too(host_bytes: int) -> None:
    """A notice takes the room that the host's own session data leaves, and never replaces it."""
    names = [cjk(60, seed) for seed in range(10)]
    shown, browser = notices_shown([("Mappings saved.", []), ("Gave way:", names)], host_bytes)
    assert shown[-1][0] == "Gave way:"
    assert browser.longest <= MOST_BYTES


def test_a_full_session_keeps_the_sign_in_and_as_much_of_the_sentence_as_fits() -> None:
    """A full session keeps the host's data, and as much of the notice as still fits."""
    sentence = "The import is kept, but Redis does not answer just now. It starts when it is back."
    shown, _ = notices_shown([(sentence, [])], 3900)
    assert shown
    assert sentence.startswith(shown[0][0].rstrip("…"))
    assert notices_shown([(sentence, [])], 4000)[0] == []


def test_a_sentence_that_is_too_long_is_cut() -> None:
    """A sentence that is too long for the cookie is cut."""
    ((sentence, _, _),), browser = notices_shown([("Harvest says " + noise(20_000), [])])
    assert sentence.startswith("Harvest says ")
    assert sentence.endswith("…")
    assert browser.longest <= MOST_BYTES


@given(
    st.lists(
        st.tuples(
            st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=300),
            st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=300), max_size=30),
        ),
        min_size=1,
        max_size=8,
    )
)
def test_whatever_is_said_the_cookie_is_taken(sentences: list[tuple[str, list[str]]]) -> None:
    """Any notices fit into the cookie; the newest is shown, its names shown or counted."""
    shown, browser = notices_shown(sentences)
    assert browser.longest <= MOST_BYTES
    newest, names = sentences[-1]
    assert shown[-1][0] == newest
    assert len(shown[-1][1]) + shown[-1][2] == len(names)


class InMemory(SessionInterface):
    """Sessions on the server, as Flask-Session keeps them; the cookie has only an id."""

    def __init__(self) -> None:
        self.kept: dict[str, Any] = {}
        self.saved = 0

    def open_session(self, app: Flask, request: Any) -> SecureCookieSession:
        """Return the one session that there is."""
        return SecureCookieSession(self.kept)

    def save_session(self, app: Flask, session: Any, response: Any) -> None:
        """Keep the session, and count that it was saved."""
        self.saved += 1
        self.kept = dict(session)


def test_a_session_on_the_server_is_not_saved_to_be_measured() -> None:
    """A session on the server is saved once, and keeps the last six notices with ten names each."""
    sessions = InMemory()
    browser = Pages(host(sessions))
    names = [cjk(60, seed) for seed in range(30)]
    browser.post("/say", json=[[f"Sentence {n}:", names] for n in range(9)])
    assert sessions.saved == 1
    _, shown = browser.get("/").get_json()
    assert [one[0] for one in shown] == [f"Sentence {n}:" for n in range(3, 9)]
    assert {(len(one[1]), one[2]) for one in shown} == {(10, 20)}


def test_a_hundred_accounts_are_told_in_a_sentence_that_arrives(
    elin: Studio, harvest: LocalHarvest
) -> None:
    """Of a hundred accounts ten are named and the rest counted, and the member stays signed in."""
    elin.app.config["MAX_COOKIE_SIZE"] = 0
    elin.browser = Pages(elin.app)
    elin.sign_in()
    world = harvest.world
    first = next(iter(world.accounts.values()))
    for number in range(100):
        account = replace(first, id=900_000 + number, name=cjk(80, number), product="harvest")
        world.accounts[account.id] = account
    location = elin.consent()
    for code in harvest.state.codes.values():
        code.account_ids = tuple(range(900_000, 900_100))
    elin.come_back(location.replace("scope=harvest%3A", "scope=all%3A"))
    page = text_of(elin.page())
    assert "Harvest opened several accounts: " in page
    assert "and 90 more. Nothing was stored." in page
    assert "Choose Connect Harvest to try again." in page
