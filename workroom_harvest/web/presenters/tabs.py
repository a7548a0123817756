"""The pages between which one chooses at the head of each page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from workroom_harvest.web.words import N_, say

PAGES: Mapping[str, str] = {
    "settings": N_("Overview"),
    "waiting": N_("What waits"),
    "corrections": N_("Corrections"),
    "imports": N_("All imports"),
    "hours": N_("Hours"),
    "find_entry": N_("Where is this hour?"),
}
"""The name of each page by its endpoint."""

BELOW: Mapping[str, str] = {
    "audit": "imports",
    "entries": "imports",
    "entry": "find_entry",
    "mappings": "settings",
    "show_undo": "imports",
    "waiting_entries": "waiting",
}
"""The page that each further page belongs to, by their endpoints."""


@dataclass(frozen=True, slots=True)
class Tab:
    """A page that one can choose; `current` is the value of `aria-current`, or empty."""

    endpoint: str
    name: str
    current: str


def tabs(endpoint: str) -> Sequence[Tab]:
    """Return the pages for the head of the page with that endpoint."""
    return [Tab(one, say(name), _current(one, endpoint)) for one, name in PAGES.items()]


def _current(tab: str, endpoint: str) -> str:
    if tab == endpoint:
        return "page"
    return "true" if BELOW.get(endpoint) == tab else ""
