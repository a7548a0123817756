"""The use case that reads whether another Harvest account is to replace the connected one."""

from dataclasses import dataclass

from workroom_harvest.domain.connection import AuthorizationRequest, HarvestAccount
from workroom_harvest.domain.ports.host import Member
from workroom_harvest.domain.ports.store import Store
from workroom_harvest.domain.use_cases.connecting.start_authorization import hashed


@dataclass(frozen=True, slots=True)
class AccountQuestion:
    """The question whether `other` is to replace `connected`, which clears so many `mappings`."""

    connected: HarvestAccount
    other: HarvestAccount
    mappings: int


@dataclass(frozen=True)
class ShowQuestion:
    """Read the question that a member is asked in their browser session."""

    store: Store

    def __call__(self, member: Member, session: str) -> AccountQuestion | None:
        """Return the question, or None if no grant of this member and session waits."""
        studio_id = member.studio_id
        asked = AuthorizationRequest(studio_id, member.id, hashed(session))
        with self.store.transaction() as tx:
            grant = tx.pending_grants.waiting(asked)
            connection = tx.connections.for_studio(studio_id)
            if grant is None or connection is None:
                return None
            mappings = len(tx.pairs.projects(studio_id)) + len(tx.pairs.tasks(studio_id))
        return AccountQuestion(connection.harvest_account, grant.harvest_account, mappings)
