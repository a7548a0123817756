"""The step that fetches the next page of a run's entries, and the checks of a page."""

from collections.abc import Callable
from dataclasses import dataclass

from workroom_harvest.domain.connection import Connection
from workroom_harvest.domain.ports.harvest import EntryPage, HarvestApi
from workroom_harvest.domain.run import ImportRun
from workroom_harvest.domain.use_cases.shared.harvest_calls import HarvestCalls


@dataclass(frozen=True)
class FetchPage:
    """Fetch the page at a run's cursor, or the first page of its window."""

    api: HarvestApi
    calls: HarvestCalls

    def __call__(
        self, run: ImportRun, connection: Connection, keep_alive: Callable[[], None]
    ) -> EntryPage:
        """Return the page. `keep_alive` is called before each attempt.

        Raise what `HarvestCalls.call` raises.
        """
        window, cursor = run.request.window, run.progress.cursor
        return self.calls.call(
            connection, lambda key: self.api.entries(key, window, cursor, keep_alive)
        )


def leads_back(run: ImportRun, page: EntryPage) -> bool:
    """Return whether the page's next page is the page itself, which would have no end."""
    return page.next_cursor is not None and page.next_cursor == run.progress.cursor


def lacks_entries(run: ImportRun, page: EntryPage, decided: int) -> bool:
    """Return whether entries are missing that Harvest announced.

    `decided` is how many entries of `page` count; the run has not counted them yet. The caller asks
    for the page once more, and believes it if Harvest repeats the answer.
    """
    if page.next_cursor is not None:
        return not (page.entries or page.unreadable)
    first, last, done = run.progress.announced, page.announced, run.progress
    lacks_pages = first.missing_pages(last, done.pages + 1) > 0
    return lacks_pages or first.missing_entries(last, done.total + decided) > 0
