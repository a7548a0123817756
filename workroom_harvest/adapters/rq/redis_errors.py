"""What an error of Redis means, in a sentence: it may be there, and refuse all the same."""

from redis.exceptions import (
    AuthenticationError,
    NoPermissionError,
    OutOfMemoryError,
    ReadOnlyError,
    RedisError,
    ResponseError,
)

from workroom_harvest.adapters.certificates import is_unverified

NO_ANSWER = "Redis does not answer. Check HARVEST_REDIS_URL, and that the server is up."
CERTIFICATE = (
    "The certificate of Redis could not be verified. Check the name in HARVEST_REDIS_URL, and that "
    "this machine trusts whoever signed it (ssl_ca_certs)."
)
SIGN_IN = "Redis wants another user name or password. Check HARVEST_REDIS_URL."
PERMISSION = (
    "Redis does not let the user of HARVEST_REDIS_URL do what a queue needs. Allow that user to "
    "read and write the keys rq:* and workroom-harvest:*."
)
READ_ONLY = (
    "Redis refuses writes: it is a read-only replica. Let HARVEST_REDIS_URL lead to the primary."
)
FULL = "Redis refuses writes: its memory is full. Free some, or raise its maxmemory."
NO_DISK = "Redis refuses writes: it cannot save to its disk. Look into its log."
NO_REPLICAS = "Redis refuses writes: too few replicas are connected to it. Look after those."
REFUSES = "Redis refuses what it is asked. Look into its log, and check HARVEST_REDIS_URL."

_BY_KIND: tuple[tuple[type[RedisError], str], ...] = (
    (AuthenticationError, SIGN_IN),
    (NoPermissionError, PERMISSION),
    (ReadOnlyError, READ_ONLY),
    (OutOfMemoryError, FULL),
)
_BY_CODE = {"MISCONF": NO_DISK, "NOREPLICAS": NO_REPLICAS}


def describe(error: RedisError) -> str:
    """Return a sentence that says what happened and what to do.

    Nothing of Redis's own words is in it: they may hold a user's name.
    """
    if is_unverified(error):
        return CERTIFICATE
    for kind, sentence in _BY_KIND:
        if isinstance(error, kind):
            return sentence
    if isinstance(error, ResponseError):
        return _BY_CODE.get(str(error).partition(" ")[0], REFUSES)
    return NO_ANSWER
