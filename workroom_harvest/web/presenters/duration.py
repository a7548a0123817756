"""Durations in words."""

from datetime import timedelta
from math import ceil

from workroom_harvest.web.words import say


def hours(minutes: int) -> str:
    """Return minutes as hours and minutes, such as 31:05, or -0:30."""
    whole, rest = divmod(abs(minutes), 60)
    return f"{'-' if minutes < 0 else ''}{whole}:{rest:02}"


def how_long(length: timedelta) -> str:
    """Return how long something took, in seconds, minutes or hours."""
    seconds = round(length.total_seconds())
    if seconds < 1:
        return say("under 1 s")
    if seconds < 60:
        return say("{seconds} s", seconds=seconds)
    if seconds < 3600:
        return say("{minutes} min {seconds} s", minutes=seconds // 60, seconds=seconds % 60)
    return say("{hours} h {minutes} min", hours=seconds // 3600, minutes=seconds % 3600 // 60)


def left(length: timedelta) -> str:
    """Return about how long something still takes, so that it does not change at each look."""
    seconds = length.total_seconds()
    if seconds < 10:
        return say("A few seconds left")
    if seconds <= 50:
        return say("About {seconds} seconds left", seconds=ceil(seconds / 10) * 10)
    minutes = ceil(seconds / 60)
    if minutes <= 90:
        return say("{minutes:About # minute left|About # minutes left}", minutes=minutes)
    return say("About {hours} hours left", hours=round(minutes / 60))
