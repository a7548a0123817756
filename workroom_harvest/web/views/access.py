"""Who looks at a page, and what the head of every page has, such as that they are not on Pro."""

from flask import g, request

from workroom_harvest.current import use_cases
from workroom_harvest.domain.ports.host import Member
from workroom_harvest.web import words
from workroom_harvest.web.presenters.tabs import tabs

OFF_PRO = "workroom_harvest_off_pro"
"""The name in `g` of whether the page is looked at from a studio that is not on Pro."""


def viewer() -> Member:
    """Return the member who looks at a page that changes nothing, whatever the studio's plan.

    Raise `NotSignedIn` or `RoleRefused`. What changes something asks `check_access()` instead;
    Disconnect alone is open to a studio that left Pro.
    """
    check_access = use_cases().check_access
    member = check_access.to_look()
    setattr(g, OFF_PRO, not check_access.is_pro(member.studio_id))
    return member


def head() -> dict[str, object]:
    """Return what every page has: whether the studio is off Pro, the other pages, and its words."""
    endpoint = (request.endpoint or "").rpartition(".")[2]
    return {
        "off_pro": g.get(OFF_PRO, False),
        "tabs": tabs(endpoint),
        "say": words.say,
        "words": words,
    }
