"""What the use cases rely on in `ReadDaysLog`."""

from datetime import date, timedelta

from tests.contract.stored import LATER, OTHER, STUDIO
from tests.support.factories import NOON
from workroom_harvest.domain.ports.store import Store
from workroom_harvest.domain.read_days import ReadDays
from workroom_harvest.domain.window import Days

JUNE = Days(date(2026, 6, 1), date(2026, 6, 30))
ACCOUNT = 2**40


def day(number: int, last: int | None = None) -> Days:
    """Return a day of June, or the days until the `last` one."""
    return Days(date(2026, 6, number), date(2026, 6, last or number))


class ReadDaysContract:
    """The days that were read are known as ranges that do not overlap."""

    def test_days_that_were_never_read_are_missing(self, store: Store) -> None:
        """Without any reading all days are missing, and none were read."""
        with store.transaction() as tx:
            assert tx.read_days.within(STUDIO, ACCOUNT, JUNE) == []
            assert tx.read_days.missing(STUDIO, ACCOUNT, JUNE) == [JUNE]

    def test_a_later_reading_replaces_what_it_overlaps(self, store: Store) -> None:
        """Each day has the instant of its last reading, and other days keep theirs."""
        with store.transaction() as tx:
            tx.read_days.add(STUDIO, ACCOUNT, ReadDays(day(5, 20), NOON))
            tx.read_days.add(STUDIO, ACCOUNT, ReadDays(day(25), NOON))
            tx.read_days.add(STUDIO, ACCOUNT, ReadDays(day(10, 12), LATER))
            tx.commit()
        with store.transaction() as tx:
            assert tx.read_days.within(STUDIO, ACCOUNT, JUNE) == [
                ReadDays(day(5, 9), NOON),
                ReadDays(day(10, 12), LATER),
                ReadDays(day(13, 20), NOON),
                ReadDays(day(25), NOON),
            ]
            assert tx.read_days.missing(STUDIO, ACCOUNT, JUNE) == [
                day(1, 4),
                day(21, 24),
                day(26, 30),
            ]

    def test_one_reading_may_replace_many(self, store: Store) -> None:
        """A reading over many ranges leaves one range, with what stood out of it."""
        whole = Days(date(2026, 5, 1), date(2026, 6, 15))
        with store.transaction() as tx:
            for number in (1, 3, 5):
                tx.read_days.add(STUDIO, ACCOUNT, ReadDays(day(number), NOON))
            tx.read_days.add(STUDIO, ACCOUNT, ReadDays(day(14, 16), NOON))
            tx.read_days.add(STUDIO, ACCOUNT, ReadDays(whole, LATER))
            tx.read_days.add(STUDIO, ACCOUNT, ReadDays(whole, LATER + timedelta(hours=1)))
            found = tx.read_days.within(STUDIO, ACCOUNT, JUNE)
        assert found == [
            ReadDays(day(1, 15), LATER + timedelta(hours=1)),
            ReadDays(day(16), NOON),
        ]

    def test_each_account_of_each_studio_has_its_own_days(self, store: Store) -> None:
        """What was read of one account says nothing of another's, nor of another studio's."""
        with store.transaction() as tx:
            tx.read_days.add(STUDIO, ACCOUNT, ReadDays(JUNE, NOON))
            assert tx.read_days.missing(STUDIO, ACCOUNT, JUNE) == []
            assert tx.read_days.missing(STUDIO, 1, JUNE) == [JUNE]
            assert tx.read_days.missing(OTHER, ACCOUNT, JUNE) == [JUNE]

    def test_the_calendar_has_an_end(self, store: Store) -> None:
        """Days up to the ends of the calendar can be read, and asked for."""
        whole = Days(date.min, date.max)
        with store.transaction() as tx:
            tx.read_days.add(STUDIO, ACCOUNT, ReadDays(JUNE, NOON))
            before, after = tx.read_days.missing(STUDIO, ACCOUNT, whole)
            assert (before.first, after.last) == (date.min, date.max)
            tx.read_days.add(STUDIO, ACCOUNT, ReadDays(whole, LATER))
            assert tx.read_days.missing(STUDIO, ACCOUNT, whole) == []
