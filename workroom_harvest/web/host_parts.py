"""The two parts that a host places in its own pages, whose transaction they leave alone."""

from flask import render_template
from markupsafe import Markup

from workroom_harvest.current import entry, use_cases


def settings_entry() -> Markup:
    """The line for Settings → Integrations."""
    return _part("workroom_harvest/_settings_entry.html")


def marketplace_tile() -> Markup:
    """The tile for the App marketplace."""
    return _part("workroom_harvest/_marketplace_tile.html")


def _part(template: str) -> Markup:
    asker = use_cases().admit.asker()
    overview = entry()(asker.account_id) if asker else None
    connection = overview.connection if overview else None
    html = render_template(template, may=asker is not None, connection=connection)
    return Markup(html)  # noqa: S704 because the template has escaped it
