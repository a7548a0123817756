"""The local Harvest against what is known of the real one."""
