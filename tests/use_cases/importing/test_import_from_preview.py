"""An import from a preview decides afresh, and says what differs from what was shown."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

import pytest

from tests.fakes.plugin import JUNE, STUDIO, VILLA, FakedPlugin
from workroom_harvest.domain.difference import Difference, What
from workroom_harvest.domain.errors import NotFound, PreviewUnusable
from workroom_harvest.domain.messages import Code
from workroom_harvest.domain.run import ImportRun
from workroom_harvest.domain.run_status import RunStatus
from workroom_harvest.domain.skipped import SkipReason
from workroom_harvest.domain.use_cases.mapping.save_mappings import Choice, MappingChanges
from workroom_harvest.domain.use_cases.operating.forget_old_runs import KEEP_PREVIEWS
from workroom_harvest.domain.window import Days

FIRST = Days(JUNE.first, JUNE.first)


def test_in_a_world_that_stands_still_nothing_differs(busy: FakedPlugin) -> None:
    """An import right after its preview did what was shown, and knows which preview that was."""
    busy.log(project_id=99)
    preview = busy.preview_days()
    run = busy.import_from(preview)
    assert run.differs == ()
    assert run.request.preview_id == preview.id


def test_an_import_without_a_preview_is_compared_with_none(busy: FakedPlugin) -> None:
    """An import that nobody previewed says nothing about differences."""
    busy.preview_days()
    assert busy.import_days().differs is None


def log_more(plugin: FakedPlugin) -> None:
    """Log two more entries of an hour."""
    plugin.log(2)


def delete(plugin: FakedPlugin) -> None:
    """Delete an entry."""
    plugin.account.remove(min(plugin.account.entries))


def edit(plugin: FakedPlugin) -> None:
    """Correct an entry to two hours and other notes."""
    one = plugin.account.entries[min(plugin.account.entries)]
    plugin.account.put(replace(one, hours=Decimal(2), notes="Other plans"))


def unmap(plugin: FakedPlugin) -> None:
    """Take the mapping of the villa back."""
    plugin.map(MappingChanges((Choice(VILLA, None),), ()))


def remap(plugin: FakedPlugin) -> None:
    """Let the villa's entries go to the cabin."""
    plugin.map(MappingChanges((Choice(VILLA, "cabin"),), ()))


def leave(plugin: FakedPlugin) -> None:
    """Let Mira leave the studio, whose entries fall back to Elin."""
    plugin.workroom.studio(STUDIO).members.pop("mira")


def refuse(plugin: FakedPlugin) -> None:
    """Let Workroom refuse an entry, which only an import can know."""
    plugin.workroom.refuses = {min(plugin.account.entries): "the day is locked"}


def import_first(plugin: FakedPlugin) -> None:
    """Import the same days without the preview."""
    plugin.import_days()


@pytest.mark.parametrize(
    ("change", "differs"),
    [
        (log_more, [Difference(What.CAME_IN, 2, 120)]),
        (delete, [Difference(What.STAYED_OUT, 1, 60)]),
        (
            edit,
            [Difference(What.HOURS, 1, 120, shown_minutes=60), Difference(What.NOTE, 1, 120)],
        ),
        (unmap, [Difference(What.STAYED_OUT, 8, 480, SkipReason.PROJECT_NOT_MAPPED)]),
        (remap, [Difference(What.PROJECT, 8, 480)]),
        (leave, [Difference(What.OWNER, 8, 480)]),
        (refuse, [Difference(What.STAYED_OUT, 1, 60, SkipReason.SAVE_FAILED)]),
        (import_first, [Difference(What.STAYED_OUT, 8, 480, SkipReason.ALREADY_IMPORTED)]),
    ],
)
def test_what_happened_in_between_is_told(
    busy: FakedPlugin, change: Callable[[FakedPlugin], None], differs: list[Difference]
) -> None:
    """What an import did otherwise than shown is told by entries and minutes, and by the reason."""
    busy.log(project_id=99, project_name="Annex")
    preview = busy.preview_days()
    change(busy)
    run = busy.import_from(preview)
    assert list(run.differs or ()) == differs


def test_a_preview_of_other_days_is_refused(busy: FakedPlugin) -> None:
    """An import of other days than its preview is refused, and nothing starts."""
    preview = busy.preview_days()
    with pytest.raises(PreviewUnusable) as refused:
        busy.use.request_import(STUDIO, "elin", FIRST, preview.id)
    assert refused.value.detail.code is Code.PREVIEW_OF_OTHER_DAYS
    assert busy.live() is None


