"""Addresses below /_control, which the real Harvest does not have: tests see and set things."""
