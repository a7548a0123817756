"""The comparison of what Harvest announced about a list with what it sent."""

from dataclasses import dataclass

MOST_PAGES = 10_000
"""The most pages that a run reads: twenty million entries, which no studio has.

The limit ends an endless chain of pages.
"""


@dataclass(frozen=True, slots=True)
class Announced:
    """How many pages and entries Harvest says that a list has; each is None where it says nothing.

    A list may grow or shrink while it is read, so of two announcements the lesser one counts.
    """

    pages: int | None = None
    entries: int | None = None

    @property
    def most_pages(self) -> int:
        """Return how many pages are plausible: twice the announced number, and ten more."""
        return MOST_PAGES if self.pages is None else min(2 * self.pages + 10, MOST_PAGES)

    def missing_pages(self, last: "Announced", read: int) -> int:
        """Return how many pages were announced, now and on the `last` page, and not read."""
        return max(_least(self.pages, last.pages) - read, 0)

    def missing_entries(self, last: "Announced", read: int) -> int:
        """Return how many entries were announced, now and on the `last` page, and not read."""
        return max(_least(self.entries, last.entries) - read, 0)


def _least(*announced: int | None) -> int:
    """Return the least of the numbers, or 0 where none was announced."""
    return min((count for count in announced if count is not None), default=0)
