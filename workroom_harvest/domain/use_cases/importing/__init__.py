"""The use cases that request an import, perform it, and show it."""
