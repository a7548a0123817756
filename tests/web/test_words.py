"""What the panel says about skipped entries, their owners and waiting runs."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from tests.support.factories import NOON, finished, nightly, run, running
from workroom_harvest.domain.connection import Sight
from workroom_harvest.domain.fallback import Cause, FellBack
from workroom_harvest.domain.messages import Code, Message, quoted
from workroom_harvest.domain.progress import Progress
from workroom_harvest.domain.retry import RetryState
from workroom_harvest.domain.run import ImportRun
from workroom_harvest.domain.run_status import RunStatus
from workroom_harvest.domain.skipped import PageResult, SkippedEntry, SkipReason
from workroom_harvest.web.presenters import grant, owners, reasons
from workroom_harvest.web.presenters.exports import as_json, as_text
from workroom_harvest.web.presenters.headline import last_night
from workroom_harvest.web.presenters.panel import panel
from workroom_harvest.web.words import Reader, reading
from workroom_harvest.web.words.language import English

NIGHT = date(2026, 6, 16)
SAVE = SkipReason.SAVE_FAILED
AGAIN = "Harvest does not answer as it should just now. The import tries again by itself."
KEYS = (
    "UNIQUE constraint failed: timelog.studio_id, timelog.harvest_entry_id",
    'duplicate key value violates unique constraint "uq_timelog_stamp"',
)


def skipped(reason: SkipReason, lasting: int, passing: int) -> ImportRun:
    """Return a finished run that skipped entries, so many for a lasting and for a passing cause."""
    kinds = [True] * lasting + [False] * passing
    entries = (
        SkippedEntry(reason, number, is_lasting=is_lasting)
        for number, is_lasting in enumerate(kinds, 1)
    )
    return finished(running().add(PageResult(0, tuple(entries)), cursor=None))


@pytest.mark.parametrize("reason", [SkipReason.SAVE_FAILED, SkipReason.HARVEST_API_ERROR])
def test_try_again_is_said_of_what_may_pass_alone(reason: SkipReason) -> None:
    """ "Try again" is said only of causes that may pass, with their number where there are both."""
    assert reasons.remedies(reason, skipped(reason, 0, 2)) == [reasons.TRY_AGAIN]
    (correct,) = reasons.remedies(reason, skipped(reason, 2, 0))
    assert reasons.TRY_AGAIN not in correct
    assert "trying again alone is no help" in correct
    both = reasons.remedies(reason, skipped(reason, 2, 3))
    assert both == [f"2 of these: {correct}", f"The other 3: {reasons.TRY_AGAIN}"]


@pytest.mark.parametrize("cause", KEYS)
def test_a_stamp_that_is_there_already_is_told_as_such(cause: str) -> None:
    """A duplicate key is recognised in the words of either database, and no other cause is."""
    taken, other = ([SkippedEntry(SAVE, 1, cause=quoted(text))] for text in (cause, "CHECK failed"))
    assert reasons.DUPLICATE_KEY in reasons.remedies(SAVE, skipped(SAVE, 1, 0), taken)
    assert reasons.DUPLICATE_KEY in reasons.remedies(SAVE, skipped(SAVE, 1, 1), taken)
    assert reasons.DUPLICATE_KEY not in reasons.remedies(SAVE, skipped(SAVE, 1, 0), other)


def test_every_reason_has_a_remedy() -> None:
    """Every reason to skip an entry has a remedy."""
    for reason in SkipReason:
        assert all(reasons.remedies(reason, skipped(reason, 0, 1)))


def test_how_old_is_too_old_is_the_runs_own() -> None:
    """A night's own reach is named in the panel, in the JSON and in the terminal."""
    found = replace(skipped(SkipReason.TOO_OLD, 0, 2), request=nightly(NIGHT, days=30).request)
    assert [line.reason for line in panel(found, NOON).skipped] == ["Older than 30 days"]
    assert as_json(found)["skipped"] == {"Older than 30 days": 2}
    assert "- Older than 30 days: 2" in as_text(found)


