"""Numbers of things in words."""


def count(number: int, one: str, several: str = "") -> str:
    """Return a number and what it counts; several of `one` end in s unless they are named."""
    return f"{number} {one if number == 1 else several or f'{one}s'}"


def entries(number: int) -> str:
    """Return a number of entries."""
    return count(number, "entry", "entries")


def import_these(number: int) -> str:
    """Return what the button says that brings so many waiting entries in."""
    return "Import this one now" if number == 1 else f"Import these {number} now"
