"""What a run skipped for lack of a mapping, by what lacks it."""

from tests.fakes.plugin import CABIN, STUDIO, FakedPlugin
from tests.use_cases.following_up.helpers import CABIN_TOO, OF_CABIN, OF_PLANS
from workroom_harvest.domain.run import ImportRun
from workroom_harvest.domain.skipped import SkipReason

NO_PROJECT, NO_TASK = SkipReason.PROJECT_NOT_MAPPED, SkipReason.TASK_NOT_MAPPED
Row = tuple[str, int, int, bool]


def groups(plugin: FakedPlugin, run: ImportRun) -> dict[SkipReason, list[Row]]:
    """Return the names, entries, minutes and whether they are left out, by reason."""
    return {
        reason: [(one.name, one.tally.entries, one.tally.minutes, one.is_left_out) for one in found]
        for reason, found in plugin.use.group_skipped(run).items()
    }


def test_what_lacked_a_mapping_is_summed_up_by_project_and_task(late: FakedPlugin) -> None:
    """Each reason has its projects or tasks, most hours first, whatever was mapped since."""
    (run,) = late.runs()
    late.log(3, project_id=99, project_name="Annex")
    late.log(1, is_running=True)
    again = late.import_days()
    expected = {NO_PROJECT: [("Cabin", 3, 180, False)], NO_TASK: [("Plans", 1, 60, False)]}
    assert groups(late, run) == expected
    late.log(1, project_id=CABIN, project_name="Cabin")
    late.map(CABIN_TOO)
    assert groups(late, run) == expected
    names = [name for name, *_ in groups(late, again)[NO_PROJECT]]
    assert sorted(names) == ["Annex", "Cabin"]


def test_what_is_left_out_by_now_says_so(late: FakedPlugin) -> None:
    """What is left out stands in the group that was left out, whatever else it lacked."""
    (run,) = late.runs()
    late.use.leave_out(STUDIO, late.elin.id, OF_PLANS)
    assert groups(late, run) == {
        NO_PROJECT: [("Cabin", 2, 120, False), ("Plans", 1, 60, True)],
        NO_TASK: [("Plans", 1, 60, True)],
    }
    late.use.leave_out(STUDIO, late.elin.id, OF_CABIN)
    assert groups(late, run)[NO_PROJECT] == [("Cabin", 3, 180, True)]


def test_a_run_over_a_former_connection_has_no_groups(late: FakedPlugin) -> None:
    """Where nothing lacked a mapping, or the connection is gone, there is nothing to map."""
    (run,) = late.runs()
    late.use.disconnect(STUDIO, late.elin.id)
    assert groups(late, run) == {}
    late.connect()
    assert groups(late, run) == {}
    late.map()
    assert groups(late, late.import_days()) == {}
