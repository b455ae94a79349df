"""Trædesten: what a neighbourhood programme promised, what happened, and how far it has come."""
