"""The sentences that the page hands to its script."""

import re
from pathlib import Path

from babel import Locale

from tests.support.studio import Studio
from workroom_harvest.web.presenters.script_words import SENTENCES, script_words
from workroom_harvest.web.words import Reader, reading
from workroom_harvest.web.words.translations import Translated

SCRIPT = (Path(__file__).parents[3] / "workroom_harvest/web/static/harvest.js").read_text()


def test_the_script_has_each_sentence_that_it_says_and_no_other() -> None:
    """What the script asks for by name has a sentence, and each sentence is asked for."""
    asked = set(re.findall(r'\bsay\("(\w+)"', SCRIPT))
    assert asked <= SENTENCES.keys()
    quoted = set(re.findall(r'"([a-zA-Z]+)"', SCRIPT))
    assert quoted >= SENTENCES.keys()


def test_the_script_has_no_sentence_of_its_own() -> None:
    """No text of the script begins as a sentence does; *Enter* is a key."""
    texts = re.findall(r'"([^"\n]*)"|`([^`\n]*)`', re.sub(r"//.*", "", SCRIPT))
    said = {one for one in map("".join, texts) if re.match(r"\W*[A-Z][a-z]+( |$)", one)}
    assert said == {"Enter"}


def test_sentences_come_in_the_readers_language_with_how_it_counts() -> None:
    """The page has the translated sentences, with their data open, and the language's code."""
    german = Translated(Locale("de"), {"Saved.": "Gespeichert."})
    with reading(Reader(german)):
        found = script_words()
    assert (found["lang"], found["grouped"]) == ("de", True)
    sentences = found["sentences"]
    assert isinstance(sentences, dict)
    assert sentences["saved"] == "Gespeichert."
    assert sentences["clears"] == "Clears {row}."
    assert (script_words()["lang"], script_words()["grouped"]) == ("en", False)


def test_the_mapping_table_brings_the_sentences_along(connected: Studio) -> None:
    """The sentences come with the table as data that no browser runs."""
    block = connected.page().partition('<script type="application/json" id="wh-words">')[2]
    assert '"saved": "Saved."' in block.partition("</script>")[0]
