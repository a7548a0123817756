"""What the plugin decides, free of Flask, SQL, Redis and HTTP: standard library only."""
