"""Hosts that are wrong in one way each, and hosts that are right in an unusual way."""
