"""The fields of a job in Redis that are kept: those that are needed and are well-formed."""

import json
import re
from collections.abc import Callable, Mapping

from rq.job import JobStatus
from rq.utils import str_to_date

LONGEST_FIELD = 4096
"""The most bytes of a field."""

MOST_SECONDS = 366 * 86400
"""The longest time to live or time-out."""


def _seconds(value: bytes) -> None:
    if not -1 <= int(value) <= MOST_SECONDS:
        raise ValueError("no length of time")


def _time_out(value: bytes) -> None:
    _seconds(value)
    if int(value) == 0:
        raise ValueError("no time-out")


def _name(value: bytes) -> None:
    if not re.fullmatch(r"[\w.-]{1,100}", value.decode(), re.ASCII):
        raise ValueError("no name")


def _status(value: bytes) -> None:
    JobStatus(value.decode())


def _meta(value: bytes) -> None:
    if not isinstance(json.loads(value), dict):
        raise TypeError("no object")


_CHECKS: Mapping[str, Callable[[bytes], object]] = {
    "data": lambda _: None,
    **dict.fromkeys(
        ("created_at", "enqueued_at", "started_at", "ended_at", "last_heartbeat"), str_to_date
    ),
    **dict.fromkeys(("origin", "worker_name"), _name),
    **dict.fromkeys(("result_ttl", "failure_ttl", "ttl"), _seconds),
    "timeout": _time_out,
    "status": _status,
    "meta": _meta,
}


def is_kept(name: bytes, value: bytes) -> bool:
    """Return whether a job's field is needed and well-formed."""
    check = _CHECKS.get(name.decode(errors="replace"))
    if check is None or len(value) > LONGEST_FIELD:
        return False
    try:
        check(value)
    except Exception:
        # Anybody may have written the value. However its check fails, the field is dropped.
        return False
    return True
