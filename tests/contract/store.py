"""What the use cases rely on in a `Store`, whether its rows are in memory or in SQL."""

from tests.contract.audit import AuditContract
from tests.contract.authorization_requests import AuthorizationRequestsContract
from tests.contract.connections import ConnectionsContract
from tests.contract.corrections import CorrectionsContract
from tests.contract.entry_stories import EntryStoriesContract
from tests.contract.harvest_items import HarvestItemsContract
from tests.contract.hours import HoursContract
from tests.contract.leases import LeasesContract
from tests.contract.ledger import LedgerContract
from tests.contract.listed_days import ListedDaysContract
from tests.contract.nights import NightsContract
from tests.contract.old_runs import OldRunsContract
from tests.contract.pairs import PairsContract
from tests.contract.pending_grants import PendingGrantsContract
from tests.contract.previewed_entries import PreviewedEntriesContract
from tests.contract.previews import PreviewsContract
from tests.contract.read_days import ReadDaysContract
from tests.contract.run_history import RunHistoryContract
from tests.contract.runs import RunsContract
from tests.contract.skipped_entries import SkippedEntriesContract
from tests.contract.stalled_runs import StalledRunsContract
from tests.contract.studio_rows import StudioRowsContract
from tests.contract.timelog_marks import TimelogMarksContract
from tests.contract.todo import TodoContract
from tests.contract.tokens import TokensContract
from tests.contract.transactions import TransactionContract
from tests.contract.unfound import UnfoundContract
from tests.contract.waiting import WaitingContract
from tests.contract.wanted import WantedContract


class StoreContract(
    TransactionContract,
    AuditContract,
    ConnectionsContract,
    TokensContract,
    PairsContract,
    AuthorizationRequestsContract,
    PendingGrantsContract,
    RunsContract,
    RunHistoryContract,
    StalledRunsContract,
    NightsContract,
    OldRunsContract,
    PreviewsContract,
    LeasesContract,
    LedgerContract,
    TimelogMarksContract,
    CorrectionsContract,
    SkippedEntriesContract,
    PreviewedEntriesContract,
    HarvestItemsContract,
    WaitingContract,
    ReadDaysContract,
    ListedDaysContract,
    UnfoundContract,
    HoursContract,
    EntryStoriesContract,
    WantedContract,
    TodoContract,
    StudioRowsContract,
):
    """All contracts of a store. `store` is empty; `refusal` is what a unique key raises."""
