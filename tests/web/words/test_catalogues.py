"""The catalogues say every sentence of the code, each with its own data and forms."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest
from babel import Locale
from jinja2 import Environment, nodes

from tests.support.words import WEB, catalogues, sentences
from workroom_harvest.web.presenters.next_steps import NEXT_STEPS
from workroom_harvest.web.presenters.sentences import SENTENCES
from workroom_harvest.web.words.translations import CATEGORIES

CATALOGUES = dict(catalogues())
SAID = frozenset(str(one.id) for one in sentences() if one.id)
NAMES = ("say", "N_")
DATA = re.compile(r"{[^}]*}")


@pytest.fixture(params=CATALOGUES, ids=lambda file: file.parts[-3])
def translations(request: pytest.FixtureRequest) -> dict[str, str]:
    """Return a catalogue's sentences with their translations, if need be empty ones."""
    return {str(one.id): str(one.string) for one in CATALOGUES[request.param] if one.id}


def test_german_is_whole() -> None:
    """Every sentence of the code has a German one, and nobody doubts it."""
    german = next(found for file, found in CATALOGUES.items() if file.parts[-3] == "de")
    translated = {str(one.id) for one in german if one.id and one.string and not one.fuzzy}
    assert sorted(SAID - translated) == []


def test_no_catalogue_has_what_the_code_no_longer_says(translations: dict[str, str]) -> None:
    """What left the code left the catalogues."""
    assert sorted(translations.keys() - SAID) == []


@pytest.mark.parametrize("file", CATALOGUES, ids=lambda file: file.parts[-3])
def test_data_and_forms_of_a_translation_are_those_of_its_sentence(file: Path) -> None:
    """A translation has the sentence's data, and as many words for a number as the language."""
    words = forms(file.parts[-3])
    wrong = {
        str(one.id): str(one.string)
        for one in CATALOGUES[file]
        if one.id and one.string and not fits(str(one.id), str(one.string), words)
    }
    assert wrong == {}


def test_what_is_said_of_each_code_can_be_looked_up() -> None:
    """The sentence of each code is marked, and so is what to do; some are nothing but data."""
    told = {*SENTENCES.values(), *NEXT_STEPS.values()} - SAID
    assert [one for one in sorted(told) if re.search(r"[a-zA-Z]", DATA.sub("", one))] == []


def test_a_sentence_of_the_code_counts_in_two_words() -> None:
    """A form in the code has a word for one and one for several, as English does."""
    assert [one for one in sorted(SAID) if not fits(one, one, 2)] == []


def test_what_is_said_is_written_out() -> None:
    """No sentence is put together where it is said or marked: it could not be looked up."""
    assert [*in_python(), *in_templates()] == []


@pytest.mark.parametrize(
    ("translation", "words", "right"),
    [
        ("{n:# Eintrag|# Einträge} von {who}", 2, True),
        ("{who}: {n:# wpis|# wpisy|# wpisów|# wpisu}", 4, True),
        ("{n:# Eintrag|# Einträge} {n:wartet|warten} auf {who}", 2, True),
        ("{n:# Eintrag|# Einträge}", 2, False),
        ("{n} Einträge von {who}", 2, False),
        ("{n:# wpis|# wpisy} {who}", 4, False),
        ("{n:# Eintrag|# Einträge} von {wem}", 2, False),
    ],
)
def test_a_translation_that_does_not_fit_is_found(
    translation: str, words: int, right: bool
) -> None:
    """Data that is missing or named otherwise, and too few words for a number are found."""
    assert fits("{n:# entry|# entries} of {who}", translation, words) == right


def fits(sentence: str, translation: str, words: int) -> bool:
    """Return whether the data of both are the same, and what is counted has that many words.

    What the sentence counts the translation counts; it may count more.
    """
    here, there = fields(translation), fields(sentence)
    counted = {name for name, forms in there.items() if forms}
    return here.keys() == there.keys() and all(
        (found or name not in counted) and all(len(form.split("|")) == words for form in found)
        for name, found in here.items()
    )


def fields(sentence: str) -> dict[str, list[str]]:
    """Return the data of a sentence by name, with the forms in which they count."""
    found: dict[str, list[str]] = {}
    for _, name, form, _ in Formatter().parse(sentence):
        if name is not None:
            found.setdefault(name, []).extend([form] if form else [])
    return found


def forms(name: str) -> int:
    """Return how many words a form has in a language."""
    return len({*Locale.parse(name).plural_form.tags, "other"} & set(CATEGORIES))


def in_python() -> Iterator[str]:
    """Yield each call in the code whose sentence is put together, with its place."""
    for file in sorted(WEB.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.Call) and _name(node.func) in NAMES and node.args:
                said = node.args[0]
                # What was marked before is said by its name; a mark itself is on what is written.
                is_mark = _name(node.func) == "N_"
                if _is_made(said) or (is_mark and not isinstance(said, ast.Constant)):
                    yield f"{file.relative_to(WEB)}:{node.lineno}"


def in_templates() -> Iterator[str]:
    """Yield each call in a template whose sentence is put together, with its place."""
    made = nodes.Concat | nodes.BinExpr | nodes.Filter
    for file in sorted(WEB.rglob("*.html")):
        for call in Environment(autoescape=True).parse(file.read_text()).find_all(nodes.Call):
            if isinstance(call.node, nodes.Name) and call.node.name in NAMES and call.args:
                said = call.args[0]
                either = (said.expr1, said.expr2) if isinstance(said, nodes.CondExpr) else ()
                if isinstance(said, made) or any(isinstance(one, nodes.Const) for one in either):
                    yield f"{file.relative_to(WEB)}:{call.lineno}"


def _is_made(said: ast.expr) -> bool:
    """Return whether what is said is put together, or one of several that are written there."""
    if isinstance(said, ast.IfExp):
        either = (said.body, said.orelse)
        return any(isinstance(one, ast.Constant) or _is_made(one) for one in either)
    return isinstance(said, ast.JoinedStr | ast.BinOp)


def _name(function: ast.expr) -> str:
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""
