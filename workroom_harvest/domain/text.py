"""Whether text is visible, and which e-mail addresses are the same."""

import unicodedata
from functools import lru_cache

BLANKS = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0\U0001d159")
"""Characters that are letters or symbols to Unicode but are drawn as nothing.

They are fillers, and a braille cell without dots.
"""

UNSEEN = frozenset(("Cc", "Cf", "Cs", "Mn", "Zl", "Zp", "Zs"))
"""Unicode categories that show nothing by themselves.

They are controls, formats, surrogates, combining marks and separators.
"""


def is_visible(text: str) -> bool:
    """Return whether the text has at least one character that can be seen."""
    return any(unicodedata.category(one) not in UNSEEN and one not in BLANKS for one in text)


def visible(text: str) -> str:
    """Return the text in one line: what cannot be printed is a blank, and blanks are single."""
    return " ".join("".join(one if one.isprintable() else " " for one in text).split())


WIDE = str.maketrans("\uff20\ufe6b\u3002", "@@.")
"""The at signs and full stops that keyboards for wide characters produce, as plain ones."""


@lru_cache(maxsize=4096)
def folded(email: str) -> str:
    """Return an e-mail address in the form in which addresses are compared; empty for an empty one.

    Case, blanks, invisible characters and the Unicode form of accents make no difference, nor does
    whether an international domain is written in its own letters or in punycode. Letters that only
    look or sound alike stay different (`ß` and `ss`, Latin and Cyrillic `a`), as they may belong to
    two people.
    """
    local, at, domain = email.translate(WIDE).rpartition("@")
    return f"{_lower(local, 'NFC')}{at}{_domain(domain) if at else _lower(domain, 'NFC')}"


def _is_stray(character: str) -> bool:
    return character.isspace() or unicodedata.category(character) in ("Cc", "Cf")


def _lower(text: str, form: str) -> str:
    # Several times: lower case may turn a capital into a letter and a mark, and normalization may
    # turn a mark into a blank and another mark.
    for _ in range(3):
        text = "".join(one for one in text if not _is_stray(one))
        text = unicodedata.normalize(form, text.lower())  # type: ignore[arg-type]  # because mypy wants a literal
    # The final sigma is another form of the same letter.
    return text.replace("\u03c2", "\u03c3")


def _domain(text: str) -> str:
    # International domain names use NFKC (RFC 3491), which also turns wide dots into plain ones.
    labels = _lower(text, "NFKC").rstrip(".").split(".")
    return ".".join(map(_own_letters, labels))


def _own_letters(label: str) -> str:
    """Return a punycode label in its own letters, and any other label unchanged."""
    if not label.startswith("xn--"):
        return label
    try:
        found = label[4:].encode("ascii").decode("punycode")
    except (UnicodeError, ValueError, OverflowError):
        return label
    # Punycode that is not in canonical form may be meant to pass for another address.
    is_own = not found.isascii() and not any(map(_is_stray, found))
    return found if is_own and _lower(found, "NFKC") == found else label
