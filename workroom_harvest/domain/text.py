"""Text as people read it: whether there is anything to see, and which addresses are one. Pure."""

import unicodedata
from functools import lru_cache

BLANKS = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0\U0001d159")
"""To Unicode letters and symbols, and drawn as nothing: fillers, a braille cell without dots."""

UNSEEN = frozenset(("Cc", "Cf", "Cs", "Mn", "Zl", "Zp", "Zs"))
"""Categories that show nothing by themselves: controls, formats, marks on nothing, separators."""


def is_visible(text: str) -> bool:
    """Whether somebody who reads the text sees anything."""
    return any(unicodedata.category(one) not in UNSEEN and one not in BLANKS for one in text)


WIDE = str.maketrans("\uff20\ufe6b\u3002", "@@.")
"""As keyboards for wide letters write them."""


@lru_cache(maxsize=4096)
def folded(email: str) -> str:
    """An e-mail address as it is compared; empty for one of nothing.

    Without regard to case, blanks, what cannot be seen, the Unicode form of accents, and whether an
    international domain is written in its own letters or in punycode. Letters that only look or
    sound alike stay different (`ß` and `ss`, Latin and Cyrillic `a`): they may be two people's.
    """
    local, at, domain = email.translate(WIDE).rpartition("@")
    return f"{_lower(local, 'NFC')}{at}{_domain(domain) if at else _lower(domain, 'NFC')}"


def _is_stray(character: str) -> bool:
    return character.isspace() or unicodedata.category(character) in ("Cc", "Cf")


def _lower(text: str, form: str) -> str:
    # Again: a capital may fall apart into a letter and a mark, a mark into a blank and another.
    for _ in range(3):
        text = "".join(one for one in text if not _is_stray(one))
        text = unicodedata.normalize(form, text.lower())  # type: ignore[arg-type]  # because mypy wants a literal
    # The final sigma is the same letter.
    return text.replace("\u03c2", "\u03c3")


def _domain(text: str) -> str:
    # NFKC, as international domain names have it (RFC 3491); it turns wide dots into plain ones.
    labels = _lower(text, "NFKC").rstrip(".").split(".")
    return ".".join(map(_own_letters, labels))


def _own_letters(label: str) -> str:
    """A label of punycode in its own letters; anything else as it is."""
    if not label.startswith("xn--"):
        return label
    try:
        found = label[4:].encode("ascii").decode("punycode")
    except (UnicodeError, ValueError, OverflowError):
        return label
    # Whoever encoded something else meant to be taken for somebody else.
    is_own = not found.isascii() and not any(map(_is_stray, found))
    return found if is_own and _lower(found, "NFKC") == found else label
