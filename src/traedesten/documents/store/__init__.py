"""Bringing a programme's rows into step with a sound file, and saying what stands in the way."""
