"""Over random worlds a preview equals its import, and the import says what moved in between.

What an import should tell is worked out here by another way than the plugin's: from the timelogs
that are there, and from the lists of both pages.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from tests.fakes.plugin import CABIN, DRAWINGS, JUNE, PLANS, STUDIO, VILLA, FakedPlugin
from tests.fakes.wiring import faked_plugin
from tests.support.factories import entry
from workroom_harvest.domain.difference import What
from workroom_harvest.domain.entries import (
    NO_STATUS,
    Duration,
    HarvestEntry,
    HarvestStatus,
    NewTimelog,
    UnreadableEntry,
)
from workroom_harvest.domain.messages import Code, Message
from workroom_harvest.domain.previewed import PreviewedEntry
from workroom_harvest.domain.run import ImportRun
from workroom_harvest.domain.run_status import RunStatus
from workroom_harvest.domain.skipped import SkippedEntry, SkipReason
from workroom_harvest.domain.use_cases.mapping.save_mappings import Choice, MappingChanges

PROBLEM = Message(Code.ENTRY_UNREADABLE, {"problem": "no date"})
FIRST_ID = 1_000

entries = st.builds(
    entry,
    id=st.integers(FIRST_ID, FIRST_ID + 12),
    spent_on=st.integers(0, 31).map(lambda days: JUNE.first + timedelta(days=days)),
    hours=st.sampled_from([Decimal(0), Decimal("0.02"), Decimal("1.005"), Decimal("7.98")]),
    notes=st.sampled_from([None, "", " ", "Plans", "=1+1", "x" * 300]),
    billable=st.booleans(),
    is_running=st.sampled_from([False, False, False, True]),
    user_id=st.sampled_from([None, 1, 2, 3, 4]),
    user_name=st.sampled_from(["Mira", "X", ""]),
    project_id=st.sampled_from([VILLA, CABIN, 99]),
    task_id=st.sampled_from([DRAWINGS, PLANS, 98]),
    status=st.builds(HarvestStatus, is_billed=st.sampled_from([None, True, False])),
)
unreadable = st.lists(st.sampled_from([None, *range(FIRST_ID, FIRST_ID + 14)]), max_size=2)
targets = st.sampled_from([None, "villa", "cabin"])
Edit = HarvestEntry | int
"""An entry that is logged or edited, or the id of one that is deleted."""


def pairs(villa: str | None, cabin: str | None, drawings: str | None) -> MappingChanges:
    """Return a save of both projects and of one task, each pair 1:1."""
    other = None if cabin == villa else cabin
    return MappingChanges(
        (Choice(VILLA, villa), Choice(CABIN, other)),
        (Choice(DRAWINGS, drawings), Choice(PLANS, "plans")),
    )


mappings = st.builds(pairs, targets, targets, st.sampled_from([None, "drawings"]))
members = st.sets(st.sampled_from(["mira", "jonas"]))


def world(
    logged: Sequence[HarvestEntry], saved: MappingChanges, bad: Sequence[int | None]
) -> FakedPlugin:
    """Return a connected plugin, whose Harvest has these entries on pages of three."""
    plugin = faked_plugin(page_size=3)
    plugin.connect()
    plugin.map(saved)
    for one in logged:
        plugin.account.put(one)
    plugin.account.unreadable = [UnreadableEntry(number, PROBLEM) for number in bad]
    return plugin


def move(plugin: FakedPlugin, edits: Sequence[Edit], saved: MappingChanges, left: set[str]) -> None:
    """Let people edit and delete entries, save other mappings, and leave the studio."""
    for edit in edits:
        if isinstance(edit, HarvestEntry):
            plugin.account.put(edit)
        elif edit in plugin.account.entries:
            plugin.account.remove(edit)
    plugin.map(saved)
    for name in left:
        plugin.workroom.studio(STUDIO).members.pop(name, None)


def shown(plugin: FakedPlugin, preview: ImportRun) -> dict[int, PreviewedEntry]:
    """Return what the preview shows as coming in, by entry id."""
    found = plugin.use.show_preview(preview)
    assert found is not None
    return {one.entry_id: one for one in found.entries}


def as_timelog(one: PreviewedEntry, title: str) -> NewTimelog:
    """Return the timelog that was shown."""
    return NewTimelog(
        one.entry_id,
        one.project_id,
        one.activity_type_id,
        one.member_id,
        one.spent_on,
        Duration(*divmod(one.minutes, 60)),
        title,
        one.billable,
    )


def listed(plugin: FakedPlugin, run: ImportRun) -> list[SkippedEntry]:
    """Return what the run skipped, in an order of its own."""
    return sorted(plugin.skipped(run), key=repr)


@given(
    earlier=st.lists(entries, max_size=4),
    logged=st.lists(entries, max_size=10),
    saved=mappings,
    bad=unreadable,
    left=members,
)
def test_a_preview_equals_its_import_field_by_field(
    earlier: list[HarvestEntry],
    logged: list[HarvestEntry],
    saved: MappingChanges,
    bad: list[int | None],
    left: set[str],
) -> None:
    """In a world that stands still all that a preview shows is what its import does."""
    plugin = world(earlier, saved, [])
    plugin.import_days()
    before = plugin.timelogs()
    plugin.account.unreadable = [UnreadableEntry(number, PROBLEM) for number in bad]
    move(plugin, logged, saved, left)
    preview = plugin.preview_days()
    assert plugin.timelogs() == before
    run = plugin.import_from(preview)
    assert run.status is preview.status is RunStatus.FINISHED
    assert run.differs == ()
    # Only an import looks up what is in Workroom, and asks for what Harvest did not list: what
    # moved to other days, which is changed.
    listed_by_both, found = preview.progress, run.progress
    assert found.changed >= listed_by_both.changed
    found = replace(found, pages=listed_by_both.pages, changed=listed_by_both.changed)
    assert replace(found, looked_up=0, asked=0, unlisted=None) == listed_by_both
    now = plugin.timelogs()
    # A preview shows no more of what Harvest says of an entry than whether it is invoiced.
    came_in = {
        number: replace(log, status=NO_STATUS)
        for number, log in now.items()
        if number not in before
    }
    in_preview = shown(plugin, preview)
    titles = {number: log.title for number, log in came_in.items()}
    assert in_preview.keys() == came_in.keys()
    assert {number: as_timelog(in_preview[number], titles[number]) for number in titles} == came_in
    harvest = plugin.account.entries
    assert all(one.is_billed is harvest[number].is_billed for number, one in in_preview.items())
    fell_back = sum(one.entries for one in run.progress.fell_back)
    assert sum(one.fell_back for one in in_preview.values()) == fell_back
    assert listed(plugin, preview) == listed(plugin, run)


@given(
    logged=st.lists(entries, max_size=10),
    edits=st.lists(st.one_of(entries, st.integers(FIRST_ID, FIRST_ID + 12)), max_size=4),
    saved=st.tuples(mappings, mappings),
    left=members,
    refused=st.sets(st.integers(FIRST_ID, FIRST_ID + 12), max_size=2),
)
def test_an_import_says_what_moved_in_between(
    logged: list[HarvestEntry],
    edits: list[Edit],
    saved: tuple[MappingChanges, MappingChanges],
    left: set[str],
    refused: set[int],
) -> None:
    """After edits, deletions, other mappings, people who left and refusals all of it is told."""
    plugin = world(logged, saved[0], [])
    preview = plugin.preview_days()
    in_preview, skipped_before = shown(plugin, preview), plugin.skipped(preview)
    titles = {number: plugin.account.entries[number].title for number in in_preview}
    move(plugin, edits, saved[1], left)
    plugin.workroom.refuses = dict.fromkeys(refused, "the day is locked")
    run = plugin.import_from(preview)
    before = {number: as_timelog(one, titles[number]) for number, one in in_preview.items()}
    told = Counter[What]()
    for one in run.differs or ():
        told[one.what] += one.entries
    assert told == expected(before, plugin.timelogs(), skipped_before, plugin.skipped(run))


def expected(
    before: dict[int, NewTimelog],
    after: dict[int, NewTimelog],
    skipped_before: Sequence[SkippedEntry],
    skipped_after: Sequence[SkippedEntry],
) -> Counter[What]:
    """Return how many entries differ in each respect."""
    both = [(before[number], after[number]) for number in before.keys() & after.keys()]
    left = {one.entry_id: said(one) for one in skipped_before}
    now = {one.entry_id: said(one) for one in skipped_after}
    in_neither = (left.keys() | now.keys()) - before.keys() - after.keys()
    return +Counter(
        {
            What.CAME_IN: len(after.keys() - before.keys()),
            What.STAYED_OUT: len(before.keys() - after.keys()),
            What.HOURS: sum(one.duration != two.duration for one, two in both),
            What.DAY: sum(one.spent_on != two.spent_on for one, two in both),
            What.PROJECT: sum(one.project_id != two.project_id for one, two in both),
            What.TASK: sum(one.activity_type_id != two.activity_type_id for one, two in both),
            What.OWNER: sum(one.member_id != two.member_id for one, two in both),
            What.NOTE: sum(one.title != two.title for one, two in both),
            What.BILLABLE: sum(one.billable != two.billable for one, two in both),
            What.SKIPPED_OTHERWISE: sum(
                left.get(number) != now.get(number) for number in in_neither
            ),
        }
    )


def said(one: SkippedEntry) -> tuple[SkipReason, int | None]:
    """Return what is compared of a skipped entry; a timer that runs has more each minute."""
    return one.reason, None if one.reason is SkipReason.TIMER_RUNNING else one.minutes
