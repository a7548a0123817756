"""The ports: what the domain needs from outside, as protocols, one module for each counterpart."""

from dataclasses import dataclass

from workroom_harvest.domain.ports.background import Background
from workroom_harvest.domain.ports.clock import Clock, Ids, Random
from workroom_harvest.domain.ports.events import Events
from workroom_harvest.domain.ports.harvest import HarvestApi, HarvestOAuth
from workroom_harvest.domain.ports.host import Access, Catalogue, People, Timelogs
from workroom_harvest.domain.ports.queue import ImportQueue, Workers
from workroom_harvest.domain.ports.store import Store


@dataclass(frozen=True)
class Ports:
    """The ports of all use cases, and the numbers that a host can choose.

    Harvest is called in three ways: by a worker (`api` and `oauth`), which has time; while somebody
    looks at a page (`page_api`); and for what such a page can do without (`glance_oauth`). `beside`
    is the same database as `store`, read without ending the host's own transaction. `lookback_days`
    is how many days back a night takes entries, and `keep_runs_days` how many days a run is kept
    after its end.
    """

    store: Store
    beside: Store
    queue: ImportQueue
    workers: Workers
    oauth: HarvestOAuth
    glance_oauth: HarvestOAuth
    api: HarvestApi
    page_api: HarvestApi
    people: People
    access: Access
    catalogue: Catalogue
    timelogs: Timelogs
    events: Events
    clock: Clock
    random: Random
    background: Background
    ids: Ids
    lookback_days: int
    keep_runs_days: int
