"""All that is known of an entry: Harvest's last word, the timelog, and what happened in between."""

from dataclasses import dataclass
from datetime import date, datetime

from workroom_harvest.domain.entries import FoundTimelog
from workroom_harvest.domain.entry_record import EntryState
from workroom_harvest.domain.keyed_hash import KeyedHash
from workroom_harvest.domain.messages import Message
from workroom_harvest.domain.skipped import SkipReason


@dataclass(frozen=True, slots=True)
class Standing:
    """What an entry is, and why it waits; the reason is None for one that does not."""

    state: EntryState
    reason: SkipReason | None = None


@dataclass(frozen=True, slots=True)
class EntryEvent:
    """The change of an entry from one standing to another, by a run, at an instant (UTC)."""

    at: datetime
    run_id: str
    before: Standing
    after: Standing


@dataclass(frozen=True, slots=True)
class Said:
    """Harvest's last word about an entry, by Harvest's ids; `user_id` is None where it names none.

    `hundredths` are its hours in hundredths, and `minutes` those that a timelog of them has.
    """

    spent_on: date
    hundredths: int
    minutes: int
    project_id: int
    task_id: int
    user_id: int | None


@dataclass(frozen=True, slots=True)
class Written:
    """The timelog that a run made of an entry at an instant (UTC), by the host's ids.

    `by` is the member who started the run, or None. `fell_back` says that the timelog went to the
    designer who connected. `title_hash` is the studio's keyed hash of the title.
    """

    run_id: str
    at: datetime
    by: str | None
    project_id: str
    activity_type_id: str
    member_id: str
    fell_back: bool
    spent_on: date
    minutes: int
    billable: bool
    title_hash: str

    def stands(self, found: FoundTimelog, keyed_hash: KeyedHash) -> bool:
        """Return whether the timelog that was found still is as it was written.

        A title whose hash was made by another key, which was lost, counts as another one.
        """
        return (
            found.project_id == self.project_id
            and found.activity_type_id == self.activity_type_id
            and found.member_id == self.member_id
            and found.spent_on == self.spent_on
            and found.duration.total_minutes == self.minutes
            and found.billable == self.billable
            and keyed_hash(found.title) == self.title_hash
        )


@dataclass(frozen=True, slots=True)
class KnownEntry:
    """What is known of an entry that Harvest listed first at `listed_at` (UTC).

    `cause` says more than the reason for which it waits. `said` is None where Harvest's values
    could not be read, and `written` while the entry waits.
    """

    id: int
    harvest_account_id: int
    listed_at: datetime
    standing: Standing
    cause: Message | None
    said: Said | None
    written: Written | None
