"""The ports in memory, one file each, held to the same contracts as the real things."""
