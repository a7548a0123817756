"""What Hypothesis draws for a history: accounts, days, windows, and where a process is killed."""

from datetime import date, timedelta

from hypothesis import strategies as st

from tests.fakes.plugin import CABIN, VILLA
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
FIRST = date(2026, 6, 1)
WHOLE = Days(FIRST, FIRST + timedelta(days=29))

accounts = st.sampled_from(ACCOUNTS)
days = st.integers(0, 29).map(lambda number: FIRST + timedelta(days=number))
numbers = st.integers(0, 99)
few = st.integers(0, 4)
moments = st.sampled_from(MOMENTS)
periods = st.one_of(
    st.just(WHOLE),
    st.builds(lambda one, two: Days(min(one, two), max(one, two)), days, days),
)
