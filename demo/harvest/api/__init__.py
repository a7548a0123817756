"""The API, version 2: lists and records, read and written with a token."""
