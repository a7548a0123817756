"""Two requests at the same time, on either database: one waits for the other, and neither fails."""

from collections.abc import Callable
from datetime import date
from functools import partial
from threading import Barrier, Thread

import pytest
from flask import Flask

from demo.workroom.models import db
from tests.support.servers import LocalHarvest
from tests.support.studio import Studio
from workroom_harvest.current import use_cases
from workroom_harvest.domain.use_cases.mapping.save_mappings import Choice, MappingChanges
from workroom_harvest.domain.use_cases.requesting.start_run import Requested
from workroom_harvest.domain.window import Days

ROUNDS = 10


@pytest.fixture
def studio(either_app: Flask, harvest: LocalHarvest) -> Studio:
    """Give Studio Lindqvist, connected and with the demo's mappings."""
    elin = Studio(either_app, harvest, "elin@lindqvist.example", "Studio Lindqvist")
    elin.connect()
    elin.map()
    return elin


def at_once(app: Flask, *actions: Callable[[], object]) -> list[BaseException]:
    """Run all actions at the same time, each in its own thread and app context.

    Return the errors that they raised.
    """
    start, raised = Barrier(len(actions)), []

    def one(action: Callable[[], object]) -> None:
        with app.app_context():
            start.wait()
            try:
                action()
            except BaseException as error:
                raised.append(error)

    threads = [Thread(target=one, args=(action,)) for action in actions]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return raised


def pairs(app: Flask) -> list[tuple[int, str]]:
    """Return each mapped Harvest project's id with the id of its target in Workroom."""
    with app.app_context():
        table = db.metadata.tables["workroom_harvest_project_pairs"]
        return [(row.harvest_id, row.target_id) for row in db.session.execute(table.select())]


def save(*choices: Choice) -> object:
    """Save these mappings of projects in studio 1."""
    return use_cases().save_mappings("1", MappingChanges(choices, ()))


def test_two_saves_that_claim_the_same_targets_leave_each_in_one_pair(studio: Studio) -> None:
    """Two saves of the same targets leave each project and each target in one pair."""
    held = dict(pairs(studio.app))
    ids, targets = list(held), list(held.values())
    for _ in range(ROUNDS):
        turned = [Choice(one, target) for one, target in zip(ids, targets[1:], strict=False)]
        back = [Choice(one, target) for one, target in zip(ids, targets, strict=True)]
        assert at_once(studio.app, lambda: save(*turned), lambda: save(*back)) == []  # noqa: B023 because both end within the round
        found = pairs(studio.app)
        assert len({one for one, _ in found}) == len(found) == len({two for _, two in found})


def test_a_save_beside_a_disconnect_leaves_no_pair_behind(studio: Studio) -> None:
    """A save beside Disconnect is cleared if it came first and stores nothing if it came second."""
    (first, target), *_ = pairs(studio.app)
    for _ in range(ROUNDS):
        at_once(
            studio.app, lambda: use_cases().disconnect("1"), lambda: save(Choice(first, target))
        )
        assert pairs(studio.app) == []
        studio.connect()
        studio.map()


def test_eight_clicks_at_once_start_one_import(studio: Studio, today: date) -> None:
    """Eight clicks at the same time start one import, which all of them are shown."""
    answers: list[Requested] = []

    def click() -> None:
        answers.append(use_cases().request_import("1", "1", Days.default(today)))

    assert at_once(studio.app, *[click] * 8) == []
    assert len({answer.run.id for answer in answers}) == 1
    assert [answer.is_new for answer in answers].count(True) == 1


def test_two_consents_at_once_leave_one_grant_at_harvest(
    either_app: Flask, harvest: LocalHarvest
) -> None:
    """The second of two consents sees the first, although there was no row to lock.

    Disconnect then ends the only grant there is.
    """
    members = [
        Studio(either_app, harvest, f"{name}@lindqvist.example", "Studio Lindqvist")
        for name in ("elin", "jonas")
    ]
    for _ in range(ROUNDS):
        backs = [member.consent() for member in members]
        raised = at_once(
            either_app,
            *(partial(member.come_back, back) for member, back in zip(members, backs, strict=True)),
        )
        assert raised == []
        assert len(harvest.state.by_refresh) == 1
        assert members[0].post("/disconnect").status_code == 303
        assert harvest.state.by_refresh == {}


def test_a_save_beside_another_account_stores_no_pair_of_the_old_one(studio: Studio) -> None:
    """A save beside a confirmed change of account leaves no pair of the old account.

    It is cleared if it came first, and is refused if it came second.
    """
    first = pairs(studio.app)[0][0]
    theirs = studio.harvest.world.accounts
    second = next(one for one in theirs.values() if one.name == "Atelier Moreau")
    studio.harvest.world.user(second, "Elin Lindqvist", studio.email, "administrator")
    accounts = [str(next(one.id for one in theirs.values() if one.name == studio.account))]
    accounts.append(str(second.id))
    for round_ in range(ROUNDS):
        back = studio.consent(account=accounts[(round_ + 1) % 2])
        studio.come_back(back)
        at_once(studio.app, studio.confirm_account, lambda: save(Choice(first, "1")))
        if round_ % 2 == 0:
            assert pairs(studio.app) == []
