"""What each forked program would otherwise import for itself."""

import warnings

# ruff: noqa: F401 because importing them is all that this is for

with warnings.catch_warnings():
    # A library's own deprecations are not a test's to report.
    warnings.simplefilter("ignore")
    import flask.cli
    import psycopg
    import waitress

    import demo.harvest.worlds
    import demo.workroom
    import workroom_harvest.web.cli
