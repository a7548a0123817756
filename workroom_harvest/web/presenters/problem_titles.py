"""The titles of pages that say why something was not done."""

from workroom_harvest.domain.messages import Code
from workroom_harvest.web.words import N_, say

BY_STATUS = {
    400: N_("Not understood"),
    401: N_("Not signed in"),
    403: N_("Not allowed"),
    404: N_("Not found"),
    409: N_("Not as it was"),
    415: N_("Not understood"),
    422: N_("No such choice"),
    503: N_("Not available"),
}
BY_CODE = {
    Code.NOT_PRO: N_("Not on Pro"),
    Code.NOT_CONNECTED: N_("Not connected"),
    Code.PAGE_EXPIRED: N_("Page expired"),
}
"""The titles of errors that a status alone does not tell from others."""


def problem_title(status: int, code: Code) -> str:
    """Return the title of the page of an error with that HTTP status and code."""
    return say(BY_CODE.get(code, BY_STATUS[status]))
