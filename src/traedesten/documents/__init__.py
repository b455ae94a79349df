"""Agreements as files, in and out; it refuses to compute a figure of its own."""
