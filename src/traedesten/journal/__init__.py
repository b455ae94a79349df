"""What happened, as an append-only journal of entries; it refuses to know what was promised about it."""
