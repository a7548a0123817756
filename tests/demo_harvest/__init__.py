"""Tests that compare the local Harvest with what is known of the real one."""
