"""What the contracts of Harvest ask of a test bench, and the accounts and entries in it."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Protocol

from workroom_harvest.domain.connection import HarvestAccount
from workroom_harvest.domain.entries import HarvestEntry, HarvestStatus
from workroom_harvest.domain.ports.clock import Clock
from workroom_harvest.domain.ports.harvest import Credentials, HarvestApi, HarvestItem, HarvestOAuth
from workroom_harvest.domain.window import Days

BACK = "http://localhost/callback"


ACCOUNT, NEIGHBOUR = HarvestAccount(101, "Studio Ödåkra"), HarvestAccount(102, "Neighbour")


ADMIN, GONE = 1, 2


EMAILS = {ADMIN: "ada@x.example", GONE: "Gone@X.example"}


VILLA, CABIN = HarvestItem(10, "Villa", "Ström"), HarvestItem(11, "Cabin", "Dahl")


DRAWINGS = HarvestItem(20, "Drawings")


FIRST_DAY = date(2026, 6, 1)


WEEK = Days(FIRST_DAY, date(2026, 6, 7))


CHANGED = datetime(2026, 6, 10, 12, tzinfo=UTC)


def entry(number: int, day: int = 0) -> HarvestEntry:
    """Return Ada's entry, `day` days after the first of the week, with an id above 32 bits."""
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
        status=HarvestStatus(
            is_locked=False, is_closed=False, approval_status="unsubmitted", is_billed=False
        ),
        updated_at=CHANGED,
    )


class Bench(Protocol):
    """A Harvest with two accounts, and what people do there. Refresh tokens are used once."""

    clock: Clock
    oauth: HarvestOAuth
    api: HarvestApi

    def consent(self) -> str:
        """Let Ada grant access to her account, and return the code."""

    def put(self, entry: HarvestEntry, changed_at: datetime = CHANGED) -> None:
        """Let Ada log an entry."""

    def withdraw(self) -> None:
        """Let Ada revoke every grant."""

    def expire(self) -> None:
        """Let every access token expire, while refresh tokens stay valid."""

    def be_member(self) -> None:
        """Make Ada a Member who is assigned to the villa alone."""

    def be_manager(self) -> None:
        """Make Ada a Manager."""

    def fail(self, call: str, kind: str, *, page: int = 0) -> None:
        """Let the next call of the API fail, `entries` for one, with a status or with HTML.

        `page` is the only page that fails, and 0 means any.
        """

    def go_down(self) -> None:
        """Let every further request be refused its connection."""

    def offer_no_revocation(self) -> None:
        """Offer no endpoint for revoking a token, as the real Harvest does not."""


def key(bench: Bench, account: HarvestAccount = ACCOUNT) -> Credentials:
    """Return new credentials that Ada granted, for use with this account."""
    return Credentials(account.id, bench.oauth.exchange(bench.consent(), BACK).access)


def nothing() -> None:
    """Keep no lease alive, for calls that are made without one."""
