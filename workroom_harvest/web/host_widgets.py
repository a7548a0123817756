"""The two widgets that a host places in its own pages. They leave its transaction alone."""

import logging

from flask import render_template
from markupsafe import Markup

from workroom_harvest.current import menu_overview, use_cases
from workroom_harvest.domain.use_cases.connecting.show_overview import Overview

log = logging.getLogger(__name__)


def settings_entry() -> Markup:
    """Return the entry for the page Settings → Integrations, as HTML."""
    return _render_widget("workroom_harvest/_settings_entry.html")


def marketplace_tile() -> Markup:
    """Return the tile for the App marketplace, as HTML."""
    return _render_widget("workroom_harvest/_marketplace_tile.html")


def _render_widget(template: str) -> Markup:
    check_access = use_cases().check_access
    asker = check_access.asker()
    overview = _overview_if_readable(asker.studio_id) if asker else None
    off_pro = asker is not None and not check_access.is_pro(asker.studio_id)
    may = asker is not None and (not off_pro or (overview is not None and overview.connection))
    html = render_template(template, may=may, off_pro=off_pro, overview=overview)
    return Markup(html)  # noqa: S704 because the template has escaped it


def _overview_if_readable(studio_id: str) -> Overview | None:
    """Return the studio's overview, or None on any error, because the page is the host's own."""
    try:
        return menu_overview(studio_id)
    except Exception:
        log.exception("a part of the host's page is drawn without Harvest's status")
        return None
