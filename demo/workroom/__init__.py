"""A small Workroom: studios, members and roles, projects, activity types and timelogs.

It stands for the real one, and `app.py` shows how a host wires the plugin.
"""

from demo.workroom.app import create_app

__all__ = ["create_app"]
