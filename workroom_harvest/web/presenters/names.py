"""Names of projects, tasks and people in sentences."""

from markupsafe import Markup

LONGEST_NAME = 40
"""The most characters of a name that stand in a sentence."""


def short_name(name: str) -> str:
    """Return a name as it stands in a sentence, cut if it is long."""
    return name if len(name) <= LONGEST_NAME else f"{name[:LONGEST_NAME]}…"


def apart(name: str) -> Markup:
    """Return a name as markup that keeps the direction of its writing to itself."""
    return Markup("<bdi>{}</bdi>").format(name)
