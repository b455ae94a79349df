"""Many entries at once, by the same rules as one: a file is drafted (read, checked), then saved whole or not at all."""
