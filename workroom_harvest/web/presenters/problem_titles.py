"""The titles of pages that say why something was not done."""

from workroom_harvest.domain.messages import Code

BY_STATUS = {
    400: "Not understood",
    401: "Not signed in",
    403: "Not allowed",
    404: "Not found",
    409: "Not as it was",
    415: "Not understood",
    422: "No such choice",
    503: "Not available",
}
BY_CODE = {
    Code.NOT_PRO: "Not on Pro",
    Code.NOT_CONNECTED: "Not connected",
    Code.PAGE_EXPIRED: "Page expired",
}
"""The titles of errors that a status alone does not tell from others."""


def problem_title(status: int, code: Code) -> str:
    """Return the title of the page of an error with that HTTP status and code."""
    return BY_CODE.get(code, BY_STATUS[status])
