"""Harvest's projects and tasks beside Workroom's."""
