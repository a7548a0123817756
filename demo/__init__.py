"""What stands for the world around the plugin: Workroom, Harvest, and a way to start them all."""
