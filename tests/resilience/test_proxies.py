"""A proxy that answers in the place of Harvest is never taken for Harvest.

Each fault is one answer, by endpoint, page, form and status: once, three times or always.
Afterwards there is no wrong owner, no false *Reconnect* and no partial list that passes for a whole
one. Once Harvest is back nothing is lost and nothing is there twice.
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
    disconnect,
    import_by_click,
    import_by_night,
    look,
    look_as_a_member,
    renew,
    save,
)
from tests.resilience.proxied import PAGES, ProxiedStudio, small_harvest
from tests.support.servers import LocalHarvest

STATUSES = (200, 301, 401, 402, 403, 404, 429, 503)
KINDS = [f"{form}-{status}" for form in FORMS for status in STATUSES]
STEP = 11
"""A step that changes form and status each time, and reaches every kind in the end."""

PAGED = range(1, PAGES + 1)
READ = [
    ("me", 1),
    *(("users", page) for page in PAGED),
    *(("time_entries", page) for page in PAGED),
]
LISTED = [(name, page) for name in ("projects", "tasks") for page in PAGED]
OWN = [("project_assignments", page) for page in PAGED]

NEVER = ("wrong owner", "false Reconnect", "partial list", "lost", "twice")

Journey = Callable[[ProxiedStudio, Fault], list[str]]
"""What is done while the fault strikes and after it; it returns all that went wrong."""


@pytest.fixture
def harvest(today: date) -> Iterator[LocalHarvest]:
    """Yield a local Harvest with three people's entries and three pages of every list."""
    yield from small_harvest(today)


@pytest.fixture
def proxied(app: Flask, harvest: LocalHarvest) -> Iterator[ProxiedStudio]:
    """Yield Elin's studio, connected and mapped."""
    made = ProxiedStudio(app, harvest)
    yield made
    made.close()


@pytest.fixture
def long(request: pytest.FixtureRequest) -> bool:
    """Return whether this is the long form, which tries every kind of answer."""
    return bool(request.config.getoption("--long"))


def cells(
    long: bool,
    targets: Sequence[tuple[str, int]],
    durations: Sequence[int],
    first: int,
    after: str = "",
) -> list[Fault]:
    """Return the faults to try.

    The long form has each kind for each target, with the durations in turn. The short one has one
    kind for each target and duration, counting from the `first`.
    """
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


def try_all(proxied: ProxiedStudio, journey: Journey, faults: Sequence[Fault]) -> None:
    """Make the journey with each fault, print the figures, and assert that nothing went wrong."""
    failures = {}
    for fault in faults:
        name = f"{fault.endpoint}:{fault.page}:{fault.kind}:{fault.times}"
        wrong = journey(proxied, fault) + ([] if fault.struck else ["it struck nothing"])
        if wrong:
            failures[name] = wrong
            proxied.connect()
    counts = Counter(dict.fromkeys(NEVER, 0))
    counts.update(word for wrong in failures.values() for word in set(wrong))
    figures = ", ".join(f"{count} {name}" for name, count in counts.items())
    print(f"\n{len(faults)} answers: {figures}")
    assert failures == {}


def test_an_import_by_a_click(proxied: ProxiedStudio, long: bool) -> None:
    """An import by a click survives proxies at the user, the users and the entries."""
    # This fault once gave wrong owners.
    reported = [] if long else [Fault("users", 1, "blocked-403", ONCE)]
    faults = cells(long, READ, (ONCE, FOR_A_TIME, ALWAYS), first=0)
    try_all(proxied, import_by_click, reported + faults)


def test_a_night(proxied: ProxiedStudio, long: bool) -> None:
    """A night survives proxies at the user, the users and the entries, and finishes by itself."""
    faults = cells(long, READ, (FOR_A_TIME, ALWAYS), first=5)
    try_all(proxied, import_by_night, faults)


