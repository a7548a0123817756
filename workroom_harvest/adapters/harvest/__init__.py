"""Harvest over HTTP: the only package that knows httpx, authlib and Harvest's field names."""
