"""Sentences that wait in the cookie of the session, in a browser that drops one too long."""

from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from flask.sessions import SecureCookieSession, SessionInterface
from hypothesis import given
from hypothesis import strategies as st

from tests.support.servers import LocalHarvest
from tests.support.studio import Studio, text_of
from tests.web.notices import MOST_BYTES, Pages, cjk, host, noise, spoken


@pytest.mark.parametrize("length", [20, 60, 200])
def test_ten_chinese_names_reach_the_next_page(length: int) -> None:
    """Some of them whole or cut, and the number of the others."""
    names = [cjk(length, seed) for seed in range(10)]
    ((sentence, shown, more),), browser = spoken([("Gave way:", names)])
    assert sentence == "Gave way:"
    assert shown[0][:20] == names[0][:20]
    assert len(shown) + more == 10
    assert browser.longest <= MOST_BYTES


def test_the_newest_sentence_outlives_the_older_ones() -> None:
    """Names of the older go first, then the older, then names of its own."""
    many = [(f"Sentence {n}:", [cjk(60, 10 * n + k) for k in range(10)]) for n in range(6)]
    shown, browser = spoken(many)
    assert shown[-1][0] == "Sentence 5:"
    assert len(shown[-1][1]) + shown[-1][2] == 10
    assert browser.longest <= MOST_BYTES


@pytest.mark.parametrize("host_bytes", [0, 1000, 2000, 3000, 3500])
def test_what_the_host_keeps_in_the_session_counts_too(host_bytes: int) -> None:
    """And is never lost for a notice of ours."""
    names = [cjk(60, seed) for seed in range(10)]
    shown, browser = spoken([("Mappings saved.", []), ("Gave way:", names)], host_bytes)
    assert shown[-1][0] == "Gave way:"
    assert browser.longest <= MOST_BYTES


def test_a_full_session_keeps_the_sign_in_and_as_much_of_the_sentence_as_fits() -> None:
    """The host's own content is nobody's to drop."""
    sentence = "The import is kept, but Redis does not answer just now. It starts when it is back."
    shown, _ = spoken([(sentence, [])], 3900)
    assert shown
    assert sentence.startswith(shown[0][0].rstrip("…"))
    assert spoken([(sentence, [])], 4000)[0] == []


def test_a_sentence_without_end_is_cut() -> None:
    """Wherever it came from."""
    ((sentence, _, _),), browser = spoken([("Harvest says " + noise(20_000), [])])
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
    """The newest sentence is there, and its names are all shown or counted."""
    shown, browser = spoken(sentences)
    assert browser.longest <= MOST_BYTES
    newest, names = sentences[-1]
    assert shown[-1][0] == newest
    assert len(shown[-1][1]) + shown[-1][2] == len(names)


class InMemory(SessionInterface):
    """Sessions on the server, as Flask-Session keeps them: the cookie holds a name alone."""

    def __init__(self) -> None:
        self.kept: dict[str, Any] = {}
        self.saved = 0

    def open_session(self, app: Flask, request: Any) -> SecureCookieSession:
        """The one that there is."""
        return SecureCookieSession(self.kept)

    def save_session(self, app: Flask, session: Any, response: Any) -> None:
        """Keep it."""
        self.saved += 1
        self.kept = dict(session)


def test_a_session_on_the_server_is_not_saved_to_be_measured() -> None:
    """It has no cookie to overflow; the number of sentences and names is bounded all the same."""
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
    """The first ten by name, and how many more; the member stays signed in."""
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
