"""Hashing of the demo's passwords."""

from werkzeug.security import generate_password_hash

# `make demo` prints everybody's password: a slow hash would hide nothing, and would slow down each
# start and each sign-in of the tests. A real host leaves the method to Werkzeug.
METHOD = "pbkdf2:sha256:1000"


def hashed(password: str) -> str:
    """Return the hash that is stored instead of a password."""
    return generate_password_hash(password, METHOD)
