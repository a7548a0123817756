"""The order of the jobs in the queue, which the id of each job tells: nights come last.

A second queue for the nights would not do, because RQ loses a job that it takes from one of several
queues if the worker dies then.
"""

import re
from uuid import uuid4

PUSH_FIRST = """
local last = false
for _, id in ipairs(redis.call('LRANGE', KEYS[1], 0, 999)) do
  if string.find(id, '^%x+%-night%-') then break end
  last = id
end
if last then return redis.call('LINSERT', KEYS[1], 'AFTER', last, ARGV[1]) end
return redis.call('LPUSH', KEYS[1], ARGV[1])
"""
"""The script that puts a job before the nights and behind the others, a thousand at most."""

TAKE_NIGHT = """
local id = redis.call('LINDEX', KEYS[1], 0)
if not id or not string.find(id, '^%x+%-night%-') then return false end
redis.call('LPOP', KEYS[1])
redis.call('DEL', ARGV[1] .. id)
return id
"""
"""The script that removes the next job with its hash, if it is a night's, and returns its id."""


def new_job_id(run_id: str, *, first: bool) -> str:
    """Return an id for a job of the run, by which the queue knows its place.

    Each job has its own, because a run may be enqueued twice.
    """
    return f"{run_id}-{'first' if first else 'night'}-{uuid4().hex[:8]}"


def run_id_of(job_id: bytes) -> str:
    """Return the id of the run to which a job of that id belongs; for other jobs, something."""
    return job_id.decode(errors="replace").partition("-")[0]


def is_night(job_id: str) -> bool:
    """Return whether a job of that id performs a night."""
    return re.match("[0-9a-fA-F]+-night-", job_id) is not None
