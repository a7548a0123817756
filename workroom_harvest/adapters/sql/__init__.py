"""The plugin's own tables in the host's database, and the store over them."""
