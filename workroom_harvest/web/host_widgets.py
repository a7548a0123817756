"""What a host places in its own pages. It leaves the host's transaction alone."""

import logging

from flask import render_template, url_for
from markupsafe import Markup

from workroom_harvest.current import menu_overview, use_cases
from workroom_harvest.domain.use_cases.connecting.show_overview import Overview
from workroom_harvest.web import words
from workroom_harvest.web.presenters.menu import MenuStatus, menu_status
from workroom_harvest.web.reader import request_reader

log = logging.getLogger(__name__)


def settings_entry() -> Markup:
    """Return the entry for the page Settings → Integrations, as HTML with its stylesheet."""
    return _render_widget("workroom_harvest/_settings_entry.html")


def marketplace_tile() -> Markup:
    """Return the tile for the App marketplace, as HTML with its stylesheet."""
    return _render_widget("workroom_harvest/_marketplace_tile.html")


def harvest_status() -> MenuStatus:
    """Return how the integration stands for whoever is signed in, and their studio.

    It is meant for a host's own markup. Where the database or the plugin's tables are away its
    state is `unknown`; what the host's own objects raise goes on to the host.
    """
    check_access = use_cases().check_access
    asker = check_access.asker()
    overview = _overview_if_readable(asker.studio_id) if asker else None
    with words.reading(request_reader()):
        return menu_status(
            url_for("workroom_harvest.settings"),
            may_look=asker is not None,
            is_pro=asker is not None and check_access.is_pro(asker.studio_id),
            is_known=overview is not None,
            connection=overview.connection if overview else None,
        )


def _render_widget(template: str) -> Markup:
    with words.reading(request_reader()):
        lang = words.reader().language.code
        html = render_template(template, status=harvest_status(), say=words.say, lang=lang)
    return Markup(html)  # noqa: S704 because the template has escaped it


def _overview_if_readable(studio_id: str) -> Overview | None:
    """Return the studio's overview, or None on any error, because the page is the host's own."""
    try:
        return menu_overview(studio_id)
    except Exception:
        log.exception("a part of the host's page is drawn without Harvest's status")
        return None
