"""A proxy answers in Harvest's place, by endpoint, page, form and status: nothing is believed.

Each cell is one such answer: once, three times or until it is taken away. Afterwards there is no
wrong owner, no false *Reconnect*, no part of a list that passes for all of it, and once Harvest is
back nothing lost and nothing twice.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import date

import pytest
from flask import Flask

from demo.harvest import Fault
from demo.harvest.proxies import FORMS
from tests.resilience.journeys import (
    ALWAYS,
    FOR_A_TIME,
    ONCE,
    connect_again,
    connect_anew,
    import_by_click,
    import_by_night,
    leave,
    look,
    look_as_a_member,
    renew,
    save,
)
from tests.resilience.proxied import PAGES, Proxied, small_harvest
from tests.support.servers import LocalHarvest

STATUSES = (200, 301, 401, 402, 403, 404, 429, 503)
KINDS = [f"{form}-{status}" for form in FORMS for status in STATUSES]
STEP = 11
"""From one kind to another form and another status; comes by all of them in the end."""

PAGED = range(1, PAGES + 1)
READ = [
    ("me", 1),
    *(("users", page) for page in PAGED),
    *(("time_entries", page) for page in PAGED),
]
LISTED = [(name, page) for name in ("projects", "tasks") for page in PAGED]
OWN = [("project_assignments", page) for page in PAGED]

NEVER = ("wrong owner", "false Reconnect", "partial list", "lost", "twice")

Journey = Callable[[Proxied, Fault], list[str]]
"""What is done while the fault strikes, and after; all that went wrong, in a few words."""


@pytest.fixture
def harvest(today: date) -> Iterator[LocalHarvest]:
    """Three people's entries, three pages of everything."""
    yield from small_harvest(today)


@pytest.fixture
def place(app: Flask, harvest: LocalHarvest) -> Iterator[Proxied]:
    """Elin's studio, connected and mapped."""
    made = Proxied(app, harvest)
    yield made
    made.close()


@pytest.fixture
def long(request: pytest.FixtureRequest) -> bool:
    """Whether all cells are to be tried."""
    return bool(request.config.getoption("--long"))


def cells(
    long: bool,
    targets: Sequence[tuple[str, int]],
    durations: Sequence[int],
    first: int,
    after: str = "",
) -> list[Fault]:
    """Each kind for each target, the durations in turn; or for each of both one other kind."""
    if long:
        return [
            Fault(*target, kind + after, durations[(number + at) % len(durations)])
            for at, target in enumerate(targets)
            for number, kind in enumerate(KINDS)
        ]
    places = [(*target, times) for times in durations for target in targets]
    return [
        Fault(endpoint, page, KINDS[(first + STEP * at) % len(KINDS)] + after, times)
        for at, (endpoint, page, times) in enumerate(places)
    ]


def try_all(place: Proxied, journey: Journey, faults: Sequence[Fault]) -> None:
    """One journey with each fault; tells all that went wrong, and is content with nothing."""
    amiss = {}
    for fault in faults:
        name = f"{fault.endpoint}:{fault.page}:{fault.kind}:{fault.times}"
        wrong = journey(place, fault) + ([] if fault.struck else ["it struck nothing"])
        if wrong:
            amiss[name] = wrong
            place.connect()
    told = Counter(dict.fromkeys(NEVER, 0))
    told.update(word for wrong in amiss.values() for word in set(wrong))
    figures = ", ".join(f"{count} {name}" for name, count in told.items())
    print(f"\n{len(faults)} answers: {figures}")
    assert amiss == {}


def test_an_import_by_a_click(place: Proxied, long: bool) -> None:
    """At the asker, each page of users and each page of entries; users gave wrong owners once."""
    reported = [] if long else [Fault("users", 1, "blocked-403", ONCE)]
    faults = cells(long, READ, (ONCE, FOR_A_TIME, ALWAYS), first=0)
    try_all(place, import_by_click, reported + faults)


