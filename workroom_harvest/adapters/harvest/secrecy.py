"""Errors without the stack frames that they came through, because those contain tokens.

Error reporters print the local variables of each frame. The frames of httpx, httpcore and authlib
contain headers with access tokens, and bodies with refresh tokens and the client's secret. So
errors that leave this package start without frames.
"""

import traceback
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from workroom_harvest.domain.errors import HarvestError

P = ParamSpec("P")
T = TypeVar("T")


def without_frames(method: Callable[P, T]) -> Callable[P, T]:
    """Return the method such that its errors, whatever they are, have no frames of this package.

    A `HarvestError` has no causes either. Any other error, such as a defect of the plugin or the
    end of a job's time, is raised as it is, with the text of its traceback as a note.
    """

    @wraps(method)
    def call(*args: P.args, **kwargs: P.kwargs) -> T:
        shown: BaseException
        try:
            return method(*args, **kwargs)
        except HarvestError as error:
            shown = _bare(error)
        except BaseException as error:
            shown = _placed(error)
        # This frame stays in the traceback, and the arguments of some methods are tokens.
        del args, kwargs
        raise shown

    return call


def _bare(error: HarvestError) -> HarvestError:
    """Return the same error with the kind of its cause alone, which contains no secret."""
    cause = error.__cause__ or error.__context__
    if cause is not None:
        error.add_note(f"Caused by {type(cause).__qualname__}")
    error.__cause__ = error.__context__ = None
    return error.with_traceback(None)


def _placed(error: BaseException) -> BaseException:
    """Return the same error and its causes, each with lines of code instead of its frames."""
    todo: list[BaseException | None] = [error]
    while todo:
        one = todo.pop()
        if one is not None and one.__traceback__ is not None:
            one.add_note("".join(traceback.format_tb(one.__traceback__)))
            # This also ensures that errors which refer to each other are visited once.
            one.__traceback__ = None
            todo += [one.__cause__, one.__context__]
    return error
