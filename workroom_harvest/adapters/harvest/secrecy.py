"""Errors without the frames that they came through: those hold tokens.

Error reporters print the local variables of each frame. The frames of httpx, httpcore and authlib
hold headers with access tokens and bodies with refresh tokens and the client's secret, so what
leaves this package begins anew at its door.
"""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from workroom_harvest.domain.errors import HarvestError

P = ParamSpec("P")
T = TypeVar("T")


def without_frames(method: Callable[P, T]) -> Callable[P, T]:
    """The method, whose `HarvestError`s bring neither their frames nor their causes along."""

    @wraps(method)
    def call(*args: P.args, **kwargs: P.kwargs) -> T:
        try:
            return method(*args, **kwargs)
        except HarvestError as error:
            told = _bare(error)
        # This frame stays, and the arguments of some methods are tokens.
        del args, kwargs
        raise told

    return call


def _bare(error: HarvestError) -> HarvestError:
    """The same error; of its cause only the kind is kept, which no secret stands in."""
    cause = error.__cause__ or error.__context__
    if cause is not None:
        error.add_note(f"Caused by {type(cause).__qualname__}")
    error.__cause__ = error.__context__ = None
    return error.with_traceback(None)
