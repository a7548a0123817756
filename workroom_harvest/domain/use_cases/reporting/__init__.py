"""What runs did: their lists, entries, skipped entries and previews."""
