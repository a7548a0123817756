"""Corrections and undo: what is found to differ, and the steps that change or remove timelogs."""
