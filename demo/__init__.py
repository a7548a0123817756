"""The surroundings of the plugin: a Workroom, a local Harvest, and a way to start everything."""
