"""A small but honest Workroom: studios, members and roles, projects, activity types, timelogs.

It stands for the real one, and shows how a host wires the plugin: see `app.py`.
"""

from demo.workroom.app import create_app

__all__ = ["create_app"]
