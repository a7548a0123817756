"""Workers that remove few timelogs in one commit, so that a few of them make several pages."""

from dataclasses import replace

from workroom_harvest.domain.use_cases import UseCases


def with_undo_pages(use: UseCases, size: int) -> UseCases:
    """Return the use cases of a worker whose undo removes so many timelogs in one commit."""
    steps = use.perform_import.steps
    assert steps.undo is not None
    steps = replace(steps, undo=replace(steps.undo, page_size=size))
    return replace(use, perform_import=replace(use.perform_import, steps=steps))
