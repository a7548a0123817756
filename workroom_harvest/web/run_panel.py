"""The result panel of a run, for whoever looks at it now."""

from datetime import UTC, datetime

from workroom_harvest.current import settings, use_cases
from workroom_harvest.domain.ports.host import Member
from workroom_harvest.domain.run import ImportRun
from workroom_harvest.web.presenters.history import started_by
from workroom_harvest.web.presenters.panel import Panel, panel, timelogs_address


def run_panel(member: Member, run: ImportRun) -> Panel:
    """Return the panel of a run of the member's studio."""
    names = use_cases().list_runs.names(member.studio_id, [run])
    who = started_by(run, names, member.id)
    skipped, groups = use_cases().list_skipped(run), use_cases().group_skipped(run)
    address = timelogs_address(settings().timelogs_url, run)
    return panel(run, datetime.now(UTC), skipped, who, groups, address)
