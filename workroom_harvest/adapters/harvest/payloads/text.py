"""Text that every database accepts, and names as pages show them."""

import re
from functools import lru_cache

MOST_NAME = 255
"""The most characters of the name of a project, task, client or account.

Pages and results repeat names, so they are bounded.
"""


def storable(text: str) -> str:
    """Return text that every database accepts: NUL and lone surrogates become U+FFFD."""
    return re.sub("[\x00\ud800-\udfff]", "\ufffd", text)


def name(text: str | None) -> str:
    """Return a name as pages show it: on one line, and of at most 255 characters."""
    return _one_line((text or "")[: MOST_NAME + 1])


@lru_cache(maxsize=4096)
def _one_line(text: str) -> str:
    kept = re.sub(r"\s", " ", storable(text)).strip()
    kept = re.sub("[\x01-\x1f\x7f-\x9f]", "\ufffd", kept)
    return kept if len(kept) <= MOST_NAME else kept[: MOST_NAME - 1] + "…"
