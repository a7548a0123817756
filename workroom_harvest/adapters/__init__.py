"""The adapters: all that touches Harvest, SQL, Redis and the clock."""
