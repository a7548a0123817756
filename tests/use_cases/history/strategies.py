"""What Hypothesis draws for a history: accounts, days, windows, and where a process is killed."""

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import strategies as st

from tests.fakes.plugin import CABIN, DRAWINGS, PLANS, VILLA
from workroom_harvest.domain.skipped import SkipReason
from workroom_harvest.domain.waiting import GroupKind, WaitingGroup
from workroom_harvest.domain.window import Days

PAGES = (None, "commit", "committed", "asked entries", "answered entries")
CALLS = (
    "asked emails",
    "asked sight",
    "asked refresh",
    "asked entry",
    "answered refresh",
    "answered exchange",
)
MOMENTS = (*PAGES, *CALLS, "enqueue", "revoke")
ACCOUNTS = (1, 2)
PROJECTS, TARGETS = (VILLA, CABIN), ("villa", "cabin", None)
TASKS, ACTIVITY_TYPES = (DRAWINGS, PLANS), ("drawings", "plans", None)
USERS = (1, 2, 3, None)
"""Harvest's users: two who are members, one without an address in Workroom, and nobody."""

FIRST = date(2026, 6, 1)
WHOLE = Days(FIRST, FIRST + timedelta(days=29))

MAPPABLE = (
    *(WaitingGroup(GroupKind.PROJECT, project) for project in (*PROJECTS, 99)),
    *(WaitingGroup(GroupKind.TASK, task) for task in TASKS),
)
REASONS = tuple(
    WaitingGroup(GroupKind.REASON, reason=reason)
    for reason in (
        SkipReason.TIMER_RUNNING,
        SkipReason.DATED_LATER,
        SkipReason.TOO_OLD,
        SkipReason.SAVE_FAILED,
    )
)

accounts = st.sampled_from(ACCOUNTS)
days = st.integers(0, 29).map(lambda number: FIRST + timedelta(days=number))
amounts = st.sampled_from([Decimal(text) for text in ("0", "0.01", "0.5", "1", "1.66", "7.25")])
numbers = st.integers(0, 99)
few = st.integers(0, 4)
moments = st.sampled_from(MOMENTS)
periods = st.one_of(
    st.just(WHOLE),
    st.builds(lambda one, two: Days(min(one, two), max(one, two)), days, days),
)
