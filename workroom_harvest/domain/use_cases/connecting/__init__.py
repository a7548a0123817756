"""From Harvest's consent screen to a connection, and the way out."""
