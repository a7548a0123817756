"""All hosts that misuse the plugin's transaction, one fault each.

They are the demo's otherwise: `_add` does what the demo does, and what is around it is wrong.
"""

from tests.hosts.committing import (
    AddsBesides,
    Commits,
    CommitsAndSaysNothingOfIt,
    CommitsBesides,
    CommitsByAnotherEngine,
    CommitsByDriver,
    CommitsByDriverAndBreaks,
    CommitsEachRow,
    CommitsInSql,
    CommitsItsConnection,
    CommitsWhatItTakes,
)
from tests.hosts.demo import Demo
from tests.hosts.misreporting import (
    AddsNothing,
    AddsTwice,
    Expunges,
    ReturnsEarly,
    SaysNothing,
    SaysYes,
    Swallows,
    SwallowsAFlush,
    SwallowsAndCountsAll,
    SwallowsItsSavepoint,
)
from tests.hosts.rolling_back import (
    ClosesTheSession,
    EndsOurSavepoint,
    LeavesASavepointOpen,
    RemovesTheSession,
    RemovesTheSessionFirst,
    RollsBack,
    RollsBackAddsAndCommits,
    RollsBackAndBreaks,
    RollsBackByDriver,
)

WRONG: tuple[type[Demo], ...] = (
    Commits,
    CommitsAndSaysNothingOfIt,
    CommitsEachRow,
    CommitsItsConnection,
    CommitsInSql,
    CommitsByDriver,
    CommitsByDriverAndBreaks,
    CommitsWhatItTakes,
    AddsBesides,
    RollsBack,
    RollsBackAndBreaks,
    RollsBackAddsAndCommits,
    RollsBackByDriver,
    RemovesTheSession,
    RemovesTheSessionFirst,
    ClosesTheSession,
    LeavesASavepointOpen,
    EndsOurSavepoint,
    ReturnsEarly,
    SaysNothing,
    SaysYes,
    AddsNothing,
    Expunges,
    AddsTwice,
    Swallows,
    SwallowsAndCountsAll,
    SwallowsAFlush,
    SwallowsItsSavepoint,
)
BESIDES: tuple[type[Demo], ...] = (CommitsBesides, CommitsByAnotherEngine)
"""For PostgreSQL alone: SQLite has one writer, where they would wait for themselves in vain."""
