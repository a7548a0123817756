"""For whoever runs the plugin."""
