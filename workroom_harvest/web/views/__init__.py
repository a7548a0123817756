"""The views. Each checks access, reads the form, calls one use case and answers."""
