"""Names of projects and tasks in the forms in which they are compared."""

import re
import unicodedata
from dataclasses import dataclass

LONGEST = 300
"""How many characters of a name are compared."""

ACCENTS = dict.fromkeys(range(0x300, 0x370))
"""The combining marks of Latin, Greek and Cyrillic letters. Those of other scripts spell."""

PLAIN = str.maketrans(
    {
        "ø": "o",
        "œ": "oe",
        "æ": "ae",
        "ł": "l",
        "đ": "d",
        "ð": "d",
        "þ": "th",
        "\u0131": "i",
        "&": " and ",
    }
)
"""Letters whose stroke or ligature Unicode does not take apart."""

WORD = re.compile(r"[a-z]+[+#]*|\d+")
"""A word or a number; `c`, `c++` and `c#` are three words, and `p12` is a word and a number."""

NUMBER = r"\d+(?:[-_./]\d+)*"
LETTERS = r"[^\W\d_]{1,4}"
CODE = rf"(?:{LETTERS}[-_./]?)?{NUMBER}"
BETWEEN = r"[-\u2013\u2014:|/.)]"
LEADING = re.compile(
    rf"(?:[\[(] ?(?P<bracketed>{CODE}) ?[\])] ?{BETWEEN}? ?"
    rf"|#?(?P<plain>{CODE})(?: ?{BETWEEN} | ))(?P<rest>.+)"
)
"""A code before a name: `[P-12] Kitchen`, `P-12: Kitchen`, `12 Kitchen`."""

TRAILING = re.compile(rf"(?P<rest>.+?) ?[\[(] ?(?P<bracketed>{LETTERS}[-_./]?{NUMBER}) ?[\])]")
"""A code after a name: `Kitchen (P-12)`. `Kitchen (2)` is another kitchen."""

NUMBERING = re.compile(r"(?:19|20)\d\d|(?:v|q|h|fy)[-_./]?\d+|[^\W\d_]+\d", re.IGNORECASE)
"""What looks like a code and tells one piece of work from the next: years, versions, quarters."""

PREFIX = re.compile(r"(?P<prefix>[^\d]{1,60}?)(?: [-\u2013\u2014|/>»·] |: )(?P<rest>.+)")
"""A client before a name. What has a digit may be a phase, and is left where it is."""


@dataclass(frozen=True, slots=True)
class ComparableName:
    """The forms of a name, each as words with one blank between; a form that it has not is empty.

    `full` is the whole name, `without_code` all but its code, and `after_prefix` what comes after
    what may be a client.
    """

    full: str
    without_code: str
    after_prefix: str


def comparable(name: str) -> ComparableName:
    """Return the forms of a name. One without a letter or digit has none."""
    text = " ".join(unicodedata.normalize("NFKC", name[:LONGEST]).split())
    stripped = _without_code(text)
    parts = PREFIX.fullmatch(stripped or text)
    return ComparableName(
        joined(text), joined(stripped), joined(parts["rest"]) if parts is not None else ""
    )


def joined(text: str) -> str:
    """Return the words of a text with one blank between."""
    return " ".join(words(text))


def words(text: str) -> list[str]:
    """Return the words and numbers of a text without case, accents and leading zeros."""
    plain = unicodedata.normalize("NFKD", text[:LONGEST].casefold().translate(PLAIN))
    plain = plain.translate(ACCENTS)
    found = WORD.findall(plain) if plain.isascii() else _of_any_script(plain)
    return [one.lstrip("0") or "0" if one.isdecimal() else one for one in found]


def _of_any_script(text: str) -> list[str]:
    """Do what `WORD` does, with the letters, marks and digits of all scripts."""
    parts: list[str] = []
    before = ""
    for one in text:
        category = unicodedata.category(one)
        if category == "Cf":
            continue
        kind = category[0] if category[0] in "LMN" else ""
        if kind == "M" or (one in "+#" and before == "L"):
            kind = "L"
        if kind != before:
            parts.append(" ")
        if kind:
            parts.append(one)
        before = kind
    return "".join(parts).split()


def _without_code(text: str) -> str:
    """Return a text without the code before or after its name, or nothing if it has none."""
    parts = PREFIX.fullmatch(text)
    if parts is not None:
        rest = _without_code(parts["rest"])
        return rest and f"{parts['prefix']} - {rest}"
    for pattern in (LEADING, TRAILING):
        found = pattern.fullmatch(text)
        if found is not None and not NUMBERING.fullmatch(_code(found)):
            rest = found["rest"]
            return "" if all(word.isdecimal() for word in words(rest)) else rest
    return ""


def _code(found: re.Match[str]) -> str:
    """Return the code of a match, whichever of the groups for it has it."""
    return "".join(text or "" for name, text in found.groupdict().items() if name != "rest")
