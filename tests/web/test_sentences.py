"""Every message code has a sentence, and every sentence gets the data that it names."""

import string

import pytest
from babel import Locale

from tests.support.factories import NOON, run
from workroom_harvest.domain.messages import Code, Message, quoted
from workroom_harvest.domain.use_cases.operating.run_health_checks import Component, HealthCheck
from workroom_harvest.web.presenters.health import health_line
from workroom_harvest.web.presenters.names import LONGEST_NAME
from workroom_harvest.web.presenters.reasons import failure
from workroom_harvest.web.presenters.sentences import SENTENCES, sentence
from workroom_harvest.web.words import Reader, reading
from workroom_harvest.web.words.translations import Translated


def test_each_code_has_a_sentence_and_no_sentence_is_left_over() -> None:
    """Every code has a sentence, and every sentence belongs to a code."""
    assert set(SENTENCES) == set(Code)


@pytest.mark.parametrize("code", Code)
def test_a_sentence_says_all_the_data_that_it_names(code: Code) -> None:
    """A sentence shows every value that its placeholders name."""
    fields = [field for _, field, _, _ in string.Formatter().parse(SENTENCES[code]) if field]
    data = {field: f"<{field}>" for field in fields}
    if "due" in data:
        data["due"] = "2026-06-15T02:00:00+00:00"
    found = sentence(Message(code, data | {"said": data.get("said", "")}))
    assert "{" not in found
    assert all(value in found for name, value in data.items() if name != "due")


@pytest.mark.parametrize(("count", "words"), [(1, "1 timelog."), (2, "2 timelogs."), (0, "0 t")])
def test_one_thing_is_counted_as_one(count: int, words: str) -> None:
    """A number in a sentence is followed by its noun, in the singular for one."""
    found = sentence(Message(Code.TIMELOGS_REFUSED, {"count": count}))
    assert found.startswith(f"Workroom refuses {words}")


def test_what_somebody_else_said_is_quoted_as_it_is() -> None:
    """Text of a host or of Harvest is quoted as it is, even with braces in it."""
    assert sentence(quoted("the month {2026} is closed")) == "the month {2026} is closed"


def test_long_lists_of_names_are_cut_to_a_sentence() -> None:
    """Of many names the first ten are shown, cut at forty characters, and the rest is counted."""
    names = [f"Account {number}" for number in range(11)] + ["x" * 100]
    found = sentence(Message(Code.SEVERAL_HARVEST_ACCOUNTS, {"names": names}))
    assert "Account 9 and 2 more. Nothing was stored." in found
    long = sentence(Message(Code.SEVERAL_HARVEST_ACCOUNTS, {"names": ["x" * 100, "y"]}))
    assert f"{'x' * LONGEST_NAME}…, y." in long


AUTHORIZATION = [code for code in Code if code.startswith("authorization_")]
REFUSED = [Code.NOT_SIGNED_IN, Code.NOT_PRO, Code.ROLE_REFUSED, Code.STARTER_REFUSED]
HOST = [Code.HOST_DID_NOT_COUNT, Code.HOST_COUNTED_ODDLY, Code.HOST_COUNT_DIFFERS]
HOST += [Code.HOST_COMMITTED, Code.HOST_ENDED_TRANSACTION]
HOST += [Code.HOST_SWALLOWED_ERROR, Code.HOST_WROTE_TOO_FEW, Code.HOST_FOUND_OTHERS]


@pytest.mark.parametrize("code", AUTHORIZATION)
def test_a_consent_that_failed_says_that_nothing_was_stored(code: Code) -> None:
    """A failed consent says that nothing was stored, and only a denial is called one."""
    found = sentence(Message(code, {"error": "server_error"}))
    assert "Nothing was stored." in found
    assert ("denied" in found) is (code is Code.AUTHORIZATION_DENIED)
    assert ("Wait a few minutes first." in found) is (code is Code.AUTHORIZATION_TEMPORARY)


@pytest.mark.parametrize("code", REFUSED)
def test_whoever_may_not_is_told_what_to_do(code: Code) -> None:
    """A refusal says in one sentence why, and in a second one what to do."""
    assert len(sentence(Message(code)).rstrip(".").split(". ")) == 2


@pytest.mark.parametrize("code", HOST)
def test_a_method_of_the_hosts_is_named_to_whoever_runs_workroom(code: Code) -> None:
    """A fault of the host names its method and whom to tell, since trying again is no help."""
    found = sentence(Message(code, {"method": "Timelogs.add_many", "asked": 2, "added": 1}))
    assert found.startswith("Workroom's own Timelogs.add_many ")
    assert found.endswith("Trying again does not help: tell whoever runs Workroom.")


@pytest.mark.parametrize("code", Code)
def test_a_failure_at_harvest_is_announced_as_one(code: Code) -> None:
    """A run's failure is called a Harvest API error if Harvest caused it, and only then."""
    fields = [field for _, field, _, _ in string.Formatter().parse(SENTENCES[code]) if field]
    data = dict.fromkeys([*fields, "said"], "2026-06-15T02:00:00+00:00")
    failed = run().fail(Message(code, data), NOON)
    told = str(failure(failed))
    assert told.startswith("Harvest API error: ") is code.startswith("harvest_")


@pytest.mark.parametrize("code", [code for code in Code if code.is_of_harvest])
def test_a_failure_at_harvest_says_once_to_try_again(code: Code) -> None:
    """A run that failed at Harvest says one time to try again, even where the fault says so too."""
    failed = run().fail(Message(code, {"status": 503, "error": "x", "list": "users"}), NOON)
    assert str(failure(failed)).count("Try again") == 1


def test_the_days_of_a_preview_are_told_in_the_readers_way() -> None:
    """The days that a message names are written as the reader's language writes days."""
    other = Message(Code.PREVIEW_OF_OTHER_DAYS, {"days": "2026-06-01 → 2026-06-12"})
    assert "(2026-06-01 → 2026-06-12)" in sentence(other)
    with reading(Reader(Translated(Locale("de"), {}))):
        assert "(01.06.2026 → 12.06.2026)" in sentence(other)


def test_the_doctor_names_the_studio_that_the_host_was_asked_for() -> None:
    """Several faults of the host are told in one line, with the studio and the remedy."""
    faults = [
        Message(Code.HOST_ANSWERS_ODDLY, {"method": "Access.is_pro"}),
        Message(Code.HOST_FAILS, {"method": "People.member", "error": "KeyError", "said": "7"}),
    ]
    assert health_line(HealthCheck(Component.HOST, False, faults, "studio")) == (
        "Workroom: Access.is_pro answers something else than it should; People.member fails with "
        "KeyError: 7 (asked for studio studio). Mend what was given to WorkroomHarvest."
    )


def test_the_doctor_says_when_the_next_tick_is_due() -> None:
    """`doctor` gives the next tick in UTC, to the minute."""
    due = Message(Code.CHECK_SCHEDULER_ALIVE, {"due": "2026-06-15T12:00:00+00:00"})
    line = health_line(HealthCheck(Component.SCHEDULER, True, [due]))
    assert line == "Scheduler: alive, next tick 2026-06-15 at 12:00 UTC"
