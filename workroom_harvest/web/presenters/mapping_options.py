"""What can be chosen in the mapping table."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from workroom_harvest.domain.ports.host import ActivityType, Project
from workroom_harvest.web.words import numeral, say


def target_options(targets: Sequence[Project] | Sequence[ActivityType]) -> list[tuple[str, str]]:
    """Return the targets' ids and labels: an Activity Type's has its rate and whether it is billed.

    A rate is said once for all targets that have it, as that takes long.
    """
    rates = {target.hourly_rate for target in targets if isinstance(target, ActivityType)}
    said = {rate: numeral(f"{rate:.2f}") for rate in rates}
    return [(target.id, _label(target, said)) for target in targets]


def _label(target: Project | ActivityType, rates: Mapping[Decimal, str]) -> str:
    name = say("{name} (archived)", name=target.name) if target.is_archived else target.name
    if isinstance(target, Project):
        return name
    rate = rates[target.hourly_rate]
    if target.is_billable:
        return say("{name} · {rate}/h, billable", name=name, rate=rate)
    return say("{name} · {rate}/h, not billable", name=name, rate=rate)
