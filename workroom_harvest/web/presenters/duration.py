"""Durations in words."""

from datetime import timedelta
from math import ceil


def hours(minutes: int) -> str:
    """Return minutes as hours and minutes, such as 31:05, or -0:30."""
    whole, rest = divmod(abs(minutes), 60)
    return f"{'-' if minutes < 0 else ''}{whole}:{rest:02}"


def how_long(length: timedelta) -> str:
    """Return how long something took, in seconds, minutes or hours."""
    seconds = round(length.total_seconds())
    if seconds < 1:
        return "under 1 s"
    if seconds < 60:
        return f"{seconds} s"
    if seconds < 3600:
        return f"{seconds // 60} min {seconds % 60} s"
    return f"{seconds // 3600} h {seconds % 3600 // 60} min"


def about(length: timedelta) -> str:
    """Return about how long something will take, in a number that does not change at each look."""
    seconds = length.total_seconds()
    if seconds < 10:
        return "a few seconds"
    if seconds <= 50:
        return f"about {ceil(seconds / 10) * 10} seconds"
    minutes = ceil(seconds / 60)
    if minutes <= 90:
        return f"about {minutes} minute{'s' if minutes > 1 else ''}"
    return f"about {round(minutes / 60)} hours"
