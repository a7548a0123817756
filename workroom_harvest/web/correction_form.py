"""The corrections that a form chooses."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from werkzeug.datastructures import MultiDict

from workroom_harvest.domain.errors import HarvestImportError
from workroom_harvest.domain.messages import Code
from workroom_harvest.web.queries import known_id

MOST_CHOSEN = 2000
"""How many entries a form may name."""

LONGEST_SHOWN = 20
"""The length of what tells Harvest's last word."""


class InvalidChoice(HarvestImportError):
    """A form chooses no correction, or too many."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """The entries that a form names, or None for all, and what was shown of them, by entry id."""

    entry_ids: Sequence[int] | None
    shown: dict[int, str] = field(default_factory=dict)


def chosen_corrections(form: MultiDict[str, str]) -> Chosen:
    """Return what the fields `entry`, repeated, or `all=1` choose.

    A field `shown-<id>` beside an entry is what the page showed of it. Raise `InvalidChoice` if
    nothing is chosen, or too much, and `NotFound` for what can be no entry.
    """
    named = form.getlist("entry")
    if form.get("all") == "1":
        return Chosen(None)
    if not named:
        raise InvalidChoice(Code.NOTHING_CHOSEN)
    if len(named) > MOST_CHOSEN:
        raise InvalidChoice(Code.TOO_MANY_CHOSEN, most=MOST_CHOSEN)
    ids = list(dict.fromkeys(map(known_id, named)))
    shown = {one: form[f"shown-{one}"][:LONGEST_SHOWN] for one in ids if f"shown-{one}" in form}
    return Chosen(ids, shown)
