"""Numbers of things in words."""

from workroom_harvest.web.words import say


def entries(number: int) -> str:
    """Return a number of entries."""
    return say("{number:# entry|# entries}", number=number)


def import_these(number: int) -> str:
    """Return what the button says that brings so many waiting entries in."""
    return say("{number:Import this one now|Import these # now}", number=number)
