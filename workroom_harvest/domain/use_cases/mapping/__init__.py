"""The use cases that show and save the mappings of Harvest's projects and tasks."""
