"""Which texts can be the id of a run."""

import re


def is_run_id(text: object) -> bool:
    """Whether it could be a run's id. No database is asked for anything else: a NUL breaks one."""
    return isinstance(text, str) and re.fullmatch("[0-9a-f]{32}", text) is not None
