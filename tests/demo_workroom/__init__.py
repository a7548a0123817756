"""The demo Workroom: its own rules for timelogs, and its pages."""
