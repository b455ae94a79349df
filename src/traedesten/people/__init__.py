"""Residents as subjects without names, and who shares a household; it refuses to know who anybody is."""
