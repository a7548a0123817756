"""Whatever becomes of nights, clicks and the to-do list: each change of state is told once."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress

from hypothesis import given
from hypothesis import strategies as st

from tests.fakes.harvest_faults import Fault
from tests.fakes.plugin import JUNE, STUDIO, FakedPlugin
from tests.fakes.wiring import faked_plugin
from tests.use_cases.following_up.helpers import CABIN_TOO, NOT_CABIN, OF_CABIN
from tests.use_cases.scheduling.helpers import DAY, HOUR, TONIGHT, tick_at
from workroom_harvest.domain.errors import Forbidden, HarvestImportError
from workroom_harvest.domain.events import (
    Event,
    NeedsAttention,
    NeedsReconnect,
    RunFailed,
    Trouble,
    WellAgain,
)
from workroom_harvest.domain.run import ImportRun
from workroom_harvest.domain.run_status import RunStatus
from workroom_harvest.domain.todo import to_be_told

UNMAPPED = OF_CABIN.harvest_id


class Studio:
    """A plugin in memory, on which deeds are done one after the other."""

    def __init__(self) -> None:
        self.plugin: FakedPlugin = faked_plugin(page_size=3)
        self.plugin.connect()
        self.plugin.map()
        self.plugin.use.save_mappings(STUDIO, NOT_CABIN)
        self.plugin.use.set_automated_sync(STUDIO, True)
        self.plugin.events.sent.clear()
        self.nights = 0

    def do(self, deed: str) -> None:
        """Do it; what is refused changes nothing."""
        with suppress(HarvestImportError):
            DEEDS[deed](self)
        self.plugin.harvest.faults.clear()

    def go_on(self, *, fails: bool) -> None:
        """Let the last run go on, if it may."""
        if fails:
            self._fail()
        for run in self.plugin.runs()[-1:]:
            self.plugin.use.continue_import(STUDIO, run.id)
            self.plugin.work()

    def _fail(self) -> None:
        self.plugin.harvest.faults.append(Fault("entries", Forbidden(status=403)))

    def night(self, *, fails: bool = False, is_cancelled: bool = False) -> None:
        """Let the next night come, if it is due."""
        if fails:
            self._fail()
        tick_at(self.plugin, TONIGHT + self.nights * DAY)
        self.nights += 1
        live = self.plugin.live()
        if is_cancelled and live is not None:
            self.plugin.use.cancel_import(STUDIO, live.id)
        self.plugin.work()
        # Whoever switches or clicks does so before the next slot.
        self.plugin.clock.advance(HOUR)

    @property
    def last_night(self) -> ImportRun | None:
        """Return the newest night that is over and says how nights are."""
        nights = [run for run in self.plugin.runs() if run.request.night and run.is_over]
        return nights[-1] if nights else None

    @property
    def is_something_to_do(self) -> bool:
        """Return whether something is to be done of which a host is told by its number."""
        return bool(to_be_told(self.plugin.use.show_todo(STUDIO).items))


DEEDS: Mapping[str, Callable[[Studio], object]] = {
    "night": lambda on: on.night(),
    "night fails": lambda on: on.night(fails=True),
    "night is cancelled": lambda on: on.night(is_cancelled=True),
    "continue": lambda on: on.go_on(fails=False),
    "continue in vain": lambda on: on.go_on(fails=True),
    "log": lambda on: on.plugin.log(),
    "log unmapped": lambda on: on.plugin.log(project_id=UNMAPPED),
    "map": lambda on: on.plugin.use.save_mappings(STUDIO, CABIN_TOO),
    "unmap": lambda on: on.plugin.use.save_mappings(STUDIO, NOT_CABIN),
    "leave out": lambda on: on.plugin.use.leave_out(STUDIO, on.plugin.elin.id, OF_CABIN),
    "take back": lambda on: on.plugin.use.take_back(STUDIO, OF_CABIN),
    "import": lambda on: on.plugin.import_days(JUNE),
    "switch off": lambda on: on.plugin.use.set_automated_sync(STUDIO, False),
    "switch on": lambda on: on.plugin.use.set_automated_sync(STUDIO, True),
    "withdraw": lambda on: on.plugin.harvest.withdraw(),
    "connect": lambda on: on.plugin.connect(),
    "leave Pro": lambda on: setattr(on.plugin.workroom.studio(STUDIO), "is_pro", False),
    "join Pro": lambda on: setattr(on.plugin.workroom.studio(STUDIO), "is_pro", True),
}
"""What may happen, by name."""

OFTEN = ("night", "night fails", "log unmapped", "import") * 4
"""What happens more often than the rest."""


def of_trouble(sent: Sequence[Event], trouble: Trouble) -> list[bool]:
    """Return whether each event about a trouble says that it began; the others that it is over."""
    begins = {Trouble.NIGHT_FAILED: RunFailed, Trouble.RECONNECT_NEEDED: NeedsReconnect}[trouble]
    about = [
        one
        for one in sent
        if isinstance(one, begins) or (isinstance(one, WellAgain) and one.after is trouble)
    ]
    return [isinstance(one, begins) for one in about]


def is_older(night: ImportRun, other: ImportRun | None) -> bool:
    """Return whether a night is older than the other, if there is one."""
    mine, theirs = night.request.night, other.request.night if other else None
    return mine is not None and theirs is not None and mine < theirs


@given(st.lists(st.sampled_from([*DEEDS, *OFTEN]), min_size=15, max_size=40))
def test_signals_alternate(deeds: list[str]) -> None:
    """A trouble begins and is over in turn, and attention is asked for once until all is done.

    What is told of nights last is how the last night was; and once a run is over, a host knows
    whether there is anything to do.
    """
    studio = Studio()
    sent, is_known = studio.plugin.events.sent, studio.is_something_to_do
    for deed in deeds:
        wanted, finished = len(sent), len(studio.plugin.runs())
        before = studio.last_night
        studio.do(deed)
        for trouble in Trouble:
            told = of_trouble(sent, trouble)
            assert told == [number % 2 == 0 for number in range(len(told))]
        news = [one for one in sent[wanted:] if isinstance(one, NeedsAttention)]
        assert len(news) <= (not is_known)
        is_known = (is_known or bool(news)) and studio.is_something_to_do
        night = studio.last_night
        nights = of_trouble(sent, Trouble.NIGHT_FAILED)
        if night is not None and night != before and night.status is RunStatus.FINISHED:
            # A night that goes on after the studio left Pro is deleted, and an older one is last.
            assert is_older(night, before) or not (nights and nights[-1])
        if deed == "import" and len(studio.plugin.runs()) > finished:
            assert is_known is studio.is_something_to_do
