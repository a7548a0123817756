"""A timelog that Workroom protects, that somebody edited or that is gone is left as it is."""

from dataclasses import replace

from tests.domain.test_entry_story import FOUND, HASH, WRITTEN
from workroom_harvest.domain.messages import quoted
from workroom_harvest.domain.skipped import SkipReason
from workroom_harvest.domain.undoing import Protection, protection


def test_what_stands_as_it_was_written_is_free() -> None:
    """A timelog that nobody touched may be changed or removed."""
    assert protection(WRITTEN, FOUND, HASH) is None


def test_what_is_protected_has_the_hosts_reason() -> None:
    """A locked timelog stays with the host's sentence, even if somebody edited it, too."""
    locked = replace(FOUND, locked="It is invoiced.", title="Other")
    assert protection(WRITTEN, locked, HASH) == Protection(
        SkipReason.LOCKED, quoted("It is invoiced.")
    )


def test_what_somebody_edited_is_theirs() -> None:
    """An edited timelog stays, and what does not stand cannot be removed."""
    assert protection(WRITTEN, replace(FOUND, title="Other"), HASH) == Protection(SkipReason.EDITED)
    assert protection(WRITTEN, None, HASH) == Protection(SkipReason.DELETED)
