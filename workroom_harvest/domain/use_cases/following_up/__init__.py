"""The use cases by which a person follows up what did not come in."""
