"""The team's own screens for registering what happens; it refuses to hold rules that other writers need too."""
