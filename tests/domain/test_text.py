"""Which texts can be seen, and which addresses are the same."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workroom_harvest.domain.text import folded, is_visible, visible


@pytest.mark.parametrize(
    "text",
    [
        *("", " \t\r\n", "\u00a0\u2003\u3000", "\u200b\u200c\u200d\u2060\ufeff", "\u200e\u200f"),
        *("\u202a\u202c\u2066\u2069", "\u00ad", "\ufe0f\ufe0e", "\u2800\u2800", "\u3164\uffa0"),
        *("\u115f\u1160", "\U000e0061\U000e007f", "\u034f", "\u180e\u180b", "\u0301", "\x00\x1f"),
        *("\u2028\u2029", "\ud800", "\U0001d159"),
    ],
)
def test_nothing_is_to_be_seen(text: str) -> None:
    """Blanks, direction marks, joiners, fillers and tags draw nothing by themselves."""
    assert not is_visible(text)
    assert is_visible(f"{text}a{text}")


@pytest.mark.parametrize(
    "text",
    ["a", ".", "é", "e\u0301", "שלום", "مرحبا", "👩\u200d🎨", "❤\ufe0f", "\ufffd", "₿", "ー"],
)
def test_something_is_to_be_seen(text: str) -> None:
    """Letters of any script, joined emoji and replacement characters can be seen."""
    assert is_visible(text)


SAME = [
    ("Mira@Studio.example", "mira@studio.example"),
    (" mira@studio.example\t\n", "mira@studio.example"),
    ("mira @ studio.example", "mira@studio.example"),
    ("\ufeffmira@studio.example\u200b", "mira@studio.example"),
    ("mi\u00adra@stu\u200ddio.example", "mira@studio.example"),
    ("ren\u00e9e@studio.example", "rene\u0301e@studio.example"),
    ("REN\u00c9E@studio.example", "rene\u0301e@studio.example"),
    ("mira@möllan.example", "mira@mo\u0308llan.example"),
    ("mira@MÖLLAN.example", "mira@xn--mllan-jua.example"),
    ("mira@Xn--Mllan-Jua.Example", "mira@möllan.example"),
    ("mira@straße.example", "mira@xn--strae-oqa.example"),
    ("mira\uff20studio。example", "mira@studio.example"),
    ("mira@\uff53tudio\uff0eexample", "mira@studio.example"),
    ("mira@studio.example.", "mira@studio.example"),
    ("ΝΙΚΟΣ@studio.example", "νικος@studio.example"),
    ("νικοσ@studio.example", "νικος@studio.example"),
    ("İpek@studio.example", "i\u0307pek@studio.example"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_one_address_in_two_forms(one: str, other: str) -> None:
    """Forms that mail programs, databases and keyboards give one address are the same."""
    assert folded(one) == folded(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("strauss@studio.example", "strauß@studio.example"),
        ("mira@strasse.example", "mira@straße.example"),
        ("mira@studio.example", "mir\u0430@studio.example"),
        ("rene@studio.example", "ren\u00e9@studio.example"),
        ("mira+1@studio.example", "mira@studio.example"),
        ("m.ira@studio.example", "mira@studio.example"),
        ("mira2@studio.example", "mira\u00b2@studio.example"),
        ("mira@studio.example", "mira@studio.example.com"),
    ],
)
def test_two_addresses_stay_two(one: str, other: str) -> None:
    """Addresses that may be two people's stay different."""
    assert folded(one) != folded(other)


@given(st.text(max_size=40) | st.text("aA@\uff20.。xn-ßςΣİé¯\u0301\u200b ", max_size=40))
def test_folding_ends(text: str) -> None:
    """A text's normal forms have the same folded form, which folds to itself."""
    once = folded(text)
    assert folded(once) == once
    for form in ("NFC", "NFD"):
        assert folded(unicodedata.normalize(form, text)) == once


@pytest.mark.parametrize("label", ["xn--", "xn--\u00f6", "xn--99999999999", "xn--a", "xn--xn--a-"])
def test_what_is_no_punycode_stays_as_it_is(label: str) -> None:
    """A label that is no valid punycode is left as it is."""
    assert folded(f"mira@{label}.example") == f"mira@{label}.example"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Plans", "Plans"),
        (" a \n\tb ", "a b"),
        ("a\x00\x1b\u202eb", "a b"),
        ("é 👩", "é 👩"),
        ("", ""),
    ],
)
def test_text_is_shown_in_one_line_without_what_cannot_be_printed(text: str, shown: str) -> None:
    """Line breaks, controls and direction marks are blanks, and blanks are single."""
    assert visible(text) == shown