def test_a_run_tells_scripts_its_minutes_and_what_was_changed() -> None:
    """The JSON has minutes for each reason of `skipped`, 0 of the unreadable, and `changed`."""
    entries = (SkippedEntry(SAVE, 1, minutes=45), SkippedEntry(SkipReason.HARVEST_API_ERROR, 2))
    page = PageResult(2, entries, (), 3, 75, changed=1, minutes=121)
    told = as_json(finished(running().add(page, cursor=None)))
    assert told["skipped"] == {"Already imported": 3, "Save failed": 1, "Harvest API error": 1}
    assert told["skipped_minutes"] == {
        "Already imported": 75,
        "Save failed": 45,
        "Harvest API error": 0,
    }
    assert {
        name: told[name] for name in ("kind", "minutes", "changed", "gone", "deleted_here")
    } == {
        "kind": "on demand",
        "minutes": 121,
        "changed": 1,
        "gone": 0,
        "deleted_here": 0,
    }


@pytest.mark.parametrize(
    ("changed", "gone", "deleted", "told"),
    [
        (2, 1, 1, "2 were changed in Harvest, 1 is gone from Harvest, 1 was deleted in Workroom."),
        (1, 0, 3, "1 was changed in Harvest, 3 were deleted in Workroom."),
        (0, 2, 0, "2 are gone from Harvest."),
    ],
)
def test_what_is_to_be_known_of_former_imports_is_said(
    changed: int, gone: int, deleted: int, told: str
) -> None:
    """Beside *Already imported* it is said what was lost, and never that nothing is to be done."""
    page = PageResult(0, (), (), already_imported=14, changed=changed, deleted=deleted)
    found = finished(running().add(page, cursor=None))
    found = replace(found, progress=replace(found.progress, gone=gone))
    (line,) = panel(found, NOON).skipped
    assert (line.reason, line.count, line.remedies) == ("Already imported", 14, [told])
    assert as_text(found).splitlines()[-1] == told
    numbers = {name: as_json(found)[name] for name in ("changed", "gone", "deleted_here")}
    assert numbers == {"changed": changed, "gone": gone, "deleted_here": deleted}


def test_what_is_gone_is_said_where_nothing_was_imported_before() -> None:
    """Without a line of what was imported before, the panel says what is gone all the same."""
    found = finished(run(progress=Progress(gone=1)))
    assert panel(found, NOON).losses == "1 is gone from Harvest."
    assert panel(finished(run()), NOON).losses == ""


def test_whose_entries_fell_back_is_a_sentence() -> None:
    """One sentence names those whose entries fell back, most entries first, and at most ten.

    JSON and terminal have it too.
    """
    people = (FellBack(1, "Ben", Cause.UNKNOWN, 3), FellBack(2, "Ana Lima", Cause.NO_MEMBER, 9))
    found = run(progress=Progress(fell_back=people))
    sentence = (
        "12 entries went to the designer who connected: "
        "Ana Lima 9 (no Workroom user has their e-mail address), "
        "Ben 3 (Harvest does not show the connected user who that is)."
    )
    assert as_json(found)["warnings"] == [sentence]
    assert sentence in as_text(found)
    assert owners.fell_back_sentence(run()) == ""
    one = run(progress=Progress(fell_back=(FellBack(None, "", Cause.UNKNOWN),)))
    assert owners.fell_back_heading(one).startswith("1 entry went")
    many = tuple(FellBack(number, f"P{number}", Cause.UNKNOWN, 2) for number in range(1, 15))
    assert owners.fell_back_sentence(run(progress=Progress(fell_back=many))).endswith("others 8.")


@pytest.mark.parametrize(
    ("one", "name"),
    [
        (FellBack(7, "", Cause.UNKNOWN), "Harvest user 7"),
        (FellBack(None, "", Cause.UNKNOWN), "somebody without a name"),
        (FellBack(None, "", Cause.OTHERS), "others"),
    ],
)
def test_whoever_has_no_name_is_called_something(one: FellBack, name: str) -> None:
    """A person without a name is described by what is known about them."""
    assert owners.people(run(progress=Progress(fell_back=(one,))))[0].name == name


