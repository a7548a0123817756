"""The adapters for Harvest over HTTP, the only package that uses httpx and authlib.

Only its `payloads` know Harvest's field names.
"""
