"""The loop of a run in a worker: time slices, pages, errors and the end."""
