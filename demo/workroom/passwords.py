"""How the demo keeps passwords."""

from werkzeug.security import generate_password_hash

# Everybody's password is printed by `make demo`: a slow hash would hide nothing, and make each
# start and each sign-in of the tests wait. A real host leaves the method to Werkzeug.
METHOD = "pbkdf2:sha256:1000"


def hashed(password: str) -> str:
    """What is stored instead of a password."""
    return generate_password_hash(password, METHOD)