def test_a_preview_that_is_not_finished_is_refused(busy: FakedPlugin) -> None:
    """An import from a preview that still runs, or that failed, is refused, and the one goes on."""
    preview = busy.use.request_preview(STUDIO, "elin", JUNE).run
    with pytest.raises(PreviewUnusable) as refused:
        busy.use.request_import(STUDIO, "elin", JUNE, preview.id)
    assert refused.value.detail.code is Code.PREVIEW_NOT_FINISHED
    assert busy.live() == preview


def test_a_preview_of_a_former_connection_is_refused(busy: FakedPlugin) -> None:
    """An import from what another connection would have brought in is refused."""
    preview = busy.preview_days()
    busy.use.disconnect(STUDIO)
    busy.connect()
    with pytest.raises(PreviewUnusable) as refused:
        busy.use.request_import(STUDIO, "elin", JUNE, preview.id)
    assert refused.value.detail.code is Code.PREVIEW_OF_OTHER_ACCOUNT


def of_nobody(plugin: FakedPlugin) -> str:
    """Return the id of no run."""
    return "f" * 32


def no_id(plugin: FakedPlugin) -> str:
    """Return what is no id."""
    return "../1"


def of_an_import(plugin: FakedPlugin) -> str:
    """Return the id of an import."""
    return plugin.import_days().id


@pytest.mark.parametrize("find", [of_nobody, no_id, of_an_import])
def test_an_unknown_preview_is_not_found(
    busy: FakedPlugin, find: Callable[[FakedPlugin], str]
) -> None:
    """An import from what is no preview of the studio's is refused as not found."""
    preview_id = find(busy)
    with pytest.raises(NotFound):
        busy.use.request_import(STUDIO, "elin", JUNE, preview_id)
    assert busy.live() is None


def test_a_foreign_preview_is_not_found(busy: FakedPlugin) -> None:
    """Another studio's preview is as unknown as one that does not exist."""
    preview = busy.preview_days()
    with pytest.raises(NotFound):
        _connected_elsewhere(busy).use.request_import("other", "olof", JUNE, preview.id)


def _connected_elsewhere(plugin: FakedPlugin) -> FakedPlugin:
    plugin.connect(member=plugin.workroom.hire("other", "olof", may_manage=True))
    return plugin


def test_a_preview_stays_until_its_import_is_over(busy: FakedPlugin) -> None:
    """A preview whose week ends while its import is under way is still compared with it."""
    preview = busy.preview_days()
    busy.clock.advance(KEEP_PREVIEWS)
    run = busy.use.request_import(STUDIO, "elin", JUNE, preview.id).run
    busy.tick()
    busy.use.forget_old_runs()
    assert busy.shown(preview) == preview
    busy.work()
    assert busy.shown(run).differs == ()
    assert busy.use.forget_old_runs() == 1


def test_what_differs_is_kept_longer_than_the_preview(busy: FakedPlugin) -> None:
    """The import still tells what differs when its preview was deleted."""
    preview = busy.preview_days()
    busy.log()
    run = busy.import_from(preview)
    busy.clock.advance(2 * KEEP_PREVIEWS)
    busy.use.forget_old_runs()
    with pytest.raises(NotFound):
        busy.shown(preview)
    assert busy.shown(run).differs == (Difference(What.CAME_IN, 1, 60),)


def forgotten(plugin: FakedPlugin, preview: ImportRun) -> None:
    """Delete a preview, as an operator may in the database."""
    with plugin.store.transaction() as tx:
        tx.runs.remove(preview.id)
        tx.commit()


def test_without_its_preview_an_import_is_compared_with_none(busy: FakedPlugin) -> None:
    """An import whose preview is gone does not say that all of it was not shown."""
    preview = busy.preview_days()
    run = busy.use.request_import(STUDIO, "elin", JUNE, preview.id).run
    forgotten(busy, preview)
    busy.work()
    assert (busy.shown(run).status, busy.shown(run).differs) == (RunStatus.FINISHED, None)


def test_an_import_that_failed_is_not_compared(busy: FakedPlugin) -> None:
    """An import that stopped half way says why it stopped, and not that the rest differs."""
    preview = busy.preview_days()
    busy.moments.at("answered entries", busy.harvest.withdraw, nth=2)
    busy.moments.at("answered entries", busy.harvest.expire, nth=2)
    run = busy.import_from(preview)
    assert run.differs is None
    assert run.status is RunStatus.FAILED
