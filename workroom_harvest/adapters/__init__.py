"""The adapters: everything that touches Harvest, SQL, Redis and the clock."""
