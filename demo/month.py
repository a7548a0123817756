"""A month at Studio Lindqvist: what its people did in Harvest and Workroom, and its nights.

Most of it went well, and there is a bit of everything: a project that was mapped late, one that is
not mapped yet, what is left out on purpose, a timelog that is locked and one that was deleted, and
entries that were changed in Harvest after they were imported.
"""

from collections.abc import Callable
from contextlib import closing
from datetime import UTC, date, datetime, time, timedelta

from demo.harvest_control import HarvestControl
from demo.past import Past
from demo.timesheets import CABIN, JONAS, SHOWROOM, VILLA, Tracked, tracked
from demo.walk import Walker
from demo.workroom.seed import LINDQVIST, PASSWORD

ELINS_ADDRESS, JONAS_ADDRESS = "elin@lindqvist.example", "jonas@lindqvist.example"
DAYS = 30
"""So many days ago Elin connected Harvest; there are hours of the two weeks before."""

EARLIER = 14
NIGHT, MORNING, EVENING = time(2, 0, 20), time(7, 40), time(17, 30)
"""When things happen, in UTC."""

CATCHING_UP = range(1, 4)
"""The days ago whose hours Jonas tracks this morning only."""

MAPPED_LATE, LOCKED, DELETED, CHANGED = 20, 7, 4, 2
"""So many days ago Elin mapped the showroom, locked a timelog, Jonas deleted one, and hours of
imported entries were changed in Harvest."""

LEFT_OUT = ("Internal", "Admin")
MAPPINGS = {
    "Villa Sandhamn": "Villa Sandhamn",
    "Kontor Norrmalm": "Kontor Norrmalm",
    "Café Möllan": "Café Möllan",
    "Lakeside Cabin": "Lakeside Cabin",
    "Showroom 2026": "Showroom 2026",
    "Concept Design": "Concept Design",
    "Space Planning": "Space Planning",
    "Sourcing": "Sourcing & Procurement",
    "Site Visit": "Site Visit",
    "Client Meeting": "Client Meeting",
    "Drawings": "Technical Drawings",
}


class Month:
    """The month up to `today`, which is a day in UTC."""

    def __init__(self, past: Past, harvest: HarvestControl, today: date) -> None:
        self._past = past
        self._harvest = harvest
        self._today = today
        self._entries: dict[int, Tracked] = {}
        self._late: list[Tracked] = []

    def live(self, tell: Callable[[], None]) -> None:
        """Let the month pass, and call `tell` after each of its nights."""
        self._harvest.limit_requests(0)
        for ago in range(DAYS + EARLIER, DAYS, -1):
            self._track(ago)
        with closing(self._past.walker()) as elin:
            self._begin(elin)
            for ago in range(DAYS - 1, -1, -1):
                self._stand_at(ago, NIGHT)
                self._past.tick()
                tell()
                self._stand_at(ago, MORNING)
                self._happen(ago, elin)
                self._track(ago)
        self._harvest.set_clock(0)
        self._harvest.limit_requests(100)

    def _begin(self, elin: Walker) -> None:
        """Connect, map what there is in Workroom, leave the rest out, and import two weeks."""
        self._stand_at(DAYS, MORNING)
        elin.sign_in(ELINS_ADDRESS, PASSWORD)
        elin.connect(ELINS_ADDRESS, LINDQVIST)
        elin.map({name: here for name, here in MAPPINGS.items() if name not in (CABIN, SHOWROOM)})
        for name in LEFT_OUT:
            elin.post("/waiting/leave-out", dict([self._harvest.group(name)])).raise_for_status()
        elin.import_days({"from": self._day(DAYS + EARLIER), "to": self._day(DAYS)})
        elin.post("/automated-sync", {"on": "1"}).raise_for_status()
        self._track(DAYS)

    def _happen(self, ago: int, elin: Walker) -> None:
        """Do what is done on one day only."""
        if ago == MAPPED_LATE:
            elin.map({SHOWROOM: MAPPINGS[SHOWROOM]})
            elin.post("/waiting/import", dict([self._harvest.group(SHOWROOM)])).raise_for_status()
        elif ago == LOCKED:
            locked = self._past.timelog_of(self._imported(ago, VILLA))
            elin.submit(f"/timelogs/{locked}/lock", {"is_locked": "1"}).raise_for_status()
        elif ago == DELETED:
            with closing(self._past.walker()) as jonas:
                jonas.sign_in(JONAS_ADDRESS, PASSWORD)
                deleted = self._past.timelog_of(self._imported(ago, "Café Möllan"))
                jonas.submit(f"/timelogs/{deleted}/delete").raise_for_status()
        elif ago == CHANGED:
            self._harvest.edit(self._imported(LOCKED, VILLA), hours="6.5")
            self._harvest.edit(self._imported(ago, "Kontor Norrmalm"), hours="4.75")

    def _imported(self, ago: int, project: str) -> int:
        """Return the newest entry of a project that a night had imported by then."""
        before = self._today - timedelta(days=ago + 1)
        return max(
            entry_id
            for entry_id, one in self._entries.items()
            if one.project == project and one.day <= before
        )

    def _track(self, ago: int) -> None:
        self._stand_at(ago, EVENING)
        day = self._today - timedelta(days=ago)
        for one in tracked(day, ago):
            is_late = one.person == JONAS and ago in CATCHING_UP
            (self._late.append if is_late else self._add)(one)
        if ago == 0:
            for one in self._late:
                self._add(one)
            self._harvest.track(
                Tracked(day, JONAS, VILLA, "Drawings", "0.4", "Stairs"), is_running=True
            )

    def _add(self, one: Tracked) -> None:
        self._entries[self._harvest.track(one)] = one

    def _stand_at(self, ago: int, at: time) -> None:
        day = self._today - timedelta(days=ago)
        self._harvest.set_clock(self._past.stand_at(datetime.combine(day, at, UTC)))

    def _day(self, ago: int) -> str:
        return (self._today - timedelta(days=ago)).isoformat()