@pytest.mark.parametrize(
    ("sees", "saw", "is_less"),
    [
        (Sight.SELF, Sight.TEAM, True),
        (Sight.EVERYONE, Sight.EVERYONE, False),
        (None, Sight.EVERYONE, False),
        (Sight.SELF, None, False),
    ],
)
def test_a_run_that_saw_less_says_so(sees: Sight | None, saw: Sight | None, is_less: bool) -> None:
    """A run whose grant shows less than before warns of it in panel and JSON."""
    found = run(progress=Progress(sees=sees, saw=saw))
    assert bool(grant.sees_less(found.progress)) is is_less
    assert as_json(found)["warnings"] == ([grant.sees_less(found.progress)] if is_less else [])
    assert panel(found, NOON).warnings == as_json(found)["warnings"]


def waiting_run(seconds: float, **fields: Any) -> ImportRun:
    """Return a run that Harvest has failed since 10:30, its next try `seconds` after noon."""
    retry_state = RetryState(9, NOON - timedelta(minutes=90), NOON + timedelta(seconds=seconds))
    return run(retry_state=retry_state, **{"status": RunStatus.RUNNING, **fields})


@pytest.mark.parametrize(
    ("seconds", "sentence"),
    [
        (5, AGAIN),
        (-5, AGAIN),
        (120, "Harvest asks to wait until 12:02:00 UTC. The import goes on by itself then."),
    ],
)
def test_a_wait_by_hand_says_until_when_if_harvest_named_it(seconds: float, sentence: str) -> None:
    """An import by hand says until when it waits, unless the wait is short."""
    assert panel(waiting_run(seconds), NOON).note == sentence


@pytest.mark.parametrize(
    ("seconds", "next_try"),
    [(600, "today at 12:10 UTC"), (601, "today at 12:11 UTC"), (-1, "within a minute")],
)
def test_a_night_that_rests_says_since_when_and_until_when(seconds: float, next_try: str) -> None:
    """A resting night says on card and panel since when it waits and when it tries again."""
    resting = waiting_run(seconds, request=nightly().request, status=RunStatus.RESTING)
    since = "since today at 10:30 UTC"
    assert last_night(resting, NOON) == f"Waits for Harvest {since}; next try {next_try}"
    shown = panel(resting, NOON)
    assert (shown.is_over, shown.is_resting) == (False, True)
    assert shown.headline == "Waiting for the next try"
    assert shown.note == (
        f"Harvest has not answered as it should {since}. Next try {next_try}, by itself; "
        "an import by hand can start at once."
    )
    later = panel(resting, NOON + timedelta(hours=13)).note
    assert "since yesterday at 10:30 UTC" in str(later)


def test_a_night_that_broke_off_does_not_blame_harvest() -> None:
    """A night that broke off by an error in Workroom does not say that it waits for Harvest."""
    resting = replace(
        waiting_run(600, status=RunStatus.RESTING), warnings=(Message(Code.IMPORT_BROKE),)
    )
    assert last_night(resting, NOON) == "It broke off; next try today at 12:10 UTC"
    assert str(panel(resting, NOON).note).startswith(
        "Something in Workroom broke during the import. What was imported so far stays. Next try "
    )


def test_a_night_that_is_over_says_what_became_of_it() -> None:
    """A night that is over shows its result, or why it failed."""
    assert last_night(finished(run()), NOON) == "Imported 0 of 0 entries"
    assert (
        last_night(run().fail(Message(Code.DISCONNECTED), NOON), NOON)
        == "Nothing was imported: Harvest was disconnected."
    )


class Marked(English):
    """A language whose sentences are the English ones behind a mark."""

    def sentence(self, english: str) -> str:
        """Return the sentence behind its mark."""
        return f"¿{english}"


def test_scripts_read_english_whatever_people_read() -> None:
    """The JSON of a run is English in any language, and the panel has the reader's names.

    The panel keeps the English name beside it, for addresses.
    """
    page = PageResult(0, (SkippedEntry(SAVE, 1),))
    found = running().add(page, cursor="next").fail(Message(Code.DISCONNECTED), NOON)
    in_english = as_json(found)
    with reading(Reader(Marked())):
        assert as_json(found) == in_english
        shown = panel(found, NOON)
    (line,) = shown.skipped
    assert (line.reason, line.name) == ("¿Save failed", "Save failed")
    assert shown.headline == "¿Nothing was imported"
