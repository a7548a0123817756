"""Asking for an import, performing it, looking at it."""
