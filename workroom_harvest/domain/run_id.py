"""The form of a run's id."""

import re


def is_run_id(text: object) -> bool:
    """Return whether `text` has the form of a run's id: 32 lower-case hexadecimal digits.

    Nothing else is looked up, because a database may fail on other text, such as a NUL character.
    """
    return isinstance(text, str) and re.fullmatch("[0-9a-f]{32}", text) is not None
