"""Harvest ID: the consent screen, the token endpoint and the accounts of a token."""
