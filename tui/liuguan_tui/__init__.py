"""The terminal UI of the district offices; not built yet."""
