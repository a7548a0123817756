"""What an address asks for beside its path: which entries, and from where in a list."""

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta

from workroom_harvest.domain.errors import HarvestImportError, NotFound
from workroom_harvest.domain.messages import Code
from workroom_harvest.domain.ports.store.ledger import DayPlace
from workroom_harvest.domain.ports.store.runs import RunPlace
from workroom_harvest.domain.ports.store.skipped_entries import SkippedPlace
from workroom_harvest.domain.run import ImportRun
from workroom_harvest.domain.skipped import SkipReason
from workroom_harvest.domain.use_cases.reporting.list_entries import Asked, EntryPlace
from workroom_harvest.web.presenters.reasons import reason_name

RUN_PLACE = re.compile(r"([0-9]{1,17})-([0-9a-f]{32})")
"""The microseconds since 1970 at which a run was added, and its id."""

ENTRY_PLACE = re.compile(r"([a-z_]{1,32})-([0-9]{1,18})")
"""The reason of a skipped entry and its number, or `imported` and an entry's id."""

DAY_PLACE = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})-([0-9]{1,18})")
"""The day of an entry that was imported earlier, and its id."""

ENTRY_ID = re.compile(r"[0-9]{1,18}")
"""An entry's id at Harvest."""

IMPORTED = "imported"
LONGEST = 80
"""How many characters of what is not known are repeated."""

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class InvalidQuery(HarvestImportError):
    """An address asks for something that is not known."""

    def __init__(self, name: str, value: str) -> None:
        super().__init__(Code.QUERY_UNKNOWN, name=name, value=value[:LONGEST])


def asked_entries(query: Mapping[str, str], run: ImportRun) -> Asked:
    """Return which entries of a run are asked for, by the reason's name or by `outcome=imported`.

    Raise `InvalidQuery` for what neither the run's reasons nor outcomes are called.
    """
    outcome, name = query.get("outcome", ""), query.get("reason", "")
    if outcome not in ("", IMPORTED):
        raise InvalidQuery("outcome", outcome)
    names = {reason_name(reason, run): reason for reason in SkipReason}
    if name and (outcome or name not in names):
        raise InvalidQuery("reason", name)
    return Asked(imported=bool(outcome), reason=names.get(name))


def wants_csv(query: Mapping[str, str]) -> bool:
    """Return whether a list is asked for as CSV; raise `InvalidQuery` for any other format."""
    form = query.get("format", "")
    if form not in ("", "csv"):
        raise InvalidQuery("format", form)
    return bool(form)


def known_id(text: str) -> int:
    """Return an entry's id as an address names it; raise `NotFound` for what can be none."""
    if not ENTRY_ID.fullmatch(text):
        raise NotFound(Code.ENTRY_NOT_FOUND)
    return int(text)


def after_id(query: Mapping[str, str]) -> int:
    """Return the id beyond which entries are asked for, 0 for the first ones.

    Raise `InvalidQuery` for what is no id.
    """
    text = query.get("after", "")
    if text and not ENTRY_ID.fullmatch(text):
        raise InvalidQuery("after", text)
    return int(text or 0)


def run_place(query: Mapping[str, str]) -> RunPlace | None:
    """Return from where on runs are asked for, or None for the newest ones.

    Raise `InvalidQuery` for what is no place.
    """
    text = query.get("after", "")
    found = RUN_PLACE.fullmatch(text)
    if found is None:
        if text:
            raise InvalidQuery("after", text)
        return None
    return RunPlace(EPOCH + timedelta(microseconds=int(found[1])), found[2])


def run_place_text(place: RunPlace | None) -> str | None:
    """Return a place among runs as an address names it, or None without one."""
    if place is None:
        return None
    since = (place.created_at - EPOCH) // timedelta(microseconds=1)
    return f"{since}-{place.id}"


def entry_place(query: Mapping[str, str]) -> EntryPlace | None:
    """Return from where on entries are asked for, or None for the first ones.

    Raise `InvalidQuery` for what is no place.
    """
    text = query.get("after", "")
    day = DAY_PLACE.fullmatch(text)
    if not text:
        return None
    if day is not None:
        try:
            return DayPlace(date.fromisoformat(day[1]), int(day[2]))
        except ValueError:
            raise InvalidQuery("after", text) from None
    found = ENTRY_PLACE.fullmatch(text)
    if found is None or found[1] not in (IMPORTED, *SkipReason):
        raise InvalidQuery("after", text)
    number = int(found[2])
    return number if found[1] == IMPORTED else SkippedPlace(SkipReason(found[1]), number)


def entry_place_text(place: EntryPlace | None) -> str | None:
    """Return a place among entries as an address names it, or None without one."""
    match place:
        case SkippedPlace(reason=reason, number=number):
            return f"{reason}-{number}"
        case DayPlace(spent_on=day, entry_id=number):
            return f"{day}-{number}"
        case int():
            return f"{IMPORTED}-{place}"
    return None
