"""The domain: nouns, rules, ports and use cases. It imports the standard library alone."""
