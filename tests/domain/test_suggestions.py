"""What is suggested by name, and what is only shown or not guessed at all."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workroom_harvest.domain.suggestions import (
    MOST_CANDIDATES,
    FreeTarget,
    Suggestions,
    Unmapped,
    suggest,
)

Named = str | tuple[str, str]
"""A name, or a client and a name."""


def suggested(items: list[Named], targets: list[str]) -> Suggestions:
    """Return the suggestions for items 0, 1, …, of targets whose ids are their names."""
    found = [
        Unmapped(number, one) if isinstance(one, str) else Unmapped(number, one[1], one[0])
        for number, one in enumerate(items)
    ]
    return suggest(found, [FreeTarget(f"{n} {name}", name) for n, name in enumerate(targets)])


@pytest.mark.parametrize(
    ("harvest", "workroom"),
    [
        ("Kitchen", "Kitchen"),
        ("KITCHEN", "kitchen"),
        ("Café Möllan", "Cafe Mollan"),
        ("Cafe\u0301", "Café"),
        ("Straße", "STRASSE"),
        ("Smørrebrød", "Smorrebrod"),
        ("\uff2bitchen", "Kitchen"),
        ("  Villa   Sandhamn ", "Villa\tSandhamn"),
        ("Villa Sandhamn\u200b", "Villa Sandhamn"),
        ("Villa-Sandhamn!", "villa, sandhamn"),
        ("Bath & Kitchen", "Bath and Kitchen"),
        ("Phase 01", "Phase 1"),
        ("Phase1", "Phase 1"),
        ("किताब", "किताब "),
        (("ACME", "Kitchen"), "ACME - Kitchen"),
        (("ACME", "Kitchen"), "Kitchen"),
        (("ACME Holding Ltd.", "Kitchen"), "ACME: Kitchen"),
        (("ACME", "ACME - Kitchen"), "Kitchen"),
        (("ACME", "ACME Kitchen"), "ACME / Kitchen"),
        ("ACME - Kitchen", "Kitchen"),
        ("Kitchen", "ACME | Kitchen"),
        ("[P-12] Kitchen", "Kitchen"),
        ("12 Kitchen", "Kitchen"),
        ("Kitchen", "[P-12] Kitchen"),
        ("Kitchen", "#12 Kitchen"),
        ("Kitchen", "P-12: Kitchen"),
        ("Kitchen (P-12)", "Kitchen"),
        ("Kitchen", "2024-017 \u2013 Kitchen"),
        ("[P-12] Kitchen", "P12 Kitchen"),
        (("ACME", "Kitchen"), "ACME - P-12 Kitchen"),
        (("ACME", "Kitchen"), "[P-12] ACME - Kitchen"),
        (("ACME", "[P-12] Kitchen"), "ACME - Kitchen"),
        ("🎉", "🎉"),
    ],
)
def test_names_that_differ_only_in_what_is_forgiven_are_suggested(
    harvest: Named, workroom: str
) -> None:
    """Case, accents, punctuation, blanks, a client before the name and a code are forgiven."""
    assert suggested([harvest], [workroom, "Elsewhere"]).pairs == {0: f"0 {workroom}"}


@pytest.mark.parametrize(
    ("harvest", "workroom"),
    [
        ("Phase 1", "Phase 2"),
        ("Phase I", "Phase II"),
        ("Phase 1", "Phase 11"),
        ("Kitchen 2", "Kitchen"),
        ("Kitchen (2)", "Kitchen"),
        ("Kitchen (v2)", "Kitchen"),
        ("Phase 1 - Kitchen", "Kitchen"),
        ("Q3 Retainer", "Retainer"),
        ("2024 Retainer", "Retainer"),
        ("2024 Retainer", "2025 Retainer"),
        ("3D Models", "Models"),
        ("12 24", "24"),
        ("[P-12] Kitchen", "[P-13] Kitchen"),
        ("12 Kitchen", "13 Kitchen"),
        (("ACME", "Kitchen"), "Borg - Kitchen"),
        ("ACME - Kitchen", "Borg - Kitchen"),
        (("ACME", "Kitchen"), "ACME"),
        ("Kitchen", "Kitchens"),
        ("C", "C++"),
        ("C++", "C#"),
        ("कुकी", "काकी"),
        ("かき", "がき"),
        ("", ""),
        (" ", " "),
        ("…", "!"),
    ],
)
def test_what_may_be_something_else_is_not_even_a_candidate(harvest: Named, workroom: str) -> None:
    """Another number, version, year, code or client is another piece of work."""
    assert suggested([harvest], [workroom]) == Suggestions()


@pytest.mark.parametrize(
    ("items", "targets", "pairs", "candidates"),
    [
        # Equal candidates are shown.
        (["Kitchen"], ["Kitchen", "kitchen"], {}, {0: [0, 1]}),
        (["Kitchen"], ["Kitchen", "12 Kitchen"], {}, {0: [0, 1]}),
        ([("ACME", "Kitchen")], ["Kitchen", "ACME - Kitchen"], {}, {0: [0, 1]}),
        (["Café"], ["Cafe", "Café"], {}, {0: [0, 1]}),
        # One target for two.
        (["Kitchen", "kitchen"], ["Kitchen"], {}, {0: [0], 1: [0]}),
        ([("A", "Kitchen"), ("B", "Kitchen")], ["Kitchen"], {}, {0: [0], 1: [0]}),
        (["Kitchen", "[P-12] Kitchen"], ["Kitchen"], {}, {0: [0], 1: [0]}),
        # Each twin has a namesake.
        (["Kitchen", "12 Kitchen"], ["12 Kitchen", "Kitchen"], {0: 1, 1: 0}, {}),
        (["Café", "Cafe"], ["Cafe", "Café"], {0: 1, 1: 0}, {}),
        (["Phase 1", "Phase 2"], ["Phase 2", "Phase 1", "Phase 3"], {0: 1, 1: 0}, {}),
        # The client tells equal names apart.
        (
            [("A", "Kitchen"), ("B", "Kitchen"), ("C", "Kitchen")],
            ["B - Kitchen", "A - Kitchen"],
            {0: 1, 1: 0},
            {},
        ),
        ([("A", "Kitchen"), ("B", "Kitchen")], ["Kitchen", "B - Kitchen"], {}, {0: [0], 1: [0, 1]}),
        (
            [("North Wind", "Shop"), ("North Star", "Shop")],
            ["North Star - Shop", "North Wind - Shop"],
            {0: 1, 1: 0},
            {},
        ),
        ([("North Wind", "Shop"), ("North Star", "Shop")], ["North - Shop"], {}, {0: [0], 1: [0]}),
        # The code tells equal names apart.
        (
            ["[P-12] Kitchen", "[P-13] Kitchen"],
            ["P-13 Kitchen", "P-12 Kitchen"],
            {0: 1, 1: 0},
            {},
        ),
        (["Kitchen"], ["[P-12] Kitchen", "[P-13] Kitchen"], {}, {0: [0, 1]}),
    ],
)
def test_twins_are_told_apart_or_shown(
    items: list[Named],
    targets: list[str],
    pairs: dict[int, int],
    candidates: dict[int, list[int]],
) -> None:
    """Equal candidates are shown and not guessed, unless something tells them apart."""
    names = [f"{number} {name}" for number, name in enumerate(targets)]
    found = suggested(items, targets)
    assert found.pairs == {item: names[one] for item, one in pairs.items()}
    assert found.candidates == {
        item: [names[one] for one in ones] for item, ones in candidates.items()
    }


def test_of_many_candidates_the_first_few_are_shown() -> None:
    """However many are called the same, few of them are shown, and none is guessed."""
    found = suggested(["Kitchen"] * 2_000, ["Kitchen"] * 2_000)
    assert found.pairs == {}
    assert {len(ones) for ones in found.candidates.values()} == {MOST_CANDIDATES}


def test_many_names_are_all_found() -> None:
    """Two thousand on either side are suggested one by one, each target once."""
    items: list[Named] = [(f"Client {n % 40}", f"House {n}") for n in range(2_000)]
    targets = [f"CLIENT {n % 40} | house {n:05}" for n in reversed(range(2_000))]
    found = suggested(items, targets)
    assert found.pairs == {n: f"{1_999 - n} {targets[1_999 - n]}" for n in range(2_000)}


NAMES = st.lists(st.text("Aaá1 2-[]", max_size=8), max_size=8)


@given(NAMES, NAMES)
def test_no_target_is_suggested_twice(items: list[str], targets: list[str]) -> None:
    """Whatever the names are, a target is suggested once, and an item has a pair or candidates."""
    found = suggested([*items], targets)
    assert len(set(found.pairs.values())) == len(found.pairs)
    assert not found.pairs.keys() & found.candidates.keys()
