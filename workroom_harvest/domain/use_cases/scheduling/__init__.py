"""What the clock wants: the nights."""
