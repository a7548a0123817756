"""The use case by which a person lets timelogs be corrected."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from workroom_harvest.domain.connection import Connection
from workroom_harvest.domain.correction import Chosen, CorrectionKind, Differing
from workroom_harvest.domain.errors import NotAllowed, NotConnected, NotFound
from workroom_harvest.domain.messages import Code
from workroom_harvest.domain.ports.host import Member, People
from workroom_harvest.domain.ports.store import Transaction
from workroom_harvest.domain.run import ImportRun, Request, RunKind
from workroom_harvest.domain.use_cases.requesting.start_run import Requested, StartRun
from workroom_harvest.domain.use_cases.shared.differing_pages import named, pages_of_all
from workroom_harvest.domain.use_cases.shared.known_users import known_users
from workroom_harvest.domain.window import ChosenEntries, Days


@dataclass(frozen=True)
class RequestCorrections:
    """Start a run that corrects what a person chose, unless the studio has a live one."""

    start: StartRun
    people: People
    is_offered: bool

    def __call__(
        self,
        studio_id: str,
        member_id: str,
        entry_ids: Collection[int] | None,
        shown: Mapping[int, str] | None = None,
    ) -> Requested:
        """Return the new run, or the one that is live already.

        `entry_ids` are up to 2,000 entries, or None for all but those that are chosen by name.
        `shown` is what the person saw of them, by entry id: Harvest's last word, as `Differing`
        tells it. Where it is left out, that is as it is at this click.

        Raise `NotAllowed` if the host's timelogs cannot be corrected, `NotFound` if one of the
        entries is unknown or nothing is to be corrected, and what `StartRun` does.
        """
        if not self.is_offered:
            raise NotAllowed(Code.NOT_CORRECTABLE)
        with self.start.store.transaction() as tx:
            if tx.connections.for_studio(studio_id) is None:
                raise NotConnected
            live = tx.runs.live(studio_id)
        if live is not None and not live.is_preview:
            # It may be just this correction, of which nothing is left to choose.
            return Requested(live, is_new=False)
        members = self.people.active_members(studio_id)
        chosen = _Choice(entry_ids, shown or {}, members)

        def ask(tx: Transaction, connection: Connection) -> Request:
            window = ChosenEntries(_days(chosen.pages(tx, connection)))
            return Request(RunKind.CORRECTION, window, started_by=member_id)

        def store(tx: Transaction, run: ImportRun) -> None:
            connection = tx.connections.for_studio(studio_id)
            assert connection is not None, "it is locked"  # noqa: S101 because that is for ourselves
            for page in chosen.pages(tx, connection):
                tx.chosen_entries.add_many(studio_id, run.id, [chosen.of(one) for one in page])

        return self.start(studio_id, ask, store)


@dataclass(frozen=True)
class _Choice:
    """What somebody chose: entries by name as they were shown, or all."""

    entry_ids: Collection[int] | None
    shown: Mapping[int, str]
    members: Sequence[Member]

    def pages(self, tx: Transaction, connection: Connection) -> Iterable[Sequence[Differing]]:
        """Return what is to be corrected of that, page by page; raise `NotFound`."""
        users = known_users(tx, connection, self.members)
        if self.entry_ids is not None:
            return [named(tx, connection, self.entry_ids, users)]
        return pages_of_all(tx, connection, users)

    def of(self, one: Differing) -> Chosen:
        """Return a correction as it was shown."""
        return Chosen(one.entry_id, one.kind, self.shown.get(one.entry_id, one.shown))


def _days(pages: Iterable[Sequence[Differing]]) -> Days | None:
    """Return the days on which Harvest has the entries; raise `NotFound` if there is none.

    What is gone is not there to be listed.
    """
    is_empty, first, last = True, None, None
    for page in pages:
        is_empty = is_empty and not page
        days = [
            one.said.spent_on for one in page if one.said and one.kind is not CorrectionKind.GONE
        ]
        if days:
            first = min(days) if first is None else min(first, *days)
            last = max(days) if last is None else max(last, *days)
    if is_empty:
        raise NotFound(Code.NOTHING_TO_CORRECT)
    return Days(first, last) if first is not None and last is not None else None
