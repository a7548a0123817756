"""The meaning of Redis's errors, as Redis may answer and still refuse a command."""

from redis.exceptions import (
    AuthenticationError,
    NoPermissionError,
    OutOfMemoryError,
    ReadOnlyError,
    RedisError,
    ResponseError,
)

from workroom_harvest.adapters.certificates import is_unverified
from workroom_harvest.domain.messages import Code

_BY_KIND: tuple[tuple[type[RedisError], Code], ...] = (
    (AuthenticationError, Code.REDIS_SIGN_IN),
    (NoPermissionError, Code.REDIS_PERMISSION),
    (ReadOnlyError, Code.REDIS_READ_ONLY),
    (OutOfMemoryError, Code.REDIS_FULL),
)
_BY_CODE = {"MISCONF": Code.REDIS_WITHOUT_DISK, "NOREPLICAS": Code.REDIS_WITHOUT_REPLICAS}


def code(error: RedisError) -> Code:
    """Return the code for an error of Redis.

    Redis's own words are not used, because they may contain a user's name.
    """
    if is_unverified(error):
        return Code.REDIS_UNVERIFIED
    for kind, found in _BY_KIND:
        if isinstance(error, kind):
            return found
    if isinstance(error, ResponseError):
        return _BY_CODE.get(str(error).partition(" ")[0], Code.REDIS_REFUSES)
    return Code.REDIS_SILENT
