"""What the domain asks of the world, in its own words: one file per counterpart."""
