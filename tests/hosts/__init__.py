"""Hosts that are wrong in one way each, and some that are right in unusual ways."""
