"""The use cases that account for every hour: the hours of some days, and the story of an entry."""
