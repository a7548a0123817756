"""The use cases for whoever operates the plugin."""
