"""Every code has a sentence, and every sentence gets the data that it names."""

import string

import pytest

from workroom_harvest.domain.messages import Code, Message, quoted
from workroom_harvest.web.presenters import sentences
from workroom_harvest.web.presenters.sentences import SENTENCES, sentence


def test_each_code_has_a_sentence_and_no_sentence_is_left_over() -> None:
    """A code that was added without its words would break the page that says it."""
    assert set(SENTENCES) == set(Code)


@pytest.mark.parametrize("code", Code)
def test_a_sentence_says_all_the_data_that_it_names(code: Code) -> None:
    """What stands in braces is filled in, and nothing of the braces is left."""
    fields = [field for _, field, _, _ in string.Formatter().parse(SENTENCES[code]) if field]
    data = {field: f"<{field}>" for field in fields}
    if "due" in data:
        data["due"] = "2026-06-15T02:00:00+00:00"
    found = sentence(Message(code, data | {"said": data.get("said", "")}))
    assert "{" not in found
    assert all(value in found for name, value in data.items() if name != "due")


def test_what_somebody_else_said_is_quoted_as_it_is() -> None:
    """Braces in it are no names of data."""
    assert sentence(quoted("the month {2026} is closed")) == "the month {2026} is closed"


def test_long_lists_of_names_are_cut_to_a_sentence() -> None:
    """The first ten, each of at most forty characters, and how many more there are."""
    names = [f"Account {number}" for number in range(11)] + ["x" * 100]
    found = sentence(Message(Code.SEVERAL_HARVEST_ACCOUNTS, {"names": names}))
    assert "Account 9 and 2 more. Nothing was stored." in found
    long = sentence(Message(Code.SEVERAL_HARVEST_ACCOUNTS, {"names": ["x" * 100, "y"]}))
    assert f"{'x' * sentences.LONGEST_NAME}…, y." in long
