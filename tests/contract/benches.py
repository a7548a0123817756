"""A Harvest with two accounts, and what people do there."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Protocol

from workroom_harvest.domain.connection import HarvestAccount
from workroom_harvest.domain.entries import HarvestEntry, Period
from workroom_harvest.domain.ports.clock import Clock
from workroom_harvest.domain.ports.harvest import Credentials, HarvestApi, HarvestItem, HarvestOAuth

BACK = "http://localhost/callback"


ACCOUNT, NEIGHBOUR = HarvestAccount(101, "Studio Ödåkra"), HarvestAccount(102, "Neighbour")


ADMIN, GONE = 1, 2


EMAILS = {ADMIN: "ada@x.example", GONE: "Gone@X.example"}


VILLA, CABIN = HarvestItem(10, "Villa", "Ström"), HarvestItem(11, "Cabin", "Dahl")


DRAWINGS = HarvestItem(20, "Drawings")


FIRST_DAY = date(2026, 6, 1)


WEEK = Period(FIRST_DAY, date(2026, 6, 7))


CHANGED = datetime(2026, 6, 10, 12, tzinfo=UTC)


def entry(number: int, day: int = 0) -> HarvestEntry:
    """Ada's entry of a day of the week, with an id past 32 bits."""
    return HarvestEntry(
        id=2**40 + number,
        spent_on=FIRST_DAY + timedelta(days=day),
        hours=Decimal("1.66"),
        notes=f"Number {number}\nand a second line",
        billable=number % 2 == 0,
        is_running=False,
        user_id=ADMIN,
        user_name="Ada X",
        project_id=VILLA.id,
        project_name=VILLA.name,
        task_id=DRAWINGS.id,
        task_name=DRAWINGS.name,
    )


class Bench(Protocol):
    """A Harvest with two accounts, and what people do there. Refresh tokens are used once."""

    clock: Clock
    oauth: HarvestOAuth
    api: HarvestApi

    def consent(self) -> str:
        """Ada allows us into her account; the code."""

    def put(self, entry: HarvestEntry, changed_at: datetime = CHANGED) -> None:
        """Ada logs an entry."""

    def withdraw(self) -> None:
        """Ada withdraws every grant."""

    def expire(self) -> None:
        """Every access token dies; refresh tokens live."""

    def be_member(self) -> None:
        """Ada is a mere Member from now on, assigned to the villa."""

    def be_manager(self) -> None:
        """Ada is a Manager from now on."""

    def fail(self, call: str, kind: str, *, page: int = 0) -> None:
        """Once, `call` (entries, emails or sight) answers with a status or something strange."""

    def go_down(self) -> None:
        """Nobody answers any more."""

    def offer_no_revocation(self) -> None:
        """As the real Harvest."""


def key(bench: Bench, account: HarvestAccount = ACCOUNT) -> Credentials:
    """What opens an account."""
    return Credentials(account.id, bench.oauth.exchange(bench.consent(), BACK).access)


def nothing() -> None:
    """No lease to keep."""
