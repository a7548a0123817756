"""The ports in memory, one file each, which keep the same contracts as the real adapters."""
