"""How an import differs from its preview, in memory."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from tests.fakes.entry_rows import EntryRow
from workroom_harvest.domain.difference import Difference, What
from workroom_harvest.domain.entries import NewTimelog
from workroom_harvest.domain.previewed import PreviewedEntry
from workroom_harvest.domain.skipped import SkippedEntry, SkipReason


@dataclass(frozen=True)
class Shown:
    """What is stored of an entry that a preview shows; `title` stands for its hash."""

    shown: PreviewedEntry
    title: str | None

    def nameless(self) -> "Shown":
        """Return the row without names, note and title."""
        shown = replace(self.shown, project="", task="", person="", note="")
        return replace(self, shown=shown, title=None)


DIFFERS: Mapping[What, Callable[[Shown, NewTimelog], bool]] = {
    What.HOURS: lambda one, log: one.shown.minutes != log.duration.total_minutes,
    What.DAY: lambda one, log: one.shown.spent_on != log.spent_on,
    What.PROJECT: lambda one, log: one.shown.project_id != log.project_id,
    What.TASK: lambda one, log: one.shown.activity_type_id != log.activity_type_id,
    What.OWNER: lambda one, log: one.shown.member_id != log.member_id,
    What.NOTE: lambda one, log: one.title not in (None, log.title),
    What.BILLABLE: lambda one, log: one.shown.billable is not log.billable,
}
"""In which respects an entry that came in differs from what was shown."""

Found = tuple[What, int, SkipReason | None, int | None]
"""What differs of one entry, its minutes, why it is left out now, and the minutes shown."""


def differences(
    shown: Mapping[int, Shown],
    done: Mapping[int, EntryRow],
    before: Mapping[int, SkippedEntry],
    now: Mapping[int, SkippedEntry],
    run_id: str,
) -> Sequence[Difference]:
    """Return what the run did otherwise than was shown.

    `done` is the studio's ledger, and the preview skipped `before`, the run `now`.
    """
    mine = {number: row for number, row in done.items() if row.record.run_id == run_id}

    def why(number: int) -> SkipReason | None:
        if number in now:
            return now[number].reason
        is_imported = number in done and done[number].record.run_id is not None
        return SkipReason.ALREADY_IMPORTED if is_imported else None

    return _summed(
        [
            *_of_imported(shown, mine),
            *(
                (What.STAYED_OUT, shown[number].shown.minutes, why(number), None)
                for number in shown.keys() - mine.keys()
            ),
            *(
                (What.SKIPPED_OTHERWISE, now[number].minutes or 0, why(number), None)
                for number in now.keys() - shown.keys()
                if number not in before or _said(before[number]) != _said(now[number])
            ),
            *(
                (What.SKIPPED_OTHERWISE, before[number].minutes or 0, why(number), None)
                for number in before.keys() - now.keys() - mine.keys()
            ),
        ]
    )


def _of_imported(shown: Mapping[int, Shown], mine: Mapping[int, EntryRow]) -> Iterator[Found]:
    for number, row in mine.items():
        one, log = shown.get(number), row.timelog
        if one is None:
            yield What.CAME_IN, row.minutes, None, None
            continue
        assert log is not None
        for what in (what for what, differs in DIFFERS.items() if differs(one, log)):
            yield what, row.minutes, None, one.shown.minutes if what is What.HOURS else None


def _said(one: SkippedEntry) -> tuple[SkipReason, int]:
    # A timer that runs has more each minute.
    return one.reason, 0 if one.reason is SkipReason.TIMER_RUNNING else one.minutes or 0


def _summed(found: Iterable[Found]) -> Sequence[Difference]:
    """Return the differences of all entries, in the order of `What`, most entries first."""

    def kind(one: Found) -> tuple[int, str]:
        return list(What).index(one[0]), one[2] or ""

    sums = []
    for _, group in groupby(sorted(found, key=kind), kind):
        ones = list(group)
        what, _, reason, shown = ones[0]
        minutes = sum(one[1] for one in ones)
        before = None if shown is None else sum(one[3] or 0 for one in ones)
        sums.append(Difference(what, len(ones), minutes, reason, before))
    return sorted(sums, key=lambda one: (list(What).index(one.what), -one.entries))
