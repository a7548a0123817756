"""The use cases of the nightly import: dispatching what is due, and switching it on and off."""
