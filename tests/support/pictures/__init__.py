"""Pictures of each state of the page, by name and in each look, and those of the README."""
