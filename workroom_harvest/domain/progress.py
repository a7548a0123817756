"""How far a run came, and what became of the entries that it read."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from workroom_harvest.domain.completeness import Announced
from workroom_harvest.domain.connection import Sight
from workroom_harvest.domain.fallback import FellBack, merged
from workroom_harvest.domain.skipped import PageResult, SkipReason


@dataclass(frozen=True, slots=True)
class Progress:
    """The progress of a run, stored with each page, so that the run can be continued there.

    `pages` were read, and `cursor` is the address of the next one. `announced` is what Harvest said
    on the first page about the whole list. `restarts` counts how often the run began again because
    its cursor was stale.

    `minutes` are those of the imported entries. `skipped` counts the entries that were left out, by
    reason, `skipped_minutes` their minutes as far as they can be read, and `lasting` those of them
    that another try will not bring in. `missing` of them Harvest announced and never sent.
    `changed` counts the already imported entries of which Harvest has other values by now than
    those that were imported, `deleted` those whose timelogs were deleted in Workroom, and `gone`
    those that Harvest has no more. The host was asked for `looked_up` timelogs. `unlisted` is how
    many entries Harvest did not list that it had on the run's days before, or None until that is
    known. `fell_back` says whose entries went to the designer who
    connected. `sees` is whose entries the grant showed to this run, or None where Harvest did not
    say, and `saw` the widest sight until then.

    `listed` is how many entries Harvest has listed for the run, whether or not it was to decide
    them, and `asked` how many it was asked for by id.
    """

    pages: int = 0
    cursor: str | None = None
    announced: Announced = field(default_factory=Announced)
    restarts: int = 0
    imported: int = 0
    minutes: int = 0
    skipped: Mapping[SkipReason, int] = field(default_factory=dict)
    skipped_minutes: Mapping[SkipReason, int] = field(default_factory=dict)
    lasting: Mapping[SkipReason, int] = field(default_factory=dict)
    missing: int = 0
    changed: int = 0
    looked_up: int = 0
    deleted: int = 0
    gone: int = 0
    unlisted: int | None = None
    fell_back: tuple[FellBack, ...] = ()
    sees: Sight | None = None
    saw: Sight | None = None
    listed: int = 0
    asked: int = 0

    @property
    def total(self) -> int:
        """Return how many entries the run has decided so far, skipped ones included."""
        return self.imported + sum(self.skipped.values())

    @property
    def is_read(self) -> bool:
        """Return whether all pages were read."""
        return self.pages > 0 and self.cursor is None

    @property
    def sees_less(self) -> bool:
        """Return whether Harvest hid entries from this run that it showed before."""
        return self.sees is not None and self.sees.is_less_than(self.saw)

    @property
    def exceeds_page_limit(self) -> bool:
        """Return whether more pages were read than is plausible."""
        return self.pages >= self.announced.most_pages

    def retryable(self, reason: SkipReason) -> int:
        """Return how many entries were skipped for `reason` that another try may bring in."""
        return self.skipped.get(reason, 0) - self.lasting.get(reason, 0)

    def expect(self, announced: Announced) -> "Progress":
        """Return the progress with what Harvest announced on the first page.

        What it announces on later pages changes nothing.
        """
        return self if self.pages else replace(self, announced=announced)

    def add(self, page: PageResult, cursor: str | None) -> "Progress":
        """Return the progress after one more page; `cursor` is the address of the next, or None."""
        counts, lasting = Counter(self.skipped), Counter(self.lasting)
        minutes = Counter(self.skipped_minutes)
        counts[SkipReason.ALREADY_IMPORTED] += page.already_imported
        minutes[SkipReason.ALREADY_IMPORTED] += page.already_imported_minutes
        for entry in page.skipped:
            counts[entry.reason] += 1
            minutes[entry.reason] += entry.minutes or 0
            lasting[entry.reason] += entry.is_lasting
        return replace(
            self,
            pages=self.pages + 1,
            cursor=cursor,
            imported=self.imported + page.imported,
            minutes=self.minutes + page.minutes,
            skipped=dict(+counts),
            skipped_minutes=dict(+minutes),
            lasting=dict(+lasting),
            changed=self.changed + page.changed,
            looked_up=self.looked_up + page.looked_up,
            deleted=self.deleted + page.deleted,
            fell_back=merged(self.fell_back, page.fell_back),
            listed=self.listed + page.listed,
            asked=self.asked + page.asked,
        )

    def lose(self, entries: int) -> "Progress":
        """Return the progress with so many more entries that Harvest announced and never sent."""
        if not entries:
            return self
        counts = Counter(self.skipped)
        counts[SkipReason.HARVEST_API_ERROR] += entries
        return replace(self, skipped=dict(counts), missing=self.missing + entries)

    def lose_rest(self) -> "Progress":
        """Return the progress with all that Harvest announced and did not send yet as lost."""
        return self.lose(self.announced.missing_entries(self.announced, self.total))

    def resume(self) -> "Progress":
        """Return the progress of a run that goes on after its end, at the page where it stopped.

        What Harvest did not send until then is asked for again, and so it is not missing yet.
        """
        counts = Counter(self.skipped)
        counts[SkipReason.HARVEST_API_ERROR] -= self.missing
        return replace(self, skipped=dict(+counts), missing=0, restarts=0)

    def recount(self, imported: int, minutes: int) -> "Progress":
        """Return the progress with as many imported entries and minutes as the ledger has of it."""
        return replace(self, imported=imported, minutes=minutes)

    def restart(self, *, keeps_skipped: bool = False) -> "Progress":
        """Return the progress at the first page.

        The entries that were imported, and whose they were, stay counted, because the ledger knows
        that this run imported them. Skipped ones are decided again, unless the run keeps them.
        """
        again = replace(self, pages=0, cursor=None, missing=0, changed=0, listed=0)
        if keeps_skipped:
            return again
        again = replace(again, looked_up=0, deleted=0, gone=0, unlisted=None)
        return replace(again, skipped={}, skipped_minutes={}, lasting={})

    def forget_names(self) -> "Progress":
        """Return the progress without the names of people, who are counted by their ids still."""
        return replace(self, fell_back=tuple(replace(one, name="") for one in self.fell_back))
