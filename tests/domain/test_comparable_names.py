"""The forms in which names are compared."""

import pytest

from workroom_harvest.domain.comparable_names import (
    LONGEST,
    ComparableName,
    comparable,
    words,
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Villa Sandhamn", ["villa", "sandhamn"]),
        (" Villa--Sandhamn! ", ["villa", "sandhamn"]),
        ("C C++ C# D+#", ["c", "c++", "c#", "d+#"]),
        ("+ # 1+ 2#", ["1", "2"]),
        ("P12 3D 2024-017", ["p", "12", "3", "d", "2024", "17"]),
        ("0 00 007 070", ["0", "0", "7", "70"]),
        ("À la carte a\u036f", ["a", "la", "carte", "a"]),
        ("Bath&Kitchen", ["bath", "and", "kitchen"]),
        ("Smørrebrød Łódź", ["smorrebrod", "lodz"]),
        ("Œuvre Ægir", ["oeuvre", "aegir"]),
        ("Đorđe Þórr Eiðr \u0131s\u0131", ["dorde", "thorr", "eidr", "isi"]),
        ("ΨΉΦΩ Ψήφω", ["ψηφω", "ψηφω"]),
        ("", []),
        ("…!", []),
    ],
)
def test_words_have_neither_case_nor_accents_nor_leading_zeros(
    text: str, expected: list[str]
) -> None:
    """Words are of letters without accents and strokes, or of digits without leading zeros."""
    assert words(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("किताब", ["किताब"]),
        ("दो - तीन", ["दो", "तीन"]),
        ("«Шпиль», 2-й Жук!", ["шпиль", "2", "и", "жук"]),
        ("ключ12", ["ключ", "12"]),
        ("Ж++ и Ж#", ["ж++", "и", "ж#"]),
        ("+Ж 1+1 #2 Ж-+", ["ж", "1", "1", "2", "ж"]),
        ("клю\u200bч жук", ["ключ", "жук"]),
        ("\u200bключ", ["ключ"]),
        ("家 ٠١٢", ["家", "٠١٢"]),
        ("か\u3099き", ["か\u3099き"]),
    ],
)
def test_words_of_other_scripts_are_found_as_those_of_latin_are(
    text: str, expected: list[str]
) -> None:
    """Marks belong to the letters before them, invisible characters to nothing."""
    assert words(text) == expected


@pytest.mark.parametrize(
    ("name", "without_code"),
    [
        ("[P-12] Kitchen", "kitchen"),
        ("(P-12) Kitchen", "kitchen"),
        ("[ P-12 ] - Kitchen", "kitchen"),
        ("[12]Kitchen", "kitchen"),
        ("P-12: Kitchen", "kitchen"),
        ("P-12 | Kitchen", "kitchen"),
        ("P_12.3 Kitchen", "kitchen"),
        ("#12 Kitchen", "kitchen"),
        ("2024-017 \u2013 Kitchen", "kitchen"),
        ("2024-017 \u2014 Kitchen", "kitchen"),
        ("12) Kitchen", "kitchen"),
        ("ABCD-12 Kitchen", "kitchen"),
        ("ABCDE-12 Kitchen", ""),
        ("P-12Kitchen", ""),
        ("Kitchen (P-12)", "kitchen"),
        ("Kitchen [P12]", "kitchen"),
        ("Kitchen( P-12 )", "kitchen"),
        ("Kitchen (12)", ""),
        ("Kitchen (v2)", ""),
        ("Kitchen (FY-24)", ""),
        ("Kitchen P-12", ""),
        ("2024 Kitchen", ""),
        ("1824 Kitchen", "kitchen"),
        ("Q3 Kitchen", ""),
        ("q-12 Kitchen", ""),
        ("Phase1 Kitchen", ""),
        ("A1 Kitchen", ""),
        ("A12 Kitchen", "kitchen"),
        ("12 24", ""),
        ("12 24 Kitchen", "24 kitchen"),
        ("ACME - P-12 Kitchen", "acme kitchen"),
        ("ACME: Nord: P-12 Kitchen", "acme nord kitchen"),
        ("ACME - Kitchen", ""),
        ("Kitchen", ""),
    ],
)
def test_a_name_is_compared_without_the_code_around_it(name: str, without_code: str) -> None:
    """A code is left out before a name, and in brackets after it; years and versions stay."""
    assert comparable(name).without_code == without_code


@pytest.mark.parametrize(
    ("name", "after_prefix"),
    [
        ("ACME - Kitchen", "kitchen"),
        ("ACME: Kitchen", "kitchen"),
        ("ACME | Kitchen", "kitchen"),
        ("ACME / Kitchen", "kitchen"),
        ("ACME > Kitchen", "kitchen"),
        ("ACME » Kitchen", "kitchen"),
        ("ACME · Kitchen", "kitchen"),
        ("ACME \u2013 Kitchen", "kitchen"),
        ("ACME \u2014 Kitchen", "kitchen"),
        ("ACME - Kitchen - Upstairs", "kitchen upstairs"),
        ("[P-12] ACME - Kitchen", "kitchen"),
        ("ACME - [P-12] Kitchen", "kitchen"),
        ("ACME-Kitchen", ""),
        ("ACME:Kitchen", ""),
        ("Phase 1 - Kitchen", ""),
        ("ACME -", ""),
        (f"{'A' * 60} - Kitchen", "kitchen"),
        (f"{'A' * 61} - Kitchen", ""),
        ("Kitchen", ""),
    ],
)
def test_a_name_is_compared_without_what_may_be_a_client(name: str, after_prefix: str) -> None:
    """What stands before a sign between blanks may be a client, unless it has a digit."""
    assert comparable(name).after_prefix == after_prefix


def test_a_name_has_all_its_forms_as_words() -> None:
    """The whole name, the name without its code, and what comes after a client, are words."""
    assert comparable("ACME - [P-12]  Café\tÉtoile") == ComparableName(
        "acme p 12 cafe etoile", "acme cafe etoile", "cafe etoile"
    )
    assert comparable("\uff2bitchen").full == "kitchen"
    assert comparable("…") == ComparableName("", "", "")


def test_only_the_beginning_of_a_name_is_compared() -> None:
    """What comes after the first three hundred characters makes no other name."""
    assert comparable("a" * LONGEST + "b") == comparable("a" * LONGEST)
    assert comparable("a" * (LONGEST - 1) + "b").full == "a" * 299 + "b"
    assert words("a" * LONGEST + "b") == ["a" * 300]
    assert words("a" * (LONGEST - 1) + "b") == ["a" * 299 + "b"]
