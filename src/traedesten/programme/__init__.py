"""What was promised: the agreement as living data; it refuses to know what happened."""