def test_a_night(place: Proxied, long: bool) -> None:
    """The same, with nobody awake: it waits, and comes in by itself."""
    faults = cells(long, READ, (FOR_A_TIME, ALWAYS), first=5)
    try_all(place, import_by_night, faults)


def test_a_look_at_the_mapping_table(place: Proxied, long: bool) -> None:
    """At each page of projects and tasks; a 403 of somebody else's made it partial once."""
    reported = [] if long else [Fault("projects", 1, "challenge-403", ONCE)]
    try_all(place, look, reported + cells(long, LISTED, (ONCE, ALWAYS), first=3))


def test_a_save_of_mappings(place: Proxied, long: bool) -> None:
    """At each page of the lists that it is checked against."""
    reported = [] if long else [Fault("tasks", 1, "gateway-403", ALWAYS)]
    try_all(place, save, reported + cells(long, LISTED, (ONCE, ALWAYS), first=10))


def test_a_members_look_at_the_mapping_table(place: Proxied, long: bool) -> None:
    """At each page of what a Member may list."""
    try_all(place, look_as_a_member, cells(long, OWN, (ONCE, ALWAYS), first=7))


def test_a_first_consent(place: Proxied, long: bool) -> None:
    """At the token endpoint, the list of accounts and the asker."""
    targets = [("token", 1), ("accounts", 1), ("me", 1)]
    try_all(place, connect_anew, cells(long, targets, (ONCE, ALWAYS), first=2))


def test_a_consent_over_a_living_connection(place: Proxied, long: bool) -> None:
    """The same three; the connection from before is as it was, or the new one is there."""
    targets = [("token", 1), ("accounts", 1), ("me", 1)]
    try_all(place, connect_again, cells(long, targets, (ONCE, ALWAYS), first=9))


def test_a_refresh(place: Proxied, long: bool) -> None:
    """Once, for a time and until it is taken away; the refresh token is still good after it."""
    durations = (ONCE, FOR_A_TIME, ALWAYS)
    try_all(place, renew, cells(long, [("token", 1)] * (1 if long else 3), durations, first=4))


def test_a_refresh_that_harvest_granted_behind_the_proxy(place: Proxied, long: bool) -> None:
    """Where an old refresh token lives on, the next try has a new pair.

    Where it dies nobody has the pair, and Harvest's own `invalid_grant` follows.
    """
    place.harvest.state.config.single_use_refresh = False
    faults = cells(long, [("token", 1)], (ONCE, FOR_A_TIME, ALWAYS), first=6, after="-after")
    try_all(place, renew, faults)


def test_answers_hidden_by_a_proxy(place: Proxied, long: bool) -> None:
    """Harvest has answered, and somebody else's page arrives: the same as none, on both ways."""
    faults = cells(long, READ[::3], (ONCE, ALWAYS), first=8, after="-after")
    try_all(place, import_by_click, faults)
    try_all(place, look, cells(long, LISTED[::3], (ONCE,), first=1, after="-after"))


def test_a_goodbye(place: Proxied, long: bool) -> None:
    """At the end of a grant: what Harvest never heard is not told as withdrawn.

    Nothing with 200 is what Harvest itself would answer: of that no client can tell.
    """
    faults = cells(long, [("revoke", 1)] * (1 if long else 6), (ONCE,), first=0)
    faults = [fault for fault in faults if fault.kind != "blank-200"]
    reported = [] if long else [Fault("revoke", 1, "portal-200", ONCE)]
    try_all(place, leave, reported + faults)


def test_harvests_own_401_right_after_a_granted_refresh(place: Proxied) -> None:
    """Two or three of them, at every endpoint and page, end no connection."""
    faults = [Fault(*target, "401", times) for target in READ for times in (1, 2, 3)]
    try_all(place, import_by_click, faults)
    try_all(place, look, [Fault(*target, "401", times) for target in LISTED for times in (1, 2)])
