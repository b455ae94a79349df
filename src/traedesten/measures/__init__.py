"""Criteria bound to definitions, and the figures that come out; it refuses to know any name."""
