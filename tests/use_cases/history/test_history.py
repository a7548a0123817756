"""In any history what was importable comes in once, and no hour is silent.

Hypothesis makes up histories and kills processes in them. Beside the plugin stands a model that
knows what must be there and what may be: a run that was done in one turn makes both the same.
"""

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.use_cases.history.machine import History


def test_any_history_loses_nothing_and_doubles_nothing(request: pytest.FixtureRequest) -> None:
    """In any history nothing is lost, nothing comes in twice, and no hour is silent."""
    long = request.config.getoption("--long")
    profile = settings.get_profile("long") if long else settings()
    run_state_machine_as_test(
        History, settings=settings(profile, suppress_health_check=list(HealthCheck))
    )
