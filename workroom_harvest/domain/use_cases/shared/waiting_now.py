"""What waits of a connected account, by the mappings of now, and what somebody has to do."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from workroom_harvest.domain.connection import Connection
from workroom_harvest.domain.events import NeedsAttention, attention
from workroom_harvest.domain.ports.host import Member
from workroom_harvest.domain.ports.store import Transaction
from workroom_harvest.domain.run import ImportRun
from workroom_harvest.domain.todo import (
    EntriesFellBack,
    TodoItem,
    stored_count,
    to_be_told,
    todo_list,
)
from workroom_harvest.domain.use_cases.shared.known_users import known_users
from workroom_harvest.domain.use_cases.shared.targets import Targets
from workroom_harvest.domain.waiting import (
    Choices,
    GroupTally,
    Tally,
    WaitingKey,
    group_tallies,
)


@dataclass(frozen=True, slots=True)
class WaitingNow:
    """How much waits by key, and what the studio has chosen for its projects and tasks."""

    tallies: Mapping[WaitingKey, Tally]
    choices: Choices

    @property
    def groups(self) -> Sequence[GroupTally]:
        """Return the groups of what waits, and of what is left out."""
        return group_tallies(self.tallies, self.choices)


def waiting_now(tx: Transaction, connection: Connection, targets: Targets) -> WaitingNow:
    """Return what waits of the connected Harvest account."""
    studio_id, account_id = connection.studio_id, connection.harvest_account.id
    mappings = targets.snapshot(tx.pairs.projects(studio_id), tx.pairs.tasks(studio_id))
    left_out = tx.left_out.of(studio_id, account_id)
    return WaitingNow(
        tx.waiting.tallies(studio_id, account_id),
        Choices(mappings.projects.keys(), mappings.tasks.keys(), left_out),
    )


def todo_now(
    tx: Transaction,
    connection: Connection,
    groups: Sequence[GroupTally],
    members: Iterable[Member],
) -> Sequence[TodoItem]:
    """Return what somebody of the studio has to do, where these groups wait.

    `members` are the active ones of the studio, by whom owners are known.
    """
    studio_id, account_id = connection.studio_id, connection.harvest_account.id
    users = known_users(tx, connection, members)
    return todo_list(
        connection,
        tx.runs.failing_since(studio_id),
        groups,
        EntriesFellBack.of(tx.ledger.fell_back(studio_id, account_id, users)),
        tx.corrections.counts(studio_id, account_id, users),
    )


def keep_todo_count(
    tx: Transaction,
    connection: Connection,
    targets: Targets,
    members: Iterable[Member],
    run: ImportRun | None = None,
) -> NeedsAttention | None:
    """Count what is to be done, and keep the number with the connection.

    Return what is to be told once this is committed, or None: that after the run something is to be
    done, for the first time since nothing was. Without a run somebody did it, and knows.

    The caller has the connection `locked`, so that an older count never replaces a newer one.
    """
    items = todo_now(tx, connection, waiting_now(tx, connection, targets).groups, members)
    wanted = to_be_told(items)
    news = attention(run, wanted) if wanted and run and not connection.told_todo else None
    is_told = bool(wanted) and (connection.told_todo or news is not None)
    tx.connections.note_todo(connection, stored_count(items), is_told=is_told)
    return news
