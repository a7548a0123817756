"""Names of projects, tasks and people in sentences."""

LONGEST_NAME = 40
"""The most characters of a name that stand in a sentence."""


def short_name(name: str) -> str:
    """Return a name as it stands in a sentence, cut if it is long."""
    return name if len(name) <= LONGEST_NAME else f"{name[:LONGEST_NAME]}…"
