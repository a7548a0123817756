"""What the use cases rely on in a Store, whatever keeps the rows."""

from tests.contract.authorization_requests import AuthorizationRequestsContract
from tests.contract.connections import ConnectionsContract
from tests.contract.leases import LeasesContract
from tests.contract.ledger import LedgerContract
from tests.contract.pairs import PairsContract
from tests.contract.runs import RunsContract
from tests.contract.stalled_runs import StalledRunsContract
from tests.contract.tokens import TokensContract
from tests.contract.transactions import TransactionContract


class StoreContract(
    TransactionContract,
    ConnectionsContract,
    TokensContract,
    PairsContract,
    AuthorizationRequestsContract,
    RunsContract,
    StalledRunsContract,
    LeasesContract,
    LedgerContract,
):
    """All of it. `store` is empty; `refusal` is what a unique key raises."""