def test_a_look_at_the_mapping_table(proxied: ProxiedStudio, long: bool) -> None:
    """The mapping table is whole or not shown behind proxies at projects and tasks."""
    # This fault once made the table partial.
    reported = [] if long else [Fault("projects", 1, "challenge-403", ONCE)]
    try_all(proxied, look, reported + cells(long, LISTED, (ONCE, ALWAYS), first=3))


def test_a_save_of_mappings(proxied: ProxiedStudio, long: bool) -> None:
    """A save is whole behind proxies at the lists, which it does not ask for."""
    reported = [] if long else [Fault("tasks", 1, "gateway-403", ALWAYS)]
    try_all(proxied, save, reported + cells(long, LISTED, (ONCE, ALWAYS), first=10))


def test_a_members_look_at_the_mapping_table(proxied: ProxiedStudio, long: bool) -> None:
    """A Member's mapping table is whole or not shown behind proxies at their assignments."""
    try_all(proxied, look_as_a_member, cells(long, OWN, (ONCE, ALWAYS), first=7))


def test_a_first_consent(proxied: ProxiedStudio, long: bool) -> None:
    """A first consent connects or stores nothing behind proxies at tokens, accounts and user."""
    targets = [("token", 1), ("accounts", 1), ("me", 1)]
    try_all(proxied, connect_anew, cells(long, targets, (ONCE, ALWAYS), first=2))


def test_a_consent_over_a_working_connection(proxied: ProxiedStudio, long: bool) -> None:
    """A second consent replaces the connection or leaves it as it was."""
    targets = [("token", 1), ("accounts", 1), ("me", 1)]
    try_all(proxied, connect_again, cells(long, targets, (ONCE, ALWAYS), first=9))


def test_a_refresh(proxied: ProxiedStudio, long: bool) -> None:
    """A refresh that a proxy prevents leaves the refresh token valid for the next try."""
    durations = (ONCE, FOR_A_TIME, ALWAYS)
    try_all(proxied, renew, cells(long, [("token", 1)] * (1 if long else 3), durations, first=4))


def test_a_refresh_granted_behind_the_proxy(proxied: ProxiedStudio, long: bool) -> None:
    """A refresh whose answer a proxy replaced is tried again, and gets a new pair of tokens.

    That needs a Harvest whose old refresh tokens stay valid. With others nobody has the new pair,
    and Harvest's own `invalid_grant` follows.
    """
    proxied.harvest.state.config.single_use_refresh = False
    faults = cells(long, [("token", 1)], (ONCE, FOR_A_TIME, ALWAYS), first=6, after="-after")
    try_all(proxied, renew, faults)


def test_answers_hidden_by_a_proxy(proxied: ProxiedStudio, long: bool) -> None:
    """An answer that a proxy replaces counts as none, for imports and for the mapping table."""
    faults = cells(long, READ[::3], (ONCE, ALWAYS), first=8, after="-after")
    try_all(proxied, import_by_click, faults)
    try_all(proxied, look, cells(long, LISTED[::3], (ONCE,), first=1, after="-after"))


def test_a_disconnect(proxied: ProxiedStudio, long: bool) -> None:
    """Disconnect does not claim that the access was withdrawn where Harvest never saw the request.

    An empty 200 is left out: it is what Harvest itself answers, so that no client can tell.
    """
    faults = cells(long, [("revoke", 1)] * (1 if long else 6), (ONCE,), first=0)
    faults = [fault for fault in faults if fault.kind != "blank-200"]
    reported = [] if long else [Fault("revoke", 1, "portal-200", ONCE)]
    try_all(proxied, disconnect, reported + faults)


def test_harvests_own_401_right_after_a_granted_refresh(proxied: ProxiedStudio) -> None:
    """Up to three of Harvest's own 401 right after a refresh end no connection."""
    faults = [Fault(*target, "401", times) for target in READ for times in (1, 2, 3)]
    try_all(proxied, import_by_click, faults)
    try_all(proxied, look, [Fault(*target, "401", times) for target in LISTED for times in (1, 2)])
