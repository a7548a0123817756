"""The part of an import that reads a run's pages, and judges each as part of the list."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from workroom_harvest.domain.errors import MalformedResponse, RequestRejected, UnusableList
from workroom_harvest.domain.messages import Code
from workroom_harvest.domain.ports.harvest import ArrivedPage, EntryPage
from workroom_harvest.domain.run import ImportRun
from workroom_harvest.domain.use_cases.shared.harvest_session import HarvestSession


@dataclass
class PageReader:
    """Read the pages of a run in their order, each ahead of time while there is time.

    `has_read` says that a page was read in this time slice.
    """

    has_read: bool = False
    _ahead: tuple[str | None, Callable[[], ArrivedPage]] | None = None

    def read(
        self, run: ImportRun, harvest: HarvestSession, has_time: Callable[[], bool]
    ) -> tuple[ImportRun, EntryPage]:
        """Return the next page, and the run with what it announces, or begun again.

        The page after it is asked for as soon as its address is known, if the slice still
        `has_time`.

        Raise `UnusableList` if there are more pages than is plausible, and `MalformedResponse` if
        the page leads back to itself.
        """
        if run.progress.exceeds_page_limit:
            raise UnusableList(Code.HARVEST_ENTRIES_ENDLESS)
        try:
            arrived = self._next(run, harvest)
        except RequestRejected:
            if self.has_read or not run.may_restart:
                raise
            # The cursor was stored in an earlier time slice, and is stale by now.
            run = run.restart_stale()
            arrived = self._next(run, harvest)
        self.has_read = True
        following = arrived.next_cursor
        if following is not None:
            if following == run.progress.cursor:
                raise MalformedResponse(Code.HARVEST_ENTRIES_LOOP)
            if has_time():
                # The entries are read while Harvest works at the next page already.
                self._ahead = following, harvest.entries_ahead(run.request.window, following)
        page = arrived.read()
        return replace(run, progress=run.progress.expect(page.announced)), page

    def begin(self, run: ImportRun, harvest: HarvestSession) -> None:
        """Ask for the first page of the slice, before the caller asks for something else.

        A run that waited for Harvest asks one thing after the other, so that little is asked while
        Harvest is away. What it had asked for before that may have failed, too, and is forgotten.
        """
        if not self.has_read:
            cursor, is_well = run.progress.cursor, run.retry_state is None
            self._ahead = (
                (cursor, harvest.entries_ahead(run.request.window, cursor)) if is_well else None
            )

    @property
    def is_ahead(self) -> bool:
        """Return whether the next page is on its way."""
        return self._ahead is not None

    def _next(self, run: ImportRun, harvest: HarvestSession) -> ArrivedPage:
        cursor = run.progress.cursor
        ahead, self._ahead = self._ahead, None
        if ahead is not None and ahead[0] == cursor:
            return ahead[1]()
        return harvest.entries(run.request.window, cursor)


def demand_whole(run: ImportRun, page: EntryPage, counted: int) -> None:
    """Raise `MalformedResponse` if entries are missing that Harvest announced.

    The run is to count so many entries of `page`. Nothing is raised at a second try: if Harvest
    repeats an answer, it is believed.
    """
    if run.retry_state is None and _lacks_entries(run, page, counted):
        raise MalformedResponse(Code.HARVEST_ENTRIES_CUT_SHORT)


def demand_all_pages(run: ImportRun, last: EntryPage) -> None:
    """Raise `UnusableList` if the list ended before its last page."""
    if run.progress.announced.missing_pages(last.announced, run.progress.pages):
        raise UnusableList(Code.HARVEST_ENTRIES_CUT_SHORT)


def _lacks_entries(run: ImportRun, page: EntryPage, counted: int) -> bool:
    if page.next_cursor is not None:
        return not (page.entries or page.unreadable)
    done, first, last = run.progress, run.progress.announced, page.announced
    return (
        first.missing_pages(last, done.pages + 1) > 0
        or first.missing_entries(last, run.read + counted) > 0
    )
