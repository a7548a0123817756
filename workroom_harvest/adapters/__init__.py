"""The porches: all that touches Harvest, SQL, Redis and the clock."""
