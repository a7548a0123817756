"""The step that remembers by which e-mail addresses Harvest knows people who are no members."""

from dataclasses import dataclass

from workroom_harvest.domain.connection import Connection
from workroom_harvest.domain.owners import Owners
from workroom_harvest.domain.ports.store import Store
from workroom_harvest.domain.run import ImportRun
from workroom_harvest.domain.text import folded
from workroom_harvest.domain.use_cases.importing.lease_keeper import LeaseKeeper
from workroom_harvest.domain.use_cases.importing.studio_hash import studio_hash


@dataclass(frozen=True)
class LearnPeople:
    """Keep the keyed hashes of the addresses of those whose entries went to somebody else.

    By these a page recognises them once they are members, without asking Harvest.
    """

    store: Store

    def __call__(
        self, run: ImportRun, lease: LeaseKeeper, connection: Connection, owners: Owners
    ) -> None:
        """Store what is new; raise `LeaseLost` if another worker took over."""
        account = run.studio_id, connection.harvest_account.id
        with self.store.transaction() as tx:
            users = tx.corrections.fallback_users(*account) & owners.emails.keys()
            if not users:
                return
            keyed_hash = studio_hash(tx, lease, run.studio_id)
            known = tx.harvest_items.email_hashes(*account, users)
            hashes = {
                user: keyed_hash(email) for user in users if (email := folded(owners.emails[user]))
            }
            anew = {user: one for user, one in hashes.items() if known.get(user) != one}
            if anew:
                lease.renew(tx)
                tx.harvest_items.learn_email_hashes(*account, anew)
                tx.commit()
