"""The use cases that connect a studio to Harvest, show the connection, and disconnect it."""
